"""Where the model runs, in which number format, and on how many cores."""

import os
from dataclasses import dataclass

import torch
from torch import nn

from musiccm.errors import ComputeError

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}  # and "auto": what the device is fast in


@dataclass(frozen=True)
class Compute:
    """A device and the dtype of matrix products on it."""

    device: torch.device
    dtype: torch.dtype

    def autocast(self) -> torch.autocast:
        """Return the context in which networks run."""
        return torch.autocast(self.device.type, self.dtype, enabled=self.dtype != torch.float32)


def cpu_has_bf16() -> bool:
    """True where the CPU multiplies bf16 in hardware; elsewhere it is 50 times slower than fp32."""
    found = torch.cpu.get_capabilities()
    return bool(found.get("amx_bf16") or found.get("avx512_bf16"))


def resolve(name: str = "auto", dtype: str = "auto") -> Compute:
    """Turn ``auto|cpu|cuda[:n]|mps`` and ``auto|fp32|bf16`` into a device and a dtype.

    Raises
    ------
    ComputeError
        If a name is unknown or the device is not on this machine.
    """
    device = _device(name)
    if dtype in DTYPES:
        return Compute(device, DTYPES[dtype])
    if dtype != "auto":
        raise ComputeError(f"unknown dtype {dtype!r}: use auto, {' or '.join(DTYPES)}")
    fast = device.type == "cuda" or (device.type == "cpu" and cpu_has_bf16())
    return Compute(device, torch.bfloat16 if fast else torch.float32)


def _device(name: str) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    kind = name.split(":")[0]
    if kind not in ("cpu", "cuda", "mps"):
        raise ComputeError(f"unknown compute {name!r}: use auto, cpu, cuda, cuda:N or mps")
    if kind == "cuda" and not torch.cuda.is_available():
        raise ComputeError("no CUDA device here: use --compute cpu")
    if kind == "mps" and not torch.backends.mps.is_available():
        raise ComputeError("no Metal device here: use --compute cpu")
    device = torch.device(name)
    if kind == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise ComputeError(f"{name} does not exist: {torch.cuda.device_count()} CUDA devices here")
    return device


def hold_weights(network: nn.Module, dtype: torch.dtype) -> None:
    """Keep the weights of matrix products in ``dtype``, for inference.

    Autocast would cast them at every call, which takes a third of a call on a CPU. What is not a
    matrix product (norms, tables, latents) stays in fp32.
    """
    for module in network.modules():
        if isinstance(module, nn.Linear):
            module.to(dtype)


def cores() -> int:
    """Return how many cores the model may keep busy: one is left to others where there are four."""
    known = hasattr(os, "sched_getaffinity")
    found = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    return found - 1 if found >= 4 else found


def one_thread_per_task() -> None:
    """Let every operation of this process stay on one core; cores are shared out by tasks.

    The products of a window are too small to be split: two threads that meet after each of them
    lose more than they gain, and beside a busy neighbour each waits for the slower one.
    """
    torch.set_num_threads(1)
