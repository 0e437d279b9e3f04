"""What the evaluation renders besides the table: half an hour in one go, and six pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import endless
from musiccm.request import EXTEND_FRAMES, LAG_FRAMES, TOKEN_FRAMES, Score
from training.classifier.judge import load_judge
from training.data.production import MEL
from training.evaluate.endurance import MINUTE, as_figures, judge_take, listen
from training.evaluate.judging import Setup
from training.evaluate.pictures import PICTURES, draw


def long_play(setup: Setup, minutes: float, prompt: str, seed: int = 7) -> dict[str, Any]:
    """Render ``minutes`` of ``prompt`` with four steps; compare its end with its beginning.

    The last minute is rendered once more without what went before it.
    """
    performer = Performer.load(setup.checkpoint, setup.compute)
    score = Score(prompts=((prompt, 1.0),), seed=seed)
    found = performer.suggest(score)
    n_samples = round(minutes * 60 * MEL.sample_rate)
    hops = -(-n_samples // MEL.hop_length)
    last = max(0, hops - MINUTE // MEL.hop_length) // TOKEN_FRAMES * TOKEN_FRAMES
    figures = judge_take(
        listen(_blocks(performer, score, found.bpm, 0, hops), n_samples),
        listen(_blocks(performer, score, found.bpm, last, hops - last), MINUTE).last,
        load_judge(setup.classifier),
        style=found.style,
        bpm=found.bpm,
        beats_per_bar=BEATS_PER_BAR[found.metre],
    )
    return {"prompt": prompt, "seed": seed, "style": found.style, "bpm": found.bpm} | as_figures(
        figures
    )


def _blocks(
    performer: Performer, score: Score, bpm: float, start: int, n_frames: int
) -> Iterator[NDArray[np.float32]]:
    """Yield the stems of ``n_frames`` frames from frame ``start`` on, with a progress bar."""
    chunks = endless(performer, score, bpm, n_frames + LAG_FRAMES, start)
    total = -(-n_frames // EXTEND_FRAMES)
    yield from (chunk.audio for chunk in tqdm(chunks, desc="endurance", unit="window", total=total))


def all_pictures(setup: Setup, folder: Path) -> dict[str, Any]:
    """Draw the six prompts into ``folder``; return what the card says of them."""
    performer = Performer.load(setup.checkpoint, setup.compute)
    paths = [draw(performer, picture, folder) for picture in tqdm(PICTURES, desc="pictures")]
    rows = [
        {"prompt": picture.prompt, "file": f"pictures/{path.name}"}
        for picture, path in zip(PICTURES, paths, strict=True)
    ]
    return {"pictures": rows}
