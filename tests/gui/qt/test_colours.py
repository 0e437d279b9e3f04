"""The colours can be told apart and read, by all eyes."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PyQt6.QtGui import QColor

from gui.colours import ACCENT, BAD, DIM, FAINT, GROUND, PLATE, RAISED, STEM, TEXT
from gui.look import GOOD

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency" (2009), severity 1.0, on linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)  # sRGB, D65
TOLD_APART = 10.0  # CIE76; 2.3 is what can just be noticed side by side


def _linear(colour: QColor) -> NDArray[np.float64]:
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    white = TO_XYZ @ np.ones(3)
    x, y, z = np.cbrt(np.maximum(TO_XYZ @ linear / white, 0.0))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of WCAG 2.2."""
    dark, light = sorted(float(TO_XYZ[1] @ _linear(c)) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("eyes", EYES)
def test_no_eyes_confuse_two_stems(eyes: str) -> None:
    """Drums, bass, harmony and lead differ for any colour vision, and so do good and bad."""
    seen = {
        name: _lab(np.clip(np.array(EYES[eyes]) @ _linear(colour), 0.0, 1.0))
        for name, colour in {**STEM, "bad": BAD, "good": GOOD}.items()
    }
    pairs = [*combinations(STEM, 2), ("good", "bad")]
    near = {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in pairs}
    assert min(near.values()) > TOLD_APART, near


@pytest.mark.parametrize("ground", [GROUND, PLATE, RAISED], ids=["ground", "plate", "raised"])
def test_all_that_is_written_can_be_read(ground: QColor) -> None:
    """Texts have the contrast that WCAG asks for, 4.5; so have signs in the colours of stems."""
    for ink in (TEXT, DIM, FAINT, ACCENT, BAD, *STEM.values()):
        assert _contrast(ink, ground) >= 4.5, (ink.name(), ground.name())
