"""What a child process of ours needs: the packages that this one has, and an end."""

import contextlib
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import bridge

END_SECONDS = 5.0


def environment() -> dict[str, str]:
    """Return this process's environment, in which ``python -m bridge...`` finds itself."""
    root = str(Path(bridge.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def end(
    process: "subprocess.Popen[Any]",
    reader: threading.Thread | None = None,
    patience: float = END_SECONDS,
) -> None:
    """End a child that ends with its standard input, by force after ``patience`` seconds.

    ``reader`` is the thread that reads its standard output.
    """
    assert process.stdin is not None
    with contextlib.suppress(OSError):  # words that it has not read are lost with it
        process.stdin.close()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if reader:
        reader.join(END_SECONDS)
    if process.stdout:
        process.stdout.close()
