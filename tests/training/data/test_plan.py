from collections import Counter

import numpy as np
import pytest

from training.compose.loader import load_styles
from training.data.plan import (
    HELD_OUT_TEMPI,
    held_out_tempo,
    is_held_out,
    recipe,
    split_of,
    style_of,
)

STYLES = load_styles()
NAMES = [f"style{i:02d}" for i in range(30)]


def test_one_seed_in_twenty_validates_and_one_tests() -> None:
    """90 % train, 5 % validate, 5 % test."""
    splits = Counter(split_of(seed) for seed in range(1000))
    assert splits == {"train": 900, "validation": 50, "test": 50}


def test_every_run_of_seeds_has_each_style_once() -> None:
    """Styles are balanced however far the rendering got."""
    for block in range(5):
        seeds = range(30 * block, 30 * block + 30)
        assert {style_of(seed, NAMES) for seed in seeds} == set(NAMES)


def test_every_style_comes_to_every_split() -> None:
    """The split of a seed does not decide its style."""
    for split in ("validation", "test"):
        seeds = [seed for seed in range(8000) if split_of(seed) == split]
        counts = Counter(style_of(seed, NAMES) for seed in seeds)
        assert len(counts) == 30
        assert max(counts.values()) < 6 * min(counts.values())


def test_only_test_pieces_are_asked_for_held_out_tempi() -> None:
    """Training and validation leave the tempo to the composer, which avoids the ranges."""
    for seed in range(400):
        todo = recipe(seed, STYLES, (32, 56))
        assert todo.tempo is None or (todo.split == "test" and is_held_out(todo.tempo))
        assert 32 <= todo.seconds <= 56


def test_many_test_pieces_have_a_held_out_tempo() -> None:
    """Every second test piece has one, where its style comes near one."""
    todo = [recipe(seed, STYLES, (32, 56)) for seed in range(1, 4000, 20)]
    unseen = sum(one.tempo is not None for one in todo)
    assert 0.3 * len(todo) < unseen <= 0.5 * len(todo)


def test_the_recipe_is_a_function_of_the_seed() -> None:
    """The same seed is the same piece, whatever was asked before."""
    assert recipe(41, STYLES, (32, 56)) == recipe(41, dict(reversed(STYLES.items())), (32, 56))


@pytest.mark.parametrize("low,high", HELD_OUT_TEMPI)
def test_the_edges_of_the_ranges_are_held_out(low: float, high: float) -> None:
    """The ranges are closed."""
    assert is_held_out(low)
    assert is_held_out(high)
    assert not is_held_out(low - 0.01)
    assert not is_held_out(high + 0.01)


def test_a_style_far_from_the_ranges_has_no_held_out_tempo() -> None:
    """60–70 bpm is not near 94 bpm."""
    assert held_out_tempo({"4/4": (60, 70)}, np.random.default_rng(0)) is None


def test_a_held_out_tempo_comes_with_its_metre() -> None:
    """Where only one metre of a style comes near, that metre is asked for."""
    tempo = {"6/8": (60.0, 70.0), "4/4": (90.0, 100.0)}
    for seed in range(20):
        drawn = held_out_tempo(tempo, np.random.default_rng(seed))
        assert drawn is not None
        assert drawn[0] == "4/4"
        assert 94 <= drawn[1] <= 98
