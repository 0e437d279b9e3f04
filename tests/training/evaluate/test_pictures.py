"""Pictures are small and show what they say."""

from pathlib import Path

import numpy as np
import pytest

from musiccm.mel import MelConfig
from tests.musiccm import tiny
from training.evaluate.pictures import MAX_BYTES, PICTURES, Picture, _bin_of, draw, plot

pytest.importorskip("matplotlib")


def test_even_noise_fits(tmp_path: Path) -> None:
    """The hardest picture to pack stays under the limit."""
    mel = np.random.default_rng(0).uniform(-80, 0, (2000, 96)).astype(np.float32)
    plot(tmp_path / "noise.png", mel, "noise", 120.0, 4)
    size = (tmp_path / "noise.png").stat().st_size
    assert 1000 < size <= MAX_BYTES


def test_a_prompt_becomes_a_picture(tmp_path: Path) -> None:
    """The performer's music is drawn to the picture's own file."""
    path = draw(tiny.performer(), Picture("one", "house", seconds=2.0), tmp_path)
    assert path == tmp_path / "one.png"
    assert path.read_bytes().startswith(b"\x89PNG")


def test_there_are_six_and_the_first_is_the_readmes() -> None:
    """Six different prompts, six different files."""
    assert len({picture.name for picture in PICTURES}) == 6
    assert len({picture.prompt for picture in PICTURES}) == 6
    assert PICTURES[0].name == "first_sound"


def test_frequencies_lie_on_their_bins() -> None:
    """The axis runs with the filterbank: its ends are one bin outside of the picture."""
    config = MelConfig()
    assert _bin_of(config.f_min) == pytest.approx(-0.5)
    assert _bin_of(config.f_max) == pytest.approx(config.n_mels + 0.5)
