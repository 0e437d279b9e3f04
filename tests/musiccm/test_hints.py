"""What the score tells the vocoder."""

import numpy as np
import torch

from musiccm.controls import pack
from musiccm.hints import N_HINTS, N_NOTES, note_hints, with_hints


def controls(**groups: list[float]) -> torch.Tensor:
    """Return two frames of controls with the given groups."""
    return torch.from_numpy(pack({k: np.tile(v, (2, 1)) for k, v in groups.items()}, 2))


def key(tonic: int, minor: float) -> list[float]:
    """Return the key group."""
    return [float(i == tonic) for i in range(12)] + [minor]


def test_scales_follow_the_key() -> None:
    """A minor and C major have the white keys; E major has four sharps."""
    white = [0, 2, 4, 5, 7, 9, 11]
    for tonic, minor, notes in ((9, 1.0, white), (0, 0.0, white), (4, 0.0, [1, 3, 4, 6, 8, 9, 11])):
        hints = note_hints(controls(key=key(tonic, minor)))
        assert hints[0, 24:].nonzero().flatten().tolist() == notes


def test_the_unknown_is_zero() -> None:
    """Nothing asked, nothing told."""
    assert not note_hints(controls()).any()


def test_frames_carry_stem_and_notes() -> None:
    """Every stem's frames hold its mel, its own flag and the same notes."""
    mel = torch.randn(4, 2, 96)
    asked = controls(chord_root=[1.0] + [0.0] * 11)
    frames = with_hints(mel, asked)
    assert frames.shape == (4, 2, 96 + N_HINTS)
    assert torch.equal(frames[..., :96], mel)
    assert torch.equal(frames[:, 0, 96:100], torch.eye(4))
    assert frames[..., -N_NOTES].all() and frames[..., -N_NOTES:].sum() == 8
