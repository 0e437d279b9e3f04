"""A fake engine that ships: clicks and tones on the grid, without torch and without weights."""

import math
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.engine.base import EngineState
from bridge.errors import EngineError, StartupError
from musiccm.controls import METRES, PITCH_CLASSES, SECTIONS, STEMS
from musiccm.past import KEPT_FRAMES, SHORTEST_SECONDS, Past
from musiccm.request import LAG_FRAMES, PlanChunk, PlanRequest, Score, Suggestion

Voice = Callable[[Score, NDArray[np.float64], int], NDArray[np.float32]]

N_MELS = 8
CLICK_SECONDS = 0.15
SECTION_BARS = 8
BEATS_PER_BAR = {"4/4": 4, "3/4": 3, "6/8": 2}


def draw(request: PlanRequest) -> PlanChunk:
    """Return a click on every beat (the downbeat higher) and three held notes.

    The pitch of the notes comes from the prompts, seed and take, their level from ``intensity``; a
    stem in ``rests`` is silent. A pure function of the request.
    """
    lag = LAG_FRAMES if request.context is not None and len(request.context) else 0
    lag = min(lag, request.start)  # what goes on from a sound begins at 0
    first = (request.start - lag) * HOP_LENGTH
    n = (len(request.beats) + lag - LAG_FRAMES) * HOP_LENGTH
    beats = _beats(request, first, n)
    audio = np.stack([_VOICES[stem](request.score, beats, first) for stem in STEMS])
    for row, stem in enumerate(STEMS):
        audio[row] *= stem not in request.score.rests
    mel = np.zeros((len(request.beats), len(STEMS), N_MELS), np.float16)
    mel[:, :, 0] = (request.beats % 1.0)[:, None]
    return PlanChunk(request.start, mel, first, audio, {"draw": 0.0}, marks=_marks(request))


def tuned(request: PlanRequest, model: str) -> PlanRequest:
    """Return a request as the checkpoint ``model`` of the fake plays it: on notes of its own."""
    if model == "default":
        return request
    score = replace(request.score, seed=request.score.seed + zlib.crc32(model.encode()) % 997)
    return replace(request, score=score)


def pieces(request: PlanRequest) -> Iterator[PlanChunk]:
    """Yield what :func:`draw` returns piece by piece, nearest first."""
    whole, spans = draw(request), request.spans
    begin = whole.audio_start // HOP_LENGTH
    for span in spans:
        audio = whole.audio[:, (span.first - begin) * HOP_LENGTH : (span.last - begin) * HOP_LENGTH]
        mel = whole.mel[span.start - whole.start : span.end - whole.start]
        sample, more = span.first * HOP_LENGTH, span is not spans[-1]
        assert whole.marks is not None
        marks = whole.marks[span.start - whole.start : span.end - whole.start]
        yield PlanChunk(span.start, mel, sample, audio, whole.seconds, more, marks)


def _marks(request: PlanRequest) -> NDArray[np.int16]:
    """Return a new section every SECTION_BARS, and the key's chord or the score's own."""
    score, bars = request.score, request.beats / BEATS_PER_BAR[request.score.metre or METRES[0]]
    sections = np.maximum(bars // SECTION_BARS, 0).astype(int) % len(SECTIONS)
    chords = [_chord(score, beat) for beat in request.beats]
    notes = [sum(1 << pitch for pitch in chord) for chord in chords]
    return np.stack([sections, [chord[0] for chord in chords], notes], axis=1).astype(np.int16)


def _chord(score: Score, beat: float) -> tuple[int, ...]:
    bars = (beat - score.chords_from) / BEATS_PER_BAR[score.metre or METRES[0]]
    if score.chords and bars >= 0:
        ends = np.cumsum([length for _, length in score.chords])
        return score.chords[int(np.searchsorted(ends, bars % ends[-1], side="right"))][0]
    key = score.key or "Am"
    tonic = PITCH_CLASSES.index(key.rstrip("m"))
    return tonic, (tonic + (3 if key.endswith("m") else 4)) % 12, (tonic + 7) % 12


def _beats(request: PlanRequest, first: int, n: int) -> NDArray[np.float64]:
    """Return the beat position of every sample, by lines through the frames' centres."""
    beats, frame = request.beats, request.start
    if request.context_beats is not None:
        beats = np.concatenate([request.context_beats, beats])
        frame -= len(request.context_beats)
    position = (np.arange(first, first + n) / HOP_LENGTH) - frame - 0.5
    index = np.clip(np.floor(position).astype(int), 0, len(beats) - 2)
    return beats[index] + (beats[index + 1] - beats[index]) * (position - index)


def _clicks(score: Score, beats: NDArray[np.float64], first: int) -> NDArray[np.float32]:
    per_bar = BEATS_PER_BAR[score.metre or METRES[0]]
    rate = float(np.median(np.diff(beats))) * SAMPLE_RATE  # a locate may lie between two of them
    seconds = ((beats % 1.0) / rate).astype(np.float32)
    sounding = np.flatnonzero(seconds < CLICK_SECONDS)
    t = seconds[sounding]
    pitch = np.where(np.floor(beats[sounding]) % per_bar == 0, 1760, 880).astype(np.float32)
    audio = np.zeros(len(beats), np.float32)
    audio[sounding] = 0.5 * np.sin(np.float32(2 * math.pi) * pitch * t) * np.exp(-60 * t)
    return audio


def _tone(octave: float, level: float) -> Voice:
    def voice(score: Score, beats: NDArray[np.float64], first: int) -> NDArray[np.float32]:
        words = " ".join(text for text, _ in score.prompts) + str(score.seed + score.take)
        tonic = PITCH_CLASSES.index((score.key or "A").rstrip("m"))
        hertz = octave * 65.406 * 2 ** ((tonic + zlib.crc32(words.encode()) % 12) / 12)
        cycles = np.arange(first, first + len(beats)) * (hertz / SAMPLE_RATE) % 1.0
        loud = level * (0.5 + (0.5 if score.intensity is None else score.intensity))
        return np.float32(loud) * np.sin(np.float32(2 * math.pi) * cycles.astype(np.float32))

    return voice


_VOICES: dict[str, Voice] = {
    "drums": _clicks,
    "bass": _tone(1, 0.1),
    "harmony": _tone(4, 0.05),
    "lead": _tone(6, 0.03),
}


def suggest(score: Score) -> Suggestion:
    """Return 120 bpm in A minor."""
    metre = score.metre or "4/4"
    return Suggestion("tone", 120.0, score.key or "Am", metre, BEATS_PER_BAR[metre])


def recall(audio: NDArray[np.float32], beats_per_bar: int, bpm: float | None) -> Past:
    """Return a past of 120 bpm in A minor: of each frame the beat, and the level of the sound.

    Raises
    ------
    EngineError
        For less than SHORTEST_SECONDS.
    """
    tempo = bpm or 120.0
    if audio.shape[1] < SHORTEST_SECONDS * SAMPLE_RATE:
        raise EngineError(f"too short to go on from: give at least {SHORTEST_SECONDS:g} s of music")
    bars = int(audio.shape[1] / SAMPLE_RATE * tempo / 60 / beats_per_bar)
    end = round(bars * beats_per_bar * 60 / tempo * SAMPLE_RATE / HOP_LENGTH)
    frames = np.arange(max(0, end - KEPT_FRAMES), end)
    mel = np.zeros((len(frames), len(STEMS), N_MELS), np.float16)
    mel[:, :, 0] = ((frames + 0.5) * HOP_LENGTH / SAMPLE_RATE * tempo / 60 % 1.0)[:, None]
    level = np.abs(audio).max(axis=0)[: end * HOP_LENGTH].reshape(-1, HOP_LENGTH).max(axis=1)
    mel[:, :, 1] = level[frames, None]
    return Past(mel, tempo, "Am", bars, beats_per_bar)


class ToneEngine:
    """The fake as an engine in this very process; tests bring it down and up by :meth:`set`."""

    def __init__(self) -> None:
        self.state = EngineState.READY
        self.restarts = 0
        self.pid: int | None = None
        self.trouble = ""
        self.about = {"weights": "tone"}
        self.model, self.checkpoint = "default", ""
        self._next = ""

    async def start(self) -> None:
        """Nothing to load."""

    async def suggest(self, score: Score) -> Suggestion:
        """See :func:`suggest`."""
        return suggest(score)

    async def recall(
        self,
        audio: NDArray[np.float32],
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> Past:
        """See :func:`recall`."""
        return recall(audio, beats_per_bar, bpm)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        """See :func:`draw`."""
        return draw(tuned(request, self.model))

    async def rest(self) -> PlanChunk:
        """Nothing follows: what is drawn is drawn at once."""
        raise EngineError("nothing follows what came at once")

    def models(self) -> list[str]:
        """Every name is one."""
        return ["default"]

    async def load(self, name: str, trial: PlanRequest) -> None:
        """Remember the name; "broken" cannot be loaded."""
        if name == "broken":
            raise StartupError("it is broken")
        self._next = name

    async def adopt(self) -> None:
        """Draw with the notes of that name from now on."""
        self.model, self.about = self._next, {"weights": f"tone {self._next}"}

    async def stop(self) -> None:
        """Nothing to let go of."""
        self.state = EngineState.STOPPED
