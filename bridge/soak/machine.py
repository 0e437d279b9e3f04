"""On what a soak was run: told beside its figures, neighbours included."""

import os
import platform
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

REST = 1.0  # seconds


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


def load_average() -> float | None:
    """Return how many processes wanted a core in the last minute, where the system tells."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def memory_after_rest() -> dict[str, float]:
    """Return how many ms it takes to read 16 MB that were just read, and after a second of rest.

    On a machine of one's own both are alike. The host of a virtual machine may take memory that
    rests away: then all that waits for a gesture, an engine's weights among it, is slow to begin.
    """
    memory = np.ones(2_000_000)

    def read() -> float:
        begun = time.perf_counter()
        memory.sum()
        return round(1000 * (time.perf_counter() - begun), 2)

    at_once = min(read() for _ in range(5))
    time.sleep(REST)
    return {"at_once_ms": at_once, "rested_ms": read()}


def machine() -> dict[str, Any]:
    """Return processor, cores, system, and how busy it was before the soak began."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": load_average(),
        "memory": memory_after_rest(),
        "date": datetime.now().strftime("%Y-%m-%d"),
    }
