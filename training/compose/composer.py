"""From (style, seed) to a piece: decide, lay out, let the four players play."""

from dataclasses import dataclass

import numpy as np

from training.compose.bass import Bassist, kick_grid
from training.compose.comping import Comper, draw_layers
from training.compose.drums import Drummer, orchestral
from training.compose.feel import humanise
from training.compose.form import Span, lay_out
from training.compose.grid import BEATS_PER_BAR, Grid
from training.compose.lead import Soloist
from training.compose.piece import Note, Part, Piece
from training.compose.streams import Streams, pick
from training.compose.style import Progression, Style
from training.compose.timeline import Timeline, lay_chords

FORBIDDEN_TEMPI = ((94.0, 98.0), (126.0, 130.0), (150.0, 155.0))
TEMPO_RANGE = (30.0, 300.0)


@dataclass(frozen=True)
class _Score:
    """What is decided before a note is played."""

    style: Style
    streams: Streams
    mood: str
    tempo: float
    metre: str
    tonic: int
    minor: bool
    swing: float
    spans: tuple[Span, ...]
    timeline: Timeline

    @property
    def beats_per_bar(self) -> int:
        return BEATS_PER_BAR[self.metre]

    @property
    def swing_pair(self) -> tuple[float, float]:
        """Swing amount and the length in beats of the pair it divides."""
        beat = 1.0 if self.metre != "6/8" else 2 / 3
        return self.swing, beat * 8 / self.style.swing.unit


def compose(
    style: Style,
    seed: int,
    *,
    seconds: float = 48.0,
    tempo: float | None = None,
    metre: str | None = None,
    tonic: int | None = None,
    minor: bool | None = None,
    mood: str | None = None,
) -> Piece:
    """Compose an excerpt of about ``seconds`` (whole bars, at least four).

    Whatever is not given is drawn from the style. Drawn tempi avoid FORBIDDEN_TEMPI, which are
    kept for tests. The same arguments give the same piece on every machine.

    Raises
    ------
    ValueError
        For a metre or a mood that the style does not have, a mode without progressions, or a
        tempo outside TEMPO_RANGE.
    """
    _check(style, tempo, metre, minor, mood)
    score = _decide(style, seed, seconds, tempo, metre, tonic, minor, mood)
    parts = [_drums(score), _bass(score), *_harmony(score), _lead(score)]
    return Piece(
        seed=seed,
        style=style.name,
        mood=score.mood,
        tempo=score.tempo,
        metre=score.metre,
        beats_per_bar=score.beats_per_bar,
        tonic=score.tonic,
        minor=score.minor,
        swing=score.swing,
        beats=float(sum(span.section.duration for span in score.spans)),
        sections=tuple(span.section for span in score.spans),
        chords=score.timeline.labels(),
        parts=tuple(part for part in parts if part.notes),
    )


def _check(
    style: Style, tempo: float | None, metre: str | None, minor: bool | None, mood: str | None
) -> None:
    if metre is not None and metre not in style.metres:
        raise ValueError(f"{style.name} has no {metre}; it has {', '.join(style.metres)}")
    if mood is not None and mood not in style.moods:
        raise ValueError(f"{style.name} has no mood {mood!r}; it has {', '.join(style.moods)}")
    if minor is not None and not style.progressions[minor]:
        raise ValueError(f"{style.name} has no {'minor' if minor else 'major'} progressions")
    if tempo is not None and not TEMPO_RANGE[0] <= tempo <= TEMPO_RANGE[1]:
        raise ValueError(f"tempo {tempo:g} is outside {TEMPO_RANGE[0]:g}–{TEMPO_RANGE[1]:g} BPM")


def draw_tempo(low: float, high: float, rng: np.random.Generator) -> float:
    """Draw evenly from [low, high] without FORBIDDEN_TEMPI, to a hundredth of a BPM.

    Raises
    ------
    ValueError
        Where nothing is left to draw.
    """
    for _ in range(1000):
        tempo = round(float(rng.uniform(low, high)), 2)
        if not any(a <= tempo <= b for a, b in FORBIDDEN_TEMPI):
            return tempo
    raise ValueError(f"no tempo in {low:g}–{high:g} BPM may be drawn; widen the style's range")


def _decide(
    style: Style, seed: int, seconds: float, tempo: float | None, metre: str | None,
    tonic: int | None, minor: bool | None, mood: str | None,
) -> _Score:  # fmt: skip
    streams = Streams(seed, style.name)
    rng = streams("decisions")
    # Every draw is made even when its value is given, so that the others stay as they are.
    drawn_metre = _weighted(style.metres, rng)
    drawn_mood, drawn_tonic = pick(rng, list(style.moods)), int(rng.integers(12))
    mood, metre = mood or drawn_mood, metre or drawn_metre
    mode, swing = rng.random(), rng.random()
    drawn_tempo = draw_tempo(*style.tempo[metre], rng)
    tempo = drawn_tempo if tempo is None else float(tempo)
    tonic = drawn_tonic if tonic is None else tonic % 12
    chance = style.moods[mood].minor
    minor = mode < (style.minor if chance is None else chance) if minor is None else minor
    amount = style.swing.low + swing * (style.swing.high - style.swing.low)
    beats = BEATS_PER_BAR[metre]
    n_bars = max(round(seconds * tempo / 60 / beats), 4)
    spans = lay_out(style.form, n_bars, beats, style.moods[mood].energy, streams("form"))
    chosen = _progressions(style.progressions[bool(minor)], streams("chords"))
    timeline = lay_chords(spans, chosen, tonic, beats)
    swing_ratio = 0.5 if metre == "6/8" else round(float(amount), 4)
    return _Score(
        style, streams, mood, tempo, metre, tonic, bool(minor), swing_ratio, spans, timeline
    )


def _weighted(weights: dict[str, float], rng: np.random.Generator) -> str:
    shares = np.array(list(weights.values()))
    return list(weights)[int(rng.choice(len(weights), p=shares / shares.sum()))]


def _progressions(
    choices: tuple[Progression, ...], rng: np.random.Generator
) -> tuple[Progression, Progression]:
    """A progression for verses and one for choruses, often the same."""
    first = pick(rng, choices)
    return first, pick(rng, choices) if rng.random() < 0.6 else first


def _active(score: _Score, stem: str) -> list[Span]:
    return [span for span in score.spans if stem in span.section.active]


def _part(
    score: _Score, stem: str, instrument: str, played: list[tuple[Span, list[Note]]],
    gain: float = 1.0,
) -> Part:  # fmt: skip
    rng = score.streams(f"feel {stem} {instrument}")
    notes: list[Note] = []
    for span, raw in played:
        notes += humanise(raw, span, score.tempo, score.swing_pair, rng, gain)
    return Part(stem, instrument, tuple(sorted(notes, key=lambda n: (n.start, n.pitch))))


def _drummer(score: _Score) -> Drummer:
    return Drummer(score.style.drums, score.metre, score.beats_per_bar, score.streams("drums"))


def _drums(score: _Score) -> Part:
    drummer = _drummer(score)
    instrument = pick(score.streams("drums instrument"), score.style.drums.instruments)
    played, before = [], 0.0
    for span in score.spans:
        rising = span.section.intensity >= before - 0.05
        if "drums" in span.section.active:
            hits = drummer.play(span, rising)
            tuned = orchestral(hits, score.tonic) if instrument == "kit_orchestra" else hits
            played.append((span, tuned))
        before = span.section.intensity
    return _part(score, "drums", instrument, played)


def _bass(score: _Score) -> Part:
    line = score.style.bass
    player = Bassist(line, score.metre, score.tonic, score.minor, score.streams("bass"))
    instrument = pick(score.streams("bass instrument"), line.instruments)
    drummer = _drummer(score)
    played = []
    for span in _active(score, "bass"):
        kicks = _kicks(drummer, span)
        played.append((span, player.play(span, score.timeline, kicks)))
    return _part(score, "bass", instrument, played, line.gain)


def _kicks(drummer: Drummer, span: Span) -> Grid:
    grid = drummer.pattern(span).voices.get("kick")
    length = 2.0 * drummer.beats_per_bar
    starts = [step.start for step in grid.tile(length)] if grid else [0.0]
    return kick_grid(starts, drummer.beats_per_bar)


def _harmony(score: _Score) -> list[Part]:
    rng = score.streams("harmony instrument")
    parts = []
    for i, (layer, instrument) in enumerate(draw_layers(score.style.harmony, rng)):
        stream = score.streams(f"harmony {i}")
        player = Comper(layer, score.metre, score.tempo, score.timeline, stream)
        played = [(span, player.play(span)) for span in _active(score, "harmony")]
        parts.append(_part(score, "harmony", instrument, played, layer.gain))
    return parts


def _lead(score: _Score) -> Part:
    lead = score.style.lead
    player = Soloist(
        lead, score.metre, score.tonic, score.minor, score.timeline, score.streams("lead")
    )
    instrument = pick(score.streams("lead instrument"), lead.instruments)
    played = [(span, player.play(span)) for span in _active(score, "lead")]
    return _part(score, "lead", instrument, played, lead.gain)
