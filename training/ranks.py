"""Several processes, one gradient: a thin layer over ``torch.distributed`` (gloo or nccl).

Every rank draws the same global batch from the same seed and works on its own slice, so two
processes see exactly the data that one process would see.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn


@dataclass(frozen=True)
class Ranks:
    """One process among ``world``."""

    rank: int = 0
    world: int = 1

    @property
    def is_main(self) -> bool:
        """True for the process that writes files and shows progress."""
        return self.rank == 0

    def share(self, n: int) -> slice:
        """Return this rank's part of a global batch of ``n``.

        Raises
        ------
        ValueError
            If ``n`` is not a multiple of the number of processes.
        """
        if n % self.world:
            raise ValueError(f"batch {n} does not divide by {self.world} processes: change --batch")
        part = n // self.world
        return slice(self.rank * part, (self.rank + 1) * part)

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace every gradient by its mean over the ranks."""
        if self.world == 1:
            return
        for parameter in parameters:
            if parameter.grad is not None:
                dist.all_reduce(parameter.grad)
                parameter.grad /= self.world

    def mean(self, value: float) -> float:
        """Return the mean of ``value`` over the ranks."""
        if self.world == 1:
            return value
        tensor: Tensor = torch.tensor([value], dtype=torch.float64)
        dist.all_reduce(tensor)
        return float(tensor) / self.world


@contextmanager
def joined() -> Iterator[Ranks]:
    """Join the processes that ``torchrun`` started; alone where it did not start this one.

    All wait for the last before they part: a process that ends while gloo's threads still hold
    its tensors aborts.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Ranks()
        return
    dist.init_process_group("gloo")
    try:
        yield Ranks(dist.get_rank(), dist.get_world_size())
        dist.barrier()
    finally:
        dist.destroy_process_group()
