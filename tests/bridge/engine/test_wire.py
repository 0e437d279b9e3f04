"""The wire: what goes in comes out, and nothing is executed."""

import json

import numpy as np
import pytest

from bridge.engine import tone, wire
from bridge.errors import BadAnswer
from musiccm.request import PlanRequest, Score, Suggestion

SCORE = Score(
    prompts=(("dub", 1.0), ("jazz ♪", 0.25)),
    seed=7,
    key="Am",
    density=0.5,
    rests=("lead",),
    plays=("drums", "bass"),
    scale="dorian",
    chords=(((9, 0, 4), 1.0), ((5, 9), 0.5)),
    chords_from=16.0,
)


def _request(context: bool) -> PlanRequest:
    beats = np.linspace(0, 9, 512)
    if not context:
        return PlanRequest(SCORE, 0, beats)
    mel = np.random.default_rng(0).random((64, 4, 8)).astype(np.float16)
    return PlanRequest(SCORE, 64, beats, mel, np.linspace(-1, 0, 64), "swap", heard=70)


@pytest.mark.parametrize("context", [False, True])
def test_a_request_comes_back_as_it_was(context: bool) -> None:
    """Score, numbers and arrays survive the frames bit for bit; a missing context stays missing."""
    request = _request(context)
    back = wire.unpack_request(*wire.unpack(wire.pack(*wire.pack_request(request))))
    assert back.score == request.score
    assert (back.start, back.fusion) == (request.start, request.fusion)
    assert back.heard == request.heard
    assert np.array_equal(back.beats, request.beats)
    assert (back.context is None) == (not context)
    if context:
        assert np.array_equal(back.context, request.context)  # type: ignore[arg-type]


def test_a_chunk_comes_back_as_it_was() -> None:
    """Mel and audio keep their dtypes and bits."""
    chunk = next(tone.pieces(_request(True)))
    back = wire.unpack_chunk(*wire.unpack(wire.pack(*wire.pack_chunk(chunk))))
    assert back.mel.dtype == np.float16 and back.audio.dtype == np.float32
    assert np.array_equal(back.audio, chunk.audio)
    assert back.marks is not None and chunk.marks is not None
    assert np.array_equal(back.marks, chunk.marks)
    assert (back.start, back.audio_start) == (chunk.start, chunk.audio_start)
    assert back.more


def test_a_suggestion_comes_back_as_it_was() -> None:
    """The planner's choice, and what the checkpoint lacks, survive JSON."""
    suggestion = Suggestion("waltz", 92.0, "Am", "3/4", 3, ("key", "rests"), ("lead",))
    assert wire.unpack_suggestion(wire.pack_suggestion(suggestion)) == suggestion


@pytest.mark.parametrize(
    "frames",
    [
        [b"no json"],
        [b"\x80\x04K\x01."],  # a pickle
        [json.dumps({"arrays": [["float32", [4]]]}).encode()],
        [json.dumps({"arrays": [["object", [1]]]}).encode(), b"12345678"],
        [json.dumps({"arrays": [["float32", [4]]]}).encode(), b"123"],
        [b"[]"],
        [b"7"],
        [b"{}"],
    ],
)
def test_other_frames_are_refused(frames: list[bytes]) -> None:
    """Frames that pack did not make raise ValueError."""
    with pytest.raises(ValueError):
        wire.unpack(frames)


@pytest.mark.parametrize(
    ("header", "n"), [({}, 2), (None, 2), ({"start": 0}, 2), ({"start": 0}, 1), ({}, 0)]
)
def test_what_is_no_chunk_is_a_bad_answer(header: wire.Header, n: int) -> None:
    """A reply in which something is missing is the engine's fault, not the daemon's end."""
    with pytest.raises(BadAnswer):
        wire.unpack_chunk(header, [np.zeros((4, 512), np.float32)] * n)
    with pytest.raises(BadAnswer):
        wire.unpack_suggestion(header)


def test_a_chunk_without_its_sound_is_a_bad_answer() -> None:
    """All is said, and an array that must be there is none."""
    header, arrays = wire.pack_chunk(next(tone.pieces(_request(True))))
    with pytest.raises(BadAnswer, match="no music"):
        wire.unpack_chunk(header, [arrays[0], None])
