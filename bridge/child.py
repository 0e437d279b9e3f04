"""What a child process of ours needs: the packages that this one has, installed or not."""

import os
from pathlib import Path

import bridge


def environment() -> dict[str, str]:
    """Return this process's environment, in which ``python -m bridge...`` finds itself."""
    root = str(Path(bridge.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}
