"""MusicLDM's U-Net as teacher (x_0 from ε) and as consistency student."""

from typing import Any

from torch import Tensor

from musiccm.musicldm.schedule import Schedule, boundary

Network = Any
"""A module of diffusers or transformers, which are imported when one is loaded."""


def predict_x_0(unet: Network, schedule: Schedule, x: Tensor, t: Tensor, text: Tensor) -> Tensor:
    """Return the teacher's prediction of the music in ``x`` (B, C, T, F) at whole times ``t`` (B,).

    ``text`` (B, dim) are CLAP vectors; MusicLDM takes them where a diffusion model of images takes
    its class, not by cross-attention.
    """
    output = unet(x, t, None, class_labels=text, return_dict=False)[0]
    return schedule.x_0(x, t, output.float())


def consistency(unet: Network, schedule: Schedule, x: Tensor, t: Tensor, text: Tensor) -> Tensor:
    """Return f(x_t, t, text); f(x, 0) = x holds by construction (arXiv 2303.01469, eq. 5)."""
    c_skip, c_out = boundary(t)
    return c_skip * x + c_out * predict_x_0(unet, schedule, x, t, text)
