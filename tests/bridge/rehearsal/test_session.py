"""A whole rehearsal from its options, short, and the command that prints it."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from bridge.commands.bench_sync import command
from bridge.rehearsal.peer import Recorded
from bridge.rehearsal.session import Options, rehearse


def test_a_ramp_is_judged_part_by_part() -> None:
    """Before and after the ramp the clicks are on the beat, in it none is missed."""
    figures = rehearse(Options("osc", minutes=0.3, bpm=110, ramp=130, bars=1, ppm=100))
    parts = figures["parts"]
    assert list(parts) == ["all", "before", "ramp", "from its third bar", "two bars on", "after"]
    assert parts["all"]["missed"] == 0 and parts["after"]["p95_ms"] < 5
    assert figures["fallbacks"] == 0
    assert figures["longest_gap_beats"] == pytest.approx(1.0, abs=0.15)


def test_the_command_ends_with_json() -> None:
    """`musiccm bench sync` prints a table and, in its last line, the figures as JSON."""
    result = CliRunner().invoke(command, ["--leader", "midi", "--minutes", "0.3"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert "p95_ms" in lines[0]
    assert json.loads(lines[-1])["parts"]["all"]["p95_ms"] <= 3


def test_what_a_peer_said_is_the_truth() -> None:
    """Recorded beats are read at any time, and counted from where the music began."""
    seen = Recorded()
    for n in range(5):
        seen.add(10 + n, 2.0 * n)
        seen.add(10 + n, 99.0)  # the same moment again
    moved = seen.since(10.5)
    assert float(moved.beat(1.0)) == pytest.approx(3.0)
    assert moved.times(np.array([3.0]), 9.0).tolist() == pytest.approx([1.0])
