"""The plan: seamless, on the grid, replaced when a wish changes, looping when nobody answers."""

from dataclasses import replace

import numpy as np
import pytest

from bridge.config import BLOCK, SAMPLE_RATE
from bridge.engine import tone
from bridge.scheduler.programme import Cue, Programme
from bridge.scheduler.scheduler import MAX_LEAD, PLAN_AHEAD, TURN_FRAMES, Scheduler
from musiccm.controls import STEMS
from musiccm.request import CONTEXT_FRAMES, EXTEND_FRAMES, LAG_FRAMES, WINDOW_FRAMES
from tests.bridge.helpers import clicks, fill, play, rendered, wish

BEAT = SAMPLE_RATE // 2  # at 120 bpm
BASS = STEMS.index("bass")


def test_without_gestures_it_equals_the_renderer() -> None:
    """Played without gestures, every sample is that of the renderer's schedule."""
    scheduler = Scheduler(wish(97.0))
    audio = play(scheduler, 40)
    expected = rendered(WINDOW_FRAMES + 8 * EXTEND_FRAMES, 97.0)
    assert np.array_equal(audio, expected[:, : audio.shape[1]])


def test_six_to_twelve_seconds_are_planned() -> None:
    """While the engine answers, the plan is never shorter than 6 s nor longer than 12 s."""
    scheduler = Scheduler(wish())
    for _ in range(40):
        play(scheduler, 0.5)
        fill(scheduler)
        assert PLAN_AHEAD <= scheduler.ahead <= 12 * SAMPLE_RATE
    assert scheduler.fallbacks == 0


def test_before_the_first_chunk_there_is_nothing() -> None:
    """Until music has come, nothing is read and no time passes."""
    scheduler = Scheduler(wish())
    assert scheduler.waiting
    assert scheduler.read(BLOCK) is None
    assert scheduler.playhead == 0


def test_a_wish_is_heard_after_the_lead() -> None:
    """A new prompt sounds from the lead on, and not before."""
    scheduler, plain = Scheduler(wish()), Scheduler(wish())
    play(scheduler, 3)
    play(plain, 3)
    scheduler.wish(wish(prompts=(("other", 1.0),)))
    now, then = play(scheduler, 3), play(plain, 3)
    changed = np.flatnonzero(np.abs(now[BASS] - then[BASS]) > 1e-3)[0]
    assert 0 <= changed - scheduler.lead.now * SAMPLE_RATE <= 0.02 * SAMPLE_RATE
    assert MAX_LEAD < 2.0 - 0.2


def test_a_splice_does_not_click() -> None:
    """Around a splice no step is larger than the tones' own slope."""
    scheduler = Scheduler(wish())
    play(scheduler, 2)
    scheduler.wish(wish(intensity=1.0))
    bass = play(scheduler, 2)[BASS]
    assert np.abs(np.diff(bass)).max() < 0.01


def test_the_newest_wish_wins() -> None:
    """A wish that comes while another is drawn is drawn next, and the plan then rests."""
    scheduler = Scheduler(wish())
    play(scheduler, 2)
    scheduler.wish(wish(prompts=(("one", 1.0),)))
    draft = scheduler.next_draft()
    assert draft is not None
    for n in range(20):
        scheduler.wish(wish(prompts=((f"words {n}", 1.0),)))
    scheduler.accept(draft, tone.draw(draft.request))
    second = scheduler.next_draft()
    assert second is not None
    assert second.request.score.prompts == (("words 19", 1.0),)
    scheduler.accept(second, tone.draw(second.request))
    fill(scheduler)
    assert scheduler.next_draft() is None


def test_a_wish_before_the_first_chunk_is_not_lost() -> None:
    """A wish that comes while the first chunk is drawn is planned right after it."""
    scheduler = Scheduler(wish())
    first = scheduler.next_draft()
    assert first is not None
    scheduler.wish(wish(seed=5))
    scheduler.accept(first, tone.draw(first.request))
    second = scheduler.next_draft()
    assert second is not None
    assert second.request.score.seed == 5
    assert second.request.start >= LAG_FRAMES


def test_a_refused_wish_is_given_up() -> None:
    """When the engine refuses a wish, the music goes on as it was."""
    scheduler = Scheduler(wish())
    play(scheduler, 2)
    scheduler.wish(wish(seed=5))
    draft = scheduler.next_draft()
    assert draft is not None
    scheduler.refuse(draft)
    fill(scheduler)
    draft = scheduler.next_draft()
    assert draft is None


def test_a_refused_extension_refuses_no_wish() -> None:
    """What plays when the engine cannot go on is drawn again later, when it is asked for anew."""
    scheduler = Scheduler(wish(seed=1))
    fill(scheduler)
    play(scheduler, 6, engine=False)
    extension = scheduler.next_draft()
    assert extension is not None and extension.cue is None
    scheduler.refuse(extension)
    for seed in (2, 1):
        scheduler.wish(wish(seed=seed))
        draft = scheduler.next_draft()
        assert draft is not None and draft.request.score.seed == seed
        scheduler.accept(draft, tone.draw(draft.request))


def test_a_tempo_change_moves_the_clicks() -> None:
    """After a tempo change the clicks lie on the new map's beats, to the sample or two."""
    scheduler = Scheduler(wish(120.0))
    before = play(scheduler, 3.2)
    scheduler.wish(wish(150.0))
    audio = np.concatenate([before, play(scheduler, 6)], axis=1)
    found = clicks(audio[0])
    beats = np.array([scheduler.tempo.sample(float(n)) for n in range(len(found))])
    assert np.abs(found - beats).max() < 30  # a click takes some samples to be loud
    assert np.diff(found)[-1] == pytest.approx(SAMPLE_RATE * 60 / 150, abs=3)


def test_context_and_beats_fit_together() -> None:
    """Each request's context ends at its start, with a beat for each frame, in whole tokens."""
    scheduler = Scheduler(wish())
    for seed in range(6):
        play(scheduler, 0.4)
        scheduler.wish(wish(100.0 + seed, seed=seed))
        draft = scheduler.next_draft()
        assert draft is not None
        request = draft.request
        assert request.context is not None and request.context_beats is not None
        assert len(request.context) == len(request.context_beats) <= 512
        assert len(request.context) % 8 == request.start % 8 == 0
        assert request.context_beats[-1] < request.beats[0]
        scheduler.accept(draft, tone.draw(request))


def test_without_an_engine_the_last_bars_loop_on_the_grid() -> None:
    """For two minutes without an answer every beat has its click, within two samples."""
    scheduler = Scheduler(wish(117.0))
    audio = play(scheduler, 3)
    audio = np.concatenate([audio, play(scheduler, 120, engine=False)], axis=1)
    assert scheduler.looping
    assert scheduler.fallbacks == 1
    found = clicks(audio[0])
    expected = np.arange(len(found)) * 60 / 117 * SAMPLE_RATE
    assert len(found) == int(audio.shape[1] / SAMPLE_RATE * 117 / 60) + 1
    assert np.abs(found - expected - found[0]).max() < 25


def test_the_loop_repeats_whole_bars() -> None:
    """The loop's samples are those of whole bars before."""
    scheduler = Scheduler(wish(120.0))
    play(scheduler, 3)
    audio = play(scheduler, 40, engine=False)
    lag = 4 * 4 * BEAT
    assert np.array_equal(audio[:, -4 * BEAT :], audio[:, -4 * BEAT - lag : -lag])


def test_the_loop_is_never_silent_nor_clicks() -> None:
    """Over the seams of the loop the held notes go on: no gap, no step."""
    scheduler = Scheduler(wish(133.0))
    play(scheduler, 2)
    bass = play(scheduler, 40, engine=False)[BASS]
    assert np.abs(np.diff(bass)).max() < 0.01
    level = np.sqrt(np.mean(bass[: len(bass) // 4800 * 4800].reshape(-1, 4800) ** 2, axis=1))
    assert level.min() > 0.3 * np.median(level)


def test_the_engine_comes_back_on_a_bar() -> None:
    """When the engine is back the loop ends where a bar begins, and the clicks stay on the grid."""
    scheduler = Scheduler(wish(117.0))
    parts = [play(scheduler, 3), play(scheduler, 30, engine=False)]
    draft = scheduler.next_draft()
    assert draft is not None
    bar = scheduler.tempo.beat(draft.at) / 4
    assert bar == pytest.approx(round(bar), abs=1e-4)
    scheduler.accept(draft, tone.draw(draft.request))
    parts.append(play(scheduler, 20))
    assert not scheduler.looping
    found = clicks(np.concatenate(parts, axis=1)[0])
    beats = np.arange(len(found)) * 60 / 117 * SAMPLE_RATE
    assert np.abs(found - beats - found[0]).max() < 25


def test_a_wish_while_looping_is_heard_at_the_return() -> None:
    """What was asked while the engine was away is in the first request after it."""
    scheduler = Scheduler(wish())
    play(scheduler, 2)
    play(scheduler, 20, engine=False)
    scheduler.wish(wish(seed=9))
    draft = scheduler.next_draft()
    assert draft is not None
    assert draft.request.score.seed == 9


def test_an_answer_that_is_too_late_is_dropped() -> None:
    """A chunk whose last sample has been passed by changes nothing; the loop goes on."""
    scheduler = Scheduler(wish())
    play(scheduler, 5.5)
    scheduler.wish(wish(seed=3))
    draft = scheduler.next_draft()
    assert draft is not None
    play(scheduler, 20, engine=False)
    assert not scheduler.accept(draft, tone.draw(draft.request))
    assert scheduler.looping
    assert fill(scheduler) > 0
    play(scheduler, 3)
    assert not scheduler.looping


def test_a_late_answer_is_spliced_where_the_music_is() -> None:
    """A chunk that comes after its splice, but not after its end, is heard from the playhead on."""
    scheduler = Scheduler(wish())
    play(scheduler, 5.5)
    scheduler.wish(wish(intensity=1.0))
    draft = scheduler.next_draft()
    assert draft is not None
    play(scheduler, 2, engine=False)
    assert scheduler.accept(draft, tone.draw(draft.request))
    later = play(scheduler, 1)[BASS]
    assert np.abs(later[4800:]).max() == pytest.approx(0.15, rel=0.01)


def test_many_gestures_keep_time() -> None:
    """After many changes of tempo and words the clicks still lie on the map."""
    scheduler = Scheduler(wish())
    rng = np.random.default_rng(0)
    for _ in range(25):
        play(scheduler, float(rng.uniform(0.1, 1.5)), engine=bool(rng.integers(2)))
        scheduler.wish(wish(float(rng.integers(80, 160)), seed=int(rng.integers(9))))
        fill(scheduler)
    fill(scheduler)
    start = scheduler.playhead
    found = start + clicks(play(scheduler, 8)[0])
    beats = np.array([scheduler.tempo.beat(int(f)) for f in found])
    assert np.abs(beats - np.round(beats)).max() < 0.003


def test_a_ramp_is_heard() -> None:
    """A tempo with a glide moves the clicks evenly to it; new words meanwhile do not halt it."""
    scheduler = Scheduler(wish(100.0))
    parts = [play(scheduler, 2)]
    scheduler.wish(wish(140.0, glide=4))
    parts.append(play(scheduler, 3))
    scheduler.wish(wish(140.0, glide=4, seed=3))
    parts.append(play(scheduler, 9))
    found = clicks(np.concatenate(parts, axis=1)[0])
    beats = np.array([scheduler.tempo.sample(float(n)) for n in range(len(found))])
    assert np.abs(found - beats).max() < 30
    assert np.diff(found)[-1] == pytest.approx(SAMPLE_RATE * 60 / 140, abs=3)
    steps = np.diff(np.diff(found))
    assert -1500 < steps.min() < steps.max() < 30  # never a jump, never slower


def test_a_ramp_waits_for_an_engine_that_is_away() -> None:
    """While the loop plays its tempo holds; when the engine is back the goal is reached."""
    scheduler = Scheduler(wish(100.0))
    play(scheduler, 2)
    scheduler.wish(wish(140.0, glide=8))
    play(scheduler, 1)
    play(scheduler, 30, engine=False)
    bpm = scheduler.tempo.bpm(scheduler.playhead)
    assert 100 < bpm < 140 and scheduler.tempo.goal[0] == bpm
    play(scheduler, 25)
    start = scheduler.playhead
    found = start + clicks(play(scheduler, 4)[0])
    beats = np.array([scheduler.tempo.beat(int(f)) for f in found])
    assert np.abs(beats - np.round(beats)).max() < 0.003
    assert scheduler.tempo.bpm(start) == 140


def test_locate_is_heard_after_the_lead() -> None:
    """The asked beat is at the splice, and the clicks count from there."""
    scheduler = Scheduler(wish(120.0))
    play(scheduler, 3)
    scheduler.locate(64.0)
    draft = scheduler.next_draft()
    assert draft is not None
    scheduler.accept(draft, tone.draw(draft.request))
    assert scheduler.tempo.beat(draft.at) == 64.0
    start = scheduler.playhead
    found = start + clicks(play(scheduler, 4)[0])
    beats = np.array([scheduler.tempo.beat(int(f)) for f in found if f > draft.at])
    assert np.abs(beats - np.round(beats)).max() < 0.003
    assert scheduler.next_draft() is None


def test_lines_that_a_locate_skips_are_drawn_no_more() -> None:
    """Cues between here and the asked place are left out, and the plan comes to rest."""
    scheduler = Scheduler(wish(120.0))
    play(scheduler, 3)
    skipped, there = wish(120.0, intensity=1.0), wish(120.0, density=1.0)
    cues = Cue(scheduler.reach, wish(120.0)), Cue(scheduler.reach + 3.0, skipped), Cue(64.0, there)
    scheduler.follow(Programme(cues))
    scheduler.locate(64.0)
    asked = []
    while (draft := scheduler.next_draft()) and len(asked) < 20:
        asked.append(draft.wish)
        scheduler.accept(draft, tone.draw(draft.request))
    assert asked[0] == there and skipped not in asked
    assert len(asked) < 20


def test_back_to_a_beat_that_was_skipped_goes_on_from_the_present() -> None:
    """Where a locate has left bars out, the past that they would be is not looked for."""
    scheduler = Scheduler(wish(120.0))
    play(scheduler, 3)
    scheduler.locate(500.0)
    play(scheduler, 2)
    back = Cue(scheduler.reach, replace(wish(120.0), rewinds=1), rewind=16.0)
    scheduler.follow(Programme((back,)))
    draft = scheduler.next_draft()
    assert draft is not None and draft.request.context is not None
    assert draft.request.context[-1, 0, 0] == pytest.approx(
        draft.request.context_beats[-1] % 1.0, abs=1e-3
    )


def test_locate_while_parked_is_where_play_begins() -> None:
    """A stopped transport that is told to be elsewhere reads from there on."""
    scheduler = Scheduler(wish(120.0))
    play(scheduler, 3)
    scheduler.parked = True
    scheduler.locate(32.0)
    fill(scheduler)
    assert scheduler.tempo.beat(scheduler.playhead) == 32.0
    scheduler.parked = False
    assert clicks(play(scheduler, 1)[0])[0] < 30


def test_locate_before_the_first_chunk_begins_there() -> None:
    """A place that is asked for before any music is where the music begins."""
    scheduler = Scheduler(wish(120.0))
    scheduler.locate(16.0)
    fill(scheduler)
    assert scheduler.tempo.beat(0) == 16.0
    assert scheduler.next_draft() is None


def test_other_words_go_on_from_less_of_the_past() -> None:
    """A new prompt is not held back by seconds of the old one; a shift of weights keeps them."""
    scheduler = Scheduler(wish())
    play(scheduler, 4)
    lengths = []
    for prompts in ((("other", 1.0),), (("other", 1.0), ("third", 0.2))):
        scheduler.wish(wish(prompts=prompts))
        draft = scheduler.next_draft()
        assert draft is not None and draft.request.context is not None
        lengths.append(len(draft.request.context))
        scheduler.accept(draft, tone.draw(draft.request))
    assert lengths == [TURN_FRAMES, CONTEXT_FRAMES]
