"""Sounds on their way to an engine on another machine."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from bridge.engine.parcels import MOST, Inbox, Outbox, name_of, pack, renamed, sounds_in
from bridge.errors import EngineError
from musiccm.request import Score

RATE = 44_100


def _sound(path: Path, seconds: float = 2.0) -> Path:
    rng = np.random.default_rng(1)
    soundfile.write(path, rng.integers(-9000, 9000, (round(seconds * RATE), 2), "int16"), RATE)
    return path


def _unpacked(data: np.ndarray, folder: Path) -> tuple[np.ndarray, int]:
    path = folder / "came.flac"
    path.write_bytes(data.tobytes())
    samples, rate = soundfile.read(path, dtype="float32")
    return samples, rate


def test_what_comes_out_is_what_the_engine_would_have_heard(tmp_path: Path) -> None:
    """The mono mix of a file of 16 bits arrives sample for sample, at its own rate."""
    path = _sound(tmp_path / "loop.wav")
    samples, rate = _unpacked(pack(path), tmp_path)
    expected, _ = soundfile.read(path, dtype="float32")
    assert rate == RATE
    assert np.array_equal(samples, expected.mean(axis=1))


def test_a_long_sound_is_cut(tmp_path: Path) -> None:
    """No more than a minute is sent."""
    samples, _ = _unpacked(pack(_sound(tmp_path / "long.wav", 61.0)), tmp_path)
    assert len(samples) == 60 * RATE


@pytest.mark.parametrize("name", ["gone.wav", "words.wav"])
def test_what_is_no_sound_is_refused(tmp_path: Path, name: str) -> None:
    """A missing file and one of another kind are an engine's refusal that names the file."""
    (tmp_path / "words.wav").write_text("no sound")
    with pytest.raises(EngineError, match=name):
        pack(tmp_path / name)


def test_a_file_that_has_changed_is_another_sound(tmp_path: Path) -> None:
    """What was sent once is known, until the file changes or the other side has forgotten."""
    outbox, path = Outbox(), _sound(tmp_path / "loop.wav")
    assert outbox.name(path) is None
    outbox.note(path, "a")
    assert outbox.name(path) == "a"
    _sound(path, 3.0)
    assert outbox.name(path) is None
    outbox.note(path, "b")
    outbox.forget()
    assert outbox.name(path) is None
    with pytest.raises(EngineError, match=r"gone\.wav"):
        outbox.name(tmp_path / "gone.wav")


def test_prompts_name_only_what_was_sent(tmp_path: Path) -> None:
    """A sound that came is found by its name; words stay; files of the engine's machine do not."""
    inbox, data = Inbox(), pack(_sound(tmp_path / "loop.wav"))
    try:
        inbox.take(name_of(data), data)
        score = Score(((f"@{name_of(data)}", 0.5), ("dub", 0.5)))
        here = inbox.located(score)
        assert sounds_in(here)[0].read_bytes() == data.tobytes()
        assert here.prompts[1] == ("dub", 0.5)
        for other in ("@/etc/passwd", f"@../{name_of(data)}", "@", f"@{tmp_path / 'loop.wav'}"):
            with pytest.raises(EngineError, match="was not sent"):
                inbox.located(Score(((other, 1.0),)))
        for damaged in (data[:-1], None):
            with pytest.raises(EngineError, match="damaged"):
                inbox.take(name_of(data), damaged)
    finally:
        inbox.close()
    assert not sounds_in(here)[0].exists()


def test_the_oldest_sounds_make_room() -> None:
    """Of more than MOST sounds the first ones are removed."""
    inbox = Inbox()
    try:
        sounds = [np.frombuffer(b"%d" % n, np.uint8) for n in range(MOST + 1)]
        for data in sounds:
            inbox.take(name_of(data), data)
        assert inbox.located(Score(((f"@{name_of(sounds[-1])}", 1.0),)))
        with pytest.raises(EngineError, match="was not sent"):
            inbox.located(Score(((f"@{name_of(sounds[0])}", 1.0),)))
    finally:
        inbox.close()


def test_words_are_left_alone() -> None:
    """A score without sounds is the same object."""
    score = Score((("warm rhodes", 1.0),))
    assert renamed(score, lambda name: "x") is score
