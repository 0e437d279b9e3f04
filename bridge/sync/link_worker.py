"""A Link peer in a process of its own: ``python -m bridge.sync.link_worker BPM``.

Link is GPL and an extra; here and nowhere else it is imported. Standard output tells fifty times a
second how the session is, one line of five words: the host's monotonic time in seconds, the beat at
that time (quarters), the tempo, 1 while it plays, and the number of other peers. Standard input
takes ``tempo BPM``, ``quantum QUARTERS``, ``sync 0|1`` and ``play 0|1``; its end is the end of the
peer, whatever killed the parent.
"""

import sys
import threading
import time
from typing import Any

EVERY = 0.02  # seconds
CLOSE_ENOUGH = 5e-5  # seconds between two readings of the host's clock around one of Link's


class Peer:
    """One peer of the session on this machine's networks."""

    def __init__(self, bpm: float) -> None:
        import link

        self._link: Any = link.Link(bpm)
        self._link.startStopSyncEnabled = True
        self._link.enabled = True
        self._quantum = 4.0

    def line(self) -> str:
        """Return how the session is now."""
        now, micros = self._now()
        state = self._link.captureSessionState()
        beat = state.beatAtTime(micros, self._quantum)
        playing, peers = int(state.isPlaying()), self._link.numPeers()
        return f"{now:.6f} {beat:.9f} {state.tempo():.9f} {playing} {peers}"

    def _now(self) -> tuple[float, int]:
        """Return the host's time and Link's at one moment."""
        while True:
            before, micros, after = time.monotonic(), self._link.clock().micros(), time.monotonic()
            if after - before < CLOSE_ENOUGH:
                return (before + after) / 2, micros

    def do(self, command: str, value: float) -> None:
        """Do what a line of the input says."""
        if command == "quantum":
            self._quantum = value
        elif command == "sync":
            self._link.startStopSyncEnabled = bool(value)
        else:
            self._change(command, value)

    def _change(self, command: str, value: float) -> None:
        state, micros = self._link.captureSessionState(), self._link.clock().micros()
        if command == "tempo":
            state.setTempo(value, micros)
        elif command == "play":
            state.setIsPlaying(bool(value), micros)
        self._link.commitSessionState(state)


def main() -> None:
    """Be a peer until the input ends."""
    peer, lock, ended = Peer(float(sys.argv[1])), threading.Lock(), threading.Event()

    def tell() -> None:
        while not ended.wait(EVERY):
            with lock:
                line = peer.line()
            print(line, flush=True)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    for line in sys.stdin:
        command, value = line.split()
        with lock:
            peer.do(command, float(value))
    ended.set()


if __name__ == "__main__":
    main()
