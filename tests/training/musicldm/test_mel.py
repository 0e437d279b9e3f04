"""The mel that MusicLDM's parts were trained with."""

import numpy as np
import pytest
import torch

from training.musicldm.mel import LatentMel, levelled


def test_it_is_the_mel_of_the_books() -> None:
    """It equals librosa's Slaney filters on the magnitudes of librosa's own transform."""
    librosa = pytest.importorskip("librosa")
    audio = np.random.default_rng(0).standard_normal(16_000).astype(np.float32)
    filters = librosa.filters.mel(sr=16_000, n_fft=1024, n_mels=64, fmin=0, fmax=8000)
    spectrum = np.abs(librosa.stft(audio, n_fft=1024, hop_length=160, pad_mode="reflect"))
    theirs = np.log(np.maximum(filters @ spectrum, 1e-5)).T[:100]
    ours = LatentMel(16_000, 160, 64)(audio)
    assert ours.shape == (100, 64)
    torch.testing.assert_close(ours, torch.from_numpy(theirs).float(), atol=2e-3, rtol=1e-3)


def test_silence_is_the_floor() -> None:
    """Digital silence, levelled, reads log(1e-5) everywhere."""
    mel = LatentMel(16_000, 160, 16)(levelled(np.zeros(8000, np.float32)))
    assert torch.allclose(mel, torch.full_like(mel, float(np.log(1e-5))))


def test_levels_are_those_of_training() -> None:
    """Offset goes, the peak is 0.5."""
    found = levelled(np.array([1.0, 3.0, 2.0], np.float32))
    assert found.tolist() == [-0.5, 0.5, 0.0]
