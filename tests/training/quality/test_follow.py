"""A wish becomes a piece; what is recorded and what is played are judged alike."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from musiccm.controls import SLICES
from tests.training.evaluate.synthetic import clicks
from tests.training.quality.rigs import FakeStudio, rig
from training.data.production import MEL
from training.quality import follow
from training.quality.tempi import wishes

FRAMES = 1024


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge eleven seconds."""
    monkeypatch.setattr(follow, "FRAMES", FRAMES)


class ClickBand:
    """Stands in for the band: clicks on every beat."""

    def play(self, piece: object) -> SimpleNamespace:
        tempo: float = piece.tempo  # type: ignore[attr-defined]
        stem = clicks(tempo, 34 * MEL.sample_rate)
        return SimpleNamespace(stems=np.stack([stem, *3 * [0 * stem]]))


def test_a_wish_is_composed_as_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The piece has the asked style, tempo and metre; its controls say so, nothing is measured."""
    given = rig(tmp_path, monkeypatch)
    wish = wishes(given.styles)[70]
    piece, controls = follow.composed(given, wish)
    assert (piece.style, piece.tempo, piece.metre) == (wish.style, wish.tempo, wish.metre)
    assert controls.shape[0] == FRAMES
    assert controls[0, SLICES["tempo"]] == pytest.approx(np.log2(wish.tempo / 120), abs=1e-6)
    assert not controls[:, SLICES["level"]].any()


def test_recordings_are_on_their_beats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A band that clicks on every beat has an F1 near 1; without pitches no chord agrees."""
    monkeypatch.setattr(FakeStudio, "band", ClickBand(), raising=False)
    given = rig(tmp_path, monkeypatch)
    wish = wishes(given.styles)[72]
    found = follow._record(given, wish)
    assert found["f1"] > 0.9
    assert found["bin"] == wish.bin
    assert len(found["beats"]) > 15


def test_weights_play_the_same_wish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is played and what is noise have the figures of a recording."""
    given = rig(tmp_path, monkeypatch)
    wish = wishes(given.styles)[40]
    names = ("f1", "cmlt", "amlt", "agreement", "still", "key", "drums")
    for judged in (follow._play(given, wish), follow._noise(given, wish)):
        assert set(names) <= set(judged)
        assert judged["tempo"] == wish.tempo


def test_beat_and_chord_share_their_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wish is recorded once and played once; noise is judged beside two of each bin."""
    asked = follow.tasks(rig(tmp_path, monkeypatch))
    kinds = [task.kind.name for task in asked]
    assert [kinds.count(name) for name in ("recorded", "played", "noise")] == [144, 144, 24]
