"""What crosses the door of the model: a request for music and the music that answers it.

No torch in here: the daemon's side may build these without it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOKEN_FRAMES = 8  # mel frames in one token of the denoiser; request starts are multiples of it
WINDOW_FRAMES = 1024  # 128 tokens, 10.92 s: what the denoiser sees at once
CONTEXT_FRAMES = 256  # clean past that a request carries, 2.73 s; more of it drifts sooner
EXTEND_FRAMES = 512  # new frames of one extension of an endless piece
AHEAD_FRAMES = 128  # drawn beyond an extension and thrown away: a window's end is its weak spot
EXTEND = "extend"  # the live way: window after window, each from the clean past
FUSIONS = ("swap", "mean", "shift")  # of the windows of one canvas; the least heard one first
GUIDANCE_RANGE = (0.0, 4.0)  # from deaf to the words to as literal as the student has learned
PIECE_FRAMES = 32  # 0.34 s: what is decoded first where a request is soon to be heard
LAG_FRAMES = 32  # the vocoder needs this future: audio trails the mel by it


@dataclass(frozen=True)
class Score:
    """What a performer asks for; ``None`` leaves a choice to the planner.

    ``prompts`` are (text, weight) pairs; ``key`` is like "Am" or "F#"; ``metre`` one of
    ``controls.METRES``; ``density``, ``brightness`` and ``intensity`` are 0 … 1; ``rests`` names
    stems that are asked not to play, ``plays`` those that are asked to play where the form lets
    them rest. ``guidance`` is how much the words count, in GUIDANCE_RANGE.
    ``take`` numbers the noise of a seed: same form, key and chords, other notes; ``variation``
    (0 … 1) is the way from this take to the next. ``scale`` is one of ``controls.SCALES``.
    ``chords`` are (pitch classes with the root first, bars); they begin at the beat
    ``chords_from`` and repeat without end.
    """

    prompts: tuple[tuple[str, float], ...]
    seed: int = 0
    steps: int = 4
    guidance: float = 2.0
    key: str | None = None
    metre: str | None = None
    density: float | None = None
    brightness: float | None = None
    intensity: float | None = None
    rests: tuple[str, ...] = ()
    plays: tuple[str, ...] = ()
    take: int = 0
    variation: float = 0.0
    scale: str | None = None
    chords: tuple[tuple[tuple[int, ...], float], ...] = ()
    chords_from: float = 0.0


@dataclass(frozen=True)
class Span:
    """What a piece of an answer brings: audio of frames [first, last), mel of [start, end)."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class PlanRequest:
    """Draw mel frames ``[start, start + len(beats))``.

    ``start`` is an absolute frame, a multiple of TOKEN_FRAMES. ``beats`` holds the beat position of
    each new frame's centre, float64, absolute (beat 0 is the first downbeat of the piece); its
    length is a multiple of TOKEN_FRAMES. Past WINDOW_FRAMES (context included) windows are drawn
    together, fused as ``fusion``, one of FUSIONS, says. ``context`` is the clean past, (frames ≤
    CONTEXT_FRAMES, stems, n_mels) float16, as a chunk returned it, ending at ``start``;
    ``context_beats`` its beat positions. No context begins a piece.

    A ``kept`` context is gone on from even where the form begins afresh.

    ``heard`` is the absolute frame from which the answer is going to be heard, soon: its audio
    begins there, and comes in two pieces of which the first is ready early. None: audio of all that
    the request completes, at once.
    """

    score: Score
    start: int
    beats: NDArray[np.float64]
    context: NDArray[np.float16] | None = None
    context_beats: NDArray[np.float64] | None = None
    fusion: str = FUSIONS[0]
    heard: int | None = None
    kept: bool = False

    @property
    def audible(self) -> tuple[int, int]:
        """The absolute frames whose audio the answer brings, [first, last)."""
        past = 0 if self.context is None else len(self.context)
        first = self.start - min(past, LAG_FRAMES)
        last = self.start + len(self.beats) - LAG_FRAMES
        return (first if self.heard is None else min(max(first, self.heard), last)), last

    @property
    def spans(self) -> tuple["Span", ...]:
        """The pieces in which the answer comes, nearest first."""
        first, last = self.audible
        end = self.start + len(self.beats)
        nearest = first + PIECE_FRAMES
        if self.heard is None or nearest >= last:
            return (Span(first, last, self.start, end),)
        drawn = nearest + LAG_FRAMES
        return Span(first, nearest, self.start, drawn), Span(nearest, last, drawn, end)


@dataclass(frozen=True)
class PlanChunk:
    """The answer: mel of the asked frames and the audio that they complete.

    ``mel`` is (frames, stems, n_mels) float16 for ``[start, start + frames)``. ``audio`` is
    (stems, samples) float32 at 48 kHz; its first sample is ``audio_start`` (absolute sample). Audio
    trails the mel by LAG_FRAMES: a chunk with context begins LAG_FRAMES before ``start`` (or where
    the request is ``heard``), the first chunk of a piece begins at 0; both end LAG_FRAMES before
    the mel's end.

    An answer may come in pieces, each a chunk by itself that goes on where the one before it ended;
    ``more`` says that another one follows. ``marks`` (frames, 3) int16, as musiccm.marks has them,
    are the sections and chords of the mel's frames, where they are known.
    """

    start: int
    mel: NDArray[np.float16]
    audio_start: int
    audio: NDArray[np.float32]
    seconds: dict[str, float]
    more: bool = False
    marks: NDArray[np.int16] | None = None

    def joined(self, rest: "PlanChunk") -> "PlanChunk":
        """Return this piece and the one after it as one."""
        stages = {**self.seconds, **rest.seconds}
        return PlanChunk(
            self.start,
            np.concatenate([self.mel, rest.mel]),
            self.audio_start,
            np.concatenate([self.audio, rest.audio], axis=1),
            {name: self.seconds.get(name, 0) + rest.seconds.get(name, 0) for name in stages},
            rest.more,
            None
            if self.marks is None or rest.marks is None
            else np.concatenate([self.marks, rest.marks]),
        )


@dataclass(frozen=True)
class Suggestion:
    """What the planner would choose for a prompt where the performer left it open.

    ``absent`` names what this checkpoint does not hear, as in Score ("tempo" for the beat);
    ``silent`` the stems that it never plays.
    """

    style: str
    bpm: float
    key: str
    metre: str
    beats_per_bar: int
    absent: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    def lacks(self) -> str:
        """Return a line that says what cannot be asked of this checkpoint, "" for nothing."""
        parts = [f"no {', '.join(self.absent)}"] if self.absent else []
        parts += [f"silent stems: {', '.join(self.silent)}"] if self.silent else []
        return f"this checkpoint has {'; '.join(parts)}" if parts else ""
