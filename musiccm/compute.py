"""Where the model runs and in which number format."""

from dataclasses import dataclass

import torch

from musiccm.errors import ComputeError


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


def resolve(name: str = "auto") -> Compute:
    """Turn ``auto|cpu|cuda[:n]|mps`` into a device and a dtype.

    Raises
    ------
    ComputeError
        If the name is unknown or the device is not on this machine.
    """
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
    fast = kind == "cuda" or (kind == "cpu" and cpu_has_bf16())
    return Compute(device, torch.bfloat16 if fast else torch.float32)
