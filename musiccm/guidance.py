"""Guidance at inference: how much the words count, and how much what is asked of the sound.

The student has learned to be told a scale of 1 to 4 (classifier-free guidance, distilled as in
arXiv 2310.04378). Below 1 it has learned nothing; there its prediction without words is mixed in,
the controls kept, so that beat, key, chords and stems hold at any scale.

Density, brightness and intensity explain little of a sound that words, chords and stems have
explained already, so a prediction hardly moves with them. Where one is asked, the prediction is
pushed on in the direction that asking moved it (guidance of one condition, arXiv 2211.01324).
"""

import torch
from torch import Tensor

from musiccm.controls import CONTROLS, N_VALUES, SLICES
from musiccm.denoiser import Conditioning
from musiccm.graphs import Network
from musiccm.request import GUIDANCE_RANGE
from musiccm.sampler import guided

PUSH = {"density": 5.0, "brightness": 3.0, "intensity": 3.0}  # times as far as by itself

_FLAGS = [N_VALUES + index for index, control in enumerate(CONTROLS) if control.name in PUSH]
_CHANNELS = [*_FLAGS, *(SLICES[name].start for name in PUSH)]


def predict(denoiser: Network, x: Tensor, t: Tensor, cond: Conditioning) -> Tensor:
    """Return f(x_t, t), (B, L, n_latents), under any guidance from 0 on.

    Scale 0 does not hear the words, 1 takes them as they are, up to 4 more and more literally;
    from there on it stays. Below 1 a prediction costs two passes, and twice as many with a control
    of PUSH; of several that are asked the mean push counts.
    """
    scale = cond.guidance
    told = cond.with_guidance(scale.clamp(1.0, GUIDANCE_RANGE[1]))
    x_0 = _pushed(denoiser, x, t, told)
    if bool((scale >= 1).all()):
        return x_0
    share = scale.clamp(0.0, 1.0)[:, None, None]
    return guided(x_0, _pushed(denoiser, x, t, told.without_text()), share)


def _pushed(denoiser: Network, x: Tensor, t: Tensor, told: Conditioning) -> Tensor:
    x_0 = denoiser(x, t, told)
    asked = (told.controls[..., _FLAGS] > 0).any(1).to(x_0.dtype)
    if not bool(asked.any()):
        return x_0
    controls = told.controls.clone()
    controls[..., _CHANNELS] = 0
    bare = denoiser(x, t, told.with_controls(controls))
    many = asked.sum(1)
    push = (asked @ asked.new_tensor(list(PUSH.values()))) / many.clamp(min=1)
    pushed = guided(x_0, bare, push[:, None, None])
    return torch.where((many > 0)[:, None, None], pushed, x_0)
