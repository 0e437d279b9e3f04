"""Ears: clicks found while they go by."""

import numpy as np

from bridge.rehearsal.ears import ClickEar


def test_clicks_are_found_where_they_begin() -> None:
    """Each click is found once, at its first loud sample, however the blocks fall."""
    audio = np.zeros((2, 100_000), np.float32)
    for at in (7, 30_000, 60_001):
        audio[:, at : at + 2000] = 0.4
    ear = ClickEar()
    for start in range(0, 100_000, 512):
        ear.hear(audio[:, start : start + 512])
    assert ear.onsets().tolist() == [7, 30_000, 60_001]


def test_silence_has_no_clicks() -> None:
    """Without sound there is no onset."""
    ear = ClickEar()
    ear.hear(np.zeros((2, 512), np.float32))
    assert len(ear.onsets()) == 0
