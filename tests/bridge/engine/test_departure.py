"""A process that ends is noticed at once where the system tells, and soon where it does not."""

import asyncio
import os
import subprocess
import sys

import pytest

from bridge.engine import departure
from bridge.engine.departure import Departure
from tests.bridge.helpers import run_loop


def _start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)


@pytest.mark.parametrize("told", [True, False])
def test_an_end_is_noticed(told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a process is awake when it has ended, though nobody looks for an hour."""
    if told:
        monkeypatch.setattr(departure, "LOOK_EVERY", 3600.0)
    else:
        monkeypatch.delattr(os, "pidfd_open", raising=False)

    async def watch() -> int | None:
        process = _start()
        gone = Departure(process.pid)
        asyncio.get_running_loop().call_later(0.05, process.kill)
        async with asyncio.timeout(60):
            while process.poll() is None:
                await gone.wait()
        gone.close()
        process.stdin and process.stdin.close()
        return process.returncode

    if told and not hasattr(os, "pidfd_open"):
        pytest.skip("the system does not tell")
    assert run_loop(watch()) != 0


def test_nothing_stays_open() -> None:
    """A process that is given up on leaves no descriptor and no reader behind."""

    async def watch() -> None:
        process = _start()
        before = set(os.listdir("/proc/self/fd"))
        gone = Departure(process.pid)
        gone.close()
        gone.close()
        assert set(os.listdir("/proc/self/fd")) == before
        process.kill()
        process.wait()
        process.stdin and process.stdin.close()

    if not os.path.exists("/proc/self/fd"):
        pytest.skip("no /proc")
    run_loop(watch())
