"""The two-dimensional surface: prompts have places, a hand moves among them.

Coordinates run from 0 to 1, x to the right, y downwards.
"""

import math
from collections.abc import Mapping

Point = tuple[float, float]

_NEAR = 0.02  # so near to a place only that prompt is heard


def ring(n: int, radius: float = 0.4) -> dict[int, Point]:
    """Return ``n`` places on a ring, the first at the upper left, clockwise."""
    turns = {k + 1: 2 * math.pi * (k - n * 3 / 16) / n for k in range(n)}
    return {k: (0.5 + radius * math.sin(t), 0.5 - radius * math.cos(t)) for k, t in turns.items()}


def weights(at: Point, places: Mapping[int, Point]) -> dict[int, float]:
    """Return the weight of each place, by the inverse square of its distance; the nearest has 1."""
    distances = {k: math.dist(at, place) for k, place in places.items()}
    if not distances:
        return {}
    nearest = min(distances.values())
    if nearest < _NEAR:
        return {k: float(d < _NEAR) for k, d in distances.items()}
    return {k: round((nearest / d) ** 2, 4) for k, d in distances.items()}


def centre(shares: Mapping[int, float], places: Mapping[int, Point]) -> Point | None:
    """Return the place that weights stand for, None where they are all 0."""
    total = sum(shares[k] for k in places)
    if total <= 0:
        return None
    x = sum(shares[k] * places[k][0] for k in places) / total
    y = sum(shares[k] * places[k][1] for k in places) / total
    return x, y
