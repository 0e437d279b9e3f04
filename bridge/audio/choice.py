"""Which output a run plays to."""

from collections.abc import Callable

from bridge.audio.base import AudioOutput
from bridge.audio.device import Device
from bridge.audio.jack import JackOpener
from bridge.audio.lasting import LastingOutput
from bridge.audio.layout import Layout
from bridge.audio.outputs import NullOutput, OfflineOutput
from bridge.audio.portaudio import PortAudioOpener
from bridge.clock import Clock, OfflineClock
from bridge.config import BLOCK, OUTPUT_SECONDS, SAMPLE_RATE, RunConfig
from bridge.errors import StartupError

JACK, NULL = "jack", "null"


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
    if config.device == NULL:
        return NullOutput(clock, SAMPLE_RATE, ahead)
    try:
        open_device = _opener(config, layout)
    except StartupError as error:
        if config.device is not None:
            raise
        say(f"{error}. Playing to the null device: nothing will be heard.")
        return NullOutput(clock, SAMPLE_RATE, ahead)
    return LastingOutput(clock, open_device, SAMPLE_RATE, layout.n_channels, ahead)


def _opener(config: RunConfig, layout: Layout) -> Callable[[], Device]:
    if config.device == JACK:
        return JackOpener(layout.names)
    return PortAudioOpener(config.device, layout.n_channels, config.rate)
