"""A mix put where the model can go on from it: its mel shared out among the stems by the model.

The model knows what stems look like, and so it is the one that separates: four stems are drawn as
any music is, told the style, the beats and the key, and after every step their powers are scaled,
bin by bin, so that they add up to the mix (a consistency sampler under a constraint, as in
posterior sampling, arXiv 2209.14687). Nobody is to listen to the stems: they are a past.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm import controls
from musiccm.canvas import canvas_denoiser, layout
from musiccm.compute import Compute
from musiccm.controls import METRES
from musiccm.denoiser import Conditioning, Denoiser
from musiccm.graphs import Network
from musiccm.noise import place_noise
from musiccm.planner import BEATS_PER_BAR
from musiccm.prompt import parse_key
from musiccm.request import FUSIONS, TOKEN_FRAMES, Score
from musiccm.sampler import sampling_times

STEPS = 4
MOST_GAIN = 1e6  # of power: what the model leaves empty is not made of nothing


def describe(
    beats: NDArray[np.float64], beats_per_bar: int, bpm: float, key: str
) -> NDArray[np.float32]:
    """Return the controls (F, N_CHANNELS) of music of which so much is known."""
    n, tonality = len(beats), np.zeros(13)
    heard = parse_key(key)
    tonality[heard.tonic], tonality[12] = 1, heard.minor
    metre = next(m for m, per_bar in BEATS_PER_BAR.items() if per_bar == beats_per_bar)
    groups: dict[str, NDArray[np.floating]] = {
        **controls.phases(beats, beats_per_bar),
        "key": np.tile(tonality, (n, 1)),
        "tempo": np.full(n, np.log2(bpm / 120)),
        "metre": np.tile(np.eye(len(METRES))[METRES.index(metre)], (n, 1)),
    }
    return controls.pack(groups, n)


def unmix(
    denoiser: Denoiser,
    network: Network,
    compute: Compute,
    mix: Tensor,
    text: NDArray[np.float32],
    known: NDArray[np.float32],
) -> Tensor:
    """Return the log-mel (F, stems, n_mels) of the stems of ``mix`` (F, n_mels), on its device.

    F is a multiple of TOKEN_FRAMES; ``text`` (text_dim,) says its style, ``known`` (F, N_CHANNELS)
    what else is known of it.
    """
    length, latents = len(mix) // TOKEN_FRAMES, denoiser.latents
    width = denoiser.config.n_latents
    cond = Conditioning(
        text=torch.from_numpy(text)[None].to(mix.device),
        controls=torch.from_numpy(known)[None].to(mix.device),
        guidance=torch.full((1,), Score.guidance, device=mix.device),
        clean=torch.zeros(1, length, width, device=mix.device),
        known=torch.zeros(1, length, dtype=torch.bool, device=mix.device),
    )
    times = sampling_times(STEPS)
    windows = {t: layout(FUSIONS[0], length, n, STEPS) for n, t in enumerate(times)}
    f = canvas_denoiser(network, cond, compute, windows.__getitem__)
    stems = mix[:, None].expand(-1, denoiser.config.n_stems, -1)
    for n, t in enumerate(times):
        noise = place_noise(0, n, 0, length, width)[None].to(mix.device)
        x = noise if n == 0 else (1 - t) * latents.encode(stems[None]) + t * noise
        stems = adding_up(latents.decode(f(x, t))[0], mix)
    return stems


def adding_up(stems: Tensor, mix: Tensor) -> Tensor:
    """Scale ``stems`` (F, stems, n_mels) so that their powers are those of ``mix`` (F, n_mels)."""
    power = (2 * stems.float()).exp()
    gain = (2 * mix.float()).exp() / power.sum(dim=1).clamp(min=1e-12)
    return 0.5 * (power * gain.clamp(max=MOST_GAIN)[:, None]).clamp(min=1e-12).log()
