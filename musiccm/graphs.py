"""CUDA graphs: a denoiser's hundreds of small kernels as one launch, for each shape once.

On a GPU a window is drawn faster than Python can name its operations. Shapes of live play and of
render are few and fixed, so each is captured at its first use and replayed from then on.
"""

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor

from musiccm.denoiser import Conditioning

WARM_UP = 3  # calls before a capture: libraries choose their algorithms in them


class Network(Protocol):
    """f(x_t, t, conditioning) → x_0; see musiccm.denoiser.Denoiser."""

    def __call__(self, x: Tensor, t: Tensor, cond: Conditioning, /) -> Tensor:
        """Return the prediction, (B, L, n_latents)."""


Function = Callable[..., Tensor]


class CudaGraph:
    """A function of tensors of fixed shapes, captured; a call copies its tensors in and replays."""

    def __init__(self, function: Function, given: tuple[Tensor, ...]) -> None:
        self._inputs = tuple(value.clone() for value in given)
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(WARM_UP):
                function(*self._inputs)
        torch.cuda.current_stream().wait_stream(aside)
        self._graph = torch.cuda.CUDAGraph()
        # Another thread may be decoding meanwhile: only this one's calls belong to the graph.
        with torch.cuda.graph(self._graph, capture_error_mode="thread_local"):
            self._output = function(*self._inputs)

    def __call__(self, *given: Tensor) -> Tensor:
        """Return the function of ``given``."""
        for mine, value in zip(self._inputs, given, strict=True):
            mine.copy_(value)
        self._graph.replay()
        return self._output.clone()


class Graphed:
    """A network whose calls are replayed from a graph for each shape that it has met.

    ``capture`` makes the graph of a function and the tensors of its first call.
    """

    def __init__(
        self,
        network: Network,
        capture: Callable[[Function, tuple[Tensor, ...]], Function] = CudaGraph,
    ) -> None:
        self._network, self._capture = network, capture
        self._graphs: dict[tuple[torch.Size, torch.dtype], Function] = {}

    def __call__(self, x: Tensor, t: Tensor, cond: Conditioning) -> Tensor:
        """Return the network's prediction."""
        given = (x, t, cond.text, cond.controls, cond.guidance, cond.clean, cond.known)
        shape = x.shape, x.dtype
        if shape not in self._graphs:
            self._graphs[shape] = self._capture(self._predict, given)
        return self._graphs[shape](*given)

    def _predict(self, x: Tensor, t: Tensor, *parts: Tensor) -> Tensor:
        return self._network(x, t, Conditioning(*parts))


def graphed(network: Network, device: torch.device) -> Network:
    """Return the network as it is fastest on a device: replayed on CUDA, as it is elsewhere."""
    return Graphed(network) if device.type == "cuda" else network
