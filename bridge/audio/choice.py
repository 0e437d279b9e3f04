"""Which output a run plays to."""

from collections.abc import Callable

from bridge.audio.base import AudioOutput
from bridge.audio.jack import JackOpener
from bridge.audio.lasting import LastingOutput, OpenDevice
from bridge.audio.layout import Layout
from bridge.audio.outputs import OfflineOutput
from bridge.audio.portaudio import PortAudioOpener
from bridge.clock import Clock, OfflineClock
from bridge.config import BLOCK, OUTPUT_SECONDS, SAMPLE_RATE, RunConfig
from bridge.errors import StartupError

JACK, NULL, DEFAULT = "jack", "null", "default"


def choose_output(
    config: RunConfig, clock: Clock, layout: Layout, say: Callable[[str], None]
) -> AudioOutput:
    """Return what ``config`` asks for; where nobody asked and nothing is there, null, with a line.

    Raises
    ------
    StartupError
        When the asked device is not there.
    """
    ahead = round(OUTPUT_SECONDS * SAMPLE_RATE)
    if isinstance(clock, OfflineClock):
        return OfflineOutput(clock, SAMPLE_RATE, BLOCK)
    try:
        open_device = opener(config.device, config, layout)
    except StartupError as error:
        if config.device is not None:
            raise
        say(f"{error}. Playing to the null device: nothing will be heard.")
        open_device = None
    return LastingOutput(clock, open_device, SAMPLE_RATE, layout.n_channels, ahead)


def opener(name: str | None, config: RunConfig, layout: Layout) -> OpenDevice | None:
    """Return what opens the device of that name; None, to nobody, for ``null``.

    Raises
    ------
    StartupError
        When it is not there, or what it is reached by.
    """
    if name == NULL:
        return None
    if name == JACK:
        return JackOpener(layout.names)
    usual = name in (None, DEFAULT)
    return PortAudioOpener(None if usual else name, layout.n_channels, config.rate)
