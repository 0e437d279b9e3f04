"""A JACK client that records sound and MIDI to the frame, until its standard input ends.

``python -m bridge.rehearsal.microphone FILE SECONDS MIDI PORT ...`` records the ports, and MIDI
from the first port whose name matches MIDI. FILE (npz) then has

* ``audio`` (ports, n) float32 from frame ``first`` on, zeros where JACK went on without us,
* ``missed``: how many periods that were,
* ``words`` (m, 4): frame, and the three bytes of a MIDI message, -1 where it is shorter,
* ``clock`` (k, 2): a frame and the host's monotonic seconds at that frame,
* ``rate`` and ``latency``: frames a second, and frames from a playing port until it is heard.
"""

import gc
import re
import sys
import time
from typing import Any

import numpy as np

from bridge.audio.jack_latency import playback_latency
from bridge.audio.jack_worker import import_jack

CLIENT = "musiccm ear"
MARK_EVERY = 16  # periods between two looks at the clock
PATIENCE = 30.0  # seconds for the ports to appear
CLOSE_ENOUGH = 2e-5  # seconds between two readings of the host's clock around one of JACK's


class Microphone:
    """Records. JACK's thread copies into memory that is there already."""

    def __init__(self, jack: Any, names: list[str], seconds: float) -> None:
        self._client = jack.Client(CLIENT, no_start_server=True)
        self.rate = int(self._client.samplerate)
        self._inputs = [self._client.inports.register(f"in {n}") for n in range(len(names))]
        self._midi = self._client.midi_inports.register("clock")
        self._audio = np.zeros((len(names), round(seconds * self.rate)), np.float32)
        self._words: list[tuple[int, bytes]] = []
        self._clock: list[tuple[int, float]] = []
        self._first = self._expected = -1
        self._missed = self._periods = 0
        self._client.set_process_callback(self._process)
        self._client.activate()
        for name, port in zip(names, self._inputs, strict=True):
            self._client.connect(self._await(re.escape(name), is_output=True), port)

    def connect_midi(self, pattern: str) -> None:
        """Listen to the first MIDI port of that name. Raises TimeoutError."""
        self._client.connect(self._await(pattern, is_output=True, is_midi=True), self._midi)

    def _await(self, pattern: str, **kinds: bool) -> Any:
        deadline = time.monotonic() + PATIENCE
        while not (found := self._client.get_ports(pattern, **kinds)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no JACK port is called {pattern}")
            time.sleep(0.05)
        return found[0]

    def _process(self, frames: int) -> None:
        begin = self._client.last_frame_time
        if self._first < 0:
            self._first = self._expected = begin
        at = begin - self._first
        self._missed += (begin - self._expected) // frames
        self._expected = begin + frames
        if at + frames <= self._audio.shape[1]:
            for row, port in zip(self._audio, self._inputs, strict=True):
                row[at : at + frames] = port.get_array()
        for offset, data in self._midi.incoming_midi_events():
            self._words.append((begin + offset, bytes(data)))
        if self._periods % MARK_EVERY == 0:
            self._mark()
        self._periods += 1

    def _mark(self) -> None:
        before, frame, after = time.monotonic(), self._client.frame_time, time.monotonic()
        if after - before < CLOSE_ENOUGH:
            self._clock.append((frame, (before + after) / 2))

    def save(self, path: str) -> None:
        """Leave JACK and write the file."""
        theirs = self._client.get_ports(is_physical=True, is_input=True, is_audio=True)
        latency = playback_latency(theirs[0]) if theirs else None
        self._client.deactivate()
        self._client.close()
        words = np.array([(frame, *_padded(data)) for frame, data in self._words], np.int64)
        recorded = self._audio[:, : self._expected - self._first]
        np.savez(
            path,
            audio=recorded,
            first=self._first,
            missed=self._missed,
            words=words.reshape(-1, 4),
            clock=np.array(self._clock, np.float64).reshape(-1, 2),
            rate=self.rate,
            latency=latency or 0,
        )


def _padded(data: bytes) -> tuple[int, int, int]:
    one, two, three = (*data[:3], -1, -1)[:3]
    return one, two, three


def main() -> None:
    """Record until the standard input ends."""
    path, seconds, midi, *names = sys.argv[1:]
    microphone = Microphone(import_jack(), names, float(seconds))
    if midi:
        microphone.connect_midi(midi)
    gc.collect()
    gc.disable()
    print("recording", flush=True)
    sys.stdin.read()
    microphone.save(path)


if __name__ == "__main__":
    main()
