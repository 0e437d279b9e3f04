"""The performer and the renderer, on tiny weights."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from musiccm.errors import PromptError
from musiccm.marks import marks
from musiccm.passage import HANDOVER_FRAMES
from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import Grid, canvas, endless, render_stems
from musiccm.request import (
    AHEAD_FRAMES,
    CONTEXT_FRAMES,
    FUSIONS,
    LAG_FRAMES,
    PIECE_FRAMES,
    TOKEN_FRAMES,
    WINDOW_FRAMES,
    PlanRequest,
    Score,
)
from tests.musiccm import tiny

SCORE = Score(prompts=(("house", 1.0),), seed=5)
GRID = Grid(120.0, 93.75)


@pytest.fixture(scope="module")
def performer() -> Performer:
    """A performer with tiny random weights."""
    return tiny.performer()


def _whole(performer: Performer, mel: np.ndarray) -> np.ndarray:
    """Decode the whole mel at once."""
    batch = torch.from_numpy(mel.astype(np.float32)).transpose(0, 1)
    with torch.inference_mode():
        return performer.vocoder(batch).numpy()


def test_a_plan_is_a_pure_function_of_the_request(performer: Performer) -> None:
    """The same request gives the same samples, whatever was asked in between."""
    request = PlanRequest(SCORE, 0, GRID.beats(0, 256))
    first = performer.plan(request)
    performer.plan(PlanRequest(Score(prompts=SCORE.prompts, seed=9), 0, GRID.beats(0, 128)))
    again = performer.plan(request)
    assert np.array_equal(first.audio, again.audio)
    assert np.array_equal(first.mel, again.mel)


def test_chunks_join_without_a_gap(performer: Performer) -> None:
    """Each chunk's audio begins where the last one's ended, LAG_FRAMES behind the mel."""
    expected = 0
    for _, chunk in zip(range(3), endless(performer, SCORE, 120.0), strict=False):
        assert chunk.audio_start == expected
        expected += chunk.audio.shape[1]
        assert expected == (chunk.start + len(chunk.mel) - LAG_FRAMES) * 512


def test_pieced_audio_equals_one_decode(performer: Performer) -> None:
    """Decoding chunk by chunk sounds as decoding the whole mel at once."""
    chunks = [chunk for _, chunk in zip(range(3), endless(performer, SCORE, 120.0), strict=False)]
    whole = _whole(performer, np.concatenate([chunk.mel for chunk in chunks]))
    pieced = np.concatenate([chunk.audio for chunk in chunks], axis=1)
    assert np.allclose(pieced, whole[:, : pieced.shape[1]], atol=1e-5)


def test_pieces_joined_are_the_whole(performer: Performer) -> None:
    """What comes piece by piece, nearest first, is what comes at once."""
    n = CONTEXT_FRAMES
    context = performer.plan(PlanRequest(SCORE, 0, GRID.beats(0, n))).mel
    whole = PlanRequest(SCORE, n, GRID.beats(n, 128), context, GRID.beats(0, n))
    nearest, rest = performer.pieces(replace(whole, heard=n - 3))
    assert nearest.more and not rest.more
    assert nearest.audio.shape[1] == PIECE_FRAMES * 512
    assert len(nearest.mel) == PIECE_FRAMES - 3 + LAG_FRAMES
    assert nearest.start + len(nearest.mel) == rest.start
    assert nearest.audio_start + nearest.audio.shape[1] == rest.audio_start
    joined, at_once = nearest.joined(rest), performer.plan(whole)
    assert np.array_equal(joined.mel, at_once.mel)
    late = joined.audio_start - at_once.audio_start
    assert np.allclose(joined.audio, at_once.audio[:, late:], atol=1e-5)
    again = performer.plan(replace(whole, heard=n - 3))
    assert np.array_equal(again.audio, joined.audio)


def test_a_request_that_is_heard_in_its_last_frames_comes_at_once(performer: Performer) -> None:
    """What is shorter than a piece is one piece, even where nothing is left of it."""
    for heard, frames in ((80, 16), (200, 0)):
        (only,) = performer.pieces(PlanRequest(SCORE, 0, GRID.beats(0, 128), heard=heard))
        assert only.audio.shape[1] == frames * 512
        assert not only.more and len(only.mel) == 128


def test_seeds_differ_and_lengths_are_exact(performer: Performer) -> None:
    """A render has the asked number of samples; another seed is other music."""
    one = render_stems(performer, SCORE, 120.0, 100_001)
    other = render_stems(performer, Score(prompts=SCORE.prompts, seed=6), 120.0, 100_001)
    assert one.shape == other.shape == (4, 100_001)
    assert not np.allclose(one, other)


def test_the_past_changes_the_future(performer: Performer) -> None:
    """A continuation hears its context."""
    n = CONTEXT_FRAMES
    past, new = GRID.beats(0, n), GRID.beats(n, 128)
    context = performer.plan(PlanRequest(SCORE, 0, past)).mel
    request = PlanRequest(SCORE, n, new, context, past)
    other = PlanRequest(SCORE, n, new, context + np.float16(1), past)
    assert not np.allclose(performer.plan(request).mel, performer.plan(other).mel)


def _fresh_joint(performer: Performer) -> int:
    """Return the frame, on a token, where the second fresh section of the piece begins."""
    planner = performer.planner
    choice = planner.choose(SCORE, performer.text.mix(SCORE.prompts))
    sections = (planner.section_at(choice, SCORE.seed, bar) for bar in range(200))
    bar = next(section.start for section in sections if section.fresh and section.start)
    downbeat = int(np.flatnonzero(GRID.beats(0, 40_000) >= bar * BEATS_PER_BAR[choice.metre])[0])
    return downbeat // TOKEN_FRAMES * TOKEN_FRAMES


@pytest.mark.parametrize("before", [64, -64], ids=["joint in the new frames", "joint in the past"])
def test_a_fresh_section_does_not_hear_its_past(performer: Performer, before: int) -> None:
    """Where a fresh section begins another past changes nothing, but for the handover."""
    joint = _fresh_joint(performer)
    start, n = joint - before, CONTEXT_FRAMES
    past = GRID.beats(start - n, n)
    context = performer.plan(PlanRequest(SCORE, start - n, past)).mel
    wrong = context.copy()
    wrong[: joint - (start - n)] += np.float16(1)
    one, other = (
        performer.plan(PlanRequest(SCORE, start, GRID.beats(start, 256), c, past)).mel
        for c in (context, wrong)
    )
    clear = max(0, before) + (HANDOVER_FRAMES if before > 0 else 0)
    assert np.array_equal(one[clear:], other[clear:])
    if before > 0:
        assert not np.allclose(one[:before], other[:before])


def test_a_fresh_section_is_the_same_however_much_of_it_is_asked(performer: Performer) -> None:
    """Its drawing looks ahead as far as a whole extension does."""
    joint = _fresh_joint(performer)
    first, n = joint - 128 - CONTEXT_FRAMES, CONTEXT_FRAMES
    past = GRID.beats(first, n)
    context = performer.plan(PlanRequest(SCORE, first, past)).mel
    short = PlanRequest(SCORE, joint - 128, GRID.beats(joint - 128, 256), context, past)
    longer = PlanRequest(SCORE, joint - 128, GRID.beats(joint - 128, 512), context, past)
    one, other = performer.plan(short).mel, performer.plan(longer).mel[:256]
    begun = 128 + HANDOVER_FRAMES
    assert np.allclose(one[begun:], other[begun:], atol=1e-2)


def test_an_extension_is_drawn_with_a_future(performer: Performer) -> None:
    """It is the beginning of a longer one, whose end is thrown away; a full window has no room."""
    n = CONTEXT_FRAMES
    past = GRID.beats(0, n)
    context = performer.plan(PlanRequest(SCORE, 0, past)).mel
    asked = performer.sketch(PlanRequest(SCORE, n, GRID.beats(n, 512), context, past))
    assert len(asked.mel) == 512 and len(asked.canvas) == len(asked.controls) == n + 512
    full = WINDOW_FRAMES - n
    longer = performer.sketch(PlanRequest(SCORE, n, GRID.beats(n, full), context, past))
    seen = performer.sketch(
        PlanRequest(SCORE, n, GRID.beats(n, full - AHEAD_FRAMES), context, past)
    )
    assert np.allclose(longer.mel[: full - AHEAD_FRAMES], seen.mel, atol=1e-2)
    shorter = performer.sketch(PlanRequest(SCORE, n, GRID.beats(n, full - 8), context, past))
    assert np.allclose(longer.mel[: full - 8], shorter.mel, atol=1e-2)


@pytest.mark.parametrize(("start", "n"), [(3, 64), (0, 63), (0, 0)])
def test_requests_off_the_grid_are_refused(performer: Performer, start: int, n: int) -> None:
    """Odd starts and lengths get one clear line."""
    with pytest.raises(PromptError, match="frames"):
        performer.plan(PlanRequest(SCORE, start, GRID.beats(start, n)))


def test_a_full_gpu_is_left_for_the_cpu(
    performer: Performer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Out of memory costs one warning line, not the music."""
    request = PlanRequest(SCORE, 0, GRID.beats(0, 128))
    expected = performer.plan(request)
    draw, failures = performer._draw, [torch.cuda.OutOfMemoryError("no memory")]

    def full_once(*args: object) -> object:
        if failures:
            raise failures.pop()
        return draw(*args)

    monkeypatch.setattr(performer, "_draw", full_once)
    assert np.array_equal(performer.plan(request).audio, expected.audio)
    assert [record.getMessage() for record in caplog.records] == [
        "the GPU is out of memory: going on with the CPU, slower"
    ]


def test_a_long_request_is_drawn_in_windows(performer: Performer) -> None:
    """A canvas longer than one window comes whole; in one step a window hears only itself."""
    score = Score(prompts=SCORE.prompts, seed=5, steps=1)
    chunk = performer.plan(PlanRequest(score, 0, GRID.beats(0, 1600)))
    assert len(chunk.mel) == 1600
    slower = np.concatenate([GRID.beats(0, 1500), GRID.beats(1500, 100) * 0.9])
    other = performer.plan(PlanRequest(score, 0, slower))
    assert np.allclose(other.mel[:512], chunk.mel[:512], atol=1e-2)
    assert not np.array_equal(other.mel[1500:], chunk.mel[1500:])


@pytest.mark.parametrize("fusion", FUSIONS)
def test_a_canvas_sounds_as_its_whole_mel(performer: Performer, fusion: str) -> None:
    """A canvas that is made to sound piece by piece is one decode of the one that was drawn."""
    chunks = list(canvas(performer, SCORE, 120.0, 1601, fusion))
    mel = np.concatenate([chunk.mel for chunk in chunks])
    request = PlanRequest(SCORE, 0, GRID.beats(0, 1608), fusion=fusion)
    assert np.array_equal(mel, performer.sketch(request).mel)
    pieced = np.concatenate([chunk.audio for chunk in chunks], axis=1)
    assert np.allclose(pieced, _whole(performer, mel)[:, : pieced.shape[1]], atol=1e-5)


def test_fusions_differ_and_an_unknown_one_is_refused(performer: Performer) -> None:
    """Each fusion is other music, of the asked length; a name that is none gets one clear line."""
    ways = [render_stems(performer, SCORE, 120.0, 700_001, way) for way in ("extend", *FUSIONS)]
    assert {way.shape for way in ways} == {(4, 700_001)}
    assert len({way.tobytes() for way in ways}) == len(ways)
    with pytest.raises(PromptError, match="swap, mean, shift"):
        performer.plan(PlanRequest(SCORE, 0, GRID.beats(0, 64), fusion="median"))


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_steps_are_chosen_at_run_time(performer: Performer, steps: int) -> None:
    """One performer draws with as many steps as the request asks for: that many calls a window."""
    calls, score = [], Score(prompts=SCORE.prompts, steps=steps)
    hook = performer.denoiser.register_forward_hook(lambda *_: calls.append(1))
    with hook:
        performer.sketch(PlanRequest(score, 0, GRID.beats(0, 64)))
    assert len(calls) == steps


def test_a_chunk_tells_section_and_chord_of_its_frames(performer: Performer) -> None:
    """Marks are those of the controls that were drawn, whole and piece by piece."""
    beats = GRID.beats(0, 2 * WINDOW_FRAMES)
    first = performer.plan(PlanRequest(SCORE, 0, beats[:WINDOW_FRAMES]))
    request = PlanRequest(
        SCORE,
        WINDOW_FRAMES,
        beats[WINDOW_FRAMES : WINDOW_FRAMES + 512],
        first.mel[-CONTEXT_FRAMES:],
        beats[WINDOW_FRAMES - CONTEXT_FRAMES : WINDOW_FRAMES],
        heard=WINDOW_FRAMES,
    )
    text = performer.text.mix(SCORE.prompts)
    whole = performer.plan(request)
    assert whole.marks is not None
    wanted = marks(performer.planner.controls(SCORE, text, request.beats))
    assert np.array_equal(whole.marks, wanted)
    pieces = [piece.marks for piece in performer.pieces(request)]
    assert len(pieces) == 2
    assert np.array_equal(np.concatenate(pieces), whole.marks)  # type: ignore[arg-type]
