"""The whole evaluation on tiny weights and made-up pieces."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from safetensors.torch import save_file

from musiccm.checkpoint import save_checkpoint
from musiccm.errors import MusicCMError
from musiccm.performer import Performer
from tests.musiccm import tiny
from tests.training.evaluate.synthetic import FakeStudio, data_set
from training.classifier.judge import train_judge
from training.evaluate import judging
from training.evaluate.cli import command
from training.evaluate.longplay import long_play
from training.evaluate.players import ROWS, TITLES


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set, a checkpoint and a teacher's run folder."""
    place = tmp_path_factory.mktemp("evaluation")
    data_set(place / "data")
    checkpoint = tiny.checkpoint()
    save_checkpoint(place / "checkpoint", checkpoint)
    (place / "teacher" / "best").mkdir(parents=True)
    save_file(checkpoint.denoiser, place / "teacher" / "best" / "ema.safetensors")
    config = {"config": {"model": dataclasses.asdict(tiny.DENOISER)}}
    (place / "teacher" / "config.json").write_text(json.dumps(config))
    return place


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No band, no text encoder, one window a piece."""
    monkeypatch.setattr("training.evaluate.heldout.FRAMES", 1024)
    monkeypatch.setattr("training.evaluate.studio.Studio", FakeStudio)
    monkeypatch.setattr(Performer, "load", lambda *_: tiny.performer())


def evaluate(place: Path, *extra: str) -> Result:
    options = {"data": "data", "checkpoint": "checkpoint", "teacher": "teacher", "out": "eval",
               "card": "docs/card.md", "vocoder": "none", "student": "none"}  # fmt: skip
    paths = [text for name, path in options.items() for text in (f"--{name}", str(place / path))]
    arguments = ["--pieces", "2", "--workers", "1", "--classifier-steps", "2", *paths, *extra]
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


@pytest.mark.slow
def test_one_command_makes_the_card(
    place: Path, fakes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row is judged once; a second call judges nothing and writes the same table."""
    some = "--teacher-pieces", "1"
    dry = json.loads(evaluate(place, *some, "--dry-run").stdout)
    assert dry["rows_to_judge"] == 2 * len(ROWS) - 1
    first = evaluate(place, *some)
    assert first.exit_code == 0, first.output
    results = json.loads((place / "eval" / "results.json").read_text())
    assert set(results["rows"]) == set(ROWS)
    assert results["rows"]["truth"]["beat_f1"] > results["rows"]["noise"]["beat_f1"]
    assert results["unseen"] == 1
    assert results["rows"]["teacher_50"]["pieces"] == 1
    card = (place / "docs" / "card.md").read_text()
    assert all(title in card for title in TITLES.values())
    assert "not reached" in card

    def never(*_: Any) -> None:
        raise AssertionError("judged again")

    monkeypatch.setattr(judging.Bench, "judge", never)
    assert evaluate(place, *some).stdout == first.stdout.partition("\n")[2]


def test_rows_without_weights_need_no_checkpoint(place: Path, fakes: None) -> None:
    """Truth and shuffled truth are judged before anything is trained; the card waits."""
    found = evaluate(place, "--rows", "truth,shuffled", "--checkpoint", str(place / "none"),
                     "--out", str(place / "early"), "--card", str(place / "early.md"))  # fmt: skip
    assert found.exit_code == 0, found.output
    assert "no model card yet" in found.stdout
    assert not (place / "early.md").exists()
    assert set(json.loads((place / "early" / "results.json").read_text())["rows"]) == {
        "truth",
        "shuffled",
    }


def test_a_long_render_is_compared(
    place: Path, fakes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last minute of a render is set beside the first, here of eleven seconds each."""
    monkeypatch.setattr("training.evaluate.endurance.MINUTE", 11 * 48_000)
    train_judge(place / "data", place / "classifier", steps=2)
    setup = judging.Setup(place, (1,), (32.0, 56.0), place / "classifier", compute="cpu")
    found = long_play(setup, 0.5, "house")
    assert found["minutes"] == pytest.approx(0.5)
    assert found["blocks"] >= 1
    assert found["first"]["loudness"] > -120


def test_mistakes_are_told_in_one_line(place: Path) -> None:
    """An unknown row and a missing data set say what to do."""
    assert "unknown row 'teacher'" in evaluate(place, "--rows", "teacher").output
    with pytest.raises(MusicCMError, match="train data"):
        evaluate(place, "--data", str(place / "nowhere"))
