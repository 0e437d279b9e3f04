"""Which pieces judge, what is asked of the model, and that they are kept."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from musiccm.controls import CONTROLS, N_VALUES, SLICES
from tests.training.evaluate.synthetic import FakeStudio, piece
from training.data.plan import split_of, style_of
from training.evaluate.heldout import FRAMES, Library, partner
from training.evaluate.heldout import heldout_seeds as seeds_of

NAMES = [f"style {i}" for i in range(30)]


def test_seeds_are_of_the_test_split_and_balanced() -> None:
    """60 pieces have each of 30 styles twice: once asked for a held-out tempo, once not."""
    seeds = seeds_of(60, NAMES)
    assert all(split_of(seed) == "test" for seed in seeds)
    cells = Counter((style_of(seed, NAMES), seed // 20 % 2) for seed in seeds)
    assert len(cells) == 60
    assert set(cells.values()) == {1}


def test_a_longer_list_goes_on_from_a_shorter_one() -> None:
    """100 pieces begin with the 60 of the first round; styles never differ by more than two."""
    assert seeds_of(100, NAMES)[:60] == seeds_of(60, NAMES)
    styles = Counter(style_of(seed, NAMES) for seed in seeds_of(100, NAMES))
    assert max(styles.values()) - min(styles.values()) <= 2


@pytest.mark.parametrize("n", [2, 3, 10])
def test_nobody_is_its_own_partner(n: int) -> None:
    """In the shuffled row every piece has another's sound."""
    seeds = seeds_of(n, NAMES)
    assert all(partner(seed, seeds) != seed for seed in seeds)
    assert {partner(seed, seeds) for seed in seeds} <= set(seeds)


def test_only_what_a_performer_gives_is_asked() -> None:
    """Measured groups are unknown, the others untouched."""
    found = piece()
    for index, control in enumerate(CONTROLS):
        hidden = control.name in ("level", "density", "brightness", "intensity")
        asked = found.asked[:, SLICES[control.name]], found.asked[:, N_VALUES + index]
        if hidden:
            assert not asked[0].any()
            assert not asked[1].any()
        else:
            assert np.array_equal(asked[0], found.controls[:, SLICES[control.name]])
            assert np.array_equal(asked[1], found.controls[:, N_VALUES + index])
    assert found.controls[:, SLICES["level"]].any()


def test_a_piece_is_rendered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder gives back what was rendered, to 24 bits, without rendering again."""
    monkeypatch.setattr("training.evaluate.studio.Studio", FakeStudio)
    library = Library(tmp_path, (32.0, 56.0), None)
    first = library.get(21)
    again = Library(tmp_path, (32.0, 56.0), None)
    second = again.get(21)
    assert library._studio.made == [21]
    assert "_studio" not in vars(again)
    assert np.array_equal(first.stems, second.stems)
    assert np.allclose(first.stems, piece(21, 110.0).stems, atol=1e-6)
    assert first.mel.shape == (FRAMES, 4, 96)
    assert (first.key, first.unseen_tempo, first.has_drums) == ((0, False), False, True)
    assert library.get(1).unseen_tempo
