"""The rows: each is a way to get the mel of a clip."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from musiccm.denoiser import Conditioning, Denoiser
from musiccm.mel import LogMel
from musiccm.noise import place_noise
from training.data.production import MEL, log_mel
from training.evaluate.generate import Sampler, consistency, diffusion
from training.evaluate.players import Players
from training.fidelity.clips import Clip

Array = NDArray[np.float32]
Play = Callable[[list[Clip]], Iterator[Array]]

BATCH = 8
STEPS = (1, 2, 4, 8)
TEACHER_STEPS = 50


@dataclass
class Rows:
    """Plays clips: windows without a past, each under its clip's controls and caption."""

    players: Players

    def named(self, name: str) -> Play:
        """Return what plays the row ``name``."""
        if name == "truth":
            return lambda clips: (clip.mel for clip in clips)
        if name == "vocoder":
            return self._round_trip
        kind, _, steps = name.partition("_")
        if kind == "teacher":
            return lambda clips: self._draw(self.players.teacher, diffusion(int(steps)), clips)
        student = self.players.performer.denoiser
        return lambda clips: self._draw(student, consistency(int(steps)), clips)

    def _round_trip(self, clips: list[Clip]) -> Iterator[Array]:
        analyse = LogMel(MEL)
        for clip in clips:
            stems = self.players.decode(clip.mel, clip.controls)
            yield np.ascontiguousarray(log_mel(stems, analyse).transpose(1, 0, 2))

    @torch.inference_mode()
    def _draw(self, model: Denoiser, sampler: Sampler, clips: list[Clip]) -> Iterator[Array]:
        for start in range(0, len(clips), BATCH):
            yield from self._windows(model, sampler, clips[start : start + BATCH])

    def _windows(self, model: Denoiser, sampler: Sampler, clips: list[Clip]) -> Array:
        compute, text = self.players.performer.compute, self.players.performer.text
        device, config = compute.device, model.config
        controls = torch.from_numpy(np.stack([clip.controls for clip in clips])).to(device)
        words = np.stack([text.mix(((clip.caption, 1.0),)) for clip in clips])
        shape = len(clips), controls.shape[1] // config.token_frames
        cond = Conditioning(
            text=torch.from_numpy(words).to(device),
            controls=controls,
            guidance=torch.zeros(len(clips), device=device),
            clean=torch.zeros(*shape, config.n_latents, device=device),
            known=torch.zeros(*shape, dtype=torch.bool, device=device),
        )

        def noise(step: int) -> torch.Tensor:
            seeds = [(clip.piece.seed, clip.first // config.token_frames) for clip in clips]
            drawn = [place_noise(s, step, at, shape[1], config.n_latents) for s, at in seeds]
            return torch.stack(drawn).to(device)

        with compute.autocast():
            drawn = sampler(model, cond, noise)
        return model.latents.decode(drawn.float()).half().float().cpu().numpy()
