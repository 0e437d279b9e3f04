"""What every test may rely on: two torch threads at most, and nothing left behind.

A thread or a child process that outlives its test fails it. In CI a test of a real client may not
be skipped: there the client is a part of the machine.
"""

import os

# Before torch loads: spinning OpenMP threads starve whatever else runs on the machine.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", str(min(2, os.cpu_count() or 1)))
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import importlib
import multiprocessing
import threading
from collections.abc import Iterator

import psutil
import pytest


def _qt_starts() -> bool:
    try:
        for name in ("PyQt6.QtWidgets", "PyQt6.QtTest", "pytestqt.plugin"):
            importlib.import_module(name)
    except ImportError:  # PyQt6, or a system library such as libEGL, is missing
        return False
    return True


# Loaded by name, not by itself: where Qt cannot start it would end the whole run.
pytest_plugins = ["pytestqt.plugin"] if _qt_starts() else []

GRACE_S = 5.0
# Made once per process by their libraries and meant to stay.
LASTING_THREADS = ("tqdm", "TMonitor", "pytest_timeout", "QueueFeederThread")
LASTING_PROCESSES = ("resource_tracker", "forkserver")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skipped test of a real client into a failure where ``CI`` is set."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("real_client"):
        report.outcome = "failed"
        report.longrepr = f"a real client is missing, which CI does not allow: {report.longrepr}"
    return report


def _threads() -> set[threading.Thread]:
    alive = (thread for thread in threading.enumerate() if thread.is_alive())
    return {t for t in alive if not any(name in repr(t) for name in LASTING_THREADS)}


def _lasting(process: psutil.Process) -> bool:
    try:
        command = " ".join(process.cmdline())
    except psutil.Error:
        return True  # gone by now
    return any(name in command for name in LASTING_PROCESSES)


def _children() -> set[psutil.Process]:
    multiprocessing.active_children()  # reaps those that have ended
    return {p for p in psutil.Process().children(recursive=True) if not _lasting(p)}


def _left_over(threads: set[threading.Thread], children: set[psutil.Process]) -> list[str]:
    """Wait for what is just ending; kill and name the processes that stay, name the threads."""
    _, stray = psutil.wait_procs(_children() - children, timeout=GRACE_S)
    names = [
        f"process {process.pid} ({process.name()})" for process in stray if process.is_running()
    ]
    for process in stray:
        process.kill()
    for thread in _threads() - threads:
        thread.join(GRACE_S)
        if thread.is_alive():
            names.append(f"thread {thread.name}")
    return names


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread or a child process behind."""
    threads, children = _threads(), _children()
    yield
    if names := _left_over(threads, children):
        pytest.fail("left behind: " + ", ".join(names))


@pytest.fixture(autouse=True, scope="session")
def nothing_left_at_the_end() -> Iterator[None]:
    """Fail the session when a wider fixture leaves a thread or a child process behind."""
    threads, children = _threads(), _children()
    yield
    if names := _left_over(threads, children):
        pytest.fail("left behind at the end: " + ", ".join(names))
