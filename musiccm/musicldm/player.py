"""A MusicCM student of MusicLDM's shape as an instrument: one stem, words and seed, no more."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.compute import Compute, resolve
from musiccm.controls import STEMS
from musiccm.errors import CheckpointError, PromptError
from musiccm.mel import MelConfig
from musiccm.musicldm.canvas import decode, draw
from musiccm.musicldm.checkpoint import Parts, load_parts
from musiccm.musicldm.frames import HOP, ROW, STEM, Half, LatentGrid
from musiccm.musicldm.schedule import SOLVER_POINTS, Past
from musiccm.musicldm.voice import Voice
from musiccm.noise import take_seed
from musiccm.past import Past as SoundPast
from musiccm.performer import check_request
from musiccm.prompt import read_prompt
from musiccm.request import LAG_FRAMES, PlanChunk, PlanRequest, Score, Suggestion
from musiccm.sketch import Sketch

logger = logging.getLogger(__name__)

Given = TypeVar("Given")
Made = TypeVar("Made")

ABSENT = (
    "tempo",
    "key",
    "scale",
    "chords",
    "metre",
    "density",
    "brightness",
    "intensity",
    "guidance",
    "rests",
    "plays",
)
SILENT = tuple(stem for stem in STEMS if stem != STEM)
DESCRIPTION = {
    "sample_rate": MelConfig().sample_rate,
    "stems": [STEM],
    "controls": {},
    "absent": list(ABSENT),
}
"""What an exported folder's config.json says of what can be played."""

BPM = 120.0  # of the grid on which the daemon loops and counts; the model does not hear it


class Player:
    """Answers plan requests as musiccm.performer.Performer does; see musiccm.instrument.

    A prompt's words and the seed decide; the beat is not heard. What it draws goes on from the
    clean past of a request.
    """

    absent = ABSENT
    silent = SILENT

    def __init__(
        self, parts: Parts, compute: Compute, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.clock = clock
        self.mel_config = MelConfig()  # the grid that requests count in
        self.text = parts.words
        self.unet, self.vae, self.schedule = parts.unet, parts.vae, parts.schedule
        self.voice = Voice(parts.vocoder)
        self._move(compute)
        self.grid = grid_of(parts, self.voice)
        self.blend = blend_of(self.voice, self.grid)

    @classmethod
    def load(cls, folder: Path, compute: str = "auto", dtype: str = "auto") -> "Player":
        """Load an exported folder.

        Raises
        ------
        CheckpointError, ComputeError
            With one line that says what to do.
        """
        where = resolve(compute, dtype)
        return cls(load_parts(folder), where)

    def suggest(self, score: Score) -> Suggestion:
        """Return what stands where there is no planner: the prompt's tempo, or 120 bpm of 4/4."""
        facts = [read_prompt(text) for text, weight in score.prompts if weight > 0]
        bpm = next((fact.bpm for fact in facts if fact.bpm), BPM)
        return Suggestion("MusicLDM", bpm, "", "4/4", 4, absent=self.absent, silent=self.silent)

    def recall(
        self,
        audio: NDArray[np.float32],
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> SoundPast:
        """Refuse: this family has no stems to put a sound in. Raises PromptError."""
        raise PromptError("this checkpoint cannot go on from a sound: load one of this project's")

    def plan(self, request: PlanRequest) -> PlanChunk:
        """Draw the asked frames and the audio that they complete.

        Where the GPU has no memory left, this and all later requests are drawn on the CPU.

        Raises
        ------
        PromptError
            If the prompt is empty or the request's lengths do not fit.
        """
        return self.finish(self.sketch(request))

    def pieces(self, request: PlanRequest) -> Iterator[PlanChunk]:
        """Yield the answer of :meth:`plan`, in one piece."""
        yield self.plan(request)

    def sketch(self, request: PlanRequest) -> Sketch:
        """Draw latents and mel of a request: the first half of :meth:`plan`."""
        check_request(request)
        if not 1 <= request.score.steps <= SOLVER_POINTS:
            raise PromptError(f"steps must be 1 to {SOLVER_POINTS}, got {request.score.steps}")
        return self._fall_back(self._sketch, request)

    def finish(self, sketch: Sketch) -> PlanChunk:
        """Make a sketch sound: the second half."""
        return self._fall_back(self._finish, sketch)

    def _fall_back(self, work: Callable[[Given], Made], given: Given) -> Made:
        try:
            return work(given)
        except torch.cuda.OutOfMemoryError:
            logger.warning("the GPU is out of memory: going on with the CPU, slower")
            self._move(resolve("cpu"))
            return work(given)

    def _move(self, compute: Compute) -> None:
        self.compute = compute
        for module in (self.unet, self.vae, self.voice.vocoder):
            module.to(compute.device)

    @torch.inference_mode()
    def _sketch(self, request: PlanRequest) -> Sketch:
        marks = [self.clock()]
        text = torch.from_numpy(self.text.mix(request.score.prompts))[None]
        marks.append(self.clock())
        origin, past = self._past(request)
        latents = draw(
            self.unet,
            self.schedule,
            past,
            text,
            self.compute,
            seed=take_seed(request.score.seed, request.score.take),
            steps=request.score.steps,
            start=origin,
            fusion=request.fusion,
            variation=request.score.variation,
        )
        marks.append(self.clock())
        canvas = self._canvas(request, latents, origin)
        marks.append(self.clock())
        seconds = dict(zip(("text", "denoiser", "vocoder"), np.diff(marks).tolist(), strict=True))
        return Sketch(request, canvas, np.zeros((len(canvas), 0), np.float32), seconds)

    def _past(self, request: PlanRequest) -> tuple[int, Past]:
        """Return the first latent of the canvas and what is known of it.

        The canvas ends where the request does, or as much later as the network's strides ask.
        """
        grid, context = self.grid, request.context
        first, last = grid.latents(request.start, request.start + len(request.beats))
        known = np.zeros((0, grid.channels, grid.bins), np.float32)
        if context is not None and len(context):
            _check_context(context, grid)
            first, known = grid.unpack_latents(context, request.start - len(context))
        multiple = 2 ** (len(self.unet.config.block_out_channels) - 1)
        length = -(-(last - first) // multiple) * multiple
        clean = torch.zeros(1, grid.channels, length, grid.bins)
        clean[0, :, : len(known)] = torch.from_numpy(known).transpose(0, 1)
        device = self.compute.device
        return first, Past(clean.to(device), torch.arange(length, device=device) < len(known))

    def _canvas(self, request: PlanRequest, latents: Tensor, origin: int) -> Half:
        """Return the frames of context and new music; ``latents`` (1, C, L, F) begin at origin."""
        start, end = request.start, request.start + len(request.beats)
        window = int(self.unet.config.sample_size)
        drawn = decode(self.vae, latents, window).cpu().numpy()
        found = latents[0].transpose(0, 1).float().cpu().numpy()
        if request.context is None or not len(request.context):
            return self.grid.pack(found, drawn, origin, start, end)
        self._blend(drawn, request, origin)
        new = self.grid.pack(found, drawn, origin, start, end)
        return np.concatenate([self._heard(request, drawn, found, origin), new])

    def _blend(self, mel: NDArray[np.float32], request: PlanRequest, origin: int) -> None:
        """Let ``mel``, from latent ``origin`` on, begin as the last chunk had it.

        The VAE looks at the whole canvas, so it decodes the past a little differently each time.
        What the sound of the last chunk depended on stays as it was; from there to the request's
        start the old mel fades into the new.
        """
        assert request.context is not None
        first, old = self.grid.unpack_mel(request.context, request.start - len(request.context))
        offset = first - origin * self.grid.per_latent
        old = old[max(-offset, 0) :]
        place = mel[max(offset, 0) :][: len(old)]
        fade = np.clip((np.arange(-len(old), 0) + self.blend + 0.5) / self.blend, 0, 1)
        place += (1 - fade.astype(np.float32))[:, None] * (old - place)

    def _heard(
        self,
        request: PlanRequest,
        mel: NDArray[np.float32],
        latents: NDArray[np.float32],
        origin: int,
    ) -> Half:
        """Return the context's frames with the blended mel in them."""
        assert request.context is not None
        begin = request.start - len(request.context)
        whole = -(-origin * self.grid.latent_samples // HOP)  # the first frame that lies inside
        first = min(max(begin, whole), request.start)
        blended = self.grid.pack(latents, mel, origin, first, request.start)
        return np.concatenate([request.context[: first - begin], blended])

    def _finish(self, sketch: Sketch) -> PlanChunk:
        begun = self.clock()
        request, grid = sketch.request, self.grid
        past = len(sketch.canvas) - len(request.beats)
        origin = request.start - past
        start = (origin + max(past - LAG_FRAMES, 0)) * HOP
        stop = (origin + len(sketch.canvas) - LAG_FRAMES) * HOP
        first, mel = grid.unpack_mel(sketch.canvas, origin)
        begin = start // grid.mel_samples - self.voice.reach
        mel = mel[begin - first :] if begin > first else mel
        begin = max(begin, first)
        if begin * grid.mel_samples > start:  # the first frame begins inside a mel frame
            mel, begin = np.concatenate([mel[:1], mel]), begin - 1
        sound = self.voice.decode(torch.from_numpy(mel).to(self.compute.device))
        begin *= grid.mel_samples
        audio = np.zeros((len(STEMS), stop - start), np.float32)
        audio[ROW] = sound[start - begin : stop - begin]
        seconds = {**sketch.seconds}
        seconds["vocoder"] += self.clock() - begun
        return PlanChunk(request.start, sketch.mel, start, audio, seconds)


def grid_of(parts: Parts, voice: Voice) -> LatentGrid:
    """Return the grid of a checkpoint's VAE and vocoder."""
    vae = parts.vae.config
    return LatentGrid.of(
        sample_rate=voice.sample_rate,
        hop_length=voice.hop_length,
        per_latent=2 ** (len(vae.block_out_channels) - 1),
        channels=vae.latent_channels,
        n_mels=voice.n_mels,
    )


def blend_of(voice: Voice, grid: LatentGrid) -> int:
    """Return how many mel frames before its start a chunk may change: no sound hangs on them yet.

    Raises
    ------
    CheckpointError
        If the vocoder looks further ahead than the audio of a chunk trails its mel.
    """
    free = LAG_FRAMES * HOP // grid.mel_samples - voice.reach - 1
    if free < 1:
        raise CheckpointError(
            f"this vocoder looks {voice.reach} mel frames ahead, more than a chunk has: "
            "it cannot be played"
        )
    return free


def _check_context(context: Half, grid: LatentGrid) -> None:
    if context.shape[1:] != (len(STEMS), grid.width):
        raise PromptError("the past of this request was drawn by another checkpoint: begin anew")
