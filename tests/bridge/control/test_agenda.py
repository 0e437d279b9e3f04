"""The agenda: lines, glides, and which of two gestures stands."""

import random

import pytest
from numpy import float64

from bridge.control.agenda import HORIZON, NEARER, STEPS, Agenda, Change, glide_steps
from bridge.control.state import ControlState

VALUES = {"prompt/1/text": "dub", "density": 0.0}


def _agenda(**values: object) -> Agenda:
    names = {name.replace("_", "/"): value for name, value in values.items()}
    return Agenda(ControlState({**VALUES, **names}).snapshot().values)  # type: ignore[dict-item]


def test_a_change_holds_from_its_line_on() -> None:
    """Before the line the old value holds, from it on the new one."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}, grid=4.0))
    assert agenda.picture(7.99)["key"] is None
    assert agenda.picture(8.0)["key"] == "Am"


def test_what_cannot_be_reached_moves_along_its_grid() -> None:
    """A line out of reach becomes the next of its grid; what has no grid comes at once."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}, grid=4.0))
    agenda.add(Change(8.0, {"density": 1.0}))
    agenda.reach(8.5)
    assert [(c.beat, set(c.values)) for c in agenda.changes] == [
        (8.5, {"density"}),
        (12.0, {"key"}),
    ]


def test_what_is_settled_stays_on_its_line() -> None:
    """A change that the plan already has does not move, and becomes the base when it has passed."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}, grid=4.0))
    agenda.lines(6.0)
    agenda.settle(agenda.version, planned=8.0, heard=8.0)
    agenda.reach(9.0)
    assert agenda.changes[0].beat == 8.0
    agenda.pass_by(8.0)
    assert agenda.changes == ()
    assert agenda.picture(9.0)["key"] == "Am"


def test_a_draft_before_it_unsettles_what_is_later() -> None:
    """A splice drops the plan after it, so a later line has to be drawn again or moves on."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}, grid=4.0))
    agenda.lines(4.0)
    agenda.settle(agenda.version, 8.0, 8.0)
    agenda.add(Change(6.0, {"density": 1.0}))
    agenda.lines(6.0)
    agenda.settle(agenda.version, 6.0, 6.0)
    agenda.reach(8.5)
    assert agenda.changes[-1].beat == 12.0


def test_a_late_splice_moves_the_line_to_where_it_is_heard() -> None:
    """A change that is heard later than planned begins where it is heard."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}, grid=4.0))
    agenda.lines(7.0)
    agenda.settle(agenda.version, planned=8.0, heard=12.0)
    assert agenda.picture(11.9)["key"] is None
    assert agenda.picture(12.0)["key"] == "Am"


def test_a_newer_value_drops_older_ones_from_its_line_on() -> None:
    """Of one parameter the older value stays only where it is heard before the newer one."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}, grid=4.0))
    agenda.add(Change(16.0, {"key": "Em"}, grid=4.0))
    agenda.add(Change(12.0, {"key": "C"}, grid=4.0))
    assert [(c.beat, c.values["key"]) for c in agenda.changes] == [(8.0, "Am"), (12.0, "C")]


def test_what_a_draft_on_its_way_holds_is_not_forgotten() -> None:
    """A value that is being drawn for a line stays there when a newer one for it comes too late."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}, grid=4.0))
    drawn = agenda.version
    agenda.lines(6.0)
    agenda.add(Change(8.0, {"key": "C"}, grid=4.0))
    agenda.settle(drawn, 8.0, 8.0)
    agenda.reach(8.2)
    assert agenda.picture(8.2)["key"] == "Am"
    assert agenda.picture(12.0)["key"] == "C"


def test_a_flood_does_not_move_what_is_being_drawn() -> None:
    """While a draft is on its way, other messages leave what it holds where it will be heard."""
    agenda = _agenda()
    agenda.add(Change(6.0, {"prompt/1/text": "techno"}))
    drawn = agenda.version
    agenda.lines(6.0)
    for n in range(10):
        agenda.reach(6.1 + n / 100, drawing=True)
        agenda.add(Change(6.1 + n / 100, {"density": n / 10}))
    assert agenda.settle(drawn, planned=6.0, heard=6.0) == ("prompt/1/text",)


def test_what_is_wanted_at_once_comes_nearer_with_the_reach() -> None:
    """Changes for now wait on one line, also where the engine has become quicker meanwhile."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}))
    agenda.add(Change(8.2, {"density": 1.0}))
    agenda.add(Change(9.0, {"brightness": 1.0}, grid=1.0))
    agenda.reach(7.5)
    assert [c.beat for c in agenda.changes] == [7.5, 7.5, 9.0]


def test_a_newer_value_does_not_overtake_the_older_one() -> None:
    """What is already drawn further ahead is heard first, and the newer value after it."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}))
    agenda.lines(8.0)
    agenda.settle(agenda.version, planned=8.0, heard=8.0)
    agenda.add(Change(8.1, {"key": "C"}))
    agenda.reach(7.5)
    assert [(c.beat, c.values["key"]) for c in agenda.changes] == [(8.0, "Am"), (8.0, "C")]


def test_an_engine_that_is_away_makes_no_queue() -> None:
    """A thousand values while nobody draws are one change."""
    agenda = _agenda()
    for n in range(1000):
        agenda.reach(n / 100)
        agenda.add(Change(n / 100, {"density": n / 1000}))
    assert [c.values for c in agenda.changes] == [{"density": 0.999}]


def test_a_stream_for_one_line_is_one_change() -> None:
    """A thousand values for a far line, each drawn as it comes, are one change in the end."""
    agenda = _agenda()
    for n in range(1000):
        agenda.add(Change(64.0, {"density": n / 1000}, grid=4.0))
        agenda.lines(1.0)
        agenda.settle(agenda.version, 64.0, 64.0)
    assert [c.values for c in agenda.changes] == [{"density": 0.999}]


def test_what_was_said_anew_before_an_older_one_is_heard_stands() -> None:
    """An older value that lands later than a newer one does not come back over it."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"density": 0.1}))
    drawn = agenda.version
    agenda.lines(8.0)
    agenda.add(Change(8.05, {"density": 0.2}))
    agenda.settle(drawn, planned=8.1, heard=8.1)
    assert agenda.picture(9.0)["density"] == 0.2


def test_fast_values_need_no_drawing() -> None:
    """A fast value holds at once, wins over one that waits for a line, and settles nothing."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"master/gain": 0.1}))
    agenda.put({"master/gain": 0.5})
    assert agenda.picture(9.0)["master/gain"] == 0.5
    assert agenda.changes == ()


def test_a_glide_rises_in_steps_for_the_engine_and_evenly_for_the_mixer() -> None:
    """Within eight beats a number takes the middle of each beat's share, or every value."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"density": 1.0, "master/gain": 0.0}, glide=8.0))
    assert [agenda.picture(8.0 + n)["density"] for n in range(9)] == [
        (n + 0.5) / 8 if n < 8 else 1.0 for n in range(9)
    ]
    assert agenda.picture(10.0, smooth=True)["master/gain"] == 0.75
    assert [line.beat for line in agenda.lines(10.0)] == [10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0]


def test_a_glide_changes_words_by_their_shares_and_names_at_half_way() -> None:
    """Old and new words share the slot's weight; a key jumps in the middle."""
    agenda = _agenda()
    agenda.add(Change(0.0, {"prompt/1/text": "jazz", "key": "Am"}, glide=4.0))
    early, late = agenda.picture(1.0), agenda.picture(2.0)
    assert early.words[1] == (("dub", 0.625), ("jazz", 0.375))
    assert (early["key"], late["key"]) == (None, "Am")
    assert agenda.picture(4.0).words[1] == (("jazz", 1.0),)


def test_a_glide_has_few_steps() -> None:
    """No step is shorter than a beat, and there are sixteen at most."""
    assert [glide_steps(beats) for beats in (0.5, 1, 7, 256)] == [1, 1, 7, STEPS]


def test_what_was_is_remembered() -> None:
    """The values of a past beat can be asked for."""
    agenda = _agenda()
    for beat in (4.0, 8.0):
        agenda.add(Change(beat, {"seed": int(beat)}))
        agenda.confirm(agenda.version, beat)
        agenda.pass_by(beat)
    assert [agenda.was(beat)["seed"] for beat in (0.0, 4.0, 7.9, 8.0)] == [0, 4, 4, 8]


def test_when_time_is_moved_back_what_held_still_holds() -> None:
    """After a locate to an earlier beat what held stays, and a later line waits for its beat."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"key": "Am"}))
    agenda.confirm(agenda.version, 8.0)
    agenda.pass_by(10.0)
    agenda.add(Change(11.0, {"density": 1.0}))
    agenda.add(Change(16.0, {"seed": 3}, grid=4.0))
    agenda.pass_by(2.0)
    assert (agenda.picture(2.0)["key"], agenda.picture(2.0)["density"]) == ("Am", 1.0)
    assert [c.beat for c in agenda.changes] == [16.0]


def test_a_progression_begins_on_its_own_line() -> None:
    """The chords count from the beat where they are heard, whatever else changes later."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"chord": "Am F"}, grid=4.0))
    agenda.reach(9.0)
    agenda.add(Change(16.0, {"density": 1.0}, grid=4.0))
    score = agenda.picture(16.0).score()
    assert score is not None
    assert score.chords == (((9, 0, 4), 1.0), ((5, 9, 0), 1.0))
    assert score.chords_from == 12.0


def test_a_flood_of_changes_for_now_does_not_pile_up() -> None:
    """Of a thousand values for now, each at its own beat, the newest of each name is left."""
    agenda = _agenda()
    for n in range(1000):
        agenda.add(Change(8.0 + n / 500, {("density", "key")[n % 2]: (n / 1000, "Am")[n % 2]}))
    assert [set(change.values) for change in agenda.changes] == [{"density"}, {"key"}]
    agenda.reach(10.0)
    [line] = agenda.lines(10.0)
    assert (line.picture["density"], line.picture["key"]) == (0.998, "Am")


def test_what_is_being_drawn_is_not_taken_back() -> None:
    """A value that is on its way to the engine stays when a newer one comes."""
    agenda = _agenda()
    agenda.add(Change(8.0, {"density": 0.25}))
    agenda.lines(8.0)
    agenda.add(Change(8.1, {"density": 0.75}))
    assert [change.values["density"] for change in agenda.changes] == [0.25, 0.75]


def test_what_has_glided_all_the_way_holds_exactly() -> None:
    """At the end of a glide the value is the one that was asked, without rounding."""
    agenda = _agenda(density=0.57)
    agenda.add(Change(0.0, {"density": 0.17}, glide=4.0))
    assert agenda.picture(2.0, smooth=True)["density"] == pytest.approx(0.37)
    assert agenda.picture(4.0)["density"] == 0.17


def test_words_and_values_of_one_slot_are_taken_in_order() -> None:
    """A weight that follows other words of its slot weighs those, not the ones before."""
    agenda = _agenda()
    agenda.add(Change(0.0, {"prompt/1/text": "house"}))
    agenda.add(Change(1.0, {"prompt/1/weight": 0.5}))
    assert agenda.picture(2.0).words[1] == (("house", 0.5),)


def test_whether_a_change_is_drawn_is_told_as_a_plain_truth() -> None:
    """Beats may come from NumPy, where a leader leads: OSC would refuse its booleans."""
    agenda = _agenda()
    agenda.add(Change(4.0, {"density": 1.0}))
    agenda.confirm(agenda.version, float64(8.0))
    assert agenda.changes[0].settled is True


def test_a_long_glide_is_asked_for_piece_by_piece() -> None:
    """Lines beyond the horizon come in time: a draft is asked for before the plan gets there."""
    agenda = _agenda(density=0.1)
    agenda.add(Change(0.0, {"density": 0.9}, glide=256.0))
    seen: set[float] = set()
    version, beat = -1, 0.0
    while agenda.changes:
        agenda.pass_by(beat)
        if agenda.version != version:
            version, lines = agenda.version, [line.beat for line in agenda.lines(beat)]
            agenda.settle(version, 0.0, 0.0)
            assert len(lines) <= HORIZON / 16 + 2
            seen.update(lines)
        assert all(line in seen for line in range(0, 257, 16) if line <= beat + NEARER)
        beat += 0.5
    assert agenda.picture(300.0)["density"] == 0.9


@pytest.mark.parametrize("seed", range(5))
def test_lines_are_what_the_pictures_there_are(seed: int) -> None:
    """However many glides lie over each other, each line is drawn as if it were alone."""
    rng = random.Random(seed)
    agenda = _agenda(density=0.5)
    slots = [f"prompt/{n}/{what}" for n in (1, 2) for what in ("text", "weight")]
    for k in range(40):
        name = rng.choice(["density", "chord", "tempo", *slots])
        number = rng.uniform(60.0, 90.0) if name == "tempo" else rng.random()
        given = {"chord": "Am F", "prompt/1/text": f"a{k}", "prompt/2/text": f"b{k}"}
        values = {name: given.get(name, number)}
        glide, rewind = rng.choice((0.0, 4.0, 29.0)), float(rng.random() < 0.1)
        agenda.add(Change(rng.uniform(0.0, 20.0), values, rng.choice((0.0, 4.0)), glide, rewind))
    lines = agenda.lines(7.0)
    assert len(lines) > 40 and lines[0].beat == 7.0
    for line in lines:
        assert line.picture == agenda.picture(line.beat)
