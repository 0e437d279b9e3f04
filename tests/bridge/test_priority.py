"""Threads before those of other programs, where that is allowed; children as they are."""

import subprocess
import sys

import pytest

from bridge.priority import Priority

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these classes")

CODE = """
import os, subprocess, sys, threading
from bridge.priority import Priority
priority, ended = Priority(), threading.Event()
thread = threading.Thread(target=ended.wait)
thread.start()
allowed = priority.raise_threads()
threads = map(int, os.listdir("/proc/self/task"))
kinds = {os.sched_getscheduler(t) for t in threads}
child = "import os; from bridge.priority import prefer; prefer(); print(os.sched_getscheduler(0))"
print(allowed, kinds == {os.SCHED_RR if allowed else os.SCHED_OTHER}, flush=True)
subprocess.run([sys.executable, "-c", child], check=True)
ended.set()
"""


def test_all_threads_are_raised_and_a_child_that_computes_is_not() -> None:
    """Where it is allowed all threads are real-time ones; the engine's process gives that up."""
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() in (["True True", "0"], ["False True", "0"])


def test_a_refusal_is_final_and_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system says no, it is asked once and never again."""
    asked: list[int] = []

    def refuse(thread: int, policy: int, parameter: object) -> None:
        asked.append(thread)
        raise PermissionError

    monkeypatch.setattr("bridge.priority.os.sched_setscheduler", refuse)
    priority = Priority()
    assert not priority.raise_threads()
    before = len(asked)
    assert not priority.raise_threads()
    assert len(asked) == before >= 1
