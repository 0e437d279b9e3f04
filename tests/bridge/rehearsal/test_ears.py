"""Ears: clicks found while they go by."""

import json

import numpy as np

from bridge.rehearsal.drums import BIAS, DrumEar, bias_of
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


def test_drums_are_heard_through_the_blocks() -> None:
    """A stroke in the middle of a block is heard within 8 ms, and nothing before it."""
    audio = np.zeros((2, 40_000), np.float32)
    audio[:, 20_100:] = np.exp(-np.arange(19_900) / 1500) * np.sin(np.arange(19_900) / 9)
    ear = DrumEar()
    for start in range(0, 40_000, 512):
        ear.hear(audio[:, start : start + 512])
    assert abs(ear.onsets()[0] - 20_100) < 384


def test_the_bias_was_measured() -> None:
    """The bias of the detector is a few milliseconds, by many beats of rendered drums."""
    figures = json.loads(BIAS.read_text(encoding="utf-8"))
    assert figures["beats"] >= 200 and abs(bias_of()) < 0.01


def test_silence_has_no_clicks() -> None:
    """Without sound there is no onset."""
    ear = ClickEar()
    ear.hear(np.zeros((2, 512), np.float32))
    assert len(ear.onsets()) == 0
