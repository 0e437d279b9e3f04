"""Samples whose joints can be found, or not, by construction."""

import numpy as np

from training.seams.detector import Sample


def sample(seed: int, fault: float, n: int = 40) -> Sample:
    """Return ``n`` places, a third of them joints; joints are ``fault`` deviations louder."""
    rng = np.random.default_rng(seed)
    joint = np.arange(n) < n // 3
    features = rng.standard_normal((n, 6)).astype(np.float32)
    features[joint, 2] += fault
    high = np.where(joint, -50.0 + fault, -50.0).astype(np.float32)
    return Sample(features, high, joint)
