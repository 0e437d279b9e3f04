"""What the samples of an instrument depend on beside the request: for logs and provenance."""

import hashlib
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import torch

from musiccm.checkpoint import SHIPPED
from musiccm.instrument import Instrument


def identity(instrument: Instrument, folder: Path | None) -> dict[str, Any]:
    """Return plain figures: with all of them equal, equal requests give equal samples.

    ``weights`` is the SHA-256 of the checkpoint's config.json, which holds that of every other
    file; ``folder`` None is the shipped checkpoint.
    """
    config = (folder or SHIPPED) / "config.json"
    return {
        "weights": hashlib.sha256(config.read_bytes()).hexdigest(),
        "device": str(instrument.compute.device),
        "dtype": str(instrument.compute.dtype).removeprefix("torch."),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "machine": platform.machine(),
        "version": _version(),
    }


def _version() -> str:
    try:
        return metadata.version("musiccm-bridge")
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        return "unknown"
