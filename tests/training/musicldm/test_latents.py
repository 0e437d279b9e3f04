"""Recordings as latents."""

from pathlib import Path

import numpy as np
import pytest
import torch

from musiccm.musicldm.checkpoint import Parts
from tests.musiccm.musicldm import tiny
from training.musicldm.latents import Encoder, LatentStore, encode_all, pieces, store_of
from training.musicldm.mel import LatentMel, levelled
from training.musicldm.recordings import find_recordings

SHAPE = (tiny.CHANNELS, 256, tiny.BINS)


def test_clips_are_the_vaes_own_means(data: Path, parts: Parts) -> None:
    """A clip is the mean of the VAE's posterior of the mel, times the scaling factor."""
    recording = find_recordings(data)[2]
    clips = Encoder(parts, "cpu").clips(recording)
    assert clips.shape == (1, *SHAPE)  # 12 s: a window of 10.24 and a rest that is too short
    mel = LatentMel(16_000, 160, tiny.N_MELS)(levelled(recording.load()))[:1024]
    with torch.no_grad():
        mean = parts.vae.encode(mel[None, None]).latent_dist.mean
    expected = mean * parts.vae.config.scaling_factor
    torch.testing.assert_close(torch.from_numpy(clips), expected)


@pytest.mark.parametrize(("n", "count"), [(3, 1), (10, 1), (14, 1), (15, 2), (25, 3)])
def test_the_rest_of_a_recording_is_filled_up_or_left_out(n: int, count: int) -> None:
    """Pieces are all as long; half a piece is enough for one, silence fills it."""
    found = pieces(torch.ones(n, 2), 10)
    assert [len(piece) for piece in found] == [10] * count
    assert sum(int((piece == 1).all(1).sum()) for piece in found) == (n if count > n // 10 else 10)


def test_latents_are_made_once(
    data: Path, teacher: Path, parts: Parts, store: LatentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second call encodes nothing; another VAE has a store of its own."""

    def never(*_: object) -> None:
        raise AssertionError("encoded again")

    monkeypatch.setattr(Encoder, "clips", never)
    again = encode_all(data, teacher, parts, "cpu")
    assert again.paths == store.paths
    assert store_of(data, teacher) != store_of(data, teacher / "unet")
    assert store_of(data, teacher).parent == data


def test_draws_follow_the_seed_and_the_split(store: LatentStore, parts: Parts) -> None:
    """Clips with a caption's vector each, the same for the same seed, of one split only."""
    clips, text = store.draw("train", np.random.default_rng(0), 6)
    assert clips.shape == (6, *SHAPE) and text.shape == (6, tiny.TEXT_DIM)
    assert torch.equal(clips, store.draw("train", np.random.default_rng(0), 6)[0])
    held = store.draw("validation", np.random.default_rng(0), 4)[0]
    assert not any(torch.equal(a, b) for a in clips for b in held)
    norms = text.norm(dim=1)
    torch.testing.assert_close(norms, torch.ones_like(norms))
