"""What the evaluation renders besides the table: half an hour in one go, and six pictures."""

from pathlib import Path
from typing import Any

from tqdm import tqdm

from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import endless
from musiccm.request import EXTEND_FRAMES, LAG_FRAMES, TOKEN_FRAMES, Score
from training.classifier.judge import load_judge
from training.data.production import MEL
from training.evaluate.endurance import MINUTE, Take, as_figures, judge_take, late_minutes, listen
from training.evaluate.judging import Setup
from training.evaluate.pictures import PICTURES, draw

TOKEN = TOKEN_FRAMES * MEL.hop_length  # samples


def long_play(setup: Setup, minutes: float, prompt: str, seed: int = 7) -> dict[str, Any]:
    """Render ``minutes`` of ``prompt`` with four steps; compare its end with its beginning.

    The last minutes are rendered once more, each without what went before it.
    """
    performer = Performer.load(setup.checkpoint, setup.compute)
    score = Score(prompts=((prompt, 1.0),), seed=seed)
    found = performer.suggest(score)
    n_samples = round(minutes * 60 * MEL.sample_rate)
    late = late_minutes(n_samples)
    starts = [max(0, n_samples - n * MINUTE) // TOKEN for n in range(late, 0, -1)]
    take = _listen(performer, score, found.bpm, 0, n_samples)
    figures = judge_take(
        take,
        [_listen(performer, score, found.bpm, s * TOKEN_FRAMES, MINUTE).first for s in starts],
        load_judge(setup.classifier),
        style=found.style,
        bpm=found.bpm,
        beats_per_bar=BEATS_PER_BAR[found.metre],
    )
    return {"prompt": prompt, "seed": seed, "style": found.style, "bpm": found.bpm} | as_figures(
        figures
    )


def _listen(performer: Performer, score: Score, bpm: float, start: int, n_samples: int) -> Take:
    """Render ``n_samples`` samples begun at frame ``start``, with a progress bar."""
    n_frames = -(-n_samples // MEL.hop_length)
    chunks = endless(performer, score, bpm, n_frames + LAG_FRAMES, start)
    total = -(-n_frames // EXTEND_FRAMES)
    with tqdm(chunks, desc="endurance", unit="window", total=total) as bar:
        return listen((chunk.audio for chunk in bar), n_samples)


def all_pictures(setup: Setup, folder: Path) -> dict[str, Any]:
    """Draw the six prompts into ``folder``; return what the card says of them."""
    performer = Performer.load(setup.checkpoint, setup.compute)
    paths = [draw(performer, picture, folder) for picture in tqdm(PICTURES, desc="pictures")]
    rows = [
        {"prompt": picture.prompt, "file": f"pictures/{path.name}"}
        for picture, path in zip(PICTURES, paths, strict=True)
    ]
    return {"pictures": rows}
