"""A sound file as the engine hears it: 48 kHz, a mix or its four stems."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from bridge.config import SAMPLE_RATE
from bridge.errors import RecordError
from bridge.protocol.parameters import STEMS
from musiccm.past import HEARD_SECONDS, SHORTEST_SECONDS

MASTER = "master"  # how a capture or a take names the mix beside its stems
_BPM = re.compile(r"(?<![\d.])(\d{2,3}(?:\.\d+)?) ?bpm", re.IGNORECASE)


@dataclass(frozen=True)
class Sound:
    """The end of a sound: ``audio`` (1, n) is a mix, (stems, n) its stems, float32.

    ``bpm`` is the tempo that the file's name tells; ``whole`` says that no beginning was left out.
    """

    audio: NDArray[np.float32]
    bpm: float | None = None
    whole: bool = True


def read_sound(path: Path) -> Sound:
    """Return the last HEARD_SECONDS of a sound file, of its stems where they lie beside it.

    Raises
    ------
    RecordError
        For a file that cannot be read, or that is too short to go on from.
    """
    stems = [path.with_name(path.name.replace(MASTER, stem)) for stem in STEMS]
    apart = MASTER in path.name and all(stem.is_file() for stem in stems)
    parts = [_read(part) for part in (stems if apart else [path])]
    n = min(len(audio) for audio, _ in parts)
    told = _BPM.search(path.name)
    bpm = float(told[1]) if told else None
    return Sound(np.stack([audio[-n:] for audio, _ in parts]), bpm, parts[0][1])


def _read(path: Path) -> tuple[NDArray[np.float32], bool]:
    """Return a file's end as mono samples, and whether that is all of it."""
    try:
        with soundfile.SoundFile(path) as file:
            wanted = round(HEARD_SECONDS * file.samplerate)
            file.seek(max(0, file.frames - wanted))
            whole, rate = file.frames <= wanted, file.samplerate
            samples = file.read(-1, "float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as error:
        raise RecordError(
            f"{path.name} is no sound that can be read ({error}): give WAV, FLAC, OGG, AIFF or MP3"
        ) from error
    if len(samples) < SHORTEST_SECONDS * rate:
        raise RecordError(
            f"{path.name} is too short to go on from: give at least {SHORTEST_SECONDS:g} s of music"
        )
    return _at_48k(samples.mean(axis=1), rate), whole


def _at_48k(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    converted = samples if rate == SAMPLE_RATE else soxr.resample(samples, rate, SAMPLE_RATE, "HQ")
    return np.ascontiguousarray(np.nan_to_num(converted), np.float32)
