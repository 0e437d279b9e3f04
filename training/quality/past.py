"""Music that goes on from a sound: whether it is nearer to that sound than to another one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from musiccm.past import Past
from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.prompt import parse_key
from musiccm.render import endless
from musiccm.request import CONTEXT_FRAMES, EXTEND_FRAMES, TOKEN_FRAMES, PlanRequest, Score
from training.data.trackers import SAMPLE_RATE, key_score, librosa_beats
from training.evaluate.ledger import Record
from training.evaluate.report import Goal, goal
from training.evaluate.table import cell, mean
from training.evaluate.trackers import key_name, track_key
from training.quality.play import Stems, full_bar
from training.quality.rig import Rig
from training.quality.section import Records, Section, Summary, table
from training.quality.tasks import Kind, Task

SOUNDS = 20
SECONDS = 22.0  # of a sound
PARTS = 3  # requests of what follows
FORM_BARS = 8  # where the daemon begins that has a short sound behind it
FIRST_SEED = 8_000_000
GOAL = 0.8
ARMS = {
    "mix": "its mix as the past",
    "stems": "its own stems as the past",
    "bare": "without a past: its style, key and tempo alone",
}
NEARER = ("style", "key", "tempo")


@dataclass(frozen=True)
class Sound:
    """A piece of a style that plays the file; another seed goes on from it."""

    style: str
    words: str
    seed: int


def sounds(rig: Rig) -> list[Sound]:
    """Return one of each of the first styles by the alphabet."""
    names = sorted(rig.styles)[:SOUNDS]
    words = {name: rig.styles[name].words.genre[0] for name in names}
    return [Sound(name, words[name], FIRST_SEED + n) for n, name in enumerate(names)]


def make(performer: Performer, sound: Sound, steps: int) -> tuple[Stems, Score, float]:
    """Return the stems (4, T) of a file that begins with a bar and ends anywhere; how it was asked.

    And its tempo.
    """
    score = Score(((sound.words, 1.0),), seed=sound.seed, steps=steps)
    found = performer.suggest(score)
    first = full_bar(performer, score) * BEATS_PER_BAR[found.metre]
    frame = first * 60 / found.bpm * performer.mel_config.frame_rate
    token = int(frame // TOKEN_FRAMES) * TOKEN_FRAMES
    frames = round((SECONDS + 3) * performer.mel_config.frame_rate)
    audio = np.concatenate(
        [chunk.audio for chunk in endless(performer, score, found.bpm, frames, token)], axis=1
    )
    begin = round((frame - token) * performer.mel_config.hop_length)
    n = round((SECONDS + (sound.seed * 0.37) % 1.9) * SAMPLE_RATE)
    asked = replace(score, key=found.key, metre=found.metre)
    return audio[:, begin : begin + n], asked, found.bpm


def go_on(performer: Performer, past: Past, score: Score, keep: bool) -> Stems:
    """Return about 16 s of stems (4, T) after a past, drawn as the daemon draws its beginning."""
    rate = performer.mel_config.frame_rate
    begin = max(past.bars, FORM_BARS) * past.beats_per_bar
    frames = np.arange(-CONTEXT_FRAMES, PARTS * EXTEND_FRAMES) + 0.5
    beats = begin + frames * past.bpm / 60 / rate
    context, known = past.context(beats[:CONTEXT_FRAMES], rate)
    first = PlanRequest(score, 0, beats[CONTEXT_FRAMES:][:EXTEND_FRAMES])
    if keep:
        first = replace(first, context=context, context_beats=known, heard=0, kept=True)
    chunks = [performer.plan(first)]
    for n in range(1, PARTS):
        around = beats[n * EXTEND_FRAMES :][: CONTEXT_FRAMES + EXTEND_FRAMES]
        behind, new = around[:CONTEXT_FRAMES], around[CONTEXT_FRAMES:]
        mel = chunks[-1].mel[-CONTEXT_FRAMES:]
        chunks.append(performer.plan(PlanRequest(score, n * EXTEND_FRAMES, new, mel, behind)))
    return np.concatenate([chunk.audio for chunk in chunks], axis=1)


def _heard(rig: Rig, stems: Stems) -> Record:
    """Return what the judges hear: the mean embedding, the key, the tempo."""
    mix = stems.sum(axis=0)
    embeddings, _ = rig.ear.hear(stems)
    beats = librosa_beats(mix)
    tempo = 60 / float(np.median(np.diff(beats))) if len(beats) > 2 else 0.0
    style = np.mean(embeddings, axis=0)
    return {"style": [round(float(x), 4) for x in style], "key": track_key(mix), "tempo": tempo}


def _play(rig: Rig, sound: Sound) -> Record:
    """Make the file, let the music go on from it in three ways, and have all of it judged."""
    performer = rig.performer
    stems, asked, bpm = make(performer, sound, rig.steps)
    path = _written(rig.out / "sounds" / f"{sound.style}.wav", stems.sum(axis=0))
    per_bar = BEATS_PER_BAR[asked.metre or "4/4"]
    pasts = {
        "mix": performer.recall(stems.sum(axis=0)[None], per_bar),
        "stems": performer.recall(stems, per_bar),
    }
    score = Score(
        ((f"@{path}", 1.0),),
        seed=sound.seed + 1000,
        steps=rig.steps,
        key=pasts["mix"].key,
        metre=asked.metre,
    )
    after = {
        arm: _heard(rig, go_on(performer, pasts.get(arm, pasts["mix"]), score, arm in pasts))
        for arm in ARMS
    }
    found = {"bpm": pasts["mix"].bpm, "key": pasts["mix"].key}
    truth = {"bpm": bpm, "key": asked.key}
    return {"name": sound.style, "file": _heard(rig, stems), "truth": truth, "found": found,
            "after": after}  # fmt: skip


def _written(path: Path, mix: NDArray[np.float32]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, mix, SAMPLE_RATE, "FLOAT")
    return path.resolve()


PAST = Kind("past", _play, ("denoiser", "vocoder", "planner", "steps", "classifier"))


def tasks(rig: Rig) -> list[Task]:
    """Return the sounds."""
    return [Task(PAST, f"{s.style} {s.seed}", s) for s in sounds(rig)]


def _apart(name: str, a: Record, b: Record) -> float:
    """Return how far two heard records are apart in style, key or tempo."""
    if name == "style":
        return float(np.linalg.norm(np.subtract(a["style"], b["style"])))
    if name == "key":
        return 1 - key_score(a["key"], b["key"])
    slow, fast = sorted((a["tempo"], b["tempo"]))
    return float(np.log2(fast / slow)) if slow else 1.0


def nearer(rows: Sequence[Record], arm: str, name: str) -> float | None:
    """Return in which part of cases what follows is nearer to its file than to another file.

    Every other file counts once; as near to both counts half.
    """
    return mean(
        [
            0.5 + 0.5 * float(np.sign(_apart(name, after, other["file"]) - own))
            for row in rows
            for after in [row["after"][arm]]
            for own in [_apart(name, after, row["file"])]
            for other in rows
            if other is not row
        ]
    )


def nearest(rows: Sequence[Record], arm: str) -> float | None:
    """Return in which part what follows is nearest in style to its own of all files."""
    return mean(
        [
            min(rows, key=lambda other: _apart("style", row["after"][arm], other["file"])) is row
            for row in rows
        ]
    )


def _as_asked(rows: Sequence[Record], same: Callable[[Record], bool]) -> float | None:
    return mean([same(row) for row in rows])


def summarise(records: Records) -> Summary:
    """Return how often what follows is nearer to its file, in three ways, and what was found."""
    rows = records["past"]
    arms = {arm: {name: nearer(rows, arm, name) for name in NEARER} for arm in ARMS}
    return {
        "sounds": len(rows),
        "arms": {arm: {**found, "nearest": nearest(rows, arm)} for arm, found in arms.items()},
        "tempo": _as_asked(rows, lambda r: abs(r["found"]["bpm"] / r["truth"]["bpm"] - 1) < 0.01),
        "key": _as_asked(rows, lambda r: r["found"]["key"] == r["truth"]["key"]),
        "weighted_key": mean(
            [key_score(_named(r["truth"]["key"]), _named(r["found"]["key"])) for r in rows]
        ),
    }


def _named(key: str) -> str:
    return key_name(parse_key(key).tonic, parse_key(key).minor)


def goals(found: Summary) -> list[Goal]:
    """Return what was to be reached and what was."""
    return [
        goal(f"what goes on from a sound is nearer to it than to another one in {name}",
             f"≥ {GOAL:g}", found["arms"]["mix"][name], ".2f", GOAL)
        for name in NEARER
    ]  # fmt: skip


def text(found: Summary) -> str:
    """Return the section of the page."""
    figures = [
        [told, *(cell(found["arms"][arm][name], ".2f") for name in (*NEARER, "nearest"))]
        for arm, told in ARMS.items()
    ]
    return (
        f"{found['sounds']} sounds of {SECONDS:g} to 24 s, each of another style, which the "
        "checkpoint itself has played and that end anywhere in a bar; another seed goes on from "
        "each for 16 s as with `musiccm run --continue-from`. Judged by the style classifier's "
        "embedding and by key and tempo as essentia and librosa hear them in both. The part of "
        "all pairs of a sound and another one in which what follows is nearer to its own (as near "
        "counts half; by chance 0.50), and the part in which its own is the nearest in style of "
        "all.\n\n"
        + table(["goes on with", "style", "key", "tempo", "nearest of all"], figures)
        + f"\n\nHeard in the sound: its tempo to 1 % in {cell(found['tempo'], '.2f')}, its key in "
        f"{cell(found['key'], '.2f')} (by MIREX's weights {cell(found['weighted_key'], '.2f')})."
    )


SECTION = Section("past", "Going on from a sound", tasks, summarise, goals, text)
