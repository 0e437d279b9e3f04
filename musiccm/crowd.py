"""Many requests at once: the answers to many players from one pass of each network.

Every answer is that of ``Performer.plan``, but for the rounding of batched products. Requests that
differ in length or steps make batches of their own; one that takes more than one drawing (a fresh
section, a long canvas) is drawn by itself.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.denoiser import Conditioning
from musiccm.guidance import predict
from musiccm.noise import place_noise, take_seed
from musiccm.passage import Passage
from musiccm.performer import Performer, check_request
from musiccm.request import TOKEN_FRAMES, PlanChunk, PlanRequest
from musiccm.sampler import sample_consistency, sampling_times
from musiccm.sketch import Sketch

ROWS = {"cpu": 4}  # stems that are decoded at once: more leave a processor's cache
MANY_ROWS = 256  # elsewhere: memory for a hundred blocks of spectra

Item = TypeVar("Item")


def plan_all(performer: Performer, requests: Sequence[PlanRequest]) -> list[PlanChunk]:
    """Answer all requests whole, in their order.

    Raises
    ------
    PromptError
        If one of them cannot be drawn; then none is.
    """
    return finish_all(performer, sketch_all(performer, requests))


@torch.inference_mode()
def sketch_all(performer: Performer, requests: Sequence[PlanRequest]) -> list[Sketch]:
    """Draw the mel of all requests."""
    for request in requests:
        check_request(request)
    begun = performer.clock()
    texts = [performer.text.mix(request.score.prompts) for request in requests]
    passages = [performer.in_one(*pair) for pair in zip(requests, texts, strict=True)]
    read = performer.clock()
    canvases: dict[int, NDArray[np.float16]] = {}
    for members in _alike((None if p is None else _shape(p)) for p in passages):
        batch = [p for p in (passages[n] for n in members) if p is not None]
        canvases |= zip(members, _draw(performer, batch), strict=True)
    seconds = {"text": read - begun, "denoiser": performer.clock() - read}
    each = {name: spent / max(len(requests), 1) for name, spent in seconds.items()}
    sketches = []
    for n, (request, text) in enumerate(zip(requests, texts, strict=True)):
        if n not in canvases:
            sketches.append(performer.sketch(request))
            continue
        controls = performer.controls(request, text)
        sketches.append(Sketch(request, canvases[n][: len(controls)], controls, each))
    return sketches


def _shape(passage: Passage) -> tuple[int, int]:
    return len(passage.controls), passage.request.score.steps


def _alike(keys: Iterable[Hashable]) -> list[list[int]]:
    """Return the places of equal keys, group by group; those of None are in none."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key is not None:
            groups[key].append(place)
    return list(groups.values())


def _draw(performer: Performer, passages: Sequence[Passage]) -> list[NDArray[np.float16]]:
    """Return the canvases of passages that have one shape."""
    compute, steps = performer.compute, passages[0].request.score.steps
    cond = _stacked([performer.conditioning(passage) for passage in passages])
    length, width = cond.clean.shape[1:]
    noises = [
        torch.stack([_noise(passage, step, length, width) for passage in passages])
        for step in range(steps)
    ]

    def f(x: Tensor, t: float) -> Tensor:
        times = torch.full((len(passages),), t, device=x.device)
        with compute.autocast():
            return predict(performer.network, x, times, cond).float()

    x_0 = sample_consistency(f, [n.to(compute.device) for n in noises], sampling_times(steps))
    pairs = zip(passages, x_0.split(1), strict=True)
    return [performer.canvas(passage, drawn) for passage, drawn in pairs]


def _noise(passage: Passage, step: int, length: int, width: int) -> Tensor:
    score = passage.request.score
    seed, start = take_seed(score.seed, score.take), passage.start // TOKEN_FRAMES
    return place_noise(seed, step, start, length, width, score.variation)


def _stacked(conds: Sequence[Conditioning]) -> Conditioning:
    fields = ("text", "controls", "guidance", "clean", "known")
    return Conditioning(*(torch.cat([getattr(c, name) for c in conds]) for name in fields))


def finish_all(performer: Performer, sketches: Sequence[Sketch]) -> list[PlanChunk]:
    """Make sketches sound, each whole."""
    begun = performer.clock()
    audio: dict[int, NDArray[np.float32]] = {}
    for members in _alike(_extent(sketch) for sketch in sketches):
        batch = [sketches[n] for n in members]
        audio |= zip(members, _sound(performer, batch), strict=True)
    each = (performer.clock() - begun) / max(len(sketches), 1)
    hop = performer.mel_config.hop_length
    return [
        PlanChunk(
            sketch.request.start,
            sketch.mel,
            sketch.request.audible[0] * hop,
            audio[n],
            {**sketch.seconds, "vocoder": each},
            marks=sketch.marks,
        )
        for n, sketch in enumerate(sketches)
    ]


def _extent(sketch: Sketch) -> tuple[int, int, int]:
    """Return the length of the canvas, and which of its frames are to sound."""
    first, last = sketch.request.audible
    return len(sketch.canvas), first - sketch.origin, last - sketch.origin


@torch.inference_mode()
def _sound(performer: Performer, sketches: Sequence[Sketch]) -> NDArray[np.float32]:
    """Decode sketches of one extent, (sketches, stems, samples)."""
    n_frames, first, last = _extent(sketches[0])
    reach = performer.vocoder.receptive_frames
    low, high = max(0, first - reach), min(n_frames, last + reach)
    frames = torch.cat([performer.sketched_frames(sketch)[:, low:high] for sketch in sketches])
    stems = len(frames) // len(sketches)
    origin = torch.tensor([s.origin + low for s in sketches for _ in range(stems)])
    audio = np.zeros((len(frames), (last - first) * performer.mel_config.hop_length), np.float32)
    rows = ROWS.get(performer.compute.device.type, MANY_ROWS)
    for part in performer.vocoder.playing(frames).nonzero().flatten().cpu().split(rows):
        begins = origin[part].to(frames.device)
        sound = performer.vocoder(frames[part], begins, first - low, last - low)
        audio[part.numpy()] = sound.float().cpu().numpy()
    return audio.reshape(len(sketches), stems, -1)
