"""The bench of gestures: where takes differ, what a click is, and that it would find one."""

import numpy as np
import pytest
from click.testing import CliRunner

from bridge.cli import cli
from bridge.config import SAMPLE_RATE
from bridge.rehearsal.clicks import prominence, share_over, slices
from bridge.rehearsal.gestures import (
    GRIDS,
    Found,
    Options,
    cut,
    fast_gesture,
    first_difference,
    judge_fast,
    judge_slow,
    measure,
    slow_gesture,
)
from bridge.rehearsal.takes import LANES, Take

RNG = np.random.default_rng(5)
SECONDS = 8
N = SECONDS * SAMPLE_RATE
LINE = 4 * SAMPLE_RATE


def _music(hertz: float) -> np.ndarray:
    """Return a tone with a little hiss."""
    tone = 0.3 * np.sin(2 * np.pi * hertz * np.arange(N) / SAMPLE_RATE)
    return (tone + 3e-4 * RNG.standard_normal(N)).astype(np.float32)


def _take(mono: np.ndarray, came: int = 0) -> Take:
    return Take(np.tile(mono, (len(LANES), 1)), came)


def _faded(old: np.ndarray, new: np.ndarray, begin: int, n: int) -> np.ndarray:
    share = np.clip((np.arange(N) - begin) / max(n, 1), 0, 1).astype(np.float32)
    return old + share * (new - old)


OLD, NEW = _music(220.0), _music(330.7)


def test_the_first_difference_is_a_sample() -> None:
    """In any lane; none where all are alike."""
    a = np.zeros((2, 10), np.float32)
    b = a.copy()
    assert first_difference(a, b) is None
    b[1, 7] = 1e-9
    assert first_difference(a, b) == 7


def test_a_cut_stands_out_and_a_fade_does_not() -> None:
    """Of two tones with a little hiss, put together at a sample and over 10 ms."""
    places = range(LINE // 2, N - LINE // 2, 4801)
    controls = [prominence(slices(OLD), place) for place in places]
    hard = [prominence(slices(cut(OLD, NEW, place)), place) for place in places]
    soft = [prominence(slices(_faded(OLD, NEW, place - 240, 480)), place) for place in places]
    assert share_over(hard, controls) > 0.8
    assert share_over(soft, controls) < 0.1


@pytest.mark.parametrize("off", [-240, 0, 96])
def test_a_change_is_measured_from_its_line(off: int) -> None:
    """The nearest line of the grid is meant; wait is from the gesture to it."""
    found = Found()
    changed = _take(_faded(OLD, NEW, LINE + off, 480), came=LINE - SAMPLE_RATE)
    judge_slow(found, _take(OLD), changed, GRIDS["beat"])
    assert found.away == [pytest.approx(1000 * (off + 1) / SAMPLE_RATE, abs=0.05)]
    assert found.wait == [1000.0]
    assert len(found.controls) > 0


def test_a_gesture_that_changes_nothing_is_counted() -> None:
    """It is neither on its line nor off it."""
    found = Found()
    judge_slow(found, _take(OLD), _take(OLD), GRIDS["beat"])
    judge_fast(found, _take(OLD), _take(OLD), 0.0, 2)
    assert found.unheard == 2 and found.away == []


def test_a_fader_is_measured_from_the_sample_at_which_it_came() -> None:
    """And its ramp until it is there."""
    found = Found()
    changed = _take(_faded(OLD, np.zeros_like(OLD), LINE, 480), came=LINE)
    judge_fast(found, _take(OLD), changed, 0.0, 3)
    assert 0 <= found.away[0] < 0.2
    assert found.wait[0] == pytest.approx(10.0, abs=1.5)


def test_every_change_is_another_one() -> None:
    """New words differ from those that the gig began with, and faders move the loudest stem."""
    options = Options()
    assert all(
        slow_gesture(n, "bar").value != options.config(n).prompts[0] for n in range(options.changes)
    )
    lanes = np.zeros((len(LANES), N), np.float32)
    lanes[4] = OLD
    gesture, gain, lane = fast_gesture(0, Take(lanes, 0))
    assert (gesture.name, gain, lane) == ("stem/harmony/mute", 0.0, 4)


def test_the_daemon_is_on_its_lines() -> None:
    """With clicks and tones: all changes are heard, within 5 ms of the line, and none clicks."""
    figures = measure(Options(changes=1, engine="tone"))["parts"]
    for part in ("beat", "bar"):
        assert figures[part]["unheard"] == 0 and figures[part]["worst_ms"] <= 5.0
        assert figures[part]["clicks"] == 0.0
    assert figures["faders"]["unheard"] == 0 and figures["faders"]["worst_ms"] < 11.0


def test_the_command_says_what_it_measures() -> None:
    """--help names the figures."""
    shown = CliRunner().invoke(cli, ["bench", "gestures", "--help"])
    assert shown.exit_code == 0 and "clicks_if_cut" in shown.output
