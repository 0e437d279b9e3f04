"""A tiny MusicLDM teacher, a folder of recordings, and stages on them."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from musiccm.musicldm.checkpoint import Parts, read_parts
from tests.musiccm.musicldm import tiny
from training.musicldm.latents import LatentStore, encode_all


def write_recordings(folder: Path) -> None:
    """Write three tones of 4, 11 and 12 s: mono and stereo, with and without captions."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    for name, seconds, rate, channels in (
        ("a", 4, 16_000, 1),
        ("b", 11, 8_000, 2),
        ("c", 12, 16_000, 1),
    ):
        n = seconds * rate
        tone = np.sin(2 * np.pi * 220 * np.arange(n) / rate) * rng.random()
        audio = tone[:, None] + 0.1 * rng.standard_normal((n, channels))
        sf.write(folder / f"{name}.wav", 0.5 * audio, rate)
    (folder / "a.txt").write_text("a warm tone\n\na tone at night\n")
    (folder / "b.txt").write_text("noise\n")


@pytest.fixture(scope="session")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole teacher folder."""
    folder = tmp_path_factory.mktemp("teacher")
    tiny.write_teacher(folder)
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of recordings."""
    folder = tmp_path_factory.mktemp("data") / "recordings"
    write_recordings(folder)
    return folder


@pytest.fixture
def parts(teacher: Path) -> Parts:
    """The teacher's components, this test's own."""
    return read_parts(teacher)


@pytest.fixture
def store(data: Path, teacher: Path, parts: Parts) -> LatentStore:
    """The recordings as latents."""
    return encode_all(data, teacher, parts, "cpu")
