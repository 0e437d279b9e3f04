"""Several processes."""

import os
import socket
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from musiccm.denoiser import DenoiserConfig
from training.compute import Compute
from training.ranks import Ranks, joined
from training.teacher.stage import TeacherConfig, TeacherStage

TINY = TeacherConfig(model=DenoiserConfig(dim=32, n_layers=2, n_heads=2, n_latents=16), batch=4)
STEPS = 3


class FakeCrops:
    """Random crops without a data set."""

    def draw(self, rng: np.random.Generator, n: int) -> Any:
        """Return mel, controls and text of ``n`` short crops."""
        model = TINY.model
        mel = rng.standard_normal((n, 64, model.n_stems, model.n_mels), dtype=np.float32)
        controls = rng.standard_normal((n, 64, model.n_controls), dtype=np.float32)
        return mel, controls, rng.standard_normal((n, model.text_dim), dtype=np.float32)

    def fit_latents(self, latents: torch.nn.Module) -> None:
        """Leave the identity."""


def losses(ranks: Ranks) -> list[float]:
    """Train the tiny teacher for a few steps and return its losses."""
    torch.set_num_threads(1)
    stage = TeacherStage(TINY, FakeCrops(), FakeCrops(), Compute("cpu", bf16=False))
    return [stage.step(step, 0.5, ranks)["loss"] for step in range(STEPS)]


def _worker(rank: int, port: int, out: str) -> None:
    os.environ |= {
        "RANK": str(rank),
        "WORLD_SIZE": "2",
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
    }
    with joined() as ranks:
        result = losses(ranks)
    if rank == 0:
        np.save(out, np.array(result))


@pytest.fixture
def port() -> Iterator[int]:
    """A free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    yield number


def test_two_processes_train_as_one(tmp_path: Path, port: int) -> None:
    """Two gloo processes give the loss of one process, step for step, within 1e-4."""
    context = get_context("spawn")
    out = str(tmp_path / "losses.npy")
    workers = [context.Process(target=_worker, args=(rank, port, out)) for rank in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert np.allclose(np.load(out), losses(Ranks()), atol=1e-4)


def test_a_batch_that_does_not_divide_is_refused() -> None:
    """The error says what to change."""
    with pytest.raises(ValueError, match="change --batch"):
        Ranks(0, 2).share(5)
