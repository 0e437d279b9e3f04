"""Sections and chords of controls, for those who look on."""

import numpy as np

from musiccm.controls import SECTIONS, pack
from musiccm.marks import UNKNOWN, marks


def test_marks_are_what_the_controls_say() -> None:
    """Section, root and notes of each frame are read back; what nobody knows is -1, -1, 0."""
    groups = {
        "section": np.eye(len(SECTIONS))[[3, 5]],
        "chord_root": np.eye(12)[[9, 0]],
        "chord_chroma": np.isin(np.arange(12), [[0], [4]]) | np.eye(12, dtype=bool)[[9, 0]],
    }
    rows = marks(pack(groups, 2))
    assert rows.dtype == np.int16
    assert rows[:, 0].tolist() == [3, 5] and rows[:, 1].tolist() == [9, 0]
    for row, notes in zip(rows, groups["chord_chroma"], strict=True):
        assert [bool(row[2] >> pitch & 1) for pitch in range(12)] == notes.tolist()
    assert marks(pack({}, 3)).tolist() == [list(UNKNOWN)] * 3
