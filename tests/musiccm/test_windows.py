"""Windows over a canvas."""

import pytest
import torch

from musiccm.noise import place_noise
from musiccm.windows import fuse_mean, on_canvas, window_starts


@pytest.mark.parametrize(
    ("length", "window", "stride"), [(128, 128, 64), (300, 128, 64), (129, 128, 96)]
)
def test_windows_cover_the_canvas_and_end_flush(length: int, window: int, stride: int) -> None:
    """Every token is covered and the last window ends with the canvas."""
    starts = window_starts(length, window, stride)
    covered = {token for start in starts for token in range(start, start + window)}
    assert covered == set(range(length))
    assert starts[-1] + window == length


def test_fused_crops_of_one_canvas_give_it_back() -> None:
    """Cropping and averaging is the identity."""
    canvas = torch.randn(50, 3)
    starts = window_starts(50, 20, 7)
    crops = torch.stack([canvas[s : s + 20] for s in starts])
    assert torch.allclose(fuse_mean(crops, starts, 50), canvas, atol=1e-6)


def test_pointwise_denoiser_sees_no_windows() -> None:
    """A denoiser without memory gives the same canvas with windows as without."""
    canvas = torch.randn(1, 90, 4)
    denoise = on_canvas(lambda crops, t, starts: crops * (1 - t), 90, 32, 16)
    assert torch.allclose(denoise(canvas, 0.3), canvas * 0.7, atol=1e-6)


def test_noise_belongs_to_the_place() -> None:
    """Any cut of the time line shows the same noise at the same token."""
    whole = place_noise(5, 1, 0, 100, 8)
    assert torch.equal(place_noise(5, 1, 37, 40, 8), whole[37:77])
    assert not torch.equal(place_noise(6, 1, 0, 100, 8), whole)
    assert not torch.equal(place_noise(5, 2, 0, 100, 8), whole)


def test_noise_is_standard_normal() -> None:
    """Noise has zero mean and unit variance across blocks."""
    noise = place_noise(1, 0, 0, 512, 256)
    assert abs(noise.mean().item()) < 0.02
    assert noise.std().item() == pytest.approx(1.0, abs=0.02)
