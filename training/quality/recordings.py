"""Held-out recordings as the style classifier hears them: the ceiling of what is played."""

from musiccm.mel import MelConfig
from training.evaluate.heldout import FRAMES, heldout_seeds
from training.evaluate.ledger import Record
from training.quality.rig import Rig
from training.quality.tasks import Kind, Task

PIECES = 60  # two of each style
SAMPLES = FRAMES * MelConfig().hop_length


def _hear(rig: Rig, seed: int) -> Record:
    """Return the style of a recording, and what is heard of its first 27 s."""
    produced, stems = rig.studio.make(seed)
    embeddings, heard = rig.ear.hear(stems[:, :SAMPLES])
    return {"style": produced.metadata["style"], "heard": heard, "embeddings": embeddings}


RECORDING = Kind("recording", _hear, ("styles", "classifier"))


def recordings(rig: Rig) -> list[Task]:
    """Return the recordings to hear."""
    seeds = heldout_seeds(PIECES, sorted(rig.styles))
    return [Task(RECORDING, str(seed), seed) for seed in seeds]
