"""Fréchet distances, their intervals, and damage that they must hear."""

import numpy as np
import pytest

from training.fidelity.distance import Distance, between_styles, distance
from training.fidelity.report import figures, page, rises

RNG = np.random.default_rng(0)


def cloud(n: int, shift: float = 0.0, scale: float = 1.0) -> np.ndarray:
    """Return ``n`` points of a Gaussian in four dimensions."""
    return shift + scale * RNG.standard_normal((n, 4))


def test_the_distance_of_gaussians_is_the_closed_form() -> None:
    """Clouds a shift and a scale apart are Σ shift² + Σ (1 - scale)² apart."""
    found = distance(cloud(4000, 0.5, 2.0), cloud(4000))
    assert found.value == pytest.approx(4 * 0.25 + 4 * 1.0, rel=0.1)
    assert found.low < found.value < found.high


def test_the_interval_narrows_with_more_clips() -> None:
    """Ten times the clips are surer."""
    few, many = (distance(cloud(n, 1.0), cloud(n)) for n in (60, 600))
    assert many.high - many.low < few.high - few.low


def test_styles_are_as_far_apart_as_their_recordings() -> None:
    """The median of three pairs; a style with too few clips is left out."""
    truth = np.concatenate([cloud(200), cloud(200, 1.0), cloud(200, 2.0), cloud(3, 50.0)])
    styles = ["a"] * 200 + ["b"] * 200 + ["c"] * 200 + ["d"] * 3
    assert between_styles(truth, styles) == pytest.approx(4.0, rel=0.15)
    with pytest.raises(ValueError, match="more clips"):
        between_styles(truth[:203], styles[:203])


def test_goals_are_held_against_the_teacher_and_the_styles() -> None:
    """A student near its teacher reaches its goal, one far from it does not; the page says so."""
    truth = np.concatenate([cloud(200), cloud(200, 2.0)])
    clouds = {"teacher_50": truth + 0.2, "student_4": truth + 0.2, "student_1": truth + 0.6}
    found = figures(clouds, truth, ["a"] * 200 + ["b"] * 200)
    assert [goal["reached"] for goal in found["goals"]] == [True, True, False]
    assert found["rows"]["student_4"]["part"] == pytest.approx(0.16 / 16, rel=0.2)
    text = page(found)
    assert "**not reached**" in text and "student, 4 steps" in text


def test_a_family_of_damage_must_rise_from_the_recordings_on() -> None:
    """Harsh damage that is nearer than mild fails, and so does what chance may have ordered."""
    mild, harsh = Distance(1.0, 0.5, 1.5), Distance(2.0, 1.6, 2.4)
    assert rises({"mild": mild, "harsh": harsh}, ("mild", "harsh"))
    assert not rises({"mild": harsh, "harsh": mild}, ("mild", "harsh"))
    assert not rises({"mild": mild, "harsh": Distance(2.0, 1.4, 2.6)}, ("mild", "harsh"))
    assert not rises({"mild": Distance(0.1, 0.0, 0.2), "harsh": harsh}, ("mild", "harsh"))
