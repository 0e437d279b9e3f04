"""Parts played by a SoundFont, through TinySoundFont."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tinysoundfont
from numpy.typing import NDArray

from training.band.effects import SAMPLE_RATE
from training.band.instruments import Instrument

USUAL_PLACES = (
    Path("/usr/share/sounds/sf3/MuseScore_General_Lite.sf3"),
    Path("/usr/share/sounds/sf3/MuseScore_General.sf3"),
    Path("/usr/local/share/sounds/sf3/MuseScore_General_Lite.sf3"),
)
HINT = "install musescore-general-soundfont-small (apt) or pass --soundfont"
SILENCE = 2048
TAIL = int(0.15 * SAMPLE_RATE)


class SoundFontMissing(FileNotFoundError):
    """No SoundFont is at the given or the usual places."""


@dataclass(frozen=True)
class Event:
    """One note in samples; ``level`` is the velocity, 0–1."""

    start: int
    stop: int
    pitch: int
    level: float


def find_soundfont(path: Path | None = None) -> Path:
    """Return the SoundFont to use: ``path``, $MUSICCM_SOUNDFONT, or a usual place.

    Raises
    ------
    SoundFontMissing
        With a line that says how to get one.
    """
    asked = path or (
        Path(os.environ["MUSICCM_SOUNDFONT"]) if "MUSICCM_SOUNDFONT" in os.environ else None
    )
    if asked is not None:
        if asked.is_file():
            return asked
        raise SoundFontMissing(f"no SoundFont at {asked}: {HINT}")
    for place in USUAL_PLACES:
        if place.is_file():
            return place
    raise SoundFontMissing(f"no SoundFont found: {HINT}")


class SoundFontPlayer:
    """One loaded SoundFont (about 4 s and 500 MB); plays one part at a time, on one thread."""

    def __init__(self, path: Path) -> None:
        self.synth = tinysoundfont.Synth(samplerate=SAMPLE_RATE)
        self.font = self.synth.sfload(str(path), max_voices=96)

    def play(
        self,
        instrument: Instrument,
        events: list[Event],
        stops: Iterable[int],
        n_samples: int,
    ) -> NDArray[np.float32]:
        """Render a part to mono, shape (n_samples,).

        At each of ``stops`` (samples) every note is released, and cut 150 ms later.
        """
        drums = instrument.kit is not None
        bank, preset = (0, instrument.kit) if drums else instrument.program or (0, 0)
        self._silence()
        self.synth.program_select(0, self.font, bank, preset, drums)
        out = np.zeros(n_samples, np.float32)
        position = 0
        for moment, kind, pitch, level in _commands(events, stops, drums):
            if moment >= n_samples:
                break
            self._generate(out[position:moment])
            position = moment
            self._command(kind, pitch, level)
        self._generate(out[position:])
        return out

    def _silence(self) -> None:
        """End all voices and let their 10 ms of release pass, so that no part hears another."""
        self.synth.sounds_off()
        self.synth.generate(SILENCE)

    def _command(self, kind: int, pitch: int, level: float) -> None:
        if kind == OFF:
            self.synth.noteoff(0, pitch)
        elif kind == ON:
            self.synth.noteon(0, pitch, max(1, round(127 * level)))
        elif kind == RELEASE:
            self.synth.notes_off(0)
        else:
            self.synth.sounds_off(0)

    def _generate(self, out: NDArray[np.float32]) -> None:
        if len(out):
            stereo = np.frombuffer(self.synth.generate(len(out)), np.float32)
            np.add(stereo[0::2], stereo[1::2], out=out)


OFF, RELEASE, CUT, ON = range(4)


def _commands(
    events: list[Event], stops: Iterable[int], drums: bool
) -> list[tuple[int, int, int, float]]:
    """Return (sample, kind, pitch, level) in playing order; a repeated pitch is released first."""
    commands = [(stop, RELEASE, 0, 0.0) for stop in stops]
    commands += [(stop + TAIL, CUT, 0, 0.0) for stop in stops]
    following: dict[int, int] = {}
    for event in sorted(events, key=lambda e: e.start, reverse=True):
        commands.append((event.start, ON, event.pitch, event.level))
        if not drums:
            stop = min(event.stop, following.get(event.pitch, event.stop))
            commands.append((max(stop, event.start + 1), OFF, event.pitch, 0.0))
            following[event.pitch] = event.start
    return sorted(commands)
