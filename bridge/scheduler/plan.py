"""The plan: the audio and the mel that are going to be heard, by absolute sample and frame.

Played | committed | planned: everything before the scheduler's playhead is out of reach; what lies
after it can be replaced. Chunks are spliced in with an equal-power crossfade. Where no chunk comes
in time, the plan goes on with its own last whole bars.
"""

import math

import numpy as np
from numpy.typing import NDArray

from bridge.config import HOP_LENGTH, SAMPLE_RATE
from bridge.scheduler.tape import Tape
from bridge.scheduler.tempo import MINUTE, TempoMap
from musiccm.marks import UNKNOWN
from musiccm.request import CONTEXT_FRAMES, LAG_FRAMES, TOKEN_FRAMES, PlanChunk

FADE = 1024  # samples of a crossfade, 21 ms
HISTORY = 20 * SAMPLE_RATE  # samples kept behind the playhead: four bars of 4/4 at 50 bpm
MEL_HISTORY = 80 * SAMPLE_RATE  # for a roll back: 32 bars of 4/4 at 120 bpm, 16 at 60; 8 MB
_ROOM = 12 * HISTORY // 5  # a quarter is free before it moves; four bars of a loop lie ahead
LOOP_BARS = (4, 2, 1)
LOOP_SECONDS = 600.0  # nobody wants to hear four bars for longer: the last rung is a fade
FADE_OUT_SECONDS = 20.0

Rows = NDArray[np.float32]


def crossfade(old: Rows, new: Rows) -> Rows:
    """Return ``old`` fading into ``new``, both (n, stems), at equal power.

    What is alike in both adds up in amplitude, what is not in power: without the correlation of the
    two a stem that no gesture has touched would be 3 dB louder in the middle.
    """
    n = len(old)
    angle = (np.arange(n, dtype=np.float32)[:, None] + 0.5) / n * (math.pi / 2)
    power = np.sqrt(np.sum(old**2, axis=0) * np.sum(new**2, axis=0))
    alike = np.sum(old * new, axis=0) / np.maximum(power, 1e-12)
    level = np.sqrt(1 + np.clip(alike, 0, 1) * np.sin(2 * angle))
    return ((old * np.cos(angle) + new * np.sin(angle)) / level).astype(np.float32)


class Plan:
    """Audio (samples, stems) and mel (frames, stems, n_mels) with splice and loop."""

    def __init__(self, n_stems: int, n_mels: int) -> None:
        self.audio = Tape((n_stems,), np.float32, _ROOM)
        self.mel = Tape((n_stems, n_mels), np.float16, 2 * MEL_HISTORY // HOP_LENGTH)
        self.marks = Tape((3,), np.int16, 2 * MEL_HISTORY // HOP_LENGTH)  # frame by frame with mel
        self._loop: _Loop | None = None
        self.edition = 0  # counts whatever alters the audio ahead

    @property
    def nbytes(self) -> int:
        """The memory of the music that it holds."""
        tapes = sum(tape.nbytes for tape in (self.audio, self.mel, self.marks))
        return tapes + (self._loop.nbytes if self._loop else 0)

    @property
    def looping_from(self) -> int | None:
        """The sample where the engine's music ended and the loop began, or None."""
        return self._loop.start if self._loop else None

    @property
    def loop_length(self) -> float:
        """Samples of the bars that repeat, 0 where none do."""
        return self._loop.length if self._loop else 0.0

    @property
    def end(self) -> int:
        """The sample where the engine's own music ends."""
        return self._loop.start if self._loop else self.audio.end

    def loudness(self, sample: int) -> float:
        """Return how loud the loop is there: 1, or on its way to 0 when it has gone on too long."""
        return float(self._loop.gain(sample, 1)[0, 0]) if self._loop else 1.0

    def read(self, start: int, n: int) -> NDArray[np.float32]:
        """Return a copy of the samples ``[start, start + n)``, (stems, n)."""
        return np.ascontiguousarray(self.audio.view(start, start + n).T)

    def context(
        self, frame: int, back: int = 0, most: int = CONTEXT_FRAMES
    ) -> tuple[int, NDArray[np.float16]]:
        """Return the first frame and a copy of the mel that ends at ``frame``, ``most`` of it.

        ``back`` takes the mel from so many frames before that. It is empty where none is known.
        """
        known = (frame - back - self.mel.base) // TOKEN_FRAMES * TOKEN_FRAMES
        first = frame - min(most, max(known, 0))
        if first == frame:
            return frame, self.mel.view(self.mel.base, self.mel.base).copy()
        return first, self.mel.view(first - back, frame - back).copy()

    def splice(self, chunk: PlanChunk, at: int, fade: int = FADE, fresh: bool = False) -> bool:
        """Let ``chunk`` be heard from sample ``at`` on; return False when it is over by then.

        A chunk that continues the plan seamlessly (``at`` is the end of both) is appended as it
        is. The old plan after ``at`` is dropped, but for ``fade`` samples of crossfade. A ``fresh``
        chunk has no past: all mel before it is forgotten, which may be of another kind.
        """
        skip = max(0, at - chunk.audio_start)
        new = chunk.audio[:, skip:].T
        if not len(new):
            return False
        at = chunk.audio_start + skip
        n = min(fade, self.audio.end - at, len(new))
        head = new[:n]
        if n > 0:
            head = crossfade(self.audio.view(at, at + n), head)
        self.audio.truncate(at)
        self.audio.append(head)
        self.audio.append(new[max(n, 0) :])
        if fresh:
            self._forget_mel(chunk.start, chunk.mel.shape[2])
        self.mel.truncate(chunk.start)
        self.mel.append(chunk.mel)
        self.marks.truncate(chunk.start)
        self.marks.append(_marks(chunk))
        self._loop = None
        self.edition += 1
        return True

    def _forget_mel(self, frame: int, n_mels: int) -> None:
        stems = self.audio.view(self.audio.base, self.audio.base).shape[1]
        self.mel = Tape((stems, n_mels), np.float16, 2 * MEL_HISTORY // HOP_LENGTH)
        self.mel.base = self.mel.end = frame

    def loop_until(self, sample: int, free: int, tempo: TempoMap) -> None:
        """Go on with the last whole bars until the audio reaches ``sample``.

        ``free`` is the first sample that may still be changed: the crossfade into the loop lies
        after it. The mel goes on too, so the engine finds a context when it is back.
        """
        if self._loop is None:
            self._loop = _Loop.find(self, tempo)
            self._loop.fade_in(self, free)
        while self.audio.end < sample:
            self._loop.append_audio(self)
            self.edition += 1
        self._loop.append_mel(self)

    def hold(self, line: int, bars: int, free: int, tempo: TempoMap) -> None:
        """Let the last ``bars`` before the sample ``line`` repeat from there on; see loop_until."""
        self.audio.truncate(line)
        frame = max(self.mel.base, min(self.mel.end, round(line / HOP_LENGTH)))
        for tape in (self.mel, self.marks):
            tape.truncate(frame)
        self._loop = _Loop.find(self, tempo, (bars, *(n for n in LOOP_BARS if n < bars)))
        self._loop.endless = True  # the performer has asked for it
        self._loop.fade_in(self, free)
        self.edition += 1

    def forget(self, playhead: int) -> None:
        """Let go of what no loop, crossfade or context can need."""
        self.audio.forget(max(0, playhead - HISTORY))
        for tape in (self.mel, self.marks):
            tape.forget(max(0, (playhead - MEL_HISTORY) // HOP_LENGTH))

    def told(self, sample: int) -> tuple[int, ...]:
        """Return the marks of the frame at ``sample``, as musiccm.marks has them."""
        frame = sample // HOP_LENGTH
        known = self.marks.base <= frame < self.marks.end
        return tuple(self.marks.view(frame, frame + 1)[0].tolist()) if known else UNKNOWN


def _marks(chunk: PlanChunk) -> NDArray[np.int16]:
    """Return a row for each frame of a chunk."""
    if chunk.marks is not None:
        return chunk.marks
    return np.tile(np.array(UNKNOWN, np.int16), (len(chunk.mel), 1))


class _Loop:
    """The bars that repeat: ``length`` samples (not whole) that end at ``start``."""

    def __init__(self, start: int, length: float, mel_start: int, source: "Plan") -> None:
        self.start, self.length = start, length
        self.endless = False
        self._times = 0
        whole = math.ceil(length)
        # A copy: the plan forgets its past, the loop must not.
        self._bars = source.audio.view(start - whole, start).copy()
        lead_in = max(source.audio.base, start - whole - FADE)
        self._lead_in = source.audio.view(lead_in, start - whole).copy()
        self._mel_start = mel_start
        self._mel_length = length / HOP_LENGTH
        first = max(source.mel.base, mel_start - math.ceil(self._mel_length) - 1)
        self._mel = source.mel.view(first, mel_start).copy()
        self._marks = source.marks.view(first, mel_start).copy()

    @property
    def nbytes(self) -> int:
        """The memory of the bars."""
        return sum(rows.nbytes for rows in (self._bars, self._lead_in, self._mel, self._marks))

    @classmethod
    def find(cls, plan: Plan, tempo: TempoMap, bars: tuple[int, ...] = LOOP_BARS) -> "_Loop":
        """Take the first of ``bars`` that is whole behind the end, at the tempo there."""
        end = plan.audio.end
        since = max(tempo.steady_since(end - 1), plan.audio.base)
        beat = MINUTE / tempo.bpm(end - 1)
        bar = beat * tempo.segment(end - 1).beats_per_bar
        lengths = [n * bar for n in bars] + [beat]
        fitting = [length for length in lengths if length + FADE <= end - since]
        length = fitting[0] if fitting else min(bar, float(end - plan.audio.base))
        return cls(end, length, plan.mel.end, plan)

    def fade_in(self, plan: Plan, free: int) -> None:
        """Crossfade the last samples before the loop into what led to its first."""
        n = min(len(self._lead_in), plan.audio.end - max(free, plan.audio.base))
        if n <= 0:
            return
        tail = plan.audio.view(plan.audio.end - n, plan.audio.end)
        tail[:] = crossfade(tail, self._lead_in[-n:])
        self._bars[-n:] = tail[-len(self._bars) :]

    def append_audio(self, plan: Plan) -> None:
        """Repeat once; ends are rounded from the exact grid, so that a long loop does not drift."""
        self._times += 1
        end = plan.audio.end
        n = round(self.start + self._times * self.length) - end
        plan.audio.append(self._bars[len(self._bars) - n :] * self.gain(end, n))

    def gain(self, first: int, n: int) -> Rows:
        """Return the gain of ``n`` samples from ``first`` on, (n, 1)."""
        if self.endless:
            return np.ones((n, 1), np.float32)
        age = (np.arange(first, first + n)[:, None] - self.start) / SAMPLE_RATE
        faded = np.clip((age - LOOP_SECONDS) / FADE_OUT_SECONDS, 0, 1)
        return np.cos(faded * (math.pi / 2)).astype(np.float32)

    def append_mel(self, plan: Plan) -> None:
        """Repeat the nearest frames until the mel is LAG_FRAMES ahead of the audio."""
        stop = plan.audio.end // HOP_LENGTH + LAG_FRAMES
        if not len(self._mel):  # another checkpoint has only just taken over
            plan.mel.base = plan.mel.end = stop = max(stop, plan.mel.end)
            plan.marks.append(np.tile(np.array(UNKNOWN, np.int16), (stop - plan.marks.end, 1)))
            return
        frames = np.arange(plan.mel.end, max(stop, plan.mel.end))
        times = np.floor((frames - self._mel_start) / self._mel_length) + 1
        back = self._mel_start - np.round(frames - times * self._mel_length).astype(int)
        nearest = np.clip(-back, -len(self._mel), -1)
        plan.mel.append(self._mel[nearest])
        plan.marks.append(self._marks[nearest])
