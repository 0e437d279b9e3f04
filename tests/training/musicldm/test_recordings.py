"""Recordings and their words."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from tests.training.data import folders
from training.compose.loader import load_styles
from training.data.shards import DatasetError
from training.musicldm import recordings
from training.musicldm.recordings import at_rate, find_recordings


def test_a_folder_gives_audio_and_captions(data: Path) -> None:
    """Captions are the lines beside a file, or its name; channels are mixed to one."""
    found = {recording.name: recording for recording in find_recordings(data)}
    assert found["a.wav"].captions == ("a warm tone", "a tone at night")
    assert found["c.wav"].captions == ("c",)
    stereo = found["b.wav"]
    assert stereo.load().shape == (11 * stereo.rate,) and stereo.rate == 8000
    assert np.allclose(stereo.load(), sf.read(data / "b.wav")[0].mean(1), atol=1e-4)


def test_some_recordings_are_held_out(tmp_path: Path) -> None:
    """About one in ten validates, the same at every call, and never all or none of them."""
    for count in (1, 2, 60):
        for number in range(count):
            sf.write(tmp_path / f"{number}.wav", np.zeros(100), 8000)
        splits = [recording.split for recording in find_recordings(tmp_path)]
        assert splits == [recording.split for recording in find_recordings(tmp_path)]
        held = splits.count("validation")
        assert held < count and (held > 0 or count == 1)
    assert 1 <= held <= 15


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    """An empty folder and a damaged file have their line."""
    with pytest.raises(DatasetError, match="neither audio files nor a data set"):
        find_recordings(tmp_path)
    (tmp_path / "x.wav").write_text("no audio")
    with pytest.raises(DatasetError, match="x.wav cannot be read"):
        find_recordings(tmp_path)


def test_a_data_set_is_rendered_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pieces come whole, from composer and band, with their captions; test pieces do not."""

    class Fake:
        def __init__(self, *_: object) -> None:
            self.band = self

        def compose(self, seed: int) -> int:
            return seed

        def play(self, seed: int) -> "Fake":
            self.stems = np.full((4, 10), float(seed), np.float32)
            return self

    monkeypatch.setattr(recordings, "Worker", Fake)
    monkeypatch.setattr(recordings, "find_soundfont", lambda _: Path("font.sf3"))
    folders.write_config(tmp_path, styles=list(load_styles()))
    folders.write_made_up_shard(tmp_path, 0, 0)
    folders.write_made_up_shard(tmp_path, 1, 2)
    found = find_recordings(tmp_path)
    assert [(r.name, r.split) for r in found] == [
        ("0", "validation"),
        ("2", "train"),
        ("3", "train"),
    ]
    assert found[2].captions == ("house", "calm house")
    assert found[2].load().tolist() == [12.0] * 10


def test_resampling_keeps_the_length() -> None:
    """44.1 kHz to 16 kHz is as long in seconds; the same rate is left alone."""
    audio = np.sin(np.arange(44_100) / 20).astype(np.float32)
    assert len(at_rate(audio, 44_100, 16_000)) == 16_000
    assert at_rate(audio, 16_000, 16_000) is audio
