"""CUDA graphs without a GPU: what is captured when, and what goes in and comes out."""

import pytest
import torch
from torch import Tensor

from musiccm.denoiser import Conditioning
from musiccm.graphs import CudaGraph, Function, Graphed, graphed
from tests.musiccm import tiny


class Replay:
    """Stands in for a captured graph: it knows only the tensors that it was made with."""

    made = 0

    def __init__(self, function: Function, given: tuple[Tensor, ...]) -> None:
        type(self).made += 1
        self.function, self.inputs = function, tuple(value.clone() for value in given)

    def __call__(self, *given: Tensor) -> Tensor:
        for mine, value in zip(self.inputs, given, strict=True):
            mine.copy_(value)
        return self.function(*self.inputs)


@torch.inference_mode()
def test_each_shape_is_captured_once_and_every_call_is_heard() -> None:
    """New values go into the graph of their shape; another shape gets a graph of its own."""
    model, Replay.made = tiny.denoiser(), 0
    network = Graphed(model, capture=Replay)

    def check(batch: int, length: int) -> None:
        cond = tiny.conditioning(model, batch, length)
        x, t = torch.randn_like(cond.clean), torch.rand(batch)
        assert torch.allclose(network(x, t, cond), model(x, t, cond), atol=1e-6)

    for batch, length in ((1, 12), (1, 12), (3, 12), (1, 16), (3, 12)):
        check(batch, length)
    assert Replay.made == 3


def test_on_a_cpu_the_network_is_itself() -> None:
    """Where there are no graphs nothing is wrapped."""
    model = tiny.denoiser()
    assert graphed(model, torch.device("cpu")) is model
    assert isinstance(graphed(model, torch.device("cuda")), Graphed)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@torch.inference_mode()
def test_a_captured_graph_predicts_what_the_network_does() -> None:
    """On a GPU: capture, replay with other values, the same predictions."""
    model = tiny.denoiser().cuda()
    network = Graphed(model, capture=CudaGraph)
    for _ in range(3):
        cond = tiny.conditioning(model)
        cond = Conditioning(*(getattr(cond, name).cuda() for name in cond.__dataclass_fields__))
        x, t = torch.randn_like(cond.clean), torch.rand(2, device="cuda")
        assert torch.allclose(network(x, t, cond), model(x, t, cond), atol=1e-4)
