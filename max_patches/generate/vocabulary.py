"""What patches say: the parameter table in groups, one inlet each.

A word is a message of its group: ``drums/gain 0.5`` in the group ``stem`` is sent to
``/mcm/stem/drums/gain``, and what comes back from there is told by the same word.
"""

from dataclasses import dataclass

from bridge.protocol.parameters import COMMANDS, PARAMETERS, Command, Parameter

_GROUPS = {
    "prompt": "words for the music: 1/text dark techno, 2/weight 0.5, select 2",
    "stem": "faders and rests: drums/gain 0.5, bass/mute 1, lead/rest 1",
    "music": "what is played: tempo 120, key Am, chord Am F C G, density 0.5, quantize bar",
    "transport": "play, stop, tap, locate 16, leader osc, position 12.5",
    "plan": "hold 2, release, back 4, again",
    "scene": "save 1 intro, recall 1, morph 1 8",
    "master": "gain 0.8, ceiling -1",
    "system": "status, capture 8, record/start, record/stop, ping, midi/learn tempo",
}
NOTES = "notes"  # a chord as MIDI note numbers; `chord` itself takes words


@dataclass(frozen=True)
class Word:
    """One message of a group and the address that it stands for.

    ``joined`` ones take the rest of the message as one text, so that nobody has to quote; a word
    with a ``parameter`` comes back as well.
    """

    message: str
    address: str
    doc: str
    joined: bool = False
    parameter: Parameter | None = None


@dataclass(frozen=True)
class Group:
    """The words of one inlet."""

    name: str
    doc: str
    words: tuple[Word, ...]

    @property
    def values(self) -> tuple[Word, ...]:
        """The words that are values; they come out of the outlet of the same name."""
        return tuple(word for word in self.words if word.parameter)


def _place(thing: Parameter | Command) -> tuple[str, str]:
    """Return the group and the message of an address."""
    first, slash, rest = thing.name.partition("/")
    if slash and first in _GROUPS:
        return first, rest
    return ("music" if isinstance(thing, Parameter) else "system"), thing.name


def _word(thing: Parameter | Command) -> Word:
    message = _place(thing)[1]
    if isinstance(thing, Command):
        return Word(message, thing.address, thing.doc)
    return Word(message, thing.address, thing.doc, thing.kind in ("text", "chords"), thing)


def _words(group: str) -> tuple[Word, ...]:
    things: tuple[Parameter | Command, ...] = (*PARAMETERS, *COMMANDS)
    words = [_word(thing) for thing in things if _place(thing)[0] == group]
    chords = [w for w in words if w.parameter and w.parameter.kind == "chords"]
    notes = [Word(NOTES, word.address, "A chord as MIDI note numbers.") for word in chords]
    return (*words, *notes)


# What the help patches show.
EXAMPLES = {
    "prompt": ("1/text dark techno", "2/text jazz piano", "2/weight 0.5", "select 1"),
    "stem": ("drums/gain 0.3", "drums/gain 1", "lead/mute 1", "lead/mute 0"),
    "music": ("tempo 126", "key Am bar", "chord Am F C G", "chord auto", "notes 57 60 64"),
    "transport": ("play", "stop", "tap"),
    "plan": ("hold 2", "release", "again"),
    "scene": ("save 1 intro", "morph 1 8"),
    "master": ("gain 0.8",),
    "system": ("status", "capture 4"),
}  # fmt: skip
GROUPS = tuple(Group(name, doc, _words(name)) for name, doc in _GROUPS.items())
VALUED = tuple(group for group in GROUPS if group.values)
