"""Windows under shared constraints: a canvas of any length from a denoiser of fixed length.

Every sampling step the crops that cover the canvas are denoised and their predictions of x_0 are
fused; the sampler then re-noises the whole canvas once with shared noise: averaging noise would
shrink it and muffle the music. A layout says which windows see what and how they are fused:

* ``mean``: overlapping predictions are averaged (MultiDiffusion, arXiv 2302.08113; MusicCM
  section 3.4);
* ``swap``: where windows overlap they take the tokens in turn (frame swap of SaFa, ICCV 2025,
  arXiv 2502.05130), so that nothing is blurred;
* ``shift``: windows do not overlap, but their grid moves from step to step, so that the joints of
  one step lie inside the windows of the next.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

BATCH = 16  # windows that are denoised at once: hours of canvas fit the memory of a few windows


@dataclass(frozen=True)
class Crop:
    """One window: it sees tokens from ``start`` on and speaks for tokens [first, stop).

    ``share`` (stop - first,) is the part that its prediction has in the fused one.
    """

    start: int
    first: int
    stop: int
    share: Tensor

    @property
    def inner(self) -> slice:
        """The tokens that it speaks for, counted in the window."""
        return slice(self.first - self.start, self.stop - self.start)


Layout = Sequence[Crop]
WindowDenoise = Callable[[Tensor, float, Layout], Tensor]
LayoutAt = Callable[[float], Layout]


def window_starts(length: int, window: int, stride: int) -> list[int]:
    """Return the first token of each window; the last one ends flush with the canvas."""
    if length <= window:
        return [0]
    starts = list(range(0, length - window, stride))
    return [*starts, length - window]


def mean_layout(length: int, window: int, stride: int) -> list[Crop]:
    """Overlapping windows that share every token evenly."""
    spans = _spans(length, window, stride)
    count = _count(spans, length)
    return [Crop(a, a, b, 1.0 / count[a:b]) for a, b in spans]


def swap_layout(length: int, window: int, stride: int) -> list[Crop]:
    """Overlapping windows that take the tokens of their overlap in turn."""
    spans = _spans(length, window, stride)
    count, seen = _count(spans, length), torch.zeros(length)
    crops = []
    for a, b in spans:
        turn = torch.arange(a, b) % count[a:b]
        crops.append(Crop(a, a, b, (turn == seen[a:b]).float()))
        seen[a:b] += 1
    return crops


def shift_layout(length: int, window: int, offset: int) -> list[Crop]:
    """Windows side by side on a grid moved by ``offset`` tokens.

    The cells that the ends of the canvas cut short are seen with a whole window's surroundings.
    """
    inside = range(offset, length, window) if length > window else ()
    edges = sorted({0, length, *inside})
    flush = max(length - window, 0)
    cells = zip(edges[:-1], edges[1:], strict=True)
    return [Crop(min(a, flush), a, b, torch.ones(b - a)) for a, b in cells]


def joints(layout: Layout, length: int) -> list[int]:
    """Return the tokens that other windows speak for than for the token before them."""
    voices: list[list[int]] = [[] for _ in range(length)]
    for number, crop in enumerate(layout):
        for token in crop.share.nonzero()[:, 0].tolist():
            voices[crop.first + token].append(number)
    return [token for token in range(1, length) if voices[token] != voices[token - 1]]


def _spans(length: int, window: int, stride: int) -> list[tuple[int, int]]:
    starts = window_starts(length, window, stride)
    return [(start, min(start + window, length)) for start in starts]


def _count(spans: Sequence[tuple[int, int]], length: int) -> Tensor:
    """Return how many windows speak for each token."""
    count = torch.zeros(length)
    for a, b in spans:
        count[a:b] += 1
    return count


def on_canvas(f: WindowDenoise, layout_at: LayoutAt, window: int) -> Callable[..., Tensor]:
    """Turn a denoiser of windows into a denoiser of the canvas.

    ``f`` maps crops (windows, W, patch), a time and the crops' layout to predictions of the same
    shape; ``layout_at`` tells the layout of a time. The result maps a canvas (1, length, patch) and
    a time to the fused prediction.
    """

    def denoise(x: Tensor, t: float) -> Tensor:
        layout, fused = layout_at(t), torch.zeros_like(x[0])
        for n in range(0, len(layout), BATCH):
            part = layout[n : n + BATCH]
            crops = torch.stack([x[0, crop.start : crop.start + window] for crop in part])
            for crop, prediction in zip(part, f(crops, t, part), strict=True):
                share = crop.share.to(prediction)[:, None]
                fused[crop.first : crop.stop] += share * prediction[crop.inner]
        return fused[None]

    return denoise
