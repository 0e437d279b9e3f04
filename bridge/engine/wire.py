"""Requests and chunks as ZeroMQ frames: a JSON header, then raw arrays. Never pickle.

The engine may sit on another host one day: nothing that arrives is ever executed.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.errors import BadAnswer
from musiccm.past import Past
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion

Header = dict[str, Any]
Arrays = list[NDArray[Any] | None]
_DTYPES = ("float16", "float32", "float64", "int16", "uint8")


def pack(header: Header, arrays: Sequence[NDArray[Any] | None] = ()) -> list[bytes]:
    """Return the frames of one message."""
    shapes = [None if a is None else [a.dtype.name, list(a.shape)] for a in arrays]
    data = [b"" if a is None else np.ascontiguousarray(a).tobytes() for a in arrays]
    return [json.dumps({**header, "arrays": shapes}).encode(), *data]


def unpack(frames: Sequence[bytes]) -> tuple[Header, Arrays]:
    """Return header and arrays (read-only) of one message.

    Raises
    ------
    ValueError
        For frames that :func:`pack` did not make.
    """
    header = json.loads(frames[0])
    shapes = header.pop("arrays", None) if isinstance(header, dict) else None
    if not isinstance(shapes, list):
        raise ValueError("a header that names no arrays")
    if len(shapes) != len(frames) - 1:
        raise ValueError(f"{len(shapes)} arrays announced, {len(frames) - 1} came")
    return header, [_array(shape, f) for shape, f in zip(shapes, frames[1:], strict=True)]


def _array(shape: list[Any] | None, frame: bytes) -> NDArray[Any] | None:
    if shape is None:
        return None
    if shape[0] not in _DTYPES:
        raise ValueError(f"no arrays of {shape[0]} on this wire")
    return np.frombuffer(frame, shape[0]).reshape(shape[1])


def pack_score(score: Score) -> Header:
    """Return a score as plain JSON types."""
    return asdict(score)


def unpack_score(header: Header) -> Score:
    """Return the score of :func:`pack_score`."""
    prompts = tuple((text, weight) for text, weight in header["prompts"])
    chords = tuple((tuple(pitches), bars) for pitches, bars in header["chords"])
    stems = {name: tuple(header.get(name, ())) for name in ("rests", "plays")}
    return Score(**{**header, "prompts": prompts, "chords": chords, **stems})


def pack_request(request: PlanRequest) -> tuple[Header, Arrays]:
    """Return header and arrays of a request."""
    header = {
        "score": pack_score(request.score),
        "start": request.start,
        "fusion": request.fusion,
        "heard": request.heard,
        "kept": request.kept,
    }
    return header, [request.beats, request.context, request.context_beats]


def unpack_request(header: Header, arrays: Arrays) -> PlanRequest:
    """Return the request of :func:`pack_request`."""
    beats, context, context_beats = arrays
    assert beats is not None
    score, start = unpack_score(header["score"]), header["start"]
    fusion, heard = header["fusion"], header["heard"]
    kept = header.get("kept", False)  # gig logs of old have none
    return PlanRequest(score, start, beats, context, context_beats, fusion, heard, kept)


def pack_sound(
    audio: NDArray[np.float32], beats_per_bar: int, bpm: float | None, whole: bool
) -> tuple[Header, Arrays]:
    """Return header and arrays of a sound that is to become a past."""
    return {"beats_per_bar": beats_per_bar, "bpm": bpm, "whole": whole}, [audio]


def unpack_sound(
    header: Header, arrays: Arrays
) -> tuple[NDArray[np.float32], int, float | None, bool]:
    """Return audio, beats of a bar, tempo and wholeness of :func:`pack_sound`."""
    [audio] = arrays
    assert audio is not None
    return np.array(audio), int(header["beats_per_bar"]), header["bpm"], bool(header["whole"])


def pack_past(past: Past) -> tuple[Header, Arrays]:
    """Return header and arrays of a past."""
    fields = ("bpm", "key", "bars", "beats_per_bar")
    return {name: getattr(past, name) for name in fields}, [past.mel]


def unpack_past(header: Header, arrays: Arrays) -> Past:
    """Return the past of :func:`pack_past`."""
    [mel] = arrays
    assert mel is not None
    return Past(mel, header["bpm"], header["key"], header["bars"], header["beats_per_bar"])


def pack_chunk(chunk: PlanChunk) -> tuple[Header, Arrays]:
    """Return header and arrays of a chunk."""
    header = {
        "start": chunk.start,
        "audio_start": chunk.audio_start,
        "seconds": chunk.seconds,
        "more": chunk.more,
    }
    return header, [chunk.mel, chunk.audio, chunk.marks]


def unpack_chunk(header: Header, arrays: Arrays) -> PlanChunk:
    """Return the chunk of :func:`pack_chunk`. Raises BadAnswer for what is none."""
    try:
        mel, audio, *marks = arrays
        start, audio_start, seconds = header["start"], header["audio_start"], header["seconds"]
        more = header["more"]
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswer(f"it is no chunk of music ({type(error).__name__}: {error})") from error
    if mel is None or audio is None:
        raise BadAnswer("it has no music in it")
    return PlanChunk(start, mel, audio_start, audio, seconds, more, marks[0] if marks else None)


def pack_suggestion(suggestion: Suggestion) -> Header:
    """Return a suggestion as plain JSON types."""
    return asdict(suggestion)


def unpack_suggestion(header: Header) -> Suggestion:
    """Return the suggestion of :func:`pack_suggestion`. Raises BadAnswer for what is none."""
    try:
        lists = {name: tuple(header[name]) for name in ("absent", "silent")}
        return Suggestion(**{**header, **lists})
    except (KeyError, TypeError) as error:
        raise BadAnswer(f"it is no suggestion ({type(error).__name__}: {error})") from error
