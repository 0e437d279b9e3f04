"""The sound card, through PortAudio."""

import logging
from typing import Any

import numpy as np

from bridge.audio.base import Audio
from bridge.audio.outputs import NullOutput
from bridge.audio.ring import Ring
from bridge.clock import Clock
from bridge.errors import StartupError

REOPEN_SECONDS = 2.0
_RING_FRAMES = 16_384

log = logging.getLogger("musiccm.audio")


def import_sounddevice() -> Any:
    """Return the sounddevice module.

    Raises
    ------
    StartupError
        When the PortAudio library is missing.
    """
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise StartupError(
            "PortAudio is missing: install it (Debian: apt install libportaudio2) "
            "or use --device null"
        ) from error
    return sounddevice


def find_device(sounddevice: Any, name: str | None) -> int | None:
    """Return the index of the output device whose name contains ``name``; None is the default.

    Raises
    ------
    StartupError
        When there is no such device, or none at all.
    """
    outputs = [d for d in sounddevice.query_devices() if d["max_output_channels"] >= 2]
    if name is None:
        if not outputs:
            raise StartupError("no sound device found: connect one or use --device null")
        return None
    exact = [d["index"] for d in outputs if name == d["name"] or name == str(d["index"])]
    close = [d["index"] for d in outputs if name.lower() in d["name"].lower()]
    if not (exact or close):
        raise StartupError(f"no output device is called {name!r}: see `musiccm devices`")
    return int((exact or close)[0])


class PortAudioOutput:
    """A stereo output stream. The callback copies from a ring, and nothing else.

    A device that is lost is replaced by null time until it can be opened again.
    """

    def __init__(self, clock: Clock, device: str | None, sample_rate: int, ahead: int) -> None:
        self._sounddevice = import_sounddevice()
        self._index = find_device(self._sounddevice, device)
        self._clock, self._sample_rate, self.ahead = clock, sample_rate, ahead
        self._ring = Ring(_RING_FRAMES)
        self._null = NullOutput(clock, sample_rate, ahead)
        self._stream: Any = None
        self._lost = False
        self._fed = False
        self._next_try = 0.0
        self.underruns = 0

    @property
    def name(self) -> str:
        """The device, in words."""
        info = self._sounddevice.query_devices(self._index, "output")
        return str(info["name"])

    def start(self) -> None:
        """Open the device. Raises StartupError."""
        try:
            self._open()
        except self._sounddevice.PortAudioError as error:
            raise StartupError(
                f"the sound device does not open ({error}): "
                "choose another (`musiccm devices`) or use --device null"
            ) from error

    def _open(self) -> None:
        self._ring = Ring(_RING_FRAMES)
        self._fed = False
        self._stream = self._sounddevice.OutputStream(
            samplerate=self._sample_rate,
            device=self._index,
            channels=2,
            dtype="float32",
            latency="low",
            callback=self._callback,
        )
        self._stream.start()

    def _callback(self, out: Any, frames: int, time: Any, status: Any) -> None:
        """PortAudio's thread. Copies; counts what was missing once music has begun."""
        got = self._ring.read_into(out)
        if got < frames and self._fed:
            self.underruns += 1

    def wanted(self) -> int:
        """Return how many samples are missing in the ring."""
        if self._stream is None or not self._stream.active:
            self._handle_loss()
        if self._lost:
            return self._null.wanted()
        return max(0, self.ahead - self._ring.filled)

    def _handle_loss(self) -> None:
        if not self._lost:
            log.warning("the sound device is lost; trying to open it again")
            self._lost = True
            self._null.start()
        if self._clock.now() >= self._next_try:
            self._next_try = self._clock.now() + REOPEN_SECONDS
            self._reopen()

    def _reopen(self) -> None:
        self._close()
        try:
            self._open()
        except self._sounddevice.PortAudioError as error:
            log.info("the sound device does not open yet: %s", error)
            return
        log.warning("the sound device is back")
        self._lost = False

    def write(self, block: Audio) -> None:
        """Hand a block (2, n) to the callback."""
        if self._lost:
            self._null.write(block)
        else:
            self._ring.write(np.ascontiguousarray(block.T))
            self._fed = True

    def drained(self) -> bool:
        """Return whether the ring is empty."""
        if self._lost or not self._ring.filled:
            self._fed = False
            return True
        return False

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    def stop(self) -> None:
        """Close the device."""
        self._close()
