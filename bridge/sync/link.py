"""Ableton Link: a peer in a process of its own, and the leader that it makes."""

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bridge.child import end
from bridge.clock import Clock
from bridge.errors import SyncError
from bridge.sync.motion import Grip, Motion, quarters_per_beat
from bridge.sync.steps import Steps


def check() -> None:
    """Raise SyncError when Link is not installed."""
    if importlib.util.find_spec("link") is None:
        raise SyncError("Ableton Link is missing: pip install 'musiccm-bridge[link]'")


@dataclass(frozen=True)
class LinkState:
    """The session at a moment of the host's monotonic clock; beats are quarters."""

    time: float
    beat: float
    bpm: float
    playing: bool
    peers: int


class Peer(Protocol):
    """A peer of the session, as the leader sees it."""

    @property
    def state(self) -> LinkState | None:
        """How the session is; None while that is not known."""

    def say(self, command: str, value: float) -> None:
        """Change something of it."""

    def close(self) -> None:
        """Leave the session."""


class LinkPeer:
    """A peer of the Link session. A thread reads what its process tells; all else is the loop's.

    Joining a session never changes its tempo: ``bpm`` counts only where there is none yet.
    """

    def __init__(self, bpm: float) -> None:
        """Start the process. Raises SyncError when Link is not installed."""
        check()
        self._state: LinkState | None = None
        command = [sys.executable, "-m", "bridge.sync.link_worker", str(bpm)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._thread = threading.Thread(target=self._read, name="link", daemon=True)
        self._thread.start()

    @property
    def state(self) -> LinkState | None:
        """What its process told last."""
        return self._state

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            time, beat, bpm, playing, peers = line.split()
            parts = float(time), float(beat), float(bpm), playing == "1", int(peers)
            self._state = LinkState(*parts)

    def say(self, command: str, value: float) -> None:
        """Tell the process; see bridge.sync.link_worker. One that has ended hears nothing."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{command} {float(value)}\n")
            self._process.stdin.flush()
        except OSError:
            return

    def close(self) -> None:
        """Leave the session. The process may take its time to end, and nobody waits for it."""
        threading.Thread(target=end, args=(self._process, self._thread), name="leave link").start()


class LinkLeader:
    """The session as a leader: its bars count, the numbers of its beats do not."""

    def __init__(
        self,
        clock: Clock,
        bpm: float,
        start_stop: Callable[[], bool],
        join: Callable[[float], Peer] = LinkPeer,
    ) -> None:
        """Join. ``start_stop`` says whether the session starts and stops with us.

        Raises
        ------
        SyncError
            When Link is not installed.
        """
        self._clock, self._start_stop = clock, start_stop
        self._peer = join(bpm)
        self._quarters = 4.0
        self._steps = Steps()
        self._first: bool | None = None  # what the session said of playing when we joined
        self._changed = False

    @property
    def peers(self) -> int:
        """How many others are in the session."""
        return self._peer.state.peers if self._peer.state else 0

    def motion(self, now: float, beats_per_bar: int = 4) -> Motion | None:
        """Return the session's beats."""
        per_beat = quarters_per_beat(beats_per_bar)
        if per_beat * beats_per_bar != self._quarters:
            self._quarters = per_beat * beats_per_bar
            self._peer.say("quantum", self._quarters)
        state = self._peer.state
        if state is None:
            return None
        time, rate = self._clock.from_monotonic(state.time), state.bpm / 60
        self._steps.add(time, rate)
        motion = Motion(time, state.beat, rate, self._steps.bend(time), Grip.BAR)
        return motion.in_beats(per_beat)

    def playing(self) -> bool | None:
        """Return whether the session plays, once somebody has started or stopped it."""
        state = self._peer.state
        if state is None or not self._start_stop():
            self._first, self._changed = None, False
            return None
        if self._first is None:
            self._first = state.playing
        self._changed |= state.playing is not self._first
        return state.playing if self._changed else None

    def propose(self, bpm: float, beats_per_bar: int) -> None:
        """Give the session another tempo, in felt beats: the performer asked for it."""
        self._peer.say("tempo", bpm * quarters_per_beat(beats_per_bar))

    def start_or_stop(self, playing: bool) -> None:
        """Start or stop the session with us, where that is asked for."""
        if self._start_stop():
            self._peer.say("play", playing)

    def close(self) -> None:
        """Leave the session."""
        self._peer.close()
