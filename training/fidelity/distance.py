"""Fréchet distances of clouds of embeddings, and how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from training.mel_distance import frechet

RESAMPLES = 200
MIN_STYLE_CLIPS = 16  # of a style whose cloud is compared with others

Cloud = NDArray[np.floating]


@dataclass(frozen=True)
class Distance:
    """A distance with the 95 % interval of its bootstrap, centred on the estimate."""

    value: float
    low: float
    high: float


def distance(cloud: Cloud, truth: Cloud, seed: int = 0) -> Distance:
    """Return the Fréchet distance of (n, dim) clouds.

    Resampling repeats clips and so adds to every distance; the interval is what it scatters by.
    """
    value = max(0.0, frechet(cloud, truth))
    rng = np.random.default_rng(seed)
    drawn = [
        frechet(cloud[rng.integers(len(cloud), size=len(cloud))],
                truth[rng.integers(len(truth), size=len(truth))])
        for _ in range(RESAMPLES)
    ]  # fmt: skip
    low, high = np.percentile(np.array(drawn) - np.mean(drawn), (2.5, 97.5))
    return Distance(value, max(0.0, value + float(low)), value + float(high))


def between_styles(truth: Cloud, styles: Sequence[str]) -> float:
    """Return the median Fréchet distance between the recordings of two styles.

    Raises
    ------
    ValueError
        If fewer than two styles have enough clips.
    """
    names = np.array(styles)
    clouds = [truth[names == style] for style in sorted(set(styles))]
    clouds = [cloud for cloud in clouds if len(cloud) >= MIN_STYLE_CLIPS]
    if len(clouds) < 2:
        raise ValueError(
            f"no two styles have {MIN_STYLE_CLIPS} clips: ask for more clips, or render more data"
        )
    return float(np.median([frechet(a, b) for a, b in combinations(clouds, 2)]))
