"""Repeated measurements, and what they were taken on."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import psutil
import torch

from musiccm.compute import cores
from musiccm.instrument import Instrument


@dataclass(frozen=True)
class Samples:
    """Repeated measurements in seconds."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, clock: Callable[[], float], work: Callable[[int], object], n: int) -> "Samples":
        """Time ``n`` runs of ``work``, which is given their number; one more before warms up."""
        spans = []
        for index in range(-1, n):
            before = clock()
            work(index)
            spans.append(clock() - before)
        return cls(tuple(spans[1:]))

    @property
    def p50(self) -> float:
        """The median."""
        return float(np.median(self.values))

    def summary(self) -> dict[str, float]:
        """Return p50, p95 in milliseconds and the number of repetitions."""
        p50, p95 = np.percentile(self.values, [50, 95])
        return {"p50_ms": round(1e3 * p50, 2), "p95_ms": round(1e3 * p95, 2), "n": len(self.values)}


def machine(performer: Instrument) -> dict[str, Any]:
    """Describe what the figures were taken on: ``tasks`` run at once, each with ``threads``."""
    return {
        "device": str(performer.compute.device),
        "device_name": _device_name(performer.compute.device),
        "dtype": str(performer.compute.dtype).removeprefix("torch."),
        "cores": psutil.cpu_count(),
        "tasks": cores(),
        "threads": torch.get_num_threads(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "torch": torch.__version__,
        "platform": platform.platform(terse=True),
    }


def memory_mb(device: torch.device) -> dict[str, int]:
    """Return what this process holds now, and on a GPU the most it has held there."""
    held = {"process": round(psutil.Process().memory_info().rss / 1e6)}
    if device.type == "cuda":
        held["device"] = round(torch.cuda.max_memory_allocated(device) / 1e6)
    return held


def _device_name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return platform.processor() or platform.machine()
