"""Going on from a sound: what is made, what follows, and what counts as nearer."""

from pathlib import Path

import numpy as np
import pytest

from bridge.scheduler import heritage
from musiccm.request import LAG_FRAMES, Score
from tests.musiccm import tiny
from tests.training.quality.rigs import rig
from training.quality import past
from training.quality.past import (
    ARMS,
    SOUNDS,
    Sound,
    go_on,
    goals,
    make,
    nearer,
    nearest,
    summarise,
    tasks,
    text,
)

SOUND = Sound("house", "house", 3)


def _row(name: str, where: float, after: float) -> dict[str, object]:
    """Return a file at a place of style, key and tempo alike, and what follows at another."""

    def heard(place: float) -> dict[str, object]:
        keys = ("C major", "G major", "F# major")
        return {"style": [place, 0.0], "key": keys[round(place)], "tempo": 100.0 * 2**place}

    known = {"bpm": 100.0, "key": "C"}
    arms = {arm: heard(after) for arm in ARMS}
    return {"name": name, "file": heard(where), "truth": known, "found": known, "after": arms}


def test_every_sound_is_of_another_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty styles, twenty seeds."""
    asked = [task.ask for task in tasks(rig(tmp_path, monkeypatch))]
    assert len(asked) == SOUNDS
    assert len({s.style for s in asked}) == len({s.seed for s in asked}) == SOUNDS


def test_the_form_begins_where_the_daemon_s_does() -> None:
    """A short sound leads to the same bar."""
    assert past.FORM_BARS == heritage.FORM_BARS


def test_a_sound_begins_with_a_bar_and_is_gone_on_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a past and without one as much music follows, and the past changes it."""
    monkeypatch.setattr(past, "SECONDS", 5.0)
    monkeypatch.setattr(past, "PARTS", 2)
    performer = tiny.performer()
    stems, asked, bpm = make(performer, SOUND, 1)
    assert past.SECONDS * 48_000 <= stems.shape[1] < (past.SECONDS + 2) * 48_000
    assert asked.key and asked.metre and bpm
    memory = performer.recall(stems, 4, bpm)
    score = Score((("house", 1.0),), seed=9, steps=1)
    kept, bare = (go_on(performer, memory, score, keep) for keep in (True, False))
    assert kept.shape == bare.shape == (4, (past.PARTS * 512 - LAG_FRAMES) * 512)
    assert not np.array_equal(kept, bare)


def test_what_follows_is_compared_with_every_other_sound() -> None:
    """Nearer counts 1, as near a half, farther nothing, in style, key and tempo alike."""
    rows = [_row("a", 0.0, 0.0), _row("b", 1.0, 1.0), _row("c", 2.0, 0.0)]
    for name in ("style", "tempo", "key"):
        assert nearer(rows, "mix", name) == pytest.approx(4 / 6, abs=0.09)
    assert nearest(rows, "mix") == pytest.approx(2 / 3)
    assert nearer([_row("a", 0.0, 0.0), _row("b", 0.0, 0.0)], "bare", "style") == 0.5


def test_the_page_tells_all_ways() -> None:
    """Three ways, three goals; what was heard of the sounds themselves."""
    found = summarise({"past": [_row("a", 0.0, 0.0), _row("b", 2.0, 2.0)]})
    assert [goal.reached for goal in goals(found)] == [True, True, True]
    page = text(found)
    assert all(told in page for told in ARMS.values())
    assert (found["tempo"], found["key"], found["weighted_key"]) == (1.0, 1.0, 1.0)
