"""Guidance at inference: how much the words count.

The student has learned to be told a scale of 1 to 4 (classifier-free guidance, distilled as in
arXiv 2310.04378). Below 1 it has learned nothing; there its prediction without words is mixed in,
the controls kept, so that beat, key, chords and stems hold at any scale.
"""

from torch import Tensor

from musiccm.denoiser import Conditioning
from musiccm.graphs import Network
from musiccm.request import GUIDANCE_RANGE
from musiccm.sampler import guided


def predict(denoiser: Network, x: Tensor, t: Tensor, cond: Conditioning) -> Tensor:
    """Return f(x_t, t), (B, L, n_latents), under any guidance from 0 on.

    Scale 0 does not hear the words, 1 takes them as they are, up to 4 more and more literally;
    from there on it stays. Below 1 a prediction costs two passes.
    """
    scale = cond.guidance
    told = cond.with_guidance(scale.clamp(1.0, GUIDANCE_RANGE[1]))
    x_0 = denoiser(x, t, told)
    if bool((scale >= 1).all()):
        return x_0
    share = scale.clamp(0.0, 1.0)[:, None, None]
    return guided(x_0, denoiser(x, t, told.without_text()), share)
