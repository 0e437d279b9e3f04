"""An output on a device that may be lost and found again."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from bridge.audio.base import Audio
from bridge.audio.converter import Converter, converter
from bridge.audio.device import Device, DeviceError, Feed
from bridge.audio.outputs import NullOutput
from bridge.clock import Clock
from bridge.errors import StartupError

REOPEN_SECONDS = 1.0
RESTING = 30.0  # seconds that a device is let go of at most, for another that may not come
STALL_SECONDS = 2.0  # without a callback the device is lost, whatever it says

OpenDevice = Callable[[], Device]
Opened = tuple[OpenDevice | None, Device | None]  # how it is opened again, and its first life

log = logging.getLogger("musiccm.audio")


class LastingOutput:
    """Plays on the device that ``open_device`` gives, and opens it again when it is lost.

    While it is lost, time goes on by the clock and the music to nobody. Opening may take long, so
    a thread of its own does it; ``worker`` may be given instead. With None for ``open_device`` it
    plays to nobody by choice, until :meth:`take_over` brings a device.
    """

    def __init__(
        self,
        clock: Clock,
        open_device: OpenDevice | None,
        sample_rate: int,
        channels: int,
        ahead: int,
        worker: Executor | None = None,
    ) -> None:
        self._clock, self._open, self.ahead = clock, open_device, ahead
        self._sample_rate, self._channels = sample_rate, channels
        self._null = NullOutput(clock, sample_rate, ahead)
        self._worker = worker or ThreadPoolExecutor(1, "audio device")
        self._device: Device | None = None
        self._opening: Future[Device] | None = None
        self._change: Future[Opened] | None = None
        self._closing: tuple[Device, Future[None]] | None = None
        self._converter: Converter
        self._name = ""
        self._missed = (0, 0)  # underruns and frames filled with zeros of earlier lives
        self._trouble = ""
        self._next_try = 0.0
        self._converted = (0, 0)  # samples that went into the converter, frames that came out
        self._seen = (0, 0.0)  # blocks of the device, and when that number was new

    @property
    def name(self) -> str:
        """The device, in words."""
        return self._name if self._open else self._null.name

    @property
    def underruns(self) -> int:
        """Blocks that the device missed, in all its lives."""
        return self._missed[0] + (self._counts.underruns if self._counts else 0)

    @property
    def zero_filled(self) -> int:
        """Frames for which nothing was ready, in all lives of the device."""
        return self._missed[1] + (self._counts.zero_filled if self._counts else 0)

    @property
    def _counts(self) -> Feed | NullOutput | None:
        """Who counts what comes too late; a lost device misses nothing."""
        if self._device:
            return self._device.feed
        return None if self._open else self._null

    def start(self) -> None:
        """Open the device. Raises StartupError."""
        if self._open is None:
            self._null.start()
            return
        try:
            self._take(self._open())
        except DeviceError as error:
            raise StartupError(
                f"the sound device does not open ({error}): "
                "choose another (`musiccm devices`) or use --device null"
            ) from error

    def _take(self, device: Device) -> None:
        self._device = device
        self._converter = converter(self._sample_rate, device.sample_rate, self._channels)
        self._name = device.name
        if device.sample_rate != self._sample_rate:
            self._name += f" at {device.sample_rate} Hz"
        self._seen = (device.feed.blocks, self._clock.now())
        self._converted = (0, 0)

    def next_heard(self) -> float:
        """Return when the next sample will be heard, as the device's newest block knew it."""
        if not self._device:
            return self._null.next_heard()
        device, (taken, given) = self._device, self._converted
        heard = device.feed.heard(device.sample_rate)
        waiting = (
            device.feed.filled / device.sample_rate if heard is None else heard - device.time()
        )
        inside = taken / self._sample_rate - given / device.sample_rate  # the converter
        return self._clock.now() + waiting + inside

    def wanted(self) -> int:
        """Return how many samples are missing in the device's feed."""
        if self._device and self._is_lost(self._device):
            self._lose(self._device)
        if not self._device and self._open:
            self._try_again(self._open)
        if not self._device:
            self._null.ahead = self.ahead
            return self._null.wanted()
        waiting = self._device.feed.filled * self._sample_rate // self._device.sample_rate
        return max(0, self.ahead - waiting)

    def _is_lost(self, device: Device) -> bool:
        now, blocks = self._clock.now(), device.feed.blocks
        if blocks != self._seen[0]:
            self._seen = (blocks, now)
        return not device.active or now - self._seen[1] > STALL_SECONDS

    def _lose(self, device: Device) -> None:
        log.warning("the sound device is lost; trying to open it again")
        self._next_try, self._trouble = self._clock.now(), ""
        self._let_go(device)

    def _let_go(self, device: Device) -> None:
        """Play to nobody from now on."""
        self._missed = self.underruns, self.zero_filled
        self._device = None
        self._null = NullOutput(self._clock, self._sample_rate, self.ahead)
        self._null.start()
        self._closing = device, self._worker.submit(device.close)

    def change(self, find: Callable[[], OpenDevice | None]) -> "Future[Opened]":
        """Open another device, on the thread for that, while the present one plays on.

        ``find`` says how, there; None is for nobody. The future raises StartupError or DeviceError;
        its result is for :meth:`take_over`, on the loop thread, or for :func:`discard`.
        """
        self._change = self._worker.submit(_opened, find)
        return self._change

    def take_over(self, opened: Opened) -> None:
        """Play on what a change has opened; the device so far is closed."""
        if self._device:
            self._let_go(self._device)
        elif self._open is None:
            self._missed = self.underruns, self.zero_filled
        if self._opening:
            self._opening.add_done_callback(discard)
        self._opening, self._change = None, None
        self._open, device = opened
        if device:
            self._take(device)

    def rest(self) -> None:
        """Let go of the device until a change, :meth:`go_on`, or for RESTING."""
        if self._device:
            self._next_try = self._clock.now() + RESTING
            self._let_go(self._device)

    def go_on(self) -> None:
        """Open the device that was let go of again."""
        self._next_try = self._clock.now()

    def _try_again(self, open_device: OpenDevice) -> None:
        if self._opening is None and self._clock.now() >= self._next_try:
            self._next_try = self._clock.now() + REOPEN_SECONDS
            self._opening = self._worker.submit(open_device)
        if self._opening and self._opening.done():
            opening, self._opening = self._opening, None
            try:
                self._take(opening.result())
            except DeviceError as error:
                self._explain(str(error))
            else:
                log.warning("the sound device is back")

    def _explain(self, trouble: str) -> None:
        """Say why the device does not open, not every time that it does not."""
        if trouble != self._trouble:
            log.warning("the sound device does not open yet: %s", trouble)
        self._trouble = trouble

    def write(self, block: Audio) -> None:
        """Hand a block (channels, n) to the device."""
        if self._device:
            frames = self._converter.convert(block.T)
            taken, given = self._converted
            self._converted = (taken + block.shape[1], given + len(frames))
            self._device.feed.write(frames)
        else:
            self._null.write(block)

    def drained(self) -> bool:
        """Return whether nothing waits to be played."""
        if not self._device:
            return self._open is not None or self._null.drained()
        return self._device.feed.drained()

    def stop(self) -> None:
        """Close the device."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        if self._closing and self._closing[1].cancelled():
            self._closing[0].close()
        for future in (self._opening, self._change):
            if future:
                discard(future)
        if self._device:
            self._device.close()


def discard(future: "Future[Device] | Future[Opened]") -> None:
    """Close what was opened for nothing."""
    if future.cancelled() or future.exception():
        return
    opened = future.result()
    device = opened[1] if isinstance(opened, tuple) else opened
    if device:
        device.close()


def _opened(find: Callable[[], OpenDevice | None]) -> Opened:
    open_device = find()
    return open_device, open_device() if open_device else None
