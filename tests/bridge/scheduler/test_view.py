"""What a scrolling timeline is told: levels on a fixed grid, bars, sections, the loop."""

import numpy as np
import pytest

from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.scheduler.overview import FLOOR_DB
from bridge.scheduler.plan import Plan
from bridge.scheduler.tempo import TempoMap
from bridge.scheduler.view import NOWHERE, SLICE, bars, loop, sections, waves
from musiccm.controls import SECTIONS
from musiccm.request import PlanChunk

FRAMES = 400


@pytest.fixture
def plan() -> Plan:
    """Return four seconds: half amplitude, silence in the first stem from the middle on."""
    audio = np.full((4, FRAMES * HOP_LENGTH), 0.5, np.float32)
    audio[0, FRAMES // 2 * HOP_LENGTH :] = 0
    marks = np.zeros((FRAMES, 3), np.int16)
    marks[100:300, 0], marks[300:, 0] = 3, -1
    mel = np.zeros((FRAMES, 4, 8), np.float16)
    plan = Plan(4, 8)
    plan.splice(PlanChunk(0, mel, 0, audio, {}, marks=marks), 0)
    return plan


def test_levels_are_those_of_whole_slices(plan: Plan) -> None:
    """Half amplitude is -6 dB, silence the floor; a slice that is not whole is left for later."""
    rows = [args for _, args in waves(plan, SLICE // 2)]
    drums, lead = ([row for row in rows if row[0] == stem] for stem in ("drums", "lead"))
    levels = [level for row in drums for level in row[2:]]
    assert [row[1] for row in drums] == [1, 129]
    assert (levels[0], levels[-1]) == (-6.0, FLOOR_DB)
    assert len(levels) == FRAMES * HOP_LENGTH // SLICE - 1
    assert {level for row in lead for level in row[2:]} == {-6.0}


def test_bars_follow_the_tempo_map() -> None:
    """Numbers and places are those of the map, through a change of tempo and metre."""
    tempo = TempoMap.constant(120.0, 4).changed(4 * SAMPLE_RATE, 60.0, 3)
    told = [args for _, args in bars(tempo, SAMPLE_RATE, 11 * SAMPLE_RATE)]
    assert [(round(float(place), 3), beats) for _, place, beats in told] == [
        (2.0, 4),
        (5.0, 3),
        (8.0, 3),
    ]
    assert [number for number, _, _ in told] == [1, 3, 4]


def test_sections_begin_where_the_marks_change(plan: Plan) -> None:
    """The first is that of the place asked for; unknown ones have no name."""
    second = HOP_LENGTH / SAMPLE_RATE
    assert [args for _, args in sections(plan, 0)] == [
        (0.0, SECTIONS[0]),
        (pytest.approx(100 * second), SECTIONS[3]),
        (pytest.approx(300 * second), ""),
    ]
    [here, later] = [args for _, args in sections(plan, 200 * HOP_LENGTH)]
    assert here == (pytest.approx(200 * second), SECTIONS[3])
    assert list(sections(plan, FRAMES * HOP_LENGTH)) == []


def test_a_loop_tells_its_end_and_length(plan: Plan) -> None:
    """A held bar is where it ends and as long as a bar; before there is none."""
    assert loop(plan) == (NOWHERE, 0.0)
    plan.hold(3 * SAMPLE_RATE, 1, SAMPLE_RATE, TempoMap.constant(120.0, 4))
    assert loop(plan) == (pytest.approx(3.0), pytest.approx(2.0))
