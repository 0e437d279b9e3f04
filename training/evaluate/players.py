"""The rows of the table: each is a way to get four stems for a held-out piece."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from musiccm.checkpoint import FILES, SHIPPED
from musiccm.compute import resolve
from musiccm.denoiser import Denoiser
from musiccm.errors import CheckpointError
from musiccm.noise import place_noise
from musiccm.performer import Performer
from musiccm.request import TOKEN_FRAMES
from training.distill.cli import teacher_model
from training.evaluate.generate import Sampler, consistency, diffusion, generate
from training.evaluate.heldout import HeldOut, Library, partner

TEACHER_STEPS = 50
STUDENT_STEPS = (1, 2, 4, 8)
TITLES = {
    "truth": "ground truth (ceiling)",
    "vocoder": "vocoder round trip of true mels",
    f"teacher_{TEACHER_STEPS}": f"teacher, {TEACHER_STEPS} steps",
    **{f"student_{n}": f"student, {n} step{'s' if n > 1 else ''}" for n in STUDENT_STEPS},
    "shuffled": "shuffled truth (another piece's sound)",
    "noise": "noise (latents of noise, decoded)",
}
ROWS = tuple(TITLES)
NEEDS_NOTHING = ("truth", "shuffled")
NOISE_STEP = 1000  # a stream of noise that no sampler uses

Stems = NDArray[np.float32]


@lru_cache
def digest(path: Path) -> str:
    """Return the first digits of a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


class Players:
    """Plays the rows. Models are loaded when a row first needs them.

    ``teacher`` is a run folder; ``performer`` overrides the checkpoint (tests).
    """

    def __init__(
        self,
        library: Library,
        seeds: Sequence[int],
        checkpoint: Path | None,
        teacher: Path | None,
        compute: str = "auto",
        performer: Performer | None = None,
    ) -> None:
        self.library, self.seeds, self.compute = library, seeds, compute
        self.folder, self.teacher_run = checkpoint or SHIPPED, teacher
        if performer:
            self.performer = performer

    @cached_property
    def performer(self) -> Performer:
        """The checkpoint that is judged."""
        return Performer.load(self.folder, self.compute)

    @cached_property
    def teacher(self) -> Denoiser:
        """The teacher of the run folder, its averaged weights."""
        weights = load_file(self.teacher_weights)
        model = Denoiser(teacher_model(self.teacher_weights.parents[1]))
        model.load_state_dict(weights)
        return model.eval().requires_grad_(False).to(self.performer.compute.device)

    @property
    def teacher_weights(self) -> Path:
        """The averaged weights of the teacher's best validation."""
        path = (self.teacher_run or Path()) / "best" / "ema.safetensors"
        if not path.exists():
            raise CheckpointError(f"no {path}: name the teacher's run folder with --teacher RUN")
        return path

    def play(self, row: str, piece: HeldOut) -> Stems:
        """Return the stems (4, T) of a row."""
        if row == "truth":
            return piece.stems
        if row == "shuffled":
            return self.library.get(partner(piece.seed, self.seeds)).stems
        return self.decode(self._mel(row)(piece), piece.asked)

    def decode(self, mel: NDArray[np.float32], controls: NDArray[np.float32]) -> Stems:
        """Return audio (4, F · hop) of log-mel (F, 4, n_mels) under controls (F, N_CHANNELS)."""
        performer = self.performer
        batch = torch.from_numpy(np.ascontiguousarray(mel.transpose(1, 0, 2)))
        frames = performer.vocoder_frames(batch, torch.from_numpy(controls))
        with torch.inference_mode():
            return performer.vocoder(frames).float().cpu().numpy()

    def _mel(self, row: str) -> Callable[[HeldOut], NDArray[np.float32]]:
        if row == "vocoder":
            return lambda piece: piece.mel
        if row == "noise":
            return lambda piece: self.noise_mel(piece.seed, len(piece.mel))
        kind, _, steps = row.partition("_")
        if kind == "teacher":
            sampler = diffusion(int(steps))
            return lambda p: self._draw(self.teacher, sampler, p.caption, p.asked, p.seed)
        return lambda p: self.student_mel(int(steps), p.caption, p.asked, p.seed)

    def student_mel(
        self, steps: int, words: str, controls: NDArray[np.float32], seed: int
    ) -> NDArray[np.float32]:
        """Return the student's log-mel (F, 4, n_mels) for a prompt and controls (F, N_CHANNELS)."""
        return self._draw(self.performer.denoiser, consistency(steps), words, controls, seed)

    def _draw(
        self,
        model: Denoiser,
        sampler: Sampler,
        words: str,
        controls: NDArray[np.float32],
        seed: int,
    ) -> NDArray[np.float32]:
        text = self.performer.text.mix(((words, 1.0),))
        with self.performer.compute.autocast():
            return generate(model, sampler, controls, text, seed)

    def noise_mel(self, seed: int, n_frames: int) -> NDArray[np.float32]:
        """Return log-mel (n_frames, 4, n_mels) of unit noise: the right spectrum, no music."""
        model = self.performer.denoiser
        length, width = n_frames // TOKEN_FRAMES, model.config.n_latents
        z = place_noise(seed, NOISE_STEP, 0, length, width)[None]
        with torch.inference_mode():
            return model.latents.decode(z.to(self.performer.compute.device))[0].cpu().numpy()

    def fingerprint(self, row: str, seed: int) -> str:
        """Name what a row's sound depends on; a cached row with another name is stale."""
        if row == "truth":
            return row
        if row == "shuffled":
            return f"{row} {partner(seed, self.seeds)}"
        if not (self.folder / FILES[1]).exists():
            raise CheckpointError(f"{self.folder} is no checkpoint: run `musiccm train export`")
        parts = [digest(self.folder / FILES[1])]
        if row != "vocoder":
            parts.append(digest(self.folder / FILES[0]))
        if row.startswith("teacher"):
            parts[1] = digest(self.teacher_weights)
        if row.startswith(("teacher", "student")):
            parts.append(str(resolve(self.compute).dtype).removeprefix("torch."))
        return " ".join(parts)
