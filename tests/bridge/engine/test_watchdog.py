"""The watchdog: what hangs is told from what loads or computes, by times that are passed in."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from bridge.engine.vitals import Vitals, vitals
from bridge.engine.watchdog import Watchdog

STEP = 0.25


class Life:
    """An engine that is looked at four times a second."""

    def __init__(self, loading: bool = False) -> None:
        self.now, self.cpu = 100.0, 0.0
        self.vitals = Vitals.WAITING
        self.dog = Watchdog(self.now, lambda: self.vitals)
        if not loading:
            self.dog.loaded(self.now)

    def go_on(self, seconds: float, beats: bool = True, share: float = 0.0) -> str | None:
        """Let time pass; return the first verdict. ``share`` is the CPU that the engine gets."""
        for _ in range(round(seconds / STEP)):
            self.now += STEP
            self.cpu += share * STEP
            if beats:
                self.dog.pulse(self.now, self.cpu)
            if verdict := self.dog.look(self.now):
                return verdict
        return None

    def answer(self, seconds: float, share: float = 1.0) -> None:
        """Ask, and answer after so many seconds."""
        self.dog.asked(self.now)
        assert self.go_on(seconds, share=share) is None
        self.dog.answered(self.now)


def _known(pace: float = 0.5) -> Life:
    life = Life()
    for _ in range(5):
        life.answer(pace)
    return life


def test_a_stopped_engine_is_noticed_within_seconds() -> None:
    """Without a heartbeat it hangs, whether or not anything was asked."""
    life, begun = Life(), 100.0
    assert "no heartbeat" in str(life.go_on(10, beats=False))
    assert life.now - begun < 4


def test_an_engine_that_waits_for_ever_is_noticed_within_seconds() -> None:
    """A heartbeat without work, while an answer is due, is a hang."""
    life = _known()
    begun = life.now
    life.dog.asked(begun)
    assert "no work" in str(life.go_on(10))
    assert life.now - begun < 4


@pytest.mark.parametrize("share", [0.03, 0.3, 1.0])
def test_an_engine_that_computes_on_a_busy_machine_is_left_alone(share: float) -> None:
    """An answer twenty times as slow as before is waited for while the process still works."""
    life = _known(pace=0.75)
    life.answer(15, share)


def test_an_engine_that_works_without_end_is_noticed() -> None:
    """After many times its own pace, and not before 20 s, work alone is no excuse."""
    life = _known()
    begun = life.now
    life.dog.asked(begun)
    assert "no answer" in str(life.go_on(60, share=1.0))
    assert 20 <= life.now - begun < 21


def test_a_slow_engine_is_given_its_own_pace() -> None:
    """One that has needed 5 s before, perhaps waiting for a GPU, may wait so long again."""
    life = _known(pace=5.0)
    life.answer(15, share=0.0)


def test_idling_is_no_hang() -> None:
    """Where nothing was asked, an engine may idle for ever."""
    assert _known().go_on(1000) is None


def test_loading_takes_its_time() -> None:
    """While it loads, a heartbeat may be late by half a minute: libraries hold the interpreter."""
    life = Life(loading=True)
    assert life.go_on(25, beats=False) is None
    assert "no heartbeat" in str(life.go_on(10, beats=False))


def test_a_starved_engine_is_left_alone() -> None:
    """Without a processor it can neither beat nor work for half a minute, and is waited for."""
    life = _known()
    life.vitals = Vitals.STARVED
    life.dog.asked(life.now)
    assert life.go_on(15) is None
    life.dog.answered(life.now)
    assert life.go_on(25, beats=False) is None
    assert "no heartbeat" in str(life.go_on(10, beats=False))


def test_a_slow_birth_is_no_hang() -> None:
    """The first heartbeat may come only after the word that it is ready."""
    life = Life(loading=True)
    assert life.go_on(20, beats=False) is None
    life.dog.loaded(life.now)
    assert life.go_on(2, beats=False) is None
    assert life.go_on(20) is None


def test_an_engine_that_was_stopped_while_it_loads_is_noticed_within_seconds() -> None:
    """The patience with a load is not for one that cannot go on."""
    life = Life(loading=True)
    life.vitals = Vitals.STOPPED
    assert "no heartbeat" in str(life.go_on(4, beats=False))


def test_where_the_system_tells_nothing_a_heartbeat_may_be_later() -> None:
    """Elsewhere than on Linux nobody knows whether it starves: ten seconds are allowed."""
    life = Life()
    life.vitals = Vitals.UNKNOWN
    assert life.go_on(9, beats=False) is None
    assert "no heartbeat" in str(life.go_on(4, beats=False))


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="tells of Linux' proc")
def test_the_system_tells_what_a_process_does() -> None:
    """A process that waits, computes, or was stopped is seen as such; one that is gone is not."""
    code = "import sys; sys.stdin.read(1)\nwhile True: pass"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    try:
        assert child.stdin is not None
        _await(child.pid, Vitals.WAITING)
        child.stdin.write(b"x")
        child.stdin.close()
        _await(child.pid, Vitals.STARVED)
        psutil.Process(child.pid).send_signal(signal.SIGSTOP)
        _await(child.pid, Vitals.STOPPED)
    finally:
        child.kill()
        child.wait()
    assert vitals(child.pid) is Vitals.UNKNOWN


def _await(pid: int, state: Vitals) -> None:
    deadline = time.monotonic() + 60
    while vitals(pid) is not state:
        assert time.monotonic() < deadline


def test_the_daemon_s_own_sleep_is_no_hang() -> None:
    """When the daemon itself was stopped for a minute, the engine is not killed for it."""
    life = _known()
    life.dog.asked(life.now)
    life.now += 60
    assert life.dog.look(life.now) is None
    assert life.go_on(2, share=0.1) is None
