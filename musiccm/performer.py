"""The performer: text encoder, planner, MusicCM and vocoder, warm and ready to play."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.canvas import draw
from musiccm.checkpoint import Checkpoint, load_checkpoint
from musiccm.compute import Compute, hold_weights, resolve
from musiccm.controls import N_CHANNELS
from musiccm.denoiser import Conditioning, Denoiser
from musiccm.errors import PromptError
from musiccm.graphs import graphed
from musiccm.hints import with_hints
from musiccm.listener import Listener, load_listener, make_ear
from musiccm.mel import rest_quiet_frames
from musiccm.noise import take_seed
from musiccm.passage import Passage, all_beats, hand_over
from musiccm.past import Past
from musiccm.planner import Planner
from musiccm.reading import Reader
from musiccm.recall import recall
from musiccm.request import (
    AHEAD_FRAMES,
    CONTEXT_FRAMES,
    EXTEND_FRAMES,
    FUSIONS,
    TOKEN_FRAMES,
    WINDOW_FRAMES,
    PlanChunk,
    PlanRequest,
    Score,
    Suggestion,
)
from musiccm.sketch import Piece, Sketch
from musiccm.text import TextEncoder
from musiccm.vocoder import Vocoder

logger = logging.getLogger(__name__)


Given = TypeVar("Given")
Made = TypeVar("Made")


class Performer:
    """Answers plan requests; :meth:`plan` is a pure function of the request.

    One thread sketches at a time; others may finish what it has sketched.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        compute: Compute,
        *,
        clock: Callable[[], float] = time.perf_counter,
        text: TextEncoder | None = None,
    ) -> None:
        self.clock = clock
        self.mel_config = checkpoint.mel_config
        self.text = text or TextEncoder()
        self.listener: Listener | None = None
        if checkpoint.listener_config and checkpoint.listener:
            self.listener = load_listener(checkpoint.listener_config, checkpoint.listener)
            self.text.ear = make_ear(self.listener, checkpoint.mel_config)
        self.planner = Planner(checkpoint.planner, checkpoint.mel_config.frame_rate)
        if "reading" in checkpoint.planner:
            self.text.reader = Reader(checkpoint.planner, self.planner.names).read
        self.denoiser = Denoiser(checkpoint.denoiser_config)
        self.denoiser.load_state_dict(checkpoint.denoiser)
        self.vocoder = Vocoder(checkpoint.vocoder_config)
        self.vocoder.load_state_dict(checkpoint.vocoder)
        for module in (self.denoiser, self.vocoder):
            module.eval().requires_grad_(False)
        self._move(compute)

    @classmethod
    def load(
        cls, folder: Path | None = None, compute: str = "auto", dtype: str = "auto"
    ) -> "Performer":
        """Load a checkpoint folder, the shipped one by default.

        Raises
        ------
        CheckpointError, ComputeError
            With one line that says what to do.
        """
        where = resolve(compute, dtype)
        return cls(load_checkpoint(folder), where)

    def suggest(self, score: Score) -> Suggestion:
        """Return style, tempo, key and metre for what the score leaves open."""
        return self.planner.suggest(score, self.text.mix(score.prompts))

    def recall(
        self,
        audio: NDArray[np.float32],
        beats_per_bar: int,
        bpm: float | None = None,
        whole: bool = True,
    ) -> Past:
        """Return the past that a sound is, for the context of a request; see musiccm.recall."""
        return recall(self, audio, beats_per_bar, bpm, whole)

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
        """Draw as :meth:`plan` does and yield the answer piece by piece, nearest first."""
        return self._sounding(self.sketch(request))

    def sketch(self, request: PlanRequest) -> Sketch:
        """Draw the mel of a request: the first half of :meth:`plan`."""
        check_request(request)
        return self._fall_back(self._sketch, request)

    def finish(self, sketch: Sketch) -> PlanChunk:
        """Make a sketch sound: the second half; the next sketch may be drawn at the same time."""
        return reduce(PlanChunk.joined, self._sounding(sketch))

    def _sounding(self, sketch: Sketch) -> Iterator[PlanChunk]:
        for piece in sketch.pieces():
            yield self._fall_back(self._finish, piece)

    def _fall_back(self, work: Callable[[Given], Made], given: Given) -> Made:
        try:
            return work(given)
        except torch.cuda.OutOfMemoryError:
            logger.warning("the GPU is out of memory: going on with the CPU, slower")
            self._move(resolve("cpu"))
            return work(given)

    def _move(self, compute: Compute) -> None:
        self.compute = compute
        self.denoiser.to(compute.device)
        self.vocoder.to(compute.device)
        hold_weights(self.denoiser, compute.dtype)
        self.network = graphed(self.denoiser, compute.device)
        self.vocoder.hold_weights(compute.dtype)

    @torch.inference_mode()
    def _sketch(self, request: PlanRequest) -> Sketch:
        marks = [self.clock()]
        text = self.text.mix(request.score.prompts)
        marks.append(self.clock())
        controls = self.controls(request, text)
        canvas = self._draw(request, text, controls)
        marks.append(self.clock())
        seconds = dict(zip(("text", "denoiser"), np.diff(marks).tolist(), strict=True))
        return Sketch(request, canvas, controls, seconds)

    @torch.inference_mode()
    def _finish(self, piece: Piece) -> PlanChunk:
        begin = self.clock()
        audio = self._sound(piece)
        seconds = {**piece.seconds, "vocoder": self.clock() - begin}
        audio_start = piece.span.first * self.mel_config.hop_length
        return PlanChunk(
            piece.span.start, piece.mel, audio_start, audio, seconds, piece.more, piece.marks
        )

    def controls(self, request: PlanRequest, text: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the controls of context and new frames, (frames, N_CHANNELS)."""
        return self.planner.controls(request.score, text, all_beats(request))

    def _draw(
        self, request: PlanRequest, text: NDArray[np.float32], controls: NDArray[np.float32]
    ) -> NDArray[np.float16]:
        """Return context and new mel, (frames, stems, n_mels).

        An extension is drawn AHEAD_FRAMES further: without a future its end would be a joint that
        is heard. What lies before a fresh section is not known after it.
        """
        whole = self._passage(request, text)
        if request.context is None:
            return self._draw_passage(whole)
        return self._draw_on(whole, request.context)[: len(controls)]

    def _passage(self, request: PlanRequest, text: NDArray[np.float32]) -> Passage:
        if request.context is None:
            return Passage(request, text, self.controls(request, text))
        room = max(0, WINDOW_FRAMES - len(all_beats(request)))
        return Passage(request, text, self._foreseen(request, text, min(AHEAD_FRAMES, room)))

    def in_one(self, request: PlanRequest, text: NDArray[np.float32]) -> Passage | None:
        """Return the one window that draws a request; None where it takes more than one drawing."""
        passage = self._passage(request, text)
        alone = len(passage.controls) <= WINDOW_FRAMES and self._fresh_start(request, text) is None
        return passage if alone else None

    def _draw_on(self, whole: Passage, context: NDArray[np.float16]) -> NDArray[np.float16]:
        fresh = self._fresh_start(whole.request, whole.text)
        if fresh is None:
            return self._draw_passage(whole)
        if fresh > whole.past:
            return hand_over(self._draw_passage(whole), self._begin(whole, fresh), fresh)
        return np.concatenate([context[:fresh], self._draw_passage(replace(whole, first=fresh))])

    def _fresh_start(self, request: PlanRequest, text: NDArray[np.float32]) -> int | None:
        """Return the frame of the canvas where its last fresh section begins, on a token."""
        if request.context is None or request.kept:
            return None
        frame = self.planner.fresh_start(request.score, text, all_beats(request))
        return None if frame is None else frame // TOKEN_FRAMES * TOKEN_FRAMES

    def _begin(self, passage: Passage, fresh: int) -> NDArray[np.float16]:
        """Draw a passage from its frame ``fresh`` on, without a past and with room to unfold."""
        n = max(0, EXTEND_FRAMES - (len(all_beats(passage.request)) - fresh))
        controls = self._foreseen(passage.request, passage.text, n)
        return self._draw_passage(replace(passage, whole=controls, first=fresh))

    def _foreseen(
        self, request: PlanRequest, text: NDArray[np.float32], n: int
    ) -> NDArray[np.float32]:
        """Return the controls of a request and ``n`` frames more at its last tempo."""
        beats = all_beats(request)
        ahead = beats[-1] + (beats[-1] - beats[-2]) * np.arange(1, n + 1)
        return self.planner.controls(request.score, text, np.concatenate([beats, ahead]))

    def _draw_passage(self, passage: Passage) -> NDArray[np.float16]:
        """Return a passage's mel, its known frames as they were."""
        request = passage.request
        x_0 = draw(
            self.network,
            self.conditioning(passage),
            self.compute,
            seed=take_seed(request.score.seed, request.score.take),
            variation=request.score.variation,
            steps=request.score.steps,
            start=passage.start // TOKEN_FRAMES,
            fusion=request.fusion,
        )
        return self.canvas(passage, x_0)

    def canvas(self, passage: Passage, x_0: Tensor) -> NDArray[np.float16]:
        """Return the mel of latents (1, L, n_latents), the known frames as they were."""
        mel = rest_quiet_frames(self.denoiser.latents.decode(x_0)[0], self.mel_config)
        canvas = mel.to(torch.float16).cpu().numpy()
        if passage.known is not None:
            canvas[: passage.past] = passage.known
        return canvas

    def conditioning(self, passage: Passage) -> Conditioning:
        """Return what the denoiser is told of a passage, a batch of one."""
        device = self.compute.device
        config = self.denoiser.config
        n, past = len(passage.controls), passage.past
        mel = torch.zeros(1, n, config.n_stems, config.n_mels, device=device)
        if passage.known is not None:
            mel[0, :past] = torch.from_numpy(passage.known.astype(np.float32)).to(device)
        known = torch.arange(n // TOKEN_FRAMES, device=device)[None] < past // TOKEN_FRAMES
        return Conditioning(
            text=torch.from_numpy(passage.text)[None].to(device),
            controls=torch.from_numpy(passage.controls.reshape(1, n, N_CHANNELS)).to(device),
            guidance=torch.full((1,), passage.request.score.guidance, device=device),
            clean=self.denoiser.latents.encode(mel),
            known=known,
        )

    def vocoder_frames(self, mel: Tensor, controls: Tensor) -> Tensor:
        """Return the vocoder's input for ``mel`` (stems, F, n_mels) on the device.

        It is the mel and, where the checkpoint's vocoder takes them, the hints of ``controls``
        (F, N_CHANNELS).
        """
        frames = with_hints(mel, controls) if self.vocoder.config.n_hints else mel
        return frames.to(self.compute.device)

    def sketched_frames(self, sketch: Sketch) -> Tensor:
        """Return the vocoder's input of a sketch, (stems, F, …) on the device."""
        mel = torch.from_numpy(sketch.canvas.astype(np.float32)).transpose(0, 1)
        return self.vocoder_frames(mel, torch.from_numpy(sketch.controls))

    def _sound(self, piece: Piece) -> NDArray[np.float32]:
        """Decode the audio of a piece, (stems, samples)."""
        span, origin = piece.span, piece.sketch.origin
        frames = self.sketched_frames(piece.sketch)
        audio = self.vocoder.decode_span(frames, span.first - origin, span.last - origin, origin)
        return audio.float().cpu().numpy()


def check_request(request: PlanRequest) -> None:
    """Check that a request's place and lengths fit the grid.

    Raises
    ------
    PromptError
        If they do not.
    """
    past = 0 if request.context is None else len(request.context)
    new = len(request.beats)
    if request.start % TOKEN_FRAMES or new % TOKEN_FRAMES or past % TOKEN_FRAMES or not new:
        raise PromptError(f"start and lengths must be multiples of {TOKEN_FRAMES} frames")
    if past > CONTEXT_FRAMES:
        raise PromptError(f"at most {CONTEXT_FRAMES} frames of context can be used, got {past}")
    if request.fusion not in FUSIONS:
        raise PromptError(f"no fusion {request.fusion!r}: choose one of {', '.join(FUSIONS)}")
