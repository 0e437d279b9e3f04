"""Beat figures between floors and ceilings that are known."""

from typing import Any

import numpy as np
import pytest

from training.evaluate.trackers import grid
from training.quality import beat, chord
from training.quality.beat import scaled
from training.quality.tempi import BINS


def row(low: int, place: int, f1: float, **changes: Any) -> dict[str, Any]:
    tempo = low + 3.0 + place
    return {
        "bin": low, "tempo": tempo, "drums": True, "at_home": place == 0, "f1": f1, "cmlt": f1,
        "amlt": f1, "beats": grid(tempo, 27.0).tolist(), "agreement": f1, "still": 0.3, "key": f1,
        **changes,
    }  # fmt: skip


def records(worst: float = 0.9) -> dict[str, list[dict[str, Any]]]:
    """Recordings of 0.9, played alike but for the first bin, noise of 0.6."""

    def rows(f1: float, first: float) -> list[dict[str, Any]]:
        return [row(low, place, first if low == BINS[0] else f1)
                for low in BINS for place in range(2)]  # fmt: skip

    return {"recorded": rows(0.9, 0.9), "played": rows(0.9, worst), "noise": rows(0.6, 0.6)}


@pytest.mark.parametrize(("worst", "reached"), [(0.9, True), (0.75, False)])
def test_the_worst_bin_decides(worst: float, reached: bool) -> None:
    """All bins must reach the goal; 0.75 is half way from 0.6 to 0.9."""
    found = beat.summarise(records(worst))
    goals = beat.goals(found)
    assert goals[0].value == pytest.approx((worst - 0.6) / 0.3)
    assert [goal.reached for goal in goals] == [reached, reached]
    assert goals[1].value == (12 if reached else 11)
    assert "60–70" in beat.text(found)


def test_the_floor_is_the_higher_one() -> None:
    """Strangers' beats on another tempo's grid score less than half; noise of 0.6 is above."""
    found = beat.summarise(records())["all"]
    assert found["floor"] == pytest.approx(0.6)
    quiet = records()
    for silent in quiet["noise"]:
        silent["f1"] = 0.0
    assert 0.1 < beat.summarise(quiet)["all"]["floor"] < 0.5


def test_pieces_without_drums_have_no_beat() -> None:
    """They are left out of the beat table and stay in that of chords."""
    found = records()
    for kind in ("recorded", "played"):
        found[kind][0] |= {"drums": False, "f1": 0.0, "key": 0.0}
    assert beat.summarise(found)["bins"]["60"]["pieces"] == 1
    assert beat.summarise(found)["bins"]["60"]["played"]["f1"] == pytest.approx(0.9)
    assert chord.summarise(found)["rows"]["played"]["key"] == pytest.approx(0.9 * 23 / 24)


def test_a_scale_needs_room() -> None:
    """A ceiling that is not above the floor gives no figure."""
    assert scaled(0.7, 0.6, 0.6) is None
    assert scaled(0.7, None, 0.9) is None
    assert scaled(0.75, 0.6, 0.9) == pytest.approx(0.5)


def test_a_bin_without_figures_is_not_reached_by_silence() -> None:
    """Where a bin cannot be judged the worst bin is not known."""
    found = records()
    found["recorded"] = [r | {"f1": 0.5} if r["bin"] == 60 else r for r in found["recorded"]]
    goals = beat.goals(beat.summarise(found))
    assert goals[0].reached is None
    assert goals[1].reached is False


def test_chord_and_key_are_parts_of_the_ceiling() -> None:
    """0.45 of 0.9 is half: neither goal is reached; a beat without a chord counts for nothing."""
    found = records()
    found["played"] = [r | {"agreement": 0.45, "key": 0.855} for r in found["played"]]
    found["played"][0]["agreement"] = None
    goals = chord.goals(chord.summarise(found))
    assert [goal.value for goal in goals] == [pytest.approx(0.5), pytest.approx(0.95)]
    assert [goal.reached for goal in goals] == [False, True]
    assert "noise" in chord.text(chord.summarise(found))


def test_shuffled_beats_are_far_ones() -> None:
    """A neighbour in tempo is no stranger: alone it gives no floor."""
    near = [row(60, 0, 0.9), row(70, 0, 0.9)]
    assert beat._shuffled(near[0], near) is None
    assert np.isfinite(beat._shuffled(near[0], [*near, row(120, 0, 0.9)]))
