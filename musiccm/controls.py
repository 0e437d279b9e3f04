"""The frame-aligned controls: one table from which labels, denoiser and planner are made.

A control is a group of channels that holds for one mel frame (512 samples at 48 kHz). A group can
be *unknown*: its channels are then zero and its flag channel is zero. Training drops groups, so a
player may leave any of them open. No torch in here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEMS = ("drums", "bass", "harmony", "lead")
METRES = ("4/4", "3/4", "6/8")
SECTIONS = ("intro", "verse", "build", "chorus", "drop", "break", "bridge", "outro")
SCALES = {  # semitones above the tonic
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic minor": (0, 2, 3, 5, 7, 9, 11),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}
PITCH_CLASSES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


@dataclass(frozen=True)
class Control:
    """One group of channels of the control matrix."""

    name: str
    width: int
    doc: str


CONTROLS: tuple[Control, ...] = (
    Control("beat", 2, "sin and cos of 2π·beat phase; phase 0 is the beat"),
    Control("bar", 2, "sin and cos of 2π·bar phase; phase 0 is the downbeat"),
    Control("metre", len(METRES), "one-hot of METRES"),
    Control("tempo", 1, "log2(bpm / 120), bpm counts felt beats (dotted quarters in 6/8)"),
    Control("chord_root", 12, "one-hot pitch class of the sounding chord's root"),
    Control("chord_chroma", 12, "1 for each pitch class of the sounding chord"),
    Control("key", 13, "one-hot tonic, then 1 for minor and 0 for major"),
    Control("section", len(SECTIONS), "one-hot of SECTIONS"),
    Control("activity", len(STEMS), "1 while the stem is asked to play, 0 while it rests"),
    Control("level", len(STEMS), "stem level: 0 at -60 dBFS RMS or less, 1 at 0 dBFS"),
    Control("density", 1, "onset rate of the mix, 0 sparse … 1 dense (see training data card)"),
    Control("brightness", 1, "spectral centroid of the mix, 0 dark … 1 bright"),
    Control("intensity", 1, "loudness of the mix, 0 soft … 1 loud"),
)


def _slices() -> dict[str, slice]:
    slices, start = {}, 0
    for control in CONTROLS:
        slices[control.name] = slice(start, start + control.width)
        start += control.width
    return slices


SLICES: dict[str, slice] = _slices()
N_VALUES = sum(control.width for control in CONTROLS)
N_CHANNELS = N_VALUES + len(CONTROLS)


def pack(groups: Mapping[str, NDArray[np.floating]], n_frames: int) -> NDArray[np.float32]:
    """Stack control groups into one matrix, with a known-flag per group at the end.

    Parameters
    ----------
    groups
        Name of a control → array of shape (n_frames, width); groups left out are unknown.
    n_frames
        Number of mel frames.

    Returns
    -------
    Array of shape (n_frames, N_CHANNELS), float32.

    Raises
    ------
    KeyError
        For a name that CONTROLS does not list.
    """
    matrix = np.zeros((n_frames, N_CHANNELS), np.float32)
    names = [control.name for control in CONTROLS]
    for name, values in groups.items():
        matrix[:, SLICES[name]] = np.reshape(values, (n_frames, -1))
        matrix[:, N_VALUES + names.index(name)] = 1.0
    return matrix


def phases(beats: NDArray[np.float64], beats_per_bar: int) -> dict[str, NDArray[np.float32]]:
    """Return the ``beat`` and ``bar`` groups for beat positions of shape (n_frames,)."""
    groups = {}
    for name, position in (("beat", beats), ("bar", beats / beats_per_bar)):
        angle = 2 * np.pi * (position % 1.0)
        groups[name] = np.stack([np.sin(angle), np.cos(angle)], axis=1).astype(np.float32)
    return groups
