"""Lanes and channels: what leaves where."""

import numpy as np
import pytest

from bridge.audio.layout import Layout
from bridge.errors import StartupError
from musiccm.mixer import Mixed

BLOCK = Mixed(
    np.array([[1.0], [2.0]], np.float32),
    np.array([[3.0], [4.0], [5.0], [6.0]], np.float32),
    np.zeros((4, 1), np.float32),
)


@pytest.mark.parametrize(
    ("outputs", "channels", "expected"),
    [
        ("stereo", None, [1, 2]),
        ("stems", None, [3, 4, 5, 6]),
        ("stereo+stems", None, [1, 2, 3, 4, 5, 6]),
        ("stereo", (4, 3), [0, 0, 2, 1]),
        ("stems", (1, 2, 5, 6), [3, 4, 0, 0, 5, 6]),
    ],
)
def test_lanes_leave_on_their_channels(
    outputs: str, channels: tuple[int, ...] | None, expected: list[float]
) -> None:
    """Master and stems come out on the asked channels, silence on those between."""
    layout = Layout.of(outputs, channels)
    assert layout.arrange(BLOCK)[:, 0].tolist() == expected
    assert len(layout.names) == layout.n_channels == len(expected)


def test_ports_have_names() -> None:
    """Each channel is named after what leaves there."""
    assert Layout.of("stereo+stems").names == ("left", "right", "drums", "bass", "harmony", "lead")
    assert Layout.of("stereo", (4, 2)).names == ("unused_1", "right", "unused_3", "left")


@pytest.mark.parametrize("channels", [(1,), (1, 1), (0, 1), (1, 65), (1, 2, 3)])
def test_channels_that_do_not_fit_are_refused(channels: tuple[int, ...]) -> None:
    """Too few, too many, twice the same or out of range: one line that names the option."""
    with pytest.raises(StartupError, match="--channels"):
        Layout.of("stereo", channels)
