"""Tiny models for tests: every part real, random weights, milliseconds to run."""

import numpy as np
import torch

from musiccm.checkpoint import Checkpoint
from musiccm.compute import resolve
from musiccm.denoiser import Conditioning, Denoiser, DenoiserConfig
from musiccm.mel import MelConfig
from musiccm.performer import Performer
from musiccm.vocoder import Vocoder, VocoderConfig

DENOISER = DenoiserConfig(dim=32, n_layers=2, n_heads=2, mlp_ratio=2, n_latents=16)
VOCODER = VocoderConfig(dim=16, n_layers=2)

CHORD = [0, [0, 4, 7], 4, ""]
TABLE = {
    "styles": {
        name: {
            "tempo": {"4/4": [100, 120], "3/4": [80, 90]},
            "metres": {"4/4": 3, "3/4": 1},
            "minor": 0.5,
            "form": [
                {"section": "intro", "bars": 4, "intensity": 0.4, "active": [["drums", "bass"]]},
                {
                    "section": "verse",
                    "bars": 8,
                    "intensity": 0.6,
                    "active": [["drums", "lead"], ["bass"]],
                },
                {"section": "outro", "bars": 4, "intensity": 0.4, "active": [["harmony"]]},
            ],
            "progressions": {
                metre: {
                    "major": [[[CHORD], [CHORD, [5, [5, 9, 0], 2, ""]]]],
                    "minor": [[[[0, [0, 3, 7], 4, "m"]]]],
                }
                for metre in ("4/4", "3/4")
            },
        }
        for name in ("house", "waltz")
    },
    "words": {"weight": np.eye(2, 384).tolist(), "bias": [0.0, 0.0]},
}


class StubText:
    """Stands in for the text encoder where words do not matter."""

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return the first style for every text."""
        return np.tile(np.eye(2, 384, dtype=np.float32)[0], (len(texts), 1))

    def mix(self, prompts: tuple[tuple[str, float], ...]) -> np.ndarray:
        """Return the vector of the first style."""
        return np.eye(2, 384, dtype=np.float32)[0]


def denoiser(seed: int = 0) -> Denoiser:
    """Return a tiny denoiser whose zero-initialised parts are awake."""
    torch.manual_seed(seed)
    model = Denoiser(DENOISER)
    with torch.no_grad():
        for layer in (model.guidance, model.final, model.modulation):
            layer.weight.normal_(std=0.1)
    return model.eval()


def conditioning(model: Denoiser, batch: int = 2, length: int = 12) -> Conditioning:
    """Return random conditioning with nothing known."""
    config = model.config
    return Conditioning(
        text=torch.randn(batch, config.text_dim),
        controls=torch.randn(batch, length * config.token_frames, config.n_controls),
        guidance=torch.zeros(batch),
        clean=torch.randn(batch, length, config.n_latents),
        known=torch.zeros(batch, length, dtype=torch.bool),
    )


def checkpoint() -> Checkpoint:
    """Return a tiny checkpoint with an orthonormal linear autoencoder."""
    model = denoiser()
    latents = model.latents
    with torch.no_grad():
        latents.basis.copy_(torch.linalg.qr(torch.randn_like(latents.basis)).Q)
        latents.mean.fill_(-7.0)
        latents.std.fill_(2.0)
    torch.manual_seed(1)
    vocoder = Vocoder(VOCODER)
    return Checkpoint(
        DENOISER, VOCODER, MelConfig(), model.state_dict(), vocoder.state_dict(), TABLE
    )


def performer() -> Performer:
    """Return a performer on the CPU with tiny random weights."""
    ticks = iter(range(10**9))
    return Performer(checkpoint(), resolve("cpu"), text=StubText(), clock=lambda: next(ticks))
