"""Weights on the surface."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.model.surface import centre, ring, weights

UNIT = st.floats(0.0, 1.0)


def test_the_ring_is_inside_and_its_places_differ() -> None:
    """Eight places, all on the surface, none on another, the first on the left above."""
    places = ring(8)
    assert sorted(places) == list(range(1, 9))
    assert all(0 < x < 1 and 0 < y < 1 for x, y in places.values())
    near = min(math.dist(places[a], places[b]) for a in places for b in places if a < b)
    assert near > 0.2
    assert places[1][0] < 0.5 and places[1][1] < 0.5


@given(UNIT, UNIT)
def test_the_nearest_has_all_and_the_farther_the_less(x: float, y: float) -> None:
    """Weights lie in 0 … 1, the greatest is 1, and they fall with the distance."""
    places = ring(8)
    found = weights((x, y), places)
    assert max(found.values()) == 1.0 and min(found.values()) >= 0.0
    order = sorted(places, key=lambda k: math.dist((x, y), places[k]))
    falling = [found[k] for k in order]
    assert falling == sorted(falling, reverse=True)


def test_on_a_place_only_that_one_is_heard() -> None:
    """On a prompt's own place the others are silent."""
    places = ring(8)
    assert weights(places[3], places) == {k: float(k == 3) for k in places}


def test_without_prompts_there_are_no_weights() -> None:
    """An empty surface asks for nothing and has no centre."""
    assert weights((0.5, 0.5), {}) == {}
    assert centre({1: 0.0}, {1: (0.5, 0.5)}) is None


def test_the_centre_is_where_the_weights_pull() -> None:
    """One weight: its place; two equal ones: half way."""
    places = {1: (0.0, 0.0), 2: (1.0, 0.5)}
    assert centre({1: 0.0, 2: 0.7}, places) == (1.0, 0.5)
    assert centre({1: 0.4, 2: 0.4}, places) == pytest.approx((0.5, 0.25))
