"""What an endless planner needs of the styles at play time, as plain JSON."""

from typing import Any

from training.compose.chords import split_bar
from training.compose.grid import BEATS_PER_BAR
from training.compose.style import Progression, Style


def planner_table(styles: dict[str, Style]) -> dict[str, Any]:
    """Return style name → its facts, JSON-serialisable.

    Per style: ``words``, ``moods`` (energy, minor chance or null), ``metres`` (weight), ``tempo``
    ([low, high] by metre, felt beats per minute), ``default_tempo`` by metre, ``minor`` (chance),
    ``swing`` (unit, [low, high]), ``instruments`` by stem, ``form`` (sections in order with bars,
    intensity and the choices of active stems) and ``progressions[metre][mode]``: a list of
    progressions, each a list of bars, each a list of chords ``[root, chroma, beats, suffix]`` with
    root and chroma in semitones above the tonic. A chord's symbol is its root's name + suffix.
    """
    return {name: _summary(style) for name, style in sorted(styles.items())}


def _summary(style: Style) -> dict[str, Any]:
    words = style.words
    return {
        "words": {
            "genre": list(words.genre),
            "adjectives": list(words.adjectives),
            "scenes": list(words.scenes),
        },
        "moods": {k: {"energy": m.energy, "minor": m.minor} for k, m in style.moods.items()},
        "metres": dict(style.metres),
        "tempo": {metre: list(tempo) for metre, tempo in style.tempo.items()},
        "default_tempo": {m: round((low + high) / 2) for m, (low, high) in style.tempo.items()},
        "minor": style.minor,
        "swing": {"unit": style.swing.unit, "amount": [style.swing.low, style.swing.high]},
        "instruments": _instruments(style),
        "form": [
            {
                "section": plan.name,
                "bars": plan.bars,
                "intensity": plan.intensity,
                "active": [list(stems) for stems in plan.play],
            }
            for plan in style.form
        ],
        "progressions": {metre: _modes(style, metre) for metre in style.metres},
    }


def _instruments(style: Style) -> dict[str, list[str]]:
    layers = [name for layer in style.harmony for name in layer.instruments]
    return {
        "drums": sorted(set(style.drums.instruments)),
        "bass": sorted(set(style.bass.instruments)),
        "harmony": sorted(set(layers)),
        "lead": sorted(set(style.lead.instruments)),
    }


def _modes(style: Style, metre: str) -> dict[str, list[Any]]:
    beats = BEATS_PER_BAR[metre]
    return {
        mode: [_bars(progression, beats) for progression in style.progressions[minor]]
        for mode, minor in (("major", False), ("minor", True))
    }


def _bars(progression: Progression, beats_per_bar: int) -> list[list[list[Any]]]:
    return [
        [
            [harmony.root, list(harmony.chroma()), beats, harmony.suffix]
            for harmony, beats in zip(bar, split_bar(len(bar), beats_per_bar), strict=True)
        ]
        for bar in progression
    ]
