"""The bench of the timeline runs and paints."""

import pytest
from pytestqt.qtbot import QtBot

from gui.timeline.bench import measure


def test_the_bench_paints_every_frame(qtbot: QtBot) -> None:
    """A second of music is forty frames, each painted, most of them copied from columns."""
    found = measure(1.0)
    assert found["frames"] == pytest.approx(40, abs=1)
    assert 0 < found["frame_ms_p50"] <= found["frame_ms_p95"]
    assert 9 * 48 < found["columns"] < 40 * 300
