"""The fallback ladder: fewer steps, the planned future, the loop, the fade, and up again."""

import numpy as np
import pytest

from bridge.clock import OfflineClock
from bridge.config import SAMPLE_RATE
from bridge.control.agenda import Agenda
from bridge.control.state import ControlState
from bridge.engine import tone
from bridge.engine.base import EngineState
from bridge.engine.tone import ToneEngine
from bridge.scheduler import plan
from bridge.scheduler.director import Director
from bridge.scheduler.ladder import Ladder
from bridge.scheduler.scheduler import Scheduler
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.gig import Gig, Script
from tests.bridge.helpers import fill, play, run_loop, wish

STAGES = {"text": 0.0, "denoiser": 0.8, "vocoder": 0.2}


def _steps(ladder: Ladder, per_step: float, answers: int, asked: int = 4) -> list[int]:
    """Return the steps after each answer of an engine that takes so long a step for 5 s."""
    steps = []
    for _ in range(answers):
        drawn = ladder.steps(asked)
        denoiser, vocoder = per_step * drawn, per_step
        stages = {"denoiser": denoiser, "vocoder": vocoder}
        ladder.note(asked, denoiser + vocoder, 5.0, stages)
        steps.append(ladder.steps(asked))
    return steps


def test_an_engine_that_keeps_up_draws_what_is_asked() -> None:
    """At half of real time nothing is taken away, however often it is asked."""
    assert _steps(Ladder(), 0.5, 50) == [4] * 50


def test_five_times_slower_is_fewer_steps_and_back_when_there_is_room() -> None:
    """0.24 s a step are fine; 1.2 s are not, so two and then one is drawn; then all four again."""
    ladder = Ladder()
    assert _steps(ladder, 0.24, 5) == [4] * 5
    assert _steps(ladder, 1.2, 12)[-1] == 1
    up = _steps(ladder, 0.24, 12)
    assert up == sorted(up) and set(up) == {1, 2, 4}


def test_one_slow_answer_is_no_reason_but_a_very_slow_one_is() -> None:
    """A hiccup changes nothing; an answer that takes longer than its music lasts does at once."""
    ladder = Ladder()
    assert ladder.note(4, 4.0, 5.0, STAGES) is None
    assert ladder.note(4, 0.5, 5.0, STAGES) is None
    assert "2 of 4 steps" in str(ladder.note(4, 5.1, 5.0, STAGES))


def test_it_does_not_swing() -> None:
    """Where two steps just hold and four would not, it stays at two."""
    ladder = Ladder()
    assert set(_steps(ladder, 0.7, 60)[3:]) == {2}


def test_with_one_step_nothing_is_left_to_take_away() -> None:
    """The engine that is too slow for one step draws one step; the loop is the next rung."""
    assert _steps(Ladder(), 9.0, 9)[-1] == 1
    assert Ladder().note(1, 9.0, 5.0, STAGES) is None


class _Timed(ToneEngine):
    """Takes ``seconds`` for four steps, by the clock that it is given."""

    def __init__(self, clock: OfflineClock) -> None:
        super().__init__()
        self.clock, self.seconds, self.asked = clock, 0.0, [0]

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.asked.append(request.score.steps)
        self.clock.advance(self.seconds * request.score.steps / 4)
        return tone.draw(request)


def test_the_engine_is_asked_for_fewer_steps_while_it_is_slow() -> None:
    """The director asks for what the ladder allows, and tells how many steps that is."""

    async def scenario() -> None:
        clock, scheduler = OfflineClock(), Scheduler(wish())
        engine = _Timed(clock)
        agenda = Agenda(ControlState({"prompt/1/text": "x"}).snapshot().values)
        director = Director(scheduler, engine, clock, agenda, lambda text: None, fit_lead=False)

        async def go_on(seconds: float) -> None:
            for _ in range(round(seconds)):
                await director.settle()
                play(scheduler, 1.0, engine=False)

        await go_on(20)
        assert engine.asked[-1] == 4 and director.steps == (4, 4)
        engine.seconds = 5.0
        await go_on(20)
        assert engine.asked[-1] == 2 and director.steps == (2, 4)
        engine.seconds = 1.0
        await go_on(40)
        assert engine.asked[-1] == 4 and director.steps == (4, 4)

    run_loop(scenario())


def test_a_loop_fades_in_the_end_and_the_engine_brings_the_music_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After its time the loop fades to nothing within seconds; new music has its full level."""
    monkeypatch.setattr(plan, "LOOP_SECONDS", 20.0)
    monkeypatch.setattr(plan, "FADE_OUT_SECONDS", 4.0)
    scheduler = Scheduler(wish())
    fill(scheduler)
    audio = play(scheduler, 60, engine=False)
    peaks = [float(np.abs(second).max()) for second in np.array_split(audio, 60, axis=1)]
    start = scheduler._plan.looping_from / SAMPLE_RATE  # type: ignore[union-attr,operator]
    assert min(peaks[: int(start + 19)]) > 0.3
    assert max(peaks[int(start + 26) :]) < 1e-6 and scheduler.loudness < 1e-6
    assert np.abs(play(scheduler, 6)).max() > 0.3 and scheduler.loudness == 1.0


def test_bars_that_are_held_do_not_fade(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the performer loops goes on for as long as the performer likes."""
    monkeypatch.setattr(plan, "LOOP_SECONDS", 1.0)
    monkeypatch.setattr(plan, "FADE_OUT_SECONDS", 1.0)
    scheduler = Scheduler(wish())
    play(scheduler, 6)
    assert scheduler.hold(1)
    assert np.abs(play(scheduler, 30)[:, -2 * SAMPLE_RATE :]).max() > 0.3


def test_every_rung_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Status says planned, looping and fading, and why; subscribers hear of each step at once."""
    monkeypatch.setattr(plan, "LOOP_SECONDS", 20.0)
    seen: list[tuple[object, ...]] = []

    def look(gig: Gig) -> None:
        status = gig.status()
        seen.append((status["state"], status["fallback"], status["trouble"], status["steps"]))

    def down(gig: Gig) -> None:
        gig.engine.state, gig.engine.trouble = EngineState.DOWN, "it was killed"

    def up(gig: Gig) -> None:
        gig.engine.state, gig.engine.trouble = EngineState.READY, ""

    script: Script = {
        1.0: lambda gig: gig.say("/mcm/subscribe"),
        2.0: look,
        3.0: down,
        4.0: look,
        15.0: look,
        38.0: look,
        40.0: up,
        46.0: look,
    }
    gig = Gig(47, script)
    gig.play()
    assert seen == [
        ("playing", "none", "", 4),
        ("playing", "planned", "it was killed", 4),
        ("looping", "looping", "it was killed", 4),
        ("fading", "fading", "it was killed", 4),
        ("playing", "none", "", 4),
    ]
    told = [arguments for address, arguments in gig.sent if address == "/mcm/fallback"]
    assert [rung for rung, _ in told][:3] == ["planned", "looping", "fading"]
    assert told[-1] == ("none", "")


def test_the_reason_is_told_until_the_music_is_the_engine_s_again() -> None:
    """An engine that is back while the loop still plays was not too slow: it was killed."""
    seen: list[tuple[object, object]] = []

    def look(gig: Gig) -> None:
        status = gig.status()
        seen.append((status["fallback"], status["trouble"]))

    def down(gig: Gig) -> None:
        gig.engine.state, gig.engine.trouble = EngineState.DOWN, "it was killed"

    def up(gig: Gig) -> None:
        look(gig)
        gig.engine.state, gig.engine.trouble = EngineState.READY, ""
        look(gig)  # nothing has been drawn yet

    Gig(25, {3.0: down, 16.0: up, 24.0: look}).play()
    assert seen == [("looping", "it was killed")] * 2 + [("none", "")]


def test_a_spoilt_answer_is_not_heard() -> None:
    """An answer with a number that is none is refused and told; what was planned plays on."""
    spoilt: list[int] = []

    class Sick(ToneEngine):
        async def plan(self, request: PlanRequest) -> PlanChunk:
            chunk = await super().plan(request)
            if request.score.seed == 13:
                spoilt.append(chunk.start)
                chunk.audio[1, 777] = np.nan
            return chunk

    gig = Gig(6)
    gig.engine = gig.app._engine = Sick()
    gig.script = [
        (1.0, lambda gig: gig.say("/mcm/subscribe")),
        (1.1, lambda gig: gig.say("/mcm/seed", 13)),
    ]
    master = gig.play()
    assert spoilt and np.isfinite(master).all()
    assert np.array_equal(master, Gig(6).play())
    errors = [str(arguments[1]) for address, arguments in gig.sent if address == "/mcm/error"]
    assert any("not finite" in text for text in errors)
