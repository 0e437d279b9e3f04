"""Tells an engine that hangs from one that loads, computes or starves. Time is passed in.

The worker answers a heartbeat from a thread of its own, with the CPU seconds that it has used. An
engine that is stopped does not answer; one that waits for ever answers, but uses no CPU; one that
computes uses some. Where the machine gives it no processor it does none of these: before a verdict
the system is asked whether it would work if it could.
"""

from collections import deque
from collections.abc import Callable

from bridge.engine.vitals import Vitals

PULSE_EVERY = 0.5  # seconds between two heartbeats
PULSE_PATIENCE = 3.0  # seconds without a heartbeat are a hang
UNKNOWN_PATIENCE = 10.0  # the same where the system does not tell what the process does
LONGEST_PATIENCE = 30.0  # the same while it loads (a library may hold the interpreter) or starves
STUCK_SECONDS = 3.0  # without an answer and without work are a hang, at least
WARM_UP_SECONDS = 10.0  # the same before its pace is known: a GPU is warmed up
KNOWN_ANSWERS = 4  # make its pace known
BUSY_SECONDS = 20.0  # without an answer although it works are one too, at least
STUCK_PACES, BUSY_PACES = 4, 10  # of its slowest recent answer
WORK_SECONDS = 0.02  # of CPU time count as work; a heartbeat takes less than a thousandth
STALL_SECONDS = 1.0  # without a look at it are our own sleep, not the engine's


class Watchdog:
    """Watches one life of an engine. All times are those of one clock, in seconds.

    ``vitals`` is asked what the process is doing, only when it is under suspicion.
    """

    def __init__(self, now: float, vitals: Callable[[], Vitals]) -> None:
        self.loading = True
        self._vitals = vitals
        self._pulsed = self._worked = self._looked = now
        self._cpu = 0.0
        self._asked: float | None = None
        self._pace: deque[float] = deque(maxlen=16)

    def loaded(self, now: float) -> None:
        """Note that it is ready."""
        self.loading = False
        self._pulsed = now  # a heartbeat may have waited for the process to begin at all

    def pulse(self, now: float, cpu: float) -> None:
        """Note a heartbeat, with the CPU seconds that the engine has used so far."""
        self._pulsed = now
        if cpu - self._cpu >= WORK_SECONDS:
            self._cpu, self._worked = cpu, now

    def asked(self, now: float) -> None:
        """Note that an answer is waited for from now on."""
        self._asked = now

    def answered(self, now: float) -> None:
        """Note that the answer has come."""
        if self._asked is not None:
            self._pace.append(now - self._asked)
        self._asked = None

    def look(self, now: float) -> str | None:
        """Return what is wrong, in words, or None. Call it several times a second."""
        self._forgive(now)
        silent = now - self._pulsed
        if silent > PULSE_PATIENCE and silent > self._silence():
            return f"it hangs: no heartbeat for {silent:.0f} s"
        if self._asked is None:
            return None
        waited, idle = now - self._asked, now - max(self._asked, self._worked)
        known = len(self._pace) >= KNOWN_ANSWERS
        if idle > self._patience(STUCK_SECONDS if known else WARM_UP_SECONDS, STUCK_PACES):
            if self._vitals() is not Vitals.STARVED:
                return f"it hangs: no answer and no work for {idle:.0f} s"
            self._worked = now
        if waited > self._patience(BUSY_SECONDS, BUSY_PACES):
            return f"it hangs: no answer for {waited:.0f} s"
        return None

    def _silence(self) -> float:
        """Return for how many seconds the heartbeat may be silent, as the process is now."""
        state = self._vitals()
        if state is Vitals.STOPPED:
            return PULSE_PATIENCE
        if self.loading or state is Vitals.STARVED:
            return LONGEST_PATIENCE
        return UNKNOWN_PATIENCE if state is Vitals.UNKNOWN else PULSE_PATIENCE

    def _patience(self, least: float, paces: int) -> float:
        return max(least, paces * max(self._pace, default=0.0))

    def _forgive(self, now: float) -> None:
        """Do not count the time in which the daemon itself stood still."""
        gap = now - self._looked
        self._looked = now
        if gap > STALL_SECONDS:
            self._pulsed += gap
            self._worked += gap
            if self._asked is not None:
                self._asked += gap
