"""Sounds as prompts while it plays: by name from the session folder, or from the sound input."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from bridge.errors import RecordError
from bridge.folder import SessionFolder
from bridge.protocol.messages import ProtocolError
from bridge.sounds import Sounds, seconds_of
from musiccm.request import Score
from tests.bridge.gig import Gig, Script
from tests.bridge.helpers import run_loop

RATE = 44_100


class Line:
    """A sound input that hears a tone of ``level``, at once."""

    def __init__(self, level: float = 0.5) -> None:
        self._level = level
        self.asked: list[float] = []

    def record(self, seconds: float) -> tuple[NDArray[np.float32], int]:
        """Return the tone."""
        self.asked.append(seconds)
        tone = np.sin(np.arange(round(seconds * RATE)) * 0.05)
        return (self._level * tone).astype(np.float32), RATE


def _sound(folder: Path, name: str = "loop.wav") -> Path:
    path = folder / "sounds" / name
    path.parent.mkdir(exist_ok=True)
    soundfile.write(path, np.zeros(2 * RATE, np.float32), RATE)
    return path


def _prompts(gig: Gig) -> list[str]:
    """Let the fake engine note the words of every request from now on."""
    words: list[str] = []
    plan = gig.engine.plan

    async def noted(request):  # type: ignore[no-untyped-def]
        words.append(request.score.prompts[0][0])
        return await plan(request)

    gig.engine.plan = noted  # type: ignore[method-assign]
    return words


def test_a_sound_of_the_session_folder_is_a_prompt(tmp_path: Path) -> None:
    """The engine gets its path; who reads the value back, its name."""
    path = _sound(tmp_path)
    script: Script = {
        1.0: lambda gig: gig.say("/mcm/prompt/1/text", "@loop.wav"),
        1.5: lambda gig: gig.say("/mcm/prompt/1/text/get"),
    }
    gig = Gig(3, script, bpm=120.0, folder=tmp_path)
    words = _prompts(gig)
    gig.play()
    assert words[0] == "anything" and words[-1] == f"@{path.resolve()}"
    assert gig.sent == [("/mcm/prompt/1/text", ("@loop.wav",))]


@pytest.mark.parametrize(
    "name", ["@gone.wav", "@../loop.wav", "@/etc/passwd", "@~/x.wav", "@C:x", "@con", "@", "@.x"]
)
def test_other_files_are_nobody_s_business(tmp_path: Path, name: str) -> None:
    """What is not in the folder, or is no plain name, is an error; the words stay."""
    (tmp_path / "loop.wav").touch()
    _sound(tmp_path, "other.wav")
    script: Script = {
        0.5: lambda gig: gig.say("/mcm/prompt/1/text", name),
        0.6: lambda gig: gig.say("/mcm/prompt/1/text/get"),
    }
    gig = Gig(1, script, bpm=120.0, folder=tmp_path)
    gig.play()
    assert [address for address, _ in gig.sent] == ["/mcm/error", "/mcm/prompt/1/text"]
    assert gig.sent[1][1] == ("anything",)


def test_what_the_input_hears_becomes_a_prompt(tmp_path: Path) -> None:
    """It is kept under a name of its own, as 24 bits, and named as a prompt."""
    line = Line()
    sounds = Sounds(SessionFolder(tmp_path), line)
    prompts = [run_loop(sounds.listen(2.0)) for _ in range(2)]
    assert prompts == ["@live 1.wav", "@live 2.wav"]
    sounds.check(prompts[1])
    file = soundfile.info(tmp_path / "sounds" / "live 2.wav")
    assert (file.subtype, file.samplerate, file.duration) == ("PCM_24", RATE, 2.0)
    score = sounds.located(Score((("@live 1.wav", 0.5), ("dub", 0.5))))
    assert score.prompts[0][0] == f"@{(tmp_path / 'sounds' / 'live 1.wav').resolve()}"
    assert score.prompts[1] == ("dub", 0.5)


def test_a_gig_listens(tmp_path: Path) -> None:
    """/mcm/listen answers with the prompt when it is set; the slot may be named."""
    line = Line()
    script: Script = {1.0: lambda gig: gig.say("/mcm/listen", 2.0, 3)}
    gig = Gig(6, script, bpm=120.0, folder=tmp_path)
    gig.app._line = line
    gig.play()
    assert line.asked == [2.0]
    assert ("/mcm/done", ("/mcm/listen", "@live 1.wav")) in gig.sent
    assert gig.app.session is not None
    assert gig.app.session._parts.state.snapshot()["prompt/3/text"] == "@live 1.wav"


def test_silence_is_no_prompt(tmp_path: Path) -> None:
    """An input that hears nothing leaves no file and says so."""
    sounds = Sounds(SessionFolder(tmp_path), Line(1e-6))
    with pytest.raises(RecordError, match="silent"):
        run_loop(sounds.listen(2.0))
    assert not (tmp_path / "sounds").exists()


@pytest.mark.parametrize("seconds", [0.5, 100.0, -1.0])
def test_lengths_that_say_nothing_are_refused(seconds: float) -> None:
    """Less than a style takes, or more than a performer means."""
    with pytest.raises(ProtocolError, match="seconds"):
        seconds_of(seconds)


def test_a_name_of_the_start_is_left_as_it_is(tmp_path: Path) -> None:
    """A file that was named where the daemon was started needs no folder."""
    sounds = Sounds(SessionFolder(tmp_path), Line())
    score = Score((("@../elsewhere/loop.wav", 1.0),))
    assert sounds.located(score) is score
