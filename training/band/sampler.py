"""A sampler over the SoundFont, for presets that TinySoundFont plays at uneven levels.

It knows no modulators, so the pianos' velocity layers jump by 20 dB from key to key.
Each pitch is rendered once at two touches, brought to an even level, and kept.
"""

import numpy as np

from training.band.effects import SAMPLE_RATE, Audio
from training.band.instruments import Instrument
from training.band.soundfont import Event, SoundFontPlayer

SECONDS = 6.0
RELEASE = int(0.18 * SAMPLE_RATE)
TOUCHES = (70 / 127, 116 / 127)
HARD = 0.8  # velocity from which the hard touch sounds
RMS = 0.1  # of the first half second, at middle C
TILT_DB = -1.5  # per octave above middle C


class Sampler:
    """Plays parts note by note from kept samples."""

    def __init__(self, player: SoundFontPlayer) -> None:
        self.player = player
        self.samples: dict[tuple[str, int, int], Audio] = {}

    def sample(self, instrument: Instrument, pitch: int, touch: int) -> Audio:
        """Return the held note, at an even level."""
        key = (instrument.name, pitch, touch)
        if key not in self.samples:
            n = int(SECONDS * SAMPLE_RATE)
            x = self.player.play(instrument, [Event(0, n, pitch, TOUCHES[touch])], (), n)
            rms = float(np.sqrt(np.mean(x[: SAMPLE_RATE // 2] ** 2)))
            target = RMS * 10 ** (TILT_DB * (pitch - 60) / 240)
            self.samples[key] = x * np.float32(target / max(rms, 1e-9))
        return self.samples[key]

    def play(self, instrument: Instrument, events: list[Event], n_samples: int) -> Audio:
        """Render a part to mono, shape (n_samples,)."""
        out = np.zeros(n_samples, np.float32)
        for event in events:
            held = max(event.stop - event.start, 1)
            n = min(held + RELEASE, int(SECONDS * SAMPLE_RATE), n_samples - event.start)
            if n <= 0:
                continue
            note = self.sample(instrument, event.pitch, int(event.level > HARD))[:n].copy()
            fade = note[held:]
            fade *= np.linspace(1, 0, RELEASE, dtype=np.float32)[: len(fade)] ** 2
            out[event.start : event.start + n] += np.float32(event.level**1.4) * note
        return out
