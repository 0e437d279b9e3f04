"""The planner."""

from dataclasses import replace

import numpy as np
import pytest

from musiccm.controls import CONTROLS, N_VALUES, SLICES, STEMS
from musiccm.planner import FRESH_BARS, Planner
from musiccm.request import Score
from tests.musiccm.tiny import TABLE

RATE = 93.75
HOUSE = np.eye(2, 384, dtype=np.float32)[0]
SCORE = Score(prompts=(("house", 1.0),), seed=3)


def beats(start: int, n: int, bpm: float = 120.0) -> np.ndarray:
    """Beat positions of frame centres."""
    return (np.arange(start, start + n) + 0.5) * bpm / 60 / RATE


@pytest.fixture
def planner() -> Planner:
    """A planner of two small styles."""
    return Planner(TABLE, RATE)


def test_any_cut_of_time_gives_the_same_controls(planner: Planner) -> None:
    """Controls belong to the place: a window asked alone equals the same part of the whole."""
    whole = planner.controls(SCORE, HOUSE, beats(0, 4000))
    part = planner.controls(SCORE, HOUSE, beats(1500, 1000))
    assert np.allclose(part, whole[1500:2500], atol=1e-5)


def test_words_choose_the_style(planner: Planner) -> None:
    """Each style answers to its own words."""
    assert planner.style_of(HOUSE) == "house"
    assert planner.style_of(np.eye(2, 384, dtype=np.float32)[1]) == "waltz"


def test_the_performer_overrules_the_prompt_and_the_prompt_the_style(planner: Planner) -> None:
    """Key and metre: score first, then words, then the style."""
    worded = Score(prompts=(("house in D minor, 3/4, 133 bpm", 1.0),))
    found = planner.suggest(worded, HOUSE)
    assert (found.key, found.metre, found.bpm) == ("Dm", "3/4", 133.0)
    told = Score(prompts=worded.prompts, key="E", metre="4/4")
    found = planner.suggest(told, HOUSE)
    assert (found.key, found.metre) == ("E", "4/4")


def test_rests_are_rests(planner: Planner) -> None:
    """A stem that is asked to rest is active in no frame."""
    score = Score(prompts=(("house, no bass", 1.0),), rests=("drums",))
    activity = planner.controls(score, HOUSE, beats(0, 3000))[:, SLICES["activity"]]
    silent = [STEMS.index("drums"), STEMS.index("bass")]
    assert not activity[:, silent].any()
    assert activity.any()


def test_stems_that_are_asked_to_play_play_everywhere(planner: Planner) -> None:
    """A form that lets a stem rest does not, where it is asked to play; an order to rest wins."""
    plain = Score(prompts=(("house", 1.0),))
    asked = replace(plain, plays=("harmony", "lead"), rests=("lead",))
    harmony, lead = STEMS.index("harmony"), STEMS.index("lead")
    before, after = (
        planner.controls(score, HOUSE, beats(0, 3000))[:, SLICES["activity"]]
        for score in (plain, asked)
    )
    assert not before[:, harmony].any() and before[:, lead].any()
    assert after[:, harmony].all() and not after[:, lead].any()


def test_chords_change_inside_a_bar(planner: Planner) -> None:
    """The second chord of a bar enters at its own beat and roots are transposed to the key."""
    score = Score(prompts=(("house", 1.0),), key="D")
    controls = planner.controls(score, HOUSE, beats(0, 800))
    root = controls[:, SLICES["chord_root"]].argmax(axis=1)
    position = beats(0, 800) / 4
    assert (root[position < 1] == 2).all()
    assert (root[(position > 1.7) & (position < 2)] == 7).all()


def test_tempo_is_read_from_the_beats(planner: Planner) -> None:
    """The tempo control follows the asked grid, not the style."""
    tempo = planner.controls(SCORE, HOUSE, beats(0, 200, bpm=90))[:, SLICES["tempo"]]
    assert np.allclose(tempo, np.log2(90 / 120), atol=1e-4)


def test_moved_time_is_no_tempo(planner: Planner) -> None:
    """Where the transport jumped, forward or back, the tempo control stays what it was."""
    there = np.concatenate([beats(0, 80), beats(5000, 80), beats(20, 80)])
    tempo = planner.controls(SCORE, HOUSE, there)[:, SLICES["tempo"]]
    assert np.allclose(tempo, 0.0, atol=1e-4)


def test_what_nobody_asked_is_unknown(planner: Planner) -> None:
    """Density stays open until a performer turns it."""
    flag = N_VALUES + [c.name for c in CONTROLS].index("density")
    assert not planner.controls(SCORE, HOUSE, beats(0, 80))[:, flag].any()
    turned = Score(prompts=SCORE.prompts, density=0.8)
    assert planner.controls(turned, HOUSE, beats(0, 80))[:, flag].all()


def test_endless_music_keeps_its_body(planner: Planner) -> None:
    """Intro and outro frame a piece; after an hour only the body is heard."""
    choice = planner.choose(SCORE, HOUSE)
    names = {planner.section_at(choice, 3, bar).name for bar in range(1800, 1900)}
    assert names == {"verse"}


def test_a_section_begins_afresh_every_minute_or_two(planner: Planner) -> None:
    """Fresh sections are at least FRESH_BARS apart and at most one section more."""
    choice = planner.choose(SCORE, HOUSE)
    starts = {planner.section_at(choice, 3, bar) for bar in range(2000)}
    fresh = sorted(section.start for section in starts if section.fresh)
    assert fresh[0] == 0
    assert all(FRESH_BARS <= gap <= FRESH_BARS + 8 for gap in np.diff(fresh))


def test_a_fresh_start_is_found_on_its_downbeat_alone(planner: Planner) -> None:
    """Frames that hold a fresh section's first downbeat name it; others name none."""
    choice = planner.choose(SCORE, HOUSE)
    sections = (planner.section_at(choice, SCORE.seed, bar) for bar in range(1, 200))
    bar = next(section.start for section in sections if section.fresh and section.start)
    frame = int(np.flatnonzero(beats(0, 40_000) >= 4 * bar)[0])
    assert planner.fresh_start(SCORE, HOUSE, beats(frame - 100, 200)) == 100
    assert planner.fresh_start(SCORE, HOUSE, beats(frame, 200)) == 0
    assert planner.fresh_start(SCORE, HOUSE, beats(frame + 1, 200)) is None
    assert planner.fresh_start(SCORE, HOUSE, beats(frame - 200, 200)) is None
