"""Windows over a canvas."""

import pytest
import torch

from musiccm import windows
from musiccm.noise import place_noise, take_seed
from musiccm.windows import on_canvas, window_starts


@pytest.mark.parametrize(
    ("length", "window", "stride"), [(128, 128, 64), (300, 128, 64), (129, 128, 96)]
)
def test_windows_cover_the_canvas_and_end_flush(length: int, window: int, stride: int) -> None:
    """Every token is covered and the last window ends with the canvas."""
    starts = window_starts(length, window, stride)
    covered = {token for start in starts for token in range(start, start + window)}
    assert covered == set(range(length))
    assert starts[-1] + window == length


LAYOUTS = {
    "mean": windows.mean_layout(90, 32, 16),
    "swap": windows.swap_layout(90, 32, 26),
    "crowded swap": windows.swap_layout(90, 32, 9),
    "shift": windows.shift_layout(90, 32, 8),
    "short": windows.shift_layout(20, 32, 8),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_pointwise_denoiser_sees_no_windows(name: str) -> None:
    """A denoiser without memory gives the same canvas with windows as without, however fused."""
    layout = LAYOUTS[name]
    canvas = torch.randn(1, max(crop.stop for crop in layout), 4)
    denoise = on_canvas(lambda crops, t, part: crops * (1 - t), lambda t: layout, 32)
    assert torch.allclose(denoise(canvas, 0.3), canvas * 0.7, atol=1e-6)


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "short"])
def test_every_window_is_whole_and_inside_the_canvas(name: str) -> None:
    """No window sees less than its length, and none sees past the canvas."""
    for crop in LAYOUTS[name]:
        assert 0 <= crop.start <= crop.first < crop.stop <= crop.start + 32 <= 90


def _voices(layout: list[windows.Crop], length: int) -> torch.Tensor:
    """Let every window predict its own number; return the fused canvas (length,)."""
    numbers = {id(crop): n for n, crop in enumerate(layout)}

    def number(crops: torch.Tensor, t: float, part: windows.Layout) -> torch.Tensor:
        own = torch.tensor([float(numbers[id(crop)]) for crop in part])
        return own[:, None, None].expand(crops.shape)

    return on_canvas(number, lambda t: layout, 32)(torch.zeros(1, length, 1), 1.0)[0, :, 0]


def test_mean_averages_and_swap_takes_turns() -> None:
    """Where two windows overlap, mean is half of each, swap is one or the other token by token."""
    mean = _voices(windows.mean_layout(48, 32, 16), 48)
    assert mean[:16].eq(0).all() and mean[16:32].eq(0.5).all() and mean[32:].eq(1).all()
    swap = _voices(windows.swap_layout(48, 32, 16), 48)
    assert swap[16:32].tolist() == [0, 1] * 8


def test_shift_covers_each_token_once_and_moves_its_joints() -> None:
    """Windows side by side, one voice a token; the joints of one step are none of the next."""
    found = []
    for offset in (0, 8, 16, 24):
        layout = windows.shift_layout(90, 32, offset)
        assert sum(crop.stop - crop.first for crop in layout) == 90
        found += windows.joints(layout, 90)
    assert len(found) == len(set(found)) == 2 + 3 + 3 + 3


def test_many_windows_are_drawn_a_few_at_a_time() -> None:
    """However long the canvas, the denoiser is given no more than BATCH windows at once."""
    sizes = []

    def f(crops: torch.Tensor, t: float, part: windows.Layout) -> torch.Tensor:
        sizes.append(len(crops))
        return crops

    layout = windows.mean_layout(1000, 32, 16)
    on_canvas(f, lambda t: layout, 32)(torch.zeros(1, 1000, 1), 1.0)
    assert sum(sizes) == len(layout) > max(sizes) == windows.BATCH


def test_joints_are_where_the_speakers_change() -> None:
    """Joints are the ends of windows inside the canvas; while windows take turns, each token."""
    assert windows.joints(windows.mean_layout(300, 128, 64), 300) == [64, 128, 172, 192, 256]
    assert windows.joints(windows.swap_layout(48, 32, 28), 48) == list(range(17, 32))
    assert windows.joints(windows.mean_layout(100, 128, 64), 100) == []


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


def test_variation_turns_a_take_into_the_next() -> None:
    """At 0 it is this take's noise, at 1 the next one's, and between them the variance is kept."""
    noise = [place_noise(5, 1, 0, 2000, 8, variation) for variation in (0.0, 0.5, 1.0)]
    assert torch.allclose(noise[2], place_noise(take_seed(5, 1), 1, 0, 2000, 8), atol=1e-6)
    assert torch.equal(noise[0], place_noise(5, 1, 0, 2000, 8))
    assert abs(float(noise[1].std()) - 1) < 0.02
    assert torch.allclose((noise[0] + noise[2]) / 2**0.5, noise[1], atol=1e-5)
