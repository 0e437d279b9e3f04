"""Latents and mel in the frames of requests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musiccm.controls import STEMS
from musiccm.errors import CheckpointError
from musiccm.musicldm.frames import HOP, ROW, LatentGrid

GRID = LatentGrid(mel_samples=480, per_latent=4, channels=2, bins=4, n_mels=16)
RNG = np.random.default_rng(0)


@given(first=st.integers(0, 3000), n=st.integers(8, 300), margin=st.integers(0, 9))
def test_what_is_packed_is_found_again(first: int, n: int, margin: int) -> None:
    """Every latent and mel frame with its centre inside comes back, wherever the frames begin."""
    begin, end = GRID.latents(first, first + n)
    origin = max(begin - margin, 0)
    latents = RNG.standard_normal((end - origin, 2, 4)).astype(np.float16).astype(np.float32)
    mel = RNG.standard_normal((4 * (end - origin), 16)).astype(np.float16).astype(np.float32)
    frames = GRID.pack(latents, mel, origin, first, first + n)
    assert frames.shape == (n, len(STEMS), GRID.width) and frames.dtype == np.float16
    assert not np.delete(frames, ROW, axis=1).any()
    number, found = GRID.unpack_latents(frames, first)
    assert np.array_equal(found, latents[number - origin :][: len(found)])
    assert abs(len(found) * 1920 - n * HOP) < 2 * 1920
    number, found = GRID.unpack_mel(frames, first)
    assert np.array_equal(found, mel[number - 4 * origin :][: len(found)])
    assert abs(len(found) * 480 - n * HOP) < 2 * 480


def test_pieces_leave_no_gap() -> None:
    """Frames that are cut in two hold together all that they held as one."""
    latents = RNG.standard_normal((80, 2, 4)).astype(np.float32)
    mel = RNG.standard_normal((320, 16)).astype(np.float32)
    frames = GRID.pack(latents, mel, 0, 0, 296)
    for unpack in (GRID.unpack_latents, GRID.unpack_mel):
        _, whole = unpack(frames, 0)
        for cut in (8, 64, 136):
            (_, head), (number, tail) = unpack(frames[:cut], 0), unpack(frames[cut:], cut)
            assert number == len(head)
            assert np.array_equal(np.concatenate([head, tail]), whole)


def test_rates_that_do_not_fit_are_refused() -> None:
    """A vocoder whose mel frames are no whole number of samples at 48 kHz is named as such."""
    sizes = {"per_latent": 4, "channels": 8, "n_mels": 64}
    assert LatentGrid.of(sample_rate=16_000, hop_length=160, **sizes).latent_samples == 1920
    with pytest.raises(CheckpointError, match="22050 Hz"):
        LatentGrid.of(sample_rate=22_050, hop_length=256, **sizes)
