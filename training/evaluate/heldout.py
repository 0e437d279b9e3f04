"""Held-out pieces: test seeds, rendered on demand, kept in the evaluation's folder."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import soundfile as sf
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from musiccm.controls import CONTROLS, N_VALUES, SLICES
from musiccm.request import EXTEND_FRAMES, WINDOW_FRAMES
from training.conditioning import DERIVED
from training.data.plan import is_held_out, split_of, style_of
from training.data.production import MEL
from training.data.shards import read_json, write_bytes, write_json

FRAMES = WINDOW_FRAMES + 3 * EXTEND_FRAMES  # 27.3 s: a window and three extensions
SEARCH_END = 200_000  # seeds looked at before giving up on a balanced list

Array = NDArray[np.float32]


@dataclass(frozen=True)
class HeldOut:
    """The first FRAMES frames of a test piece.

    ``stems`` (4, FRAMES · hop), ``mel`` (FRAMES, 4, n_mels) and ``controls`` (FRAMES, N_CHANNELS),
    float32; ``facts`` is the metadata of the piece as a data set keeps it.
    """

    seed: int
    stems: Array
    mel: Array
    controls: Array
    facts: dict[str, Any]

    @property
    def style(self) -> str:
        """The asked style."""
        return str(self.facts["style"])

    @property
    def tempo(self) -> float:
        """Felt beats per minute."""
        return float(self.facts["tempo"])

    @property
    def unseen_tempo(self) -> bool:
        """Whether no training piece has a tempo near this one."""
        return is_held_out(self.tempo)

    @property
    def key(self) -> tuple[int, bool]:
        """Tonic pitch class and whether the mode is minor."""
        return int(self.facts["tonic"]), bool(self.facts["minor"])

    @property
    def caption(self) -> str:
        """The caption that the model is given."""
        captions: list[str] = self.facts["captions"]
        return captions[self.seed // 20 % len(captions)]

    @property
    def activity(self) -> Array:
        """(FRAMES, stems), 1 where the stem is asked to play."""
        return self.controls[:, SLICES["activity"]]

    @property
    def has_drums(self) -> bool:
        """Whether drums are asked for in at least half of the frames."""
        return bool(self.activity[:, 0].mean() >= 0.5)

    @property
    def asked(self) -> Array:
        """The controls that the model is given: those a performer has, not measured ones."""
        return without_derived(self.controls)


def without_derived(controls: Array) -> Array:
    """Return a copy of ``controls`` (F, N_CHANNELS) in which what is measured is unknown."""
    controls = controls.copy()
    for index, control in enumerate(CONTROLS):
        if control.name in DERIVED:
            controls[:, SLICES[control.name]] = 0.0
            controls[:, N_VALUES + index] = 0.0
    return controls


def heldout_seeds(n: int, styles: Sequence[str]) -> list[int]:
    """Return ``n`` seeds of the test split, the same for everybody.

    Styles take turns, and so do seeds that are asked for a held-out tempo and those that are not; a
    longer list begins with the shorter ones of a whole number of rounds.
    """
    rounds = -(-n // (2 * len(styles)))
    wanted = 2 * len(styles) * rounds
    seen: Counter[tuple[str, int]] = Counter()
    found: list[tuple[int, int]] = []
    for seed in itertools.takewhile(lambda s: s < SEARCH_END, itertools.count(1, 20)):
        assert split_of(seed) == "test"
        cell = (style_of(seed, styles), seed // 20 % 2)
        if seen[cell] < rounds:
            found.append((seen[cell], seed))
            seen[cell] += 1
        if len(found) == wanted:
            break
    return [seed for _, seed in sorted(found)[:n]]


def partner(seed: int, seeds: Sequence[int]) -> int:
    """Return the piece whose sound stands for ``seed`` in the shuffled row: its neighbour."""
    place = list(seeds).index(seed)
    return seeds[place ^ 1] if place ^ 1 < len(seeds) else seeds[0]


class Library:
    """Test pieces in a folder; those that are missing are composed and played.

    ``seconds`` and ``soundfont`` are the data set's: a seed gives the piece it would be there.
    """

    def __init__(self, folder: Path, seconds: tuple[float, float], soundfont: Path | None) -> None:
        self.folder, self.seconds, self.soundfont = folder, seconds, soundfont

    def get(self, seed: int) -> HeldOut:
        """Return a piece, rendered first if need be."""
        if not self._path(seed, ".json").exists():
            self._render(seed)
        audio, _ = sf.read(self._path(seed, ".flac"), dtype="float32", always_2d=True)
        arrays = load_file(self._path(seed, ".safetensors"))
        facts = read_json(self._path(seed, ".json"))
        mel, controls = (arrays[name].astype(np.float32) for name in ("mel", "controls"))
        return HeldOut(seed, np.ascontiguousarray(audio.T), mel, controls, facts)

    def _path(self, seed: int, suffix: str) -> Path:
        return self.folder / f"{seed:06d}{suffix}"

    @cached_property
    def _studio(self) -> Any:
        from training.evaluate.studio import Studio  # loads the SoundFont's library

        return Studio(self.seconds, self.soundfont)

    def _render(self, seed: int) -> None:
        """Write a piece, the JSON last."""
        produced, stems = self._studio.make(seed)
        if len(produced.mel) < FRAMES:
            raise ValueError(f"test piece {seed} is shorter than {FRAMES} frames")
        self.folder.mkdir(parents=True, exist_ok=True)
        arrays = {"mel": produced.mel[:FRAMES], "controls": produced.controls[:FRAMES]}
        arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        sf.write(
            self._path(seed, ".flac"),
            stems[:, : FRAMES * MEL.hop_length].T,
            MEL.sample_rate,
            subtype="PCM_24",
        )
        write_bytes(self._path(seed, ".safetensors"), save(arrays))
        write_json(self._path(seed, ".json"), produced.metadata)
