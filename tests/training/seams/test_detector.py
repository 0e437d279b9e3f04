"""The detector on samples with and without a fault at their joints."""

import numpy as np
import pytest

from tests.training.seams.synthetic import sample
from training.seams.detector import Sample, auc, held_out_scores, interval

CLEAN = [sample(seed, 0.0) for seed in range(6)]
FAULTY = [sample(seed, 4.0) for seed in range(6)]


def test_a_fault_is_found_on_prompts_that_taught_nothing() -> None:
    """Where joints stand out, the AUC on held-out prompts is near 1, its interval around it."""
    scores = held_out_scores(FAULTY, FAULTY)
    low, high = interval(scores, FAULTY)
    assert low <= auc(scores, FAULTY) <= high
    assert low > 0.9


def test_where_there_is_nothing_nothing_is_found() -> None:
    """Joints like all other places score by chance, whatever the detector was taught by."""
    for taught in (CLEAN, FAULTY):
        assert 0.3 < auc(held_out_scores(CLEAN, taught), CLEAN) < 0.7


def test_a_prompt_does_not_teach_its_own_detector() -> None:
    """Faults in one prompt alone are not known to the detector that judges it."""
    mixed = [FAULTY[0], *CLEAN[1:]]
    inverted = [Sample(s.features, s.high, ~s.joint) for s in FAULTY[1:]]
    assert auc(held_out_scores(mixed, [FAULTY[0], *inverted])[:1], mixed[:1]) < 0.1


def test_the_level_of_a_take_is_no_clue() -> None:
    """Features are deviations from the take's median: gain and offset leave them as they are."""
    found = FAULTY[0]
    louder = Sample(100 * found.features + 7, found.high, found.joint)
    assert louder.standard == pytest.approx(found.standard, abs=0.02)
    assert np.median(found.standard, axis=0) == pytest.approx(0, abs=1e-6)
