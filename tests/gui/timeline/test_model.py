"""The timeline without Qt: what it makes of the daemon's messages."""

import pytest

from bridge.protocol.parameters import STATUS, STEMS
from gui.timeline.geometry import FASTEST, SLOWEST, Geometry
from gui.timeline.levels import MOST_SLICES, UNKNOWN, Levels
from gui.timeline.model import Timeline
from gui.timeline.playhead import Playhead
from tests.gui.scene import BAR, play_view, status


def test_the_playhead_moves_on_evenly_between_messages() -> None:
    """What is told late or early by some milliseconds moves the picture by less than a pixel."""
    playhead = Playhead()
    playhead.tell(10.0, 0.0, True)
    assert playhead.at(0.5) == pytest.approx(10.5)
    for n in range(1, 50):
        playhead.tell(10.0 + n / 10 + (0.012 if n % 3 else -0.02), n / 10, True)
        assert playhead.at(n / 10) == pytest.approx(10.0 + n / 10, abs=0.015)


def test_the_playhead_jumps_and_stands_with_the_music() -> None:
    """A jump is followed at once, and music that is stopped stands still."""
    playhead = Playhead()
    playhead.tell(10.0, 0.0, True)
    playhead.tell(20.0, 0.1, True)
    assert playhead.at(0.1) == pytest.approx(20.0)
    playhead.tell(20.5, 0.6, False)
    assert playhead.at(9.0) == 20.5


def test_the_playhead_does_not_run_away() -> None:
    """Music that is a percent faster than the clock is followed within 50 ms."""
    playhead = Playhead()
    for n in range(600):
        playhead.tell(1.01 * n / 10, n / 10, True)
    assert playhead.at(60.0) == pytest.approx(60.6, abs=0.05)


def test_levels_know_what_they_were_not_told() -> None:
    """A hole is no silence, what is written twice counts the second time, the loudest is shown."""
    levels = Levels()
    levels.put(100, [-30.0, -90.0])
    levels.put(104, [0.0])
    assert levels.height(102, 104) == UNKNOWN
    assert levels.height(101, 102) == 0.0
    assert levels.height(100, 105) == 1.0
    quiet = levels.height(100, 101)
    levels.put(100, [-10.0])
    assert 0 < quiet < levels.height(100, 101) < 1
    levels.cut(101)
    assert (levels.first, levels.end) == (100, 101)


def test_levels_forget_the_far_past() -> None:
    """A night of music does not fill the memory."""
    levels = Levels()
    for first in range(0, 3 * MOST_SLICES, 1000):
        levels.put(first, [-20.0] * 1000)
    assert levels.end == -(-3 * MOST_SLICES // 1000) * 1000
    assert MOST_SLICES <= levels.end - levels.first <= 2 * MOST_SLICES


def test_a_view_is_taken_over_whole() -> None:
    """Levels, bars and marks are those of the answer; the next question names its edition."""
    timeline = Timeline()
    assert timeline.wish() == (0.0, -1)
    play_view(timeline, heard=6.0, edition=3)
    assert timeline.wish() == (5.0, 3)
    assert [bar.number for bar in timeline.bars] == list(range(7))
    assert timeline.known == (0.0, 14.0)
    assert timeline.marks.committed == pytest.approx(6.8)
    assert timeline.marks.loop_end is None


def test_a_new_plan_takes_the_place_of_the_old_one() -> None:
    """After a splice no bar line, level or section of the old plan is left ahead."""
    timeline, spoiled = Timeline(), []
    timeline.on_levels = lambda first, last: spoiled.append((first, last))
    play_view(timeline, heard=6.0, edition=3)
    timeline.wish()
    spoiled.clear()
    play_view(timeline, heard=6.5, edition=4, bar=1.5, since=5.0, until=10.0)
    assert [bar.place for bar in timeline.bars if bar.place >= 5] == [6.0, 7.5, 9.0]
    assert timeline.known == (0.0, 10.0)
    assert (320, 448) in spoiled


def test_sections_follow_each_other() -> None:
    """A section that goes on where the view began stays one; a replaced one is gone."""
    timeline = Timeline()
    play_view(timeline, heard=9.0, sections=[(0.0, "intro"), (8.0, "drop"), (12.0, "break")])
    timeline.wish()
    play_view(timeline, 9.5, edition=2, since=8.5, sections=[(8.5, "drop"), (14.0, "verse")])
    assert [(s.place, s.name) for s in timeline.sections] == [
        (0.0, "intro"),
        (8.0, "drop"),
        (14.0, "verse"),
    ]
    assert timeline.section_at(9.5) == "drop"


def test_pending_changes_wait_at_their_place() -> None:
    """A change lies where it will be heard, in words that a performer reads at a glance."""
    timeline = Timeline()
    changes = [(8.0, 1.5, "key", "Am", 0.0, True), (12.0, 3.5, "stem/lead/rest", 1, 4.0, 0)]
    play_view(timeline, heard=6.0, changes=changes)
    first, second = timeline.pending
    assert (first.place, first.text, first.drawn) == (pytest.approx(7.6), "key → Am", True)
    assert (second.text, second.drawn) == ("lead rest → on in 4 beats", False)
    play_view(timeline, heard=6.2)
    assert timeline.pending == []


def test_a_preview_for_others_is_not_taken_for_ones_own() -> None:
    """Changes that somebody else's preview brought are not shown twice."""
    timeline = Timeline()
    change = (8.0, 1.5, "key", "Am", 0.0, True)
    timeline.receive("/mcm/plan/change", change, 0.0)
    timeline.receive("/mcm/plan/preview.reply", [1], 0.0)
    play_view(timeline, heard=6.0, changes=[change])
    assert len(timeline.pending) == 1


def test_how_many_bars_back_a_place_is() -> None:
    """A roll back counts bars from the present one; there is none to it, or to the future."""
    timeline = Timeline()
    play_view(timeline, heard=9.0)
    timeline.receive("/mcm/status.reply", status(9.0), 100.0)
    assert timeline.bars_back(2.5, 100.0) == 3
    assert timeline.bars_back(BAR * 4 + 0.1, 100.0) is None
    assert timeline.bars_back(12.0, 100.0) is None
    assert timeline.bars_back(2.5, 102.0) == 4


def test_status_moves_the_playhead_to_what_is_heard() -> None:
    """What the output has not played yet is taken off the place that the status tells."""
    timeline = Timeline()
    play_view(timeline, heard=6.0)
    timeline.receive("/mcm/status.reply", status(8.0), 50.0)
    assert timeline.playhead.at(51.0) == pytest.approx(8.9)
    timeline.receive("/mcm/status.reply", status(9.5, state="stopped"), 52.0)
    assert timeline.playhead.at(60.0) == pytest.approx(9.4)


def test_another_daemon_begins_anew() -> None:
    """Music never goes back: where a status does, nothing of the former daemon is kept."""
    timeline = Timeline()
    spoil = timeline.on_levels = lambda first, last: None
    play_view(timeline, heard=60.0)
    timeline.receive("/mcm/status.reply", status(0.5), 0.0)
    assert timeline.bars == [] and timeline.wish() == (0.0, -1)
    assert timeline.on_levels is spoil


def test_the_words_say_what_the_picture_shows() -> None:
    """State, bar, section, tempo, plan ahead and what waits are told in words."""
    timeline = Timeline()
    sections = [(0.0, "intro"), (8.0, "drop")]
    play_view(
        timeline, heard=9.0, sections=sections, changes=[(24.0, 2.9, "key", "Em", 0.0, False)]
    )
    timeline.receive("/mcm/status.reply", status(9.1, state="holding"), 0.0)
    words = timeline.describe(0.0)
    assert words.startswith("holding; bar 5, 4 beats to the bar; drop; 120 bpm; 8 seconds planned")
    assert words.endswith("waiting: key → Em")
    assert timeline.held


def test_a_muted_stem_is_known() -> None:
    """The faders' mutes are followed."""
    timeline = Timeline()
    assert timeline.receive("/mcm/stem/bass/mute", [True], 0.0)
    assert [stem for stem in STEMS if timeline.muted[stem]] == ["bass"]
    assert not timeline.receive("/mcm/tempo", [120.0], 0.0)
    assert len(status(1.0)) == len(STATUS)


def test_geometry_goes_both_ways() -> None:
    """A place is found again at its pixel, at every ratio of pixels; the present stays put."""
    for ratio in (1.0, 1.5, 2.0):
        geometry = Geometry(width=1000, ratio=ratio, now=100.0)
        assert geometry.x(geometry.now) == pytest.approx(620, abs=1)
        assert geometry.place(geometry.x(97.3)) == pytest.approx(97.3, abs=0.03)
        geometry.zoom(3)
        assert geometry.x(geometry.now) == pytest.approx(620, abs=1)


def test_looking_back_stays_at_its_place() -> None:
    """While a performer looks back the picture stands still, not past the oldest music."""
    geometry = Geometry(width=1000, now=100.0)
    geometry.look_back(20.0, oldest=0.0)
    x = geometry.x(80.0)
    geometry.now = 103.0
    assert geometry.x(80.0) == x and not geometry.follows
    assert geometry.back == pytest.approx(23.0)
    geometry.look_back(1000.0, oldest=90.0)
    assert geometry.back == pytest.approx(13.0)
    geometry.look_back(-1.0, oldest=0.0)
    assert geometry.follows


def test_zoom_has_ends() -> None:
    """However often it is asked, music is neither a line nor one note wide."""
    geometry = Geometry()
    geometry.zoom(100)
    assert geometry.speed == FASTEST
    geometry.zoom(-100)
    assert geometry.speed == SLOWEST


def test_what_waits_is_said_by_its_bar() -> None:
    """Also where the bars are not told yet; what has come is left out."""
    timeline = Timeline()
    timeline.receive("/mcm/status.reply", status(10.1), 0.0)
    changes = [
        (24.0, 1.9, "key", "Em", 0.0, 1, "Am"),
        (24.0, 1.9, "density", 0.5, 0.0, 1, 0.2),
        (48.0, 13.9, "key", "C", 0.0, 0, "Am"),
        (19.0, -0.6, "brightness", 0.5, 4.0, 0, 0.2),
    ]
    play_view(timeline, 10.0, changes=changes, until=16.0)
    assert timeline.ahead(0.0) == "bar 7: key → Em, density → 0.5 · bar 13: key → C"


def test_a_silent_daemon_lets_the_picture_stand() -> None:
    """The playhead stays where it was, and nothing waits any more."""
    timeline = Timeline()
    timeline.receive("/mcm/status.reply", status(10.1), 0.0)
    play_view(timeline, 10.0, changes=[(24.0, 1.9, "key", "Em", 0.0, 1, "Am")])
    timeline.stand(1.0)
    here = timeline.playhead.at(1.0)
    assert timeline.playhead.at(9.0) == here > 10.0
    assert timeline.ahead(1.0) == "" and "no daemon" in timeline.describe(1.0)
