"""What the same music costs by the teacher's way: fifty steps of the solver, guided.

A teacher has the network of its student and hears every step twice, with words and without; so a
student's own weights take as long as the teacher's would.
"""

import torch

from musiccm.bench.samples import Samples
from musiccm.denoiser import Conditioning
from musiccm.performer import Performer
from musiccm.request import CONTEXT_FRAMES, EXTEND_FRAMES, TOKEN_FRAMES
from musiccm.sampler import guided, sample_ode

STEPS = 50
SCALE = 3.0


def drawing(performer: Performer, repeats: int = 2, steps: int = STEPS) -> Samples:
    """Time the drawing of one live window in ``steps`` guided steps."""
    length = (CONTEXT_FRAMES + EXTEND_FRAMES) // TOKEN_FRAMES
    return Samples.of(performer.clock, lambda _: _draw(performer, length, steps), repeats)


@torch.inference_mode()
def _draw(performer: Performer, length: int, steps: int) -> torch.Tensor:
    model, device = performer.denoiser, performer.compute.device
    config = model.config
    cond = Conditioning(
        text=torch.zeros(1, config.text_dim, device=device),
        controls=torch.zeros(1, length * config.token_frames, config.n_controls, device=device),
        guidance=torch.zeros(1, device=device),
        clean=torch.zeros(1, length, config.n_latents, device=device),
        known=torch.zeros(1, length, dtype=torch.bool, device=device),
    )

    def f(x: torch.Tensor, t: float) -> torch.Tensor:
        times = torch.full((1,), t, device=device)
        with performer.compute.autocast():
            told = model(x, times, cond).float()
            return guided(told, model(x, times, cond.without_prompt()).float(), SCALE)

    return sample_ode(f, torch.randn_like(cond.clean), steps).cpu()
