"""The detector: joints against other places, told apart by logistic regression.

It is always tried on prompts that it was not trained on. Trained on the joints of one way it looks
for just their faults; trained on hard cuts it looks for what any break sounds like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLIP = 8.0  # deviations
SHRINKAGE = 0.01  # inverse strength of the L2 penalty: places are few, features many
RESAMPLES = 200

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """What was heard in a take: features (n, f), high level in dB (n,), joint or not (n,) bool."""

    features: NDArray[np.float32]
    high: NDArray[np.float32]
    joint: NDArray[np.bool_]

    @property
    def standard(self) -> Array:
        """Features in deviations from the take's own median: a style's loudness is no clue."""
        x = self.features.astype(np.float64)
        centre = np.median(x, axis=0)
        spread = 1.4826 * np.median(np.abs(x - centre), axis=0)
        return np.clip((x - centre) / (spread + 1e-3), -CLIP, CLIP)


def held_out_scores(judged: Sequence[Sample], taught: Sequence[Sample]) -> list[Array]:
    """Return the score of each place: the higher, the more like a joint.

    ``judged[n]`` and ``taught[n]`` are of the same prompt; the detector of the n-th is trained on
    all other prompts of ``taught``.
    """
    scores = []
    for n, sample in enumerate(judged):
        others = [other for m, other in enumerate(taught) if m != n]
        scores.append(_fit(others).decision_function(sample.standard))
    return scores


def _fit(samples: Sequence[Sample]) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=SHRINKAGE, class_weight="balanced", max_iter=1000)
    x = np.concatenate([sample.standard for sample in samples])
    return model.fit(x, np.concatenate([sample.joint for sample in samples]))


def auc(scores: Sequence[Array], samples: Sequence[Sample]) -> float:
    """Return the chance that a joint scores over another place: 0.5 cannot tell."""
    from sklearn.metrics import roc_auc_score

    joint = np.concatenate([sample.joint for sample in samples])
    return float(roc_auc_score(joint, np.concatenate(list(scores))))


def interval(
    scores: Sequence[Array], samples: Sequence[Sample], seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % interval of :func:`auc`, prompts drawn with replacement."""
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(RESAMPLES):
        picks = rng.integers(len(samples), size=len(samples))
        values.append(auc([scores[n] for n in picks], [samples[n] for n in picks]))
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)
