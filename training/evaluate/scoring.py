"""All figures of one row of one piece: what is heard against what was asked."""

from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from musiccm.mel import LogMel
from training.band.labels import decibels, frame_power, level_group
from training.classifier.judge import StyleJudge
from training.data.production import MEL, log_mel
from training.data.trackers import beat_scores, key_score, librosa_beats
from training.evaluate.heldout import HeldOut
from training.evaluate.trackers import grid, key_name, track_key

TAIL_FRAMES = round(0.5 * MEL.frame_rate)  # rests are not judged this near to playing
REST_CAP_DB = 60.0  # silence is not further below than this
LEVEL_SECONDS = 0.1  # a level that follows the notes
MIN_REST_FRAMES = round(1.0 * MEL.frame_rate)

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Figures:
    """What a record keeps of one row of one piece.

    ``key`` is the weighted score, ``key_exact`` 1 where tonic and mode are right; ``activity`` has
    one correlation for each stem that is asked both to play and to rest; ``rest_db`` is None where
    no stem rests; ``style`` is the part of the crops heard as the asked style.
    """

    f1: float
    cmlt: float
    amlt: float
    key: float
    key_exact: float
    activity: list[float]
    rest_db: float | None
    style: float
    embeddings: list[list[float]] = field(repr=False)


def activity_correlations(asked: Array, stems: Array) -> list[float]:
    """Correlate over time, stem by stem, the asked activity and the measured level.

    ``asked`` (F, stems) of 0 and 1, ``stems`` (stems, F · hop). The level is
    -60 … 0 dBFS, smoothed over LEVEL_SECONDS. A stem of constant level correlates by 0.
    """
    levels = level_group(stems, LEVEL_SECONDS)
    found = []
    for wish, level in zip(asked.T, levels.T, strict=True):
        if wish.min() < wish.max():
            constant = level.max() - level.min() < 1e-6
            found.append(0.0 if constant else float(np.corrcoef(wish, level)[0, 1]))
    return found


def rest_level(asked: Array, stems: Array) -> float | None:
    """Return by how many dB the stems that rest are below the stems that play, or None.

    Mean power of all stem-frames asked to play over that of all asked to rest, at most
    REST_CAP_DB; frames within TAIL_FRAMES of playing are left out of the rests, so that tails may
    ring out.
    """
    plays = asked.T > 0.5
    reach = np.ones((1, 2 * TAIL_FRAMES + 1), bool)
    rests = ~np.asarray(binary_dilation(plays, reach))
    if rests.sum() < MIN_REST_FRAMES or not plays.any():
        return None
    power = frame_power(stems)
    playing, resting = decibels(np.array([power[plays].mean(), power[rests].mean()]))
    return float(min(playing - resting, REST_CAP_DB))


def _same(asked: str, heard: str) -> bool:
    """Whether two keys are the same; essentia writes flats."""
    return key_score(asked, heard) == 1.0


class Ear:
    """Scores stems. The mix it hears is the plain sum of the stems, for every row alike."""

    def __init__(self, judge: StyleJudge) -> None:
        self.judge = judge
        self.analyse = LogMel(MEL)

    def score(self, piece: HeldOut, stems: Array) -> dict[str, object]:
        """Return the figures of ``stems`` (4, T) under the controls of ``piece``."""
        mix = stems.sum(axis=0)
        asked = grid(piece.tempo, len(mix) / MEL.sample_rate)
        beats = beat_scores(asked, librosa_beats(mix))
        key, heard = key_name(*piece.key), track_key(mix)
        embeddings, styles = self.hear(stems)
        figures = Figures(
            beats["f1"], beats["cmlt"], beats["amlt"],
            key_score(key, heard), float(_same(key, heard)),
            activity_correlations(piece.activity, stems),
            rest_level(piece.activity, stems),
            styles.count(piece.style) / len(styles),
            embeddings,
        )  # fmt: skip
        return asdict(figures)

    def hear(self, stems: Array) -> tuple[list[list[float]], list[str]]:
        """Return the embedding and the style of every crop of ``stems`` (4, T)."""
        mel = log_mel(np.asarray(stems, np.float32), self.analyse).transpose(1, 0, 2)
        embeddings, styles = self.judge.hear(np.ascontiguousarray(mel))
        return [[round(float(x), 4) for x in row] for row in embeddings], styles
