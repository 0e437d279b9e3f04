"""Going on from a sound: on the line, on its beats, in its key; what cannot be is said."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from bridge.app import App
from bridge.audio.sound import read_sound
from bridge.config import HOP_LENGTH, SAMPLE_RATE, RunConfig
from bridge.engine.tone import ToneEngine
from bridge.errors import RecordError, StartupError
from bridge.scheduler.heritage import FORM_BARS
from musiccm.past import Past
from musiccm.request import CONTEXT_FRAMES, PlanChunk, PlanRequest
from tests.bridge.gig import Gig, Script
from tests.bridge.helpers import run_loop
from tests.bridge.test_sounds import Line

LEVEL = 0.25  # of the sounds; the fake's past tells it in bin 1


class Listening(ToneEngine):
    """Remembers what it was asked to draw, and what it was given to hear."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[PlanRequest] = []
        self.heard: list[tuple[tuple[int, ...], int, float | None, bool]] = []

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.asked.append(request)
        return await super().plan(request)

    async def recall(
        self,
        audio: np.ndarray,
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> Past:
        self.heard.append((audio.shape, beats_per_bar, bpm, whole))
        return await super().recall(audio, beats_per_bar, bpm, whole)

    @property
    def kept(self) -> PlanRequest:
        """The one request that goes on from a sound."""
        [request] = [request for request in self.asked if request.kept]
        return request


def _sound(folder: Path, name: str = "loop.wav", seconds: float = 16.0, rate: int = 44_100) -> Path:
    path = folder / "sounds" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.full(round(seconds * rate), LEVEL, np.float32), rate)
    return path


def _gig(folder: Path, seconds: float, script: Script, **options: object) -> tuple[Gig, Listening]:
    gig = Gig(seconds, script, folder=folder, **options)
    engine = gig.engine = gig.app._engine = Listening()
    return gig, engine


def _answers(gig: Gig) -> list[tuple[object, ...]]:
    return [(a.rpartition("/")[2], *args) for a, args in gig.sent if "done" in a or "fail" in a]


def test_the_music_goes_on_from_a_sound_on_the_next_bar(tmp_path: Path) -> None:
    """The context is the sound's, its beats lead up to the line without a jump, the rest stays."""
    _sound(tmp_path, "loop 100bpm.wav")
    script: Script = {5.0: lambda gig: gig.say("/mcm/continue", "loop 100bpm.wav", "bar")}
    gig, engine = _gig(tmp_path, 14.0, script, bpm=120.0)
    stems = gig.play_stems()
    assert engine.heard == [((1, 16 * SAMPLE_RATE), 4, 100.0, True)]
    request = engine.kept
    assert request.context is not None and request.context_beats is not None
    assert np.allclose(request.context[:, :, 1], LEVEL, atol=1e-3)
    beats = np.concatenate([request.context_beats, request.beats])
    assert np.allclose(np.diff(beats), 100 / 60 / 93.75)
    first = (request.start - len(request.context) + 0.5) * HOP_LENGTH / SAMPLE_RATE
    at = (beats[0] - first * 100 / 60) / (120 / 60 - 100 / 60)  # seconds, where both tempi agree
    assert at >= 6.0 and at % 2 == pytest.approx(0.0, abs=1e-4) or at % 2 > 1.9999
    drums = np.abs(stems[0])
    clicks = [round((at + k * 0.6) * SAMPLE_RATE) for k in range(4)]
    assert all(drums[click : click + 400].max() > 0.3 for click in clicks)
    assert _answers(gig) == [("done", "/mcm/continue", "loop 100bpm.wav: 100 bpm, Am, 6 bars")]


def test_the_beats_of_the_sound_are_those_of_the_music(tmp_path: Path) -> None:
    """Each frame of context lies where the sound has the same part of a beat, to half a frame."""
    _sound(tmp_path, "loop 100bpm.wav")
    script: Script = {5.3: lambda gig: gig.say("/mcm/continue", "loop 100bpm.wav", "beat")}
    gig, engine = _gig(tmp_path, 9.0, script, bpm=120.0)
    gig.play()
    context, beats = engine.kept.context, engine.kept.context_beats
    assert context is not None and beats is not None and len(context) == CONTEXT_FRAMES
    apart = (context[:, 0, 0].astype(float) - beats + 0.5) % 1.0 - 0.5
    assert np.abs(apart).max() < 0.012  # beats; a frame is 0.018


def test_all_of_the_sound_is_asked(tmp_path: Path) -> None:
    """Style, key and tempo are its own, at once for who reads them, and other words are silent."""
    _sound(tmp_path)
    script: Script = {
        1.0: lambda gig: gig.say("/mcm/prompt/2/text", "something else"),
        2.0: lambda gig: gig.say("/mcm/tempo", 90),
        5.0: lambda gig: gig.say("/mcm/continue", "loop.wav"),
    }
    gig, engine = _gig(tmp_path, 9.0, script)
    gig.play()
    [(prompt, weight)] = engine.kept.score.prompts
    assert (prompt, weight) == (f"@{(tmp_path / 'sounds' / 'loop.wav').resolve()}", 1.0)
    assert engine.kept.score.key == "Am"
    assert gig.app.session is not None
    values = gig.app.session._parts.state.snapshot()
    assert (values["tempo"], values["prompt/1/text"]) == (120.0, "@loop.wav")
    assert len([request for request in engine.asked if request.kept]) == 1


def test_a_later_gesture_does_not_take_the_music_back_to_the_sound(tmp_path: Path) -> None:
    """What was played since is what it goes on from."""
    _sound(tmp_path)
    script: Script = {
        4.0: lambda gig: gig.say("/mcm/continue", "loop.wav", "bar"),
        8.0: lambda gig: gig.say("/mcm/intensity", 1.0),
    }
    gig, engine = _gig(tmp_path, 12.0, script, bpm=120.0)
    gig.play()
    last = engine.asked[-1]
    assert last.score.intensity == 1.0 and not last.kept
    assert len([request for request in engine.asked if request.kept]) == 1


def test_a_leader_keeps_its_tempo(tmp_path: Path) -> None:
    """While somebody else leads, the past is fitted to that tempo."""
    _sound(tmp_path, "loop 100bpm.wav")
    script: Script = {5.0: lambda gig: gig.say("/mcm/continue", "loop 100bpm.wav", "bar")}
    gig, engine = _gig(tmp_path, 9.0, script, bpm=125.0, leader="osc")
    gig.play()
    beats = engine.kept.context_beats
    assert beats is not None and np.allclose(np.diff(beats), 125 / 60 / 93.75)


def test_the_input_is_gone_on_from(tmp_path: Path) -> None:
    """What was heard is kept as a sound, and nobody takes its beginning for a beat."""
    script: Script = {3.0: lambda gig: gig.say("/mcm/continue/input", 4.0, "beat")}
    gig, engine = _gig(tmp_path, 12.0, script, bpm=120.0)
    gig.app._sound = None
    gig.app._line = Line()
    gig.play()
    assert engine.heard == [((1, 4 * SAMPLE_RATE), 4, None, False)]
    assert (tmp_path / "sounds" / "live 1.wav").is_file()
    assert _answers(gig)[0][:2] == ("done", "/mcm/continue/input")


def test_a_run_begins_from_a_sound(tmp_path: Path) -> None:
    """The first request has the sound as its past; the given tempo wins; no words are needed."""
    path = _sound(tmp_path, "take.wav", 30.0)
    gig, engine = _gig(tmp_path, 3.0, {})
    config = RunConfig((), 100.0, seconds=3, osc_port=0, offline=True, continue_from=path)
    gig.app = App(config, gig.said.append, engine, gig, gig.clock)
    master = gig.play()
    assert np.abs(master).max() > 0.1
    first = engine.asked[0]
    assert first is engine.kept and first.start == 0 and first.context_beats is not None
    bars = 12  # of 30 s at 100 bpm
    assert first.beats[0] == pytest.approx(4 * bars, abs=0.02)
    assert np.allclose(np.diff(first.context_beats), 100 / 60 / 93.75)
    assert first.score.prompts == ((f"@{path}", 1.0),)
    assert any("100 bpm" in line and "take.wav" in line for line in gig.said)


def test_a_short_sound_leads_past_the_introduction(tmp_path: Path) -> None:
    """Two bars are not enough to be where all stems of a form play."""
    path = _sound(tmp_path, "take.wav", 4.0)
    engine = Listening()
    config = RunConfig(("dub",), 120.0, seconds=1, osc_port=0, offline=True, continue_from=path)
    run_loop(App(config, [].append, engine).run())
    assert engine.asked[0].beats[0] == pytest.approx(4 * FORM_BARS, abs=0.02)
    assert engine.asked[0].score.prompts == (("dub", 1.0),)


def test_stems_beside_a_master_are_heard_apart(tmp_path: Path) -> None:
    """A capture's own stems are better than any that are guessed; its name tells the tempo."""
    for n, lane in enumerate(("drums", "bass", "harmony", "lead", "master")):
        audio = np.full(5 * SAMPLE_RATE, n / 10, np.float32)
        soundfile.write(tmp_path / f"bars04_97.5bpm_Am_{lane}.wav", audio, SAMPLE_RATE, "FLOAT")
    sound = read_sound(tmp_path / "bars04_97.5bpm_Am_master.wav")
    assert sound.audio.shape == (4, 5 * SAMPLE_RATE) and sound.bpm == 97.5
    assert np.allclose(sound.audio[:, 0], [0.0, 0.1, 0.2, 0.3])
    (tmp_path / "bars04_97.5bpm_Am_lead.wav").unlink()
    assert read_sound(tmp_path / "bars04_97.5bpm_Am_master.wav").audio.shape[0] == 1


def test_of_a_long_file_the_end_is_heard(tmp_path: Path) -> None:
    """An hour is not read; that its beginning is missing is known."""
    path = tmp_path / "long.wav"
    soundfile.write(path, np.linspace(0, 1, 80 * 8000, dtype=np.float32), 8000)
    sound = read_sound(path)
    assert not sound.whole and sound.audio.shape == (1, 45 * SAMPLE_RATE)
    assert sound.audio[0, -4800] > 0.99


@pytest.mark.parametrize("name", ["gone.wav", "../loop.wav", "/etc/passwd", "~/x.wav", "con", ""])
def test_other_files_are_nobody_s_business(tmp_path: Path, name: str) -> None:
    """What is not in the folder, or is no plain name, is an error at once; the music stays."""
    _sound(tmp_path)
    (tmp_path / "loop.wav").touch()
    gig, engine = _gig(tmp_path, 2.0, {1.0: lambda gig: gig.say("/mcm/continue", name)})
    gig.play()
    assert [address for address, _ in gig.sent] == ["/mcm/error"]
    assert engine.heard == []


def test_what_cannot_be_gone_on_from_says_what_to_do(tmp_path: Path) -> None:
    """A text file and two seconds of sound are refused by name; the music stays."""
    _sound(tmp_path, "short.wav", 2.0)
    (tmp_path / "sounds" / "text.wav").write_text("no sound")
    script: Script = {
        1.0: lambda gig: gig.say("/mcm/continue", "short.wav"),
        2.0: lambda gig: gig.say("/mcm/continue", "text.wav"),
    }
    gig, engine = _gig(tmp_path, 4.0, script)
    gig.play()
    [(_, _, short), (_, _, text)] = sorted(_answers(gig))
    assert "at least 3 s" in str(short) and "give WAV" in str(text)
    assert not any(request.kept for request in engine.asked)


def test_a_start_from_nothing_is_one_line(tmp_path: Path) -> None:
    """A file that is not there ends the start with a line that names it."""
    with pytest.raises(RecordError, match="gone.wav"):
        read_sound(tmp_path / "gone.wav")
    config = RunConfig(("x",), seconds=1, offline=True, continue_from=tmp_path / "gone.wav")
    with pytest.raises(StartupError, match="--continue-from.*gone.wav"):
        run_loop(App(config, engine=ToneEngine()).run())
