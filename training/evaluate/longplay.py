"""What the evaluation renders besides the table: half an hour in one go, and six pictures."""

from pathlib import Path
from typing import Any

from tqdm import tqdm

from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import endless
from musiccm.request import Score
from training.classifier.judge import load_judge
from training.data.production import MEL
from training.evaluate.endurance import as_figures, judge_take, listen
from training.evaluate.judging import Setup
from training.evaluate.pictures import PICTURES, draw


def long_play(setup: Setup, minutes: float, prompt: str, seed: int = 7) -> dict[str, Any]:
    """Render ``minutes`` of ``prompt`` with four steps and compare its end with its beginning."""
    performer = Performer.load(setup.checkpoint, setup.compute)
    score = Score(prompts=((prompt, 1.0),), seed=seed)
    found = performer.suggest(score)
    n_samples = round(minutes * 60 * MEL.sample_rate)
    chunks = (chunk.audio for chunk in endless(performer, score, found.bpm))
    bar = tqdm(
        chunks, desc="endurance", unit="window", total=-(-n_samples // (512 * MEL.hop_length))
    )
    take = listen(bar, n_samples)
    figures = judge_take(
        take, load_judge(setup.classifier), style=found.style, bpm=found.bpm,
        beats_per_bar=BEATS_PER_BAR[found.metre],
    )  # fmt: skip
    return {"prompt": prompt, "seed": seed, "style": found.style, "bpm": found.bpm} | as_figures(
        figures
    )


def all_pictures(setup: Setup, folder: Path) -> dict[str, Any]:
    """Draw the six prompts into ``folder``; return what the card says of them."""
    performer = Performer.load(setup.checkpoint, setup.compute)
    paths = [draw(performer, picture, folder) for picture in tqdm(PICTURES, desc="pictures")]
    rows = [
        {"prompt": picture.prompt, "file": f"pictures/{path.name}"}
        for picture, path in zip(PICTURES, paths, strict=True)
    ]
    return {"pictures": rows}
