"""Loops on disk: 24-bit WAV files that a DAW knows the bars, the tempo and the key of."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import soundfile

from bridge.audio import riff
from bridge.audio.base import Audio
from bridge.audio.keeper import LANES
from bridge.audio.layout import MASTER
from bridge.errors import RecordError
from bridge.protocol.parameters import PITCH_CLASSES

# Felt beats of a bar → numerator, denominator and quarters, which is what a DAW counts.
_METRES = {4: (4, 4, 4), 3: (3, 4, 3), 2: (6, 8, 3)}


@dataclass(frozen=True)
class Loop:
    """What is known of some bars; ``bpm`` and ``beats_per_bar`` count felt beats."""

    bars: int
    bpm: float
    beats_per_bar: int
    key: str | None = None
    provenance: dict[str, Any] = field(default_factory=dict)

    @property
    def quarters(self) -> int:
        """Length in quarter notes."""
        return self.bars * _METRES[self.beats_per_bar][2]

    @property
    def quarters_per_minute(self) -> float:
        """Tempo as a DAW shows it; in 6/8 a felt beat is a dotted quarter."""
        return self.bpm * _METRES[self.beats_per_bar][2] / self.beats_per_bar

    @property
    def name(self) -> str:
        """Bars, tempo and key, as in ``bars04_120bpm_Am``."""
        key = f"_{self.key}" if self.key else ""
        return f"bars{self.bars:02d}_{self.quarters_per_minute:.6g}bpm{key}"

    def root(self) -> int | None:
        """Return the MIDI note of the tonic from middle C up, None where no key is known."""
        if self.key is None:
            return None
        return riff.MIDDLE_C + PITCH_CLASSES.index(self.key.removesuffix("m"))


def write_loops(folder: Path, audio: Audio, sample_rate: int, loop: Loop) -> Path:
    """Write the master and each stem of ``audio`` (LANES, n) to ``folder``, and return it.

    Raises
    ------
    RecordError
        When the disk is full or the folder cannot be written.
    """
    stereo = len(MASTER)
    rows = {"master": audio[:stereo], **{n: audio[i : i + 1] for i, n in enumerate(LANES)}}
    try:
        folder.mkdir(parents=True)
        for name in ("master", *LANES[stereo:]):
            path = folder / f"{loop.name}_{name}.wav"
            _write(path, rows[name], sample_rate, loop, None if name == "drums" else loop.root())
    except (OSError, soundfile.SoundFileError) as error:
        raise RecordError(f"cannot write the loops to {folder}: {error}") from error
    return folder


def loop_files(folder: Path) -> dict[str, Path]:
    """Return the absolute paths of the loops in ``folder``, by what they hold: master or a stem."""
    return {path.stem.rpartition("_")[2]: path.resolve() for path in sorted(folder.glob("*.wav"))}


def _write(path: Path, audio: Audio, sample_rate: int, loop: Loop, root: int | None) -> None:
    channels, n = audio.shape
    with soundfile.SoundFile(path, "w", sample_rate, channels, "PCM_24", format="WAV") as file:
        file.title = path.stem
        file.software = "MusicCM Bridge"
        if "time" in loop.provenance:
            file.date = str(loop.provenance["time"])
        file.comment = json.dumps({"generated": True, **loop.provenance}, ensure_ascii=False)
        file.write(audio.T)
    numerator, denominator, _ = _METRES[loop.beats_per_bar]
    beats = riff.acid(loop.quarters, numerator, denominator, loop.quarters_per_minute, root)
    riff.append_chunks(path, {b"acid": beats, b"smpl": riff.smpl(n, sample_rate, root)})
