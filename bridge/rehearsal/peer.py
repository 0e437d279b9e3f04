"""The real Link peer that leads a rehearsal, and what it said."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bridge.errors import SyncError
from bridge.rehearsal.course import Course
from bridge.sync.link import LinkPeer, LinkState
from bridge.sync.motion import quarters_per_beat

Array = NDArray[np.float64]
EVERY = 0.05  # seconds between two looks at the peer
PATIENCE = 20.0  # seconds for the peer to speak
ALONE = 1.5  # seconds in which peers find each other


class Recorded:
    """What a peer said of its beats over time; like a Course, but seen."""

    def __init__(self) -> None:
        self._marks: list[tuple[float, float]] = []

    def add(self, time: float, beat: float) -> None:
        """Take in a beat at a time; the same moment counts once."""
        if not self._marks or time > self._marks[-1][0]:
            self._marks.append((time, beat))

    def since(self, begin: float) -> "Recorded":
        """Return the same with times counted from ``begin``."""
        counted = Recorded()
        counted._marks = [(time - begin, beat) for time, beat in self._marks]
        return counted

    def beat(self, time: ArrayLike) -> Array:
        """Return the beat position at times (n,)."""
        times, beats = np.array(self._marks).T
        return np.asarray(np.interp(np.asarray(time, np.float64), times, beats))

    def times(self, beats: Array, until: float) -> Array:
        """Return when beats (n,) were passed."""
        marks = np.array(self._marks)
        return np.interp(beats, np.maximum.accumulate(marks[:, 1]), marks[:, 0])


class Lead:
    """Sets a peer's tempo step by step through a course, and writes down its felt beats.

    Link itself counts quarters; ``quarters`` of them make a felt beat.
    """

    def __init__(self, peer: LinkPeer, course: Course, quarters: float) -> None:
        self._peer, self._course, self._quarters = peer, course, quarters
        self._said = course.bpm
        self.truth = Recorded()

    def look(self, seconds: float | None) -> None:
        """Note where the peer is; ``seconds`` is how far the course is, None before it begins."""
        if state := self._peer.state:
            self.truth.add(state.time, state.beat / self._quarters)
        bpm = self._said if seconds is None else float(self._course.bpm_at(seconds))
        if bpm != self._said:
            self._said = bpm
            self._peer.say("tempo", bpm * self._quarters)


def state_of(peer: LinkPeer) -> LinkState:
    """Return what a peer says, once it does. Raises SyncError."""
    deadline = time.monotonic() + PATIENCE
    while peer.state is None:
        if time.monotonic() > deadline:
            raise SyncError("the Link peer does not speak")
        time.sleep(EVERY)
    return peer.state


@contextmanager
def lone_peer(bpm: float, beats_per_bar: int) -> Iterator[LinkPeer]:
    """Give a peer with a session of its own, at a tempo in felt beats.

    Raises
    ------
    SyncError
        Where others are in a session already: a rehearsal would change their tempo.
    """
    quarters = quarters_per_beat(beats_per_bar)
    peer = LinkPeer(bpm * quarters)
    try:
        peer.say("quantum", beats_per_bar * quarters)
        begun = state_of(peer).time
        while (state := state_of(peer)).time < begun + ALONE:
            time.sleep(EVERY)
        if state.peers:
            raise SyncError("others play in a Link session here, whose tempo this would change")
        yield peer
    finally:
        peer.close()
