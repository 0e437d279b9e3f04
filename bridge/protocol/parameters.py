"""The one table of parameters: OSC addresses, reference page, panel and patches are made from it.

Musical names (stems, metres, pitch classes) repeat those of ``musiccm.controls``: this package is
standard library only. A test keeps the two equal.
"""

from dataclasses import dataclass
from typing import Literal

ROOT = "/mcm"
STEMS = ("drums", "bass", "harmony", "lead")
METRES = ("4/4", "3/4", "6/8")
SCALES = (
    "major",
    "minor",
    "dorian",
    "phrygian",
    "lydian",
    "mixolydian",
    "locrian",
    "harmonic minor",
    "melodic minor",
    "major pentatonic",
    "minor pentatonic",
    "blues",
)
PITCH_CLASSES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
KEYS = tuple(tonic + mode for mode in ("", "m") for tonic in PITCH_CLASSES)
LEADERS = ("internal", "osc", "midi", "link")  # who leads the time
N_PROMPTS = 8
QUANTIZE = ("now", "beat", "bar", "2", "4", "8")  # the last three in bars
_SHARPS = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#"}
AUTO = "auto"  # hands an optional parameter back to the planner

Value = float | int | bool | str | None
Kind = Literal["float", "int", "bool", "text", "enum", "chords"]


def sharp(key: str) -> str:
    """Return the name of KEYS for a key written with a flat; other names come back as they are."""
    return _SHARPS.get(key[:2], key[:2]) + key[2:]


@dataclass(frozen=True)
class Parameter:
    """One thing that a performer can set.

    ``name`` is the address under ROOT. ``fast`` parameters ramp at the output within 10 ms; the
    others are drawn into the music, heard from the line that ``quantize`` says on; a ``setting`` is
    about gestures and has no sound. ``optional`` ones take AUTO, which stands for ``None``: the
    planner chooses.
    """

    name: str
    kind: Kind
    default: Value
    doc: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    fast: bool = False
    optional: bool = False
    setting: bool = False

    @property
    def slow(self) -> bool:
        """Whether it is drawn into the music."""
        return not self.fast and not self.setting

    @property
    def address(self) -> str:
        """The OSC address that writes it."""
        return f"{ROOT}/{self.name}"


def _prompt(n: int) -> tuple[Parameter, ...]:
    return (
        Parameter(f"prompt/{n}/text", "text", "", "Words for the music, or `@loop.wav` for a "
                  "sound in sounds/ of the session folder; empty text is ignored."),
        Parameter(f"prompt/{n}/weight", "float", 1.0, "Share of this prompt in the mix.", 0.0, 1.0),
        Parameter(f"prompt/{n}/morph", "float", 0.0, "Bars in which a new text or weight of this "
                  "slot comes in.", 0.0, 64.0, "bars", setting=True),
    )  # fmt: skip


def _stem(stem: str) -> tuple[Parameter, ...]:
    name = f"stem/{stem}"
    return (
        Parameter(f"{name}/gain", "float", 1.0, "Linear gain.", 0.0, 2.0, "×", fast=True),
        Parameter(f"{name}/mute", "bool", False, "Silence the stem.", fast=True),
        Parameter(f"{name}/pan", "float", None, "Left -1 … 1 right.", -1.0, 1.0, fast=True,
                  optional=True),
        Parameter(f"{name}/solo", "bool", False,
                  "While any stem is soloed, only soloed ones are heard; mute wins.", fast=True),
        Parameter(f"{name}/width", "float", None, "Level of the stereo side signal.", 0.0, 1.0,
                  "×", fast=True, optional=True),
        Parameter(f"{name}/rest", "bool", False, "Ask the players of this stem to rest."),
        Parameter(f"{name}/play", "bool", False,
                  "Ask them to play also where the form lets them rest; rest wins."),
    )  # fmt: skip


def _control(name: str, doc: str) -> Parameter:
    return Parameter(name, "float", None, doc, 0.0, 1.0, optional=True)


PARAMETERS: tuple[Parameter, ...] = (
    *(p for n in range(1, N_PROMPTS + 1) for p in _prompt(n)),
    Parameter("quantize", "enum", "now", "When slow changes are heard: now, on the next beat or "
              "bar, in 2, 4 or 8 bars.", choices=QUANTIZE, setting=True),
    Parameter("tempo", "float", 120.0, "Felt beats per minute (dotted quarters in 6/8).",
              40.0, 220.0, "bpm"),
    Parameter("transport/leader", "enum", "internal", "Whose beats are followed: nobody's; "
              "those that /mcm/transport/position tells; a MIDI clock's; those of an Ableton Link "
              "session, whose tempo /mcm/tempo then sets.", choices=LEADERS, setting=True),
    Parameter("transport/startstop", "bool", False, "Start and stop together with the Link "
              "session.", setting=True),
    Parameter("transport/offset", "float", 0.0, "How much later than the leader's beat the music "
              "is heard; the output's own latency is made up for.", -500.0, 500.0, "ms",
              setting=True),
    Parameter("transport/glide", "float", 0.0, "Bars within which a new tempo is reached, evenly "
              "in time; 0 changes it at once.", 0.0, 64.0, "bars", setting=True),
    Parameter("midi/clock", "text", "", "Which MIDI devices get our clock, with start, stop and "
              "song position: parts of their names with commas between, or `all`; empty for none. "
              "It is sent for what is heard, and begins on a sixteenth.", setting=True),
    Parameter("key", "enum", None, "Tonic, with m for minor; flats are understood.",
              choices=KEYS, optional=True),
    Parameter("scale", "enum", None, "Keeps the planner's chords in this scale on the key's tonic.",
              choices=SCALES, optional=True),
    Parameter("chord", "chords", None, "A chord, or a progression that begins on its line and "
              "repeats: `Am F C G` (a bar each), `Am F \\| C %` (by bars), or MIDI note numbers.",
              optional=True),
    Parameter("metre", "enum", None, "Time signature.", choices=METRES, optional=True),
    _control("density", "Notes per second: 0 sparse … 1 dense."),
    _control("brightness", "Spectral centroid: 0 dark … 1 bright."),
    _control("intensity", "Loudness: 0 soft … 1 loud."),
    Parameter("seed", "int", 0, "Same seed, same gestures, same music.", 0, 2**31 - 1),
    Parameter("take", "int", 0, "Which take of the seed: same form, key and chords, other notes.",
              0, 9999),
    Parameter("variation", "float", 0.0, "The way from this take to the next one.", 0.0, 1.0),
    Parameter("steps", "int", 4, "Consistency steps: more is finer and slower.", 1, 16),
    Parameter("guidance", "float", 2.0, "How literally the words are taken: 0 not at all (beat, "
              "key and chords hold), 1 as they are, 4 most; below 1 drawing takes twice as long.",
              0.0, 4.0),
    *(p for stem in STEMS for p in _stem(stem)),
    Parameter("master/gain", "float", 1.0, "Linear gain before the limiter.", 0.0, 2.0, "×",
              fast=True),
    Parameter("master/ceiling", "float", -1.0, "What no true peak of the master is over.",
              -12.0, 0.0, "dB", fast=True),
)  # fmt: skip

BY_NAME: dict[str, Parameter] = {p.name: p for p in PARAMETERS}


@dataclass(frozen=True)
class Argument:
    """One argument of a command."""

    name: str
    text: bool
    optional: bool

    @classmethod
    def of(cls, word: str) -> "Argument":
        """Return the argument that a word of ``Command.arguments`` describes."""
        name, _, kind = word.strip("[]").partition(":")
        return cls(name, kind == "text", word.startswith("["))


@dataclass(frozen=True)
class Command:
    """An address that does something rather than hold a value.

    ``arguments`` are names in a row; one that ends in ``:text`` is a text, any other a number; one
    in brackets may be left out.
    """

    name: str
    arguments: str
    doc: str

    @property
    def signature(self) -> tuple["Argument", ...]:
        """The arguments one by one."""
        return tuple(Argument.of(word) for word in self.arguments.split())

    @property
    def usage(self) -> str:
        """The arguments as people read them."""
        return self.arguments.replace(":text", "")

    @property
    def address(self) -> str:
        """The OSC address that calls it."""
        return f"{ROOT}/{self.name}"


COMMANDS: tuple[Command, ...] = (
    Command("transport/play", "", "Play on from where the music stopped."),
    Command("transport/stop", "", "Stop within 10 ms and stay there; the room rings out."),
    Command("transport/locate", "beat", "Go to this beat of the piece (0 is the first downbeat) as "
            "soon as it can be drawn; while stopped, play begins there."),
    Command("transport/position", "beat", "Where the leader is now, in felt beats; sent again and "
            "again (ten times a second is plenty) while the leader is osc."),
    Command("transport/tap", "", "Tap the tempo: the second tap and all further ones within 2 s "
            "set it."),
    Command("prompt/select", "slot [when:text]", "Give one prompt slot all the weight, within its "
            "morph time."),
    Command("scene/save", "scene [name:text]", "Keep how all is asked to be (but master, transport "
            "and settings) as scene 1 … 128; scenes.json of the session folder has them all."),
    Command("scene/recall", "scene [when:text]", "Bring a scene back on its line; its faders too."),
    Command("scene/morph", "scene bars [when:text]", "Glide from how it is to a scene: numbers "
            "and words by their shares, the rest at half of the way."),
    Command("scene/between", "scene scene bars [when:text]", "Glide from one scene to another."),
    Command("scene/delete", "scene", "Forget a scene."),
    Command("scene/list", "", "Answered by a /mcm/scene for each (number, name), then "
            "/mcm/scene/list.reply with how many there are."),
    Command("scene/export", "scene name:text", "Write a scene, or all for 0, to a file of that "
            "name under scenes/ in the session folder."),
    Command("scene/import", "name:text", "Read scenes from such a file."),
    Command("plan/hold", "[bars]", "Loop the last bars (1 unless told), the present one included, "
            "from the next bar line on; slow changes wait for the release."),
    Command("plan/release", "", "Let the music go on, on the next bar line in reach."),
    Command("plan/back", "[bars] [when:text]", "Roll back to how it was so many bars ago (4 unless "
            "told): slow parameters, and the music that the model goes on from."),
    Command("plan/again", "[when:text]", "The same once more, with other notes: the next take."),
    Command("plan/preview", "", "Answered by a /mcm/plan/change for each slow change ahead (beat, "
            "seconds from now, name, value; glides: the beat where they begin; beats of the glide; "
            "whether it is drawn already; the value until then), then /mcm/plan/preview.reply with "
            "their number."),
    Command("plan/overview", "", "Answered by /mcm/plan/level for each stem and part of the plan: "
            "stem, played, committed or planned; seconds from now of the first slice; "
            "seconds of a slice; then the RMS level of each slice in dB."),
    Command("plan/view", "[since] [known]", "What a scrolling timeline shows; places are seconds "
            "of the music. Answered by a /mcm/plan/change for each slow change ahead, then, unless "
            "the plan is still of the edition known, from since (or as far back as it is kept) on: "
            "/mcm/plan/wave (stem, number of the first slice, level of each slice in dB; 32 slices "
            "a second), /mcm/plan/bar (number from 0, place, felt beats), /mcm/plan/section "
            "(place, name; empty where it is not known); in the end "
            "/mcm/plan/view.reply: edition; what is heard now, what has been handed to the output, "
            "until where no gesture can change it, until where it is planned; the end of the bars "
            "that repeat (-1: none) and their seconds."),
    Command("midi/learn", "[target:text] [mode:text]", "The next control that moves gets this "
            "parameter or command (without /mcm/); mode absolute, twos, offset, sign or toggle. "
            "Subscribers get /mcm/midi/learned: device, control, target, what it replaced. Without "
            "a target: learn no more."),
    Command("midi/forget", "target:text", "Take a parameter or command off all controls."),
    Command("midi/list", "", "Answered by a /mcm/midi/row for each control that does something: "
            "device, control, target, mode; then /mcm/midi/list.reply with their number."),
    Command("midi/unmap", "device:text control:text", "Take whatever a control does off it, such "
            "as Knobs, cc 1 21."),
    Command("devices", "", "Answered by a /mcm/device for each sound output and MIDI input of this "
            "machine: output or midi, name, what is known of it, 1 if it is in use; then "
            "/mcm/devices.reply with their number; or by /mcm/fail."),
    Command("output/device", "name:text", "Play to another sound device from now on: a name of "
            "devices, default, jack, or null for nobody; answered by /mcm/done with its name, or "
            "by /mcm/fail: then the one so far plays on."),
    Command("midi/use", "on [device:text]", "Listen to MIDI devices (1) or not (0): to all, or to "
            "the one that is named; answered like output/device."),
    Command("features", "", "Answered by /mcm/features.reply."),
    Command("listen", "[seconds] [slot]", "Listen to the sound input (8 s, or as many as told) and "
            "let that be the prompt of a slot (1 unless told); the music goes its way. Kept under "
            "sounds/ in the session folder; answered like capture."),
    Command("continue", "name:text [when:text]", "Let the music go on, on its line, from a sound "
            "in sounds/ of the session folder as if that had just been played: tempo (unless "
            "somebody leads), bars, key and style are the sound's; slot 1 gets it as its prompt "
            "and all the weight. Stems beside a capture's master are used; a tempo in the name "
            "(`120bpm`) wins. Answered by /mcm/done with what was heard, or by /mcm/fail."),
    Command("continue/input", "[seconds] [when:text]", "The same from what the sound input hears "
            "(8 s, or as many as told, from now on), which is kept under sounds/."),
    Command("capture", "[bars]", "Write the last whole bars (4, or as many as asked) as loops; "
            "answered by /mcm/capture/file for each (master or a stem, the path), then by "
            "/mcm/done with the folder; or by /mcm/fail."),
    Command("files", "[most]", "Answered by a /mcm/file for each of the newest captured loops and "
            "takes (40, or as many as asked), newest first: path, bytes, seconds since it was "
            "written; then /mcm/files.reply with their number."),
    Command("record/start", "[name:text]", "Record master and stems to a folder of that name in "
            "the session folder; answered like capture."),
    Command("record/stop", "", "End that recording; answered like capture."),
    Command("model/load", "name:text [when:text]", "Load another checkpoint beside the one that "
            "plays, which goes on until the new one can take over on its line (of a bar, unless "
            "told); answered by /mcm/done or /mcm/fail. Names are those of model/list."),
    Command("model/list", "", "Answered by /mcm/done with the names of all checkpoints that can "
            "be loaded, commas between."),
    Command("ping", "[n]", "Answered by /mcm/pong n; renews the leases, as any message does."),
    Command("status", "", "Answered by /mcm/status.reply."),
    Command("subscribe", "[seconds] [what:text] [rate]", "Status ten times a second and every "
            "change of a value, or with `features` that reply thirty times a second as well, for a "
            "lease of 60 s (or the seconds given) after the client's last datagram. With a rate, "
            "1 … 90, so many a second, each in a bundle whose time tag says when it is heard. A "
            "slow change that has been drawn is told by /mcm/plan/heard: seconds from now, names; "
            "a step of the fallback ladder by /mcm/fallback: the rung as in status, why."),
    Command("unsubscribe", "", "End the subscription."),
    Command("sync", "n", "Answered by /mcm/synced n once all earlier messages are applied."),
    Command("reply_port", "n", "Send replies, errors and subscriptions of this client to port n "
            "of its address, for 60 s after its last datagram."),
    Command("quit", "", "End the daemon."),
)  # fmt: skip


@dataclass(frozen=True)
class StatusField:
    """One argument of /mcm/status.reply or /mcm/features.reply."""

    name: str
    tag: Literal["s", "f", "i"]
    doc: str


STATUS: tuple[StatusField, ...] = (
    StatusField(
        "state",
        "s",
        "waiting, playing, stopped, holding, looping (the engine is late or "
        "gone), fading (since ten minutes)",
    ),
    StatusField(
        "engine", "s", "starting, ready, down, away (the link to its machine is) or stopped"
    ),
    StatusField("seconds", "f", "place in the music that goes to the device now"),
    StatusField("beat", "f", "the same in beats; 0 is the first downbeat"),
    StatusField("bar", "i", "the same in whole bars, from 0"),
    StatusField("tempo", "f", "bpm at that place"),
    StatusField("ahead", "f", "seconds of planned music after it"),
    StatusField("engine_p50", "f", "median milliseconds of the last engine requests"),
    StatusField("engine_p95", "f", "95th percentile of the same"),
    StatusField("underruns", "i", "blocks that came too late or that the device left out"),
    StatusField("fallbacks", "i", "times the music had to loop"),
    StatusField("restarts", "i", "engine restarts"),
    StatusField("malformed", "i", "datagrams that were not OSC"),
    StatusField("kept", "f", "megabytes of the last minutes on disk"),
    StatusField("zero_filled", "i", "frames that were silent because nothing was ready"),
    StatusField("engine_pid", "i", "process id of the engine; 0 where it is none of this machine"),
    StatusField(
        "fallback",
        "s",
        "how the music is kept going: none needed; fewer steps, since the "
        "engine is slow; planned, what was drawn before the engine went; looping; fading, "
        "ten minutes later",
    ),
    StatusField("trouble", "s", "why, in words"),
    StatusField("steps", "i", "consistency steps that are drawn now"),
    StatusField("beats_per_bar", "i", "felt beats of the bar at that place"),
    StatusField("budget", "f", "milliseconds that an answer may take: how long its music plays"),
    StatusField("load", "f", "per cent of the time of the music that drawing it takes"),
    StatusField("compute", "s", "where the model runs, as the engine names it"),
    StatusField("recording", "i", "1 while /mcm/record writes a take"),
    StatusField("model", "s", "name of the checkpoint that plays"),
    StatusField("output", "s", "the sound device that plays, in words"),
)

RUNGS = ("none", "fewer steps", "planned", "looping", "fading")  # of the fallback ladder, down

FEATURES: tuple[StatusField, ...] = (
    StatusField("beat", "f", "place in the music in beats; 0 is the first downbeat"),
    StatusField("phase", "f", "place in the bar, 0 … 1"),
    *(StatusField(stem, "f", "RMS level behind gain, mute and solo, dB") for stem in STEMS),
    StatusField("master", "f", "RMS level of the master, dB"),
    StatusField("peak", "f", "peak of the master, dB"),
    StatusField("centroid", "f", "spectral centroid of the master, Hz"),
    StatusField(
        "onset",
        "f",
        "most that the master rose since the last reply, dB above its level "
        "in the 43 ms before; 0 if it did not",
    ),
    StatusField("bar", "i", "place in whole bars, from 0"),
    StatusField(
        "section",
        "s",
        "intro, verse, build, chorus, drop, break, bridge or outro, as the "
        "music was planned; empty where nobody knows",
    ),
    StatusField("chord", "s", "the chord as it was planned, such as `Am` or `F#maj7`; likewise"),
    *(StatusField(f"{stem}_onset", "f", "as onset, of this stem") for stem in STEMS),
    StatusField("brightness", "f", "the centroid on a logarithmic axis: 0 at 200 Hz, 1 at 10 kHz"),
    StatusField("ahead", "f", "milliseconds until all this is heard"),
)
