"""The form of an excerpt: which sections, how long, how strong, and who plays."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import STEMS
from training.compose.piece import Section
from training.compose.streams import pick
from training.compose.style import SectionPlan

DROP_CHANCE = 0.25
_UNITS = (4, 8, 16, 32)


@dataclass(frozen=True)
class Span:
    """A section with what the players need.

    ``second`` asks for the contrasting material; towards ``end_intensity`` the dynamics move.
    """

    section: Section
    bars: int
    second: bool
    end_intensity: float

    def intensity(self, beats: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the intensity at ``beats`` (from the start of the piece)."""
        share = np.clip((beats - self.section.start) / self.section.duration, 0.0, 1.0)
        return self.section.intensity + share * (self.end_intensity - self.section.intensity)


def lay_out(
    form: tuple[SectionPlan, ...],
    n_bars: int,
    beats_per_bar: int,
    energy: float,
    rng: np.random.Generator,
) -> tuple[Span, ...]:
    """Cut an excerpt of ``n_bars`` bars out of ``form``: two to five sections from anywhere.

    ``energy`` is added to every intensity. A quarter of the sections lose some of their stems,
    so that every combination is heard.
    """
    lengths = _lengths(n_bars, rng)
    first = int(rng.integers(len(form)))
    plans = [form[(first + i) % len(form)] for i in range(len(lengths))]
    sections, bar = [], 0
    for plan, bars in zip(plans, lengths, strict=True):
        intensity = float(np.clip(plan.intensity + energy + rng.normal(0, 0.05), 0.1, 1.0))
        start, duration = float(bar * beats_per_bar), float(bars * beats_per_bar)
        active = _drop(pick(rng, plan.play), rng)
        sections.append(Section(start, duration, plan.name, round(intensity, 3), active))
        bar += bars
    return _spans(_fill_peak(sections), lengths)


def _lengths(n_bars: int, rng: np.random.Generator) -> list[int]:
    fewest = 3 if rng.random() < 0.8 else 2
    units = [u for u in _UNITS if fewest <= -(-n_bars // u) <= 5] or [max(-(-n_bars // 2), 1)]
    unit = pick(rng, units)
    lengths: list[int] = []
    # An excerpt may begin in the middle of a section.
    if n_bars - unit // 2 > unit and -(-(n_bars - unit // 2) // unit) < 5 and rng.random() < 0.4:
        lengths.append(unit // 2)
    while (left := n_bars - sum(lengths)) > 0:
        lengths.append(min(unit, left))
    if lengths[-1] < 3 and lengths[-2] >= 8:
        lengths[-2:] = [lengths[-2] - 4, lengths[-1] + 4]
    elif lengths[-1] < 3 and len(lengths) > 2:
        lengths[-2:] = [lengths[-2] + lengths[-1]]
    return lengths


def _drop(active: tuple[str, ...], rng: np.random.Generator) -> tuple[str, ...]:
    """Return ``active``, or now and then any other combination that lacks one to three stems."""
    if rng.random() >= DROP_CHANCE:
        return active
    n_kept = int(rng.choice([3, 2, 1], p=[0.5, 0.3, 0.2]))
    kept = rng.choice(len(STEMS), n_kept, replace=False)
    return tuple(stem for i, stem in enumerate(STEMS) if i in kept)


def _fill_peak(sections: list[Section]) -> list[Section]:
    """Let the strongest section be full where hardly anything else is."""
    if max(len(section.active) for section in sections) >= 3:
        return sections
    peak = max(sections, key=lambda section: section.intensity)
    return [replace(s, active=STEMS) if s is peak else s for s in sections]


def _spans(sections: list[Section], lengths: list[int]) -> tuple[Span, ...]:
    spans = []
    for i, section in enumerate(sections):
        last = i + 1 == len(sections)
        after = section.intensity if last else sections[i + 1].intensity
        move = {"build": 1.0, "outro": 0.0}.get(section.name, 0.25)
        end = section.intensity + move * (after - section.intensity)
        if section.name == "build":
            end = max(end, section.intensity + 0.25)
        elif section.name == "outro":
            end = section.intensity * 0.6
        second = section.name in ("chorus", "drop", "bridge")
        spans.append(Span(section, lengths[i], second, float(np.clip(end, 0.1, 1.0))))
    return tuple(spans)
