"""The planner: what endless music does next where the performer left it open. No torch.

Form, chords and rests are a function of (style, seed, absolute bar), so any frame may be asked for
at any time, and the same request gives the same controls. The styles come from the checkpoint's
``planner.json``: per style its tempi, metres, form and progressions as ``training.compose.summary``
writes them, and ``words``, a linear classifier of text vectors that says which words mean it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musiccm import controls
from musiccm.controls import METRES, SECTIONS, STEMS
from musiccm.harmony import into_scale, is_minor, write_chords
from musiccm.prompt import Key, check_metre, parse_key, read_prompt
from musiccm.request import Score, Suggestion

BEATS_PER_BAR = {"4/4": 4, "3/4": 3, "6/8": 2}
SLOWEST, FASTEST = 20.0, 400.0  # bpm; what is beyond is no tempo
CHAPTER = ("intro", "outro")  # heard once: an endless piece begins, and does not end
FRESH_BARS = 16  # after so many bars the next section begins without a past: errors add up in it


@dataclass(frozen=True)
class Chord:
    """Semitones above the tonic, and where in the bar it begins (0 … 1)."""

    root: int
    chroma: tuple[int, ...]
    start: float


@dataclass(frozen=True)
class PlannedSection:
    """A section of endless music: bars ``[start, start + bars)``.

    A ``fresh`` one is drawn without what was played before it.
    """

    start: int
    bars: int
    index: int
    name: str
    active: tuple[str, ...]
    fresh: bool


@dataclass(frozen=True)
class Choice:
    """A score with every open choice made."""

    style: str
    key: Key
    metre: str
    bpm: float


def _rng(*parts: object) -> np.random.Generator:
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "little"))


class Planner:
    """Chooses style, key, metre and tempo, and writes the controls of any stretch of frames."""

    def __init__(self, table: dict[str, Any], frame_rate: float) -> None:
        self.styles: dict[str, Any] = table["styles"]
        self.names = sorted(self.styles)
        self.weight = np.asarray(table["words"]["weight"], np.float32)
        self.bias = np.asarray(table["words"]["bias"], np.float32)
        self.frame_rate = frame_rate
        self._sections = lru_cache(maxsize=64)(self._lay_out)

    def style_of(self, text: NDArray[np.float32]) -> str:
        """Return the style that a text vector (text_dim,) most likely means."""
        return self.names[int(np.argmax(self.weight @ text + self.bias))]

    def choose(self, score: Score, text: NDArray[np.float32]) -> Choice:
        """Make every choice that the score and its prompts leave open."""
        style = self.style_of(text)
        row = self.styles[style]
        facts = [read_prompt(prompt) for prompt, weight in score.prompts if weight > 0]
        rng = _rng("choice", style, score.seed)
        minor = rng.random() < row["minor"]
        key = Key(int(rng.integers(12)), bool(minor))
        key = next((f.key for f in facts if f.key), key)
        metre = next((f.metre for f in facts if f.metre), max(row["metres"], key=row["metres"].get))
        metre = check_metre(score.metre) if score.metre else metre
        bpm = float(np.round(rng.uniform(*for_metre(row["tempo"], metre))))
        bpm = next((f.bpm for f in facts if f.bpm), bpm)
        key = parse_key(score.key) if score.key else key
        if score.scale is not None:
            key = Key(key.tonic, is_minor(score.scale))
        return Choice(style, key, metre, bpm)

    def suggest(self, score: Score, text: NDArray[np.float32]) -> Suggestion:
        """Return the choice as the daemon needs it."""
        choice = self.choose(score, text)
        return Suggestion(
            choice.style, choice.bpm, str(choice.key), choice.metre, BEATS_PER_BAR[choice.metre]
        )

    def controls(
        self, score: Score, text: NDArray[np.float32], beats: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """Return the control matrix (len(beats), N_CHANNELS) at beat positions ``beats``."""
        choice = self.choose(score, text)
        n, per_bar = len(beats), BEATS_PER_BAR[choice.metre]
        groups: dict[str, NDArray[np.floating]] = {**controls.phases(beats, per_bar)}
        groups["metre"] = np.tile(np.eye(len(METRES))[METRES.index(choice.metre)], (n, 1))
        groups["tempo"] = np.log2(self._bpm(beats, choice.bpm) / 120.0)
        key = np.zeros(13)
        key[choice.key.tonic], key[12] = 1, choice.key.minor
        groups["key"] = np.tile(key, (n, 1))
        groups |= self._written(score, choice, beats / per_bar)
        write_chords(score, beats, per_bar, groups)
        for name in ("density", "brightness", "intensity"):
            value = getattr(score, name)
            if value is not None:
                groups[name] = np.full(n, value)
        return controls.pack(groups, n)

    def fresh_start(
        self, score: Score, text: NDArray[np.float32], beats: NDArray[np.float64]
    ) -> int | None:
        """Return the last frame of ``beats`` (n ≥ 2,) where a fresh section begins, or None."""
        choice = self.choose(score, text)
        before = 2 * beats[0] - beats[1]
        bars = np.floor(np.concatenate([[before], beats]) / BEATS_PER_BAR[choice.metre])
        for frame in np.flatnonzero(np.diff(bars) > 0)[::-1]:
            bar = int(bars[frame + 1])
            section = self.section_at(choice, score.seed, bar)
            if section.fresh and section.start == bar:
                return int(frame)
        return None

    def _bpm(self, beats: NDArray[np.float64], default: float) -> NDArray[np.float64]:
        if len(beats) < 2:
            return np.full(len(beats), default)
        bpm = np.gradient(beats) * self.frame_rate * 60
        # Where the transport was moved the slope is no tempo: the frames before it tell.
        index = np.where((bpm > SLOWEST) & (bpm < FASTEST), np.arange(len(bpm)), 0)
        return bpm[np.maximum.accumulate(index)].clip(SLOWEST, FASTEST)

    def _written(
        self, score: Score, choice: Choice, position: NDArray[np.float64]
    ) -> dict[str, NDArray[np.float64]]:
        """Fill chords, section and activity for bar positions (n,)."""
        n = len(position)
        groups = {
            "chord_root": np.zeros((n, 12)),
            "chord_chroma": np.zeros((n, 12)),
            "section": np.zeros((n, len(SECTIONS))),
            "activity": np.zeros((n, len(STEMS))),
        }
        rests = set(score.rests).union(*(read_prompt(t).rests for t, w in score.prompts if w > 0))
        for bar in np.unique(np.floor(position)):
            inside = np.floor(position) == bar
            section = self.section_at(choice, score.seed, int(bar))
            groups["section"][inside, SECTIONS.index(section.name)] = 1
            asked = {*section.active, *score.plays} - rests
            groups["activity"][inside] = [stem in asked for stem in STEMS]
            for chord in self.chords_at(choice, score.seed, int(bar)):
                here = inside & (position - bar >= chord.start)
                tonic = choice.key.tonic
                pitches = tuple((tonic + step) % 12 for step in (chord.root, *chord.chroma))
                pitches = into_scale(pitches, tonic, score.scale)
                groups["chord_root"][here] = np.eye(12)[pitches[0]]
                groups["chord_chroma"][here] = np.isin(np.arange(12), pitches[1:])
        return groups

    def section_at(self, choice: Choice, seed: int, bar: int) -> PlannedSection:
        """Return the section that bar ``bar`` lies in."""
        bar = max(bar, 0)
        chunk = 64
        while True:
            sections = self._sections(choice.style, seed, chunk)
            if bar < sections[-1].start + sections[-1].bars:
                return next(s for s in sections if bar < s.start + s.bars)
            chunk *= 2

    def _lay_out(self, style: str, seed: int, n: int) -> tuple[PlannedSection, ...]:
        """Return the first ``n`` sections: the form once, then again without its frame."""
        sections: list[PlannedSection] = []
        start = last = 0
        for index, row in zip(range(n), self._rows(style), strict=False):
            rng = _rng("section", style, seed, index)
            active = tuple(row["active"][int(rng.integers(len(row["active"])))])
            fresh = start == 0 or start - last >= FRESH_BARS
            last = start if fresh else last
            sections.append(
                PlannedSection(start, row["bars"], index, row["section"], active, fresh)
            )
            start += row["bars"]
        return tuple(sections)

    def _rows(self, style: str) -> Iterator[dict[str, Any]]:
        form = self.styles[style]["form"]
        body = [row for row in form if row["section"] not in CHAPTER] or form
        yield from (row for row in form if row["section"] != "outro")
        while True:
            yield from body

    def chords_at(self, choice: Choice, seed: int, bar: int) -> list[Chord]:
        """Return the chords of a bar; sections of one name share a progression for a while."""
        section = self.section_at(choice, seed, bar)
        mode = "minor" if choice.key.minor else "major"
        stock = for_metre(self.styles[choice.style]["progressions"], choice.metre)
        progressions = stock[mode] or stock["major"] or stock["minor"]
        rng = _rng("chords", choice.style, seed, section.name, section.index // 8)
        progression = progressions[int(rng.integers(len(progressions)))]
        return _bar_chords(progression[(max(bar, 0) - section.start) % len(progression)])


def for_metre(rows: dict[str, Any], metre: str) -> Any:
    """Return the row of ``metre``, or of the style's first metre where it has none of its own."""
    return rows.get(metre) or next(iter(rows.values()))


def _bar_chords(bar: list[list[Any]]) -> list[Chord]:
    length = sum(beats for _, _, beats, _ in bar)
    chords, start = [], 0.0
    for root, chroma, beats, _ in bar:
        chords.append(Chord(root, tuple(chroma), start / length))
        start += beats
    return chords
