"""Slow gestures on their lines: to the millisecond, without a click, the newest first."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bridge.config import SAMPLE_RATE
from bridge.engine.tone import ToneEngine
from musiccm.controls import STEMS
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.gig import Gig, Script

BPM = 97.0
BEAT = 60.0 * SAMPLE_RATE / BPM
BAR = 4 * BEAT
EDGE = 0.005 * SAMPLE_RATE + 1  # samples in 5 ms, and one for the line's own rounding
LEAD = 0.5 * SAMPLE_RATE
BASS = STEMS.index("bass")
FADED = 240  # samples before and after a line


def _stems(seconds: float, script: Script | None = None, **options: object) -> NDArray[np.float32]:
    return Gig(seconds, script, bpm=BPM, **options).play_stems()


def _changed(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.int64]:
    return np.flatnonzero(np.abs(a - b).max(axis=0) > 0)


@pytest.mark.parametrize(
    ("when", "line"),
    [
        ("beat", 6 * BEAT),  # said at 3.0 s, beat 4.85; the lead reaches beat 5.66
        ("bar", 2 * BAR),
        ("2", 3 * BAR),
        ("4", 5 * BAR),
        ("8", 9 * BAR),
    ],
)
def test_a_slow_change_is_heard_on_its_line(when: str, line: float) -> None:
    """Up to 5 ms before its line the plan is untouched, 5 ms after it the new music is all."""
    script: Script = {3.0: lambda gig: gig.say("/mcm/key", "E", when)}
    seconds = line / SAMPLE_RATE + 3
    changed, plain, other = _stems(seconds, script), _stems(seconds), _stems(seconds, key="E")
    first = _changed(changed, plain)[0]
    last = _changed(changed, other)[-1]
    assert line - EDGE <= first <= line
    assert line <= last <= line + EDGE


def test_now_is_the_nearest_sample_in_reach() -> None:
    """Without quantize a change is heard from the first sample on that the engine can reach."""
    changed = _stems(6, {3.0: lambda gig: gig.say("/mcm/key", "E")})
    first = _changed(changed, _stems(6))[0]
    assert 0 <= first - 3.0 * SAMPLE_RATE - LEAD <= 2 * 512


@pytest.mark.parametrize("when", ["now", "bar"])
def test_subscribers_are_told_when_a_change_will_be_heard(when: str) -> None:
    """/mcm/plan/heard names what was drawn, and the samples change when it says."""
    script: Script = {
        1.0: lambda gig: gig.say("/mcm/subscribe"),
        3.0: lambda gig: gig.say("/mcm/key", "E", when),
    }
    gig = Gig(7, script, bpm=BPM)
    first = _changed(gig.play_stems(), _stems(7))[0] / SAMPLE_RATE
    [(seconds, *names)] = [a for address, a in gig.sent if address == "/mcm/plan/heard"]
    assert names == ["key"]
    assert float(str(seconds)) == pytest.approx(first - 3.0, abs=0.025)


def test_the_global_quantize_holds_for_all_slow_changes_and_a_message_may_differ() -> None:
    """/mcm/quantize sets the line of all messages that do not say their own."""
    bars: Script = {
        1.0: lambda gig: gig.say("/mcm/quantize", "2"),
        3.0: lambda gig: gig.say("/mcm/key", "E"),
    }
    plain = _stems(12)
    first = _changed(_stems(12, bars), plain)[0]
    assert abs(first - 3 * BAR) <= EDGE
    bars[3.0] = lambda gig: gig.say("/mcm/key", "E", "bar")
    first = _changed(_stems(12, bars), plain)[0]
    assert abs(first - 2 * BAR) <= EDGE


def test_a_line_that_cannot_be_reached_becomes_the_next_one() -> None:
    """Said less than the lead before a bar, a change is heard on the bar after it."""
    said = (2 * BAR - 0.3 * SAMPLE_RATE) / SAMPLE_RATE
    changed = _stems(12, {said: lambda gig: gig.say("/mcm/key", "E", "bar")})
    assert abs(_changed(changed, _stems(12))[0] - 3 * BAR) <= EDGE


def test_a_splice_on_a_line_does_not_click() -> None:
    """Over twelve changes of key, no step is larger than the loudest tone's own slope allows."""
    keys = ["E", "B", "F#", "C", "G", "D", "A", "F", "A#", "D#", "G#", "C#"]

    def key(name: str) -> object:
        return lambda gig: gig.say("/mcm/key", name, "beat")

    script = {2.0 + 1.3 * n: key(name) for n, name in enumerate(keys)}
    stems = _stems(20, script)  # type: ignore[arg-type]
    for stem, octave, level in (("bass", 1, 0.1), ("harmony", 4, 0.05), ("lead", 6, 0.03)):
        highest = octave * 65.406 * 2 ** (22 / 12)
        slope = 2 * np.pi * highest / SAMPLE_RATE * level
        fade = level * np.pi / 2 / (2 * FADED)
        steps = np.abs(np.diff(stems[STEMS.index(stem)]))
        assert steps.max() < np.sqrt(2) * slope + 2 * fade


def test_changes_on_several_lines_are_all_heard() -> None:
    """What was asked for later lines stays asked when something sooner is asked after it."""
    script: Script = {
        2.0: lambda gig: gig.say("/mcm/key", "E", "4"),
        2.5: lambda gig: gig.say("/mcm/intensity", 1.0, "2"),
        3.0: lambda gig: gig.say("/mcm/stem/lead/rest", True, "now"),
    }
    stems, plain = _stems(12, script), _stems(12)
    lead = np.flatnonzero(stems[3])[-1]
    assert 3.5 * SAMPLE_RATE <= lead <= 3.7 * SAMPLE_RATE
    level = np.abs(stems[BASS, : 12 * SAMPLE_RATE].reshape(-1, 500)).max(axis=1)
    louder = 500 * int(np.flatnonzero(level > 0.11)[0])
    assert abs(louder - 3 * BAR) <= 1024
    both = _stems(12, {2.5: script[2.5], 3.0: script[3.0]})
    assert abs(_changed(stems, both)[0] - 4 * BAR) <= EDGE
    assert _changed(stems, plain)[0] >= 3.5 * SAMPLE_RATE


def test_the_newest_of_one_parameter_wins() -> None:
    """A key said again for a nearer line, or for the same one, takes the place of the older."""
    script: Script = {
        2.0: lambda gig: gig.say("/mcm/key", "E", "4"),
        2.1: lambda gig: gig.say("/mcm/key", "B", "bar"),
        2.2: lambda gig: gig.say("/mcm/key", "G", "bar"),
    }
    stems, only = _stems(14, script), _stems(14, {2.2: script[2.2]})
    assert np.abs(_changed(stems, only) - 2 * BAR).max() <= EDGE


def test_a_stream_of_changes_is_coalesced() -> None:
    """Of 60 values in 0.6 seconds the last stands within a beat, and nothing is left over."""
    left: list[int] = []

    def say(value: float) -> object:
        return lambda gig: gig.say("/mcm/intensity", value, "beat")

    script = {2.0 + n / 100: say(n / 59) for n in range(60)}
    gig = Gig(6, script, bpm=BPM)  # type: ignore[arg-type]
    gig.script.append((5.0, lambda gig: left.append(len(gig.app.session._parts.agenda.changes))))  # type: ignore[union-attr]
    stems = gig.play_stems()
    last = 2.6 * SAMPLE_RATE + LEAD + BEAT
    level = np.abs(stems[BASS, round(last) :]).max()
    assert level == pytest.approx(0.15, rel=1e-3)
    assert left == [0]


def test_words_morph_in_over_their_bars() -> None:
    """A slot with a morph time mixes old and new words in rising shares, to the new ones alone."""
    asked: list[tuple[tuple[str, float], ...]] = []

    class Listening(ToneEngine):
        async def plan(self, request: PlanRequest) -> PlanChunk:
            asked.append(request.score.prompts)
            return await super().plan(request)

    gig = Gig(
        14,
        {
            1.0: lambda gig: gig.say("/mcm/prompt/1/morph", 2.0),
            2.0: lambda gig: gig.say("/mcm/prompt/1/text", "dub", "bar"),
        },
        bpm=120.0,
    )
    gig.engine = gig.app._engine = Listening()
    gig.play()
    shares = [dict(words).get("dub", 0.0) for words in asked]
    assert asked[0] == (("anything", 1.0),)
    assert asked[-1] == (("dub", 1.0),)
    assert shares == sorted(shares)
    between = [words for words in asked if len(words) == 2]
    assert len(set(between)) == 8  # a step on each of the eight beats
    assert all(sum(share for _, share in words) == pytest.approx(1.0) for words in between)


def test_eight_slots_reach_the_model() -> None:
    """All eight prompt slots with words and weight are in the request, in their order."""
    asked: list[tuple[tuple[str, float], ...]] = []

    class Listening(ToneEngine):
        async def plan(self, request: PlanRequest) -> PlanChunk:
            asked.append(request.score.prompts)
            return await super().plan(request)

    def fill(gig: Gig) -> None:
        for n in range(1, 9):
            gig.say(f"/mcm/prompt/{n}/text", f"words {n}")
            gig.say(f"/mcm/prompt/{n}/weight", n / 8)

    gig = Gig(4, {1.0: fill})
    gig.engine = gig.app._engine = Listening()
    gig.play()
    assert asked[-1] == tuple((f"words {n}", n / 8) for n in range(1, 9))
