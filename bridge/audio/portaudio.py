"""The sound card, through PortAudio."""

import atexit
import contextlib
import threading
from typing import Any, ClassVar

from bridge.audio.device import DeviceError, Feed
from bridge.errors import StartupError

PREFERRED = 48_000  # the music's own rate
CLOSE_SECONDS = 3.0


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


def find_device(sounddevice: Any, name: str | None, channels: int = 2) -> int | None:
    """Return the index of the output device whose name contains ``name``; None is the default.

    Raises
    ------
    StartupError
        When there is no such device with as many channels, or none at all.
    """
    outputs = [d for d in sounddevice.query_devices() if d["max_output_channels"] >= 1]
    if name is None:
        if not outputs:
            raise StartupError("no sound device found: connect one or use --device null")
        return None
    exact = [d for d in outputs if name == d["name"] or name == str(d["index"])]
    close = [d for d in outputs if name.lower() in d["name"].lower()]
    if not (exact or close):
        raise StartupError(f"no output device is called {name!r}: see `musiccm devices`")
    wide = [d["index"] for d in (*exact, *close) if d["max_output_channels"] >= channels]
    if not wide:
        most = max(d["max_output_channels"] for d in exact or close)
        raise StartupError(
            f"{(exact or close)[0]['name']} has {most} output channels and {channels} are wanted: "
            "choose other --outputs or --channels"
        )
    return int(wide[0])


class PortAudioDevice:
    """One open stream; see bridge.audio.device.Device. The callback copies, and nothing else.

    ``sample_rate`` None takes the preferred rate where the device has it, else the device's own.
    ``open`` is how many there are, ``used`` whether there ever was one. Made and closed on the
    thread for devices.
    """

    open: ClassVar[int] = 0
    used: ClassVar[bool] = False

    def __init__(
        self, sounddevice: Any, index: int | None, channels: int, sample_rate: int | None
    ) -> None:
        self._sounddevice = sounddevice
        self.stuck = self._closed = False
        try:
            info = sounddevice.query_devices(index, "output")
            self.name = str(info["name"])
            self.sample_rate = sample_rate or self._rate(index, channels, info)
            self.feed = Feed(channels)
            self._stream = sounddevice.OutputStream(
                samplerate=self.sample_rate,
                device=index,
                channels=channels,
                dtype="float32",
                latency="low",
                callback=self._callback,
            )
            self._latency = float(self._stream.latency)
            self._stream.start()
            PortAudioDevice.open, PortAudioDevice.used = PortAudioDevice.open + 1, True
        except (sounddevice.PortAudioError, ValueError) as error:
            raise DeviceError(str(error)) from error

    def _rate(self, index: int | None, channels: int, info: Any) -> int:
        try:
            self._sounddevice.check_output_settings(index, channels, "float32", None, PREFERRED)
        except self._sounddevice.PortAudioError:
            return round(info["default_samplerate"])
        return PREFERRED

    def _callback(self, out: Any, frames: int, time: Any, status: Any) -> None:
        """PortAudio's thread."""
        begin = time.outputBufferDacTime
        if begin <= time.currentTime:  # this host does not know
            begin = time.currentTime + self._latency
        self.feed.pull(out, begin + frames / self.sample_rate)

    def time(self) -> float:
        """Return the stream's time."""
        return float(self._stream.time)

    @property
    def active(self) -> bool:
        """Whether the stream runs."""
        return bool(self._stream.active)

    def close(self) -> None:
        """Close the stream; leave it where PortAudio waits for ever, as for a JACK that ended."""
        closing = threading.Thread(target=self._close, name="close audio", daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)
        if closing.is_alive():
            self.stuck = True
            atexit.unregister(self._sounddevice._exit_handler)  # it would wait as well
        elif not self._closed:
            self._closed, PortAudioDevice.open = True, PortAudioDevice.open - 1

    def _close(self) -> None:
        self._stream.close(ignore_errors=True)


class PortAudioOpener:
    """Opens a device by name, each time it is called; from the second time on it looks anew.

    PortAudio sees the devices that were there when it was initialised: to find one that was plugged
    in later, it has to be initialised again. No stream may be open then.
    """

    def __init__(self, name: str | None, channels: int, sample_rate: int | None) -> None:
        """Find the device, among all that are there now if no stream is open.

        Raises StartupError when PortAudio or the device is missing.
        """
        self._sounddevice = import_sounddevice()
        self._name, self._channels, self._sample_rate = name, channels, sample_rate
        if PortAudioDevice.used and not PortAudioDevice.open:
            _initialise_anew(self._sounddevice)
        find_device(self._sounddevice, name, channels)
        self._last: PortAudioDevice | None = None

    def __call__(self) -> PortAudioDevice:
        """Return the device, open. Raises DeviceError."""
        if self._last:
            self._look_anew(self._last)
        try:
            index = find_device(self._sounddevice, self._name, self._channels)
        except StartupError as error:
            raise DeviceError(str(error)) from error
        self._last = PortAudioDevice(self._sounddevice, index, self._channels, self._sample_rate)
        return self._last

    def _look_anew(self, last: PortAudioDevice) -> None:
        if last.stuck:
            raise DeviceError(
                "PortAudio does not let go of the lost one; a restart helps, and with JACK "
                "--device jack needs none"
            )
        try:
            _initialise_anew(self._sounddevice)
        except self._sounddevice.PortAudioError as error:
            raise DeviceError(str(error)) from error


def _initialise_anew(sounddevice: Any) -> None:
    """Let PortAudio see the devices of now. Raises PortAudioError; no stream may be open."""
    with contextlib.suppress(sounddevice.PortAudioError):
        sounddevice._terminate()
    sounddevice._initialize()
