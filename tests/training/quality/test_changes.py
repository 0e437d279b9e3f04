"""Prompt changes: which are asked, how they are drawn, what counts."""

from pathlib import Path

import pytest

from bridge.scheduler import scheduler
from tests.musiccm import tiny
from tests.training.quality.rigs import rig
from training.quality import changes
from training.quality.changes import Change, goals, play_change, summarise, tasks, text


def test_every_style_is_left_and_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty pairs of two styles each, no pair and no seed twice."""
    asked = [task.ask for task in tasks(rig(tmp_path, monkeypatch))]
    styles = set(rig(tmp_path, monkeypatch).styles)
    assert len({(c.old, c.new) for c in asked}) == len({c.seed for c in asked}) == changes.CHANGES
    assert all(c.old != c.new for c in asked)
    assert {c.old for c in asked} == {c.new for c in asked} == styles


def test_the_past_is_the_daemon_s() -> None:
    """New words go on from as much of the old music as in the daemon."""
    assert changes.PAST_FRAMES == scheduler.TURN_FRAMES


def test_both_sides_of_the_line_are_whole() -> None:
    """Four seconds of four stems before and after it."""
    change = Change("a", "b", ("slow waltz", "dark techno"), 3)
    before, after = play_change(tiny.performer(), change, 1)
    assert before.shape == after.shape == (4, round(changes.SECONDS * 48_000))


@pytest.mark.parametrize(("after", "reached"), [([0.3, 0.5], True), ([0.5, 0.3], False)])
def test_the_likelier_style_counts(after: list[float], reached: bool) -> None:
    """A change is heard where the new style is likelier than the old one, however unsure both."""
    row = {"old": "a", "new": "b", "before": [0.6, 0.1], "after": after}
    found = summarise({"change": [row]})
    assert (found["before"], found["after"]) == (0.0, float(reached))
    assert goals(found)[0].reached is reached
    assert ("| a | b |" in text(found)) is not reached
