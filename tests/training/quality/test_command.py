"""The whole command on tiny weights and made-up pieces."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from musiccm.errors import CheckpointError
from tests.training.evaluate.synthetic import data_set
from tests.training.quality.rigs import rig
from training.classifier.judge import train_judge
from training.quality import tasks
from training.quality.cli import command
from training.quality.words import cases


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny checkpoint, and few judgements of each kind."""
    rig(tmp_path, monkeypatch)
    monkeypatch.setattr("training.quality.controls.SEEDS", 2)
    monkeypatch.setattr("training.quality.controls.LEVELS", (0.1, 0.9))
    monkeypatch.setattr("training.quality.controls.RECORDINGS", 2)
    monkeypatch.setattr("training.quality.recordings.PIECES", 2)
    for name in ("words", "seeds"):
        monkeypatch.setattr(f"training.quality.{name}.FRAMES", 1536)
    monkeypatch.setattr("training.quality.words.cases", lambda: cases()[:2])
    for name in ("STYLES", "N_SEEDS", "N_TAKES"):
        monkeypatch.setattr(f"training.quality.seeds.{name}", 2)
    return tmp_path


def run(place: Path, *extra: str) -> Result:
    options = {"checkpoint": "checkpoint", "classifier": "classifier", "out": "out",
               "page": "docs/quality.md"}  # fmt: skip
    paths = [text for name, path in options.items() for text in (f"--{name}", str(place / path))]
    arguments = ["--workers", "1", "--compute", "cpu", *paths, *extra]
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_controls_are_judged_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON and page have the section; a second call judges nothing and writes the same."""
    dry = json.loads(run(place, "--only", "controls", "--dry-run").stdout)
    assert dry == {"level": 12, "labels": 2}
    first = run(place, "--only", "controls")
    assert first.exit_code == 0, first.output
    report = json.loads((place / "out" / "quality.json").read_text())
    assert set(report["sections"]["controls"]["controls"]) == {"density", "brightness", "intensity"}
    page = (place / "docs" / "quality.md").read_text()
    assert "reached" in page
    assert "## Density, brightness and intensity" in page

    def never(*_: Any) -> None:
        raise AssertionError("judged again")

    monkeypatch.setattr(tasks, "_judge", never)
    assert run(place, "--only", "controls").exit_code == 0
    assert (place / "docs" / "quality.md").read_text() == page


@pytest.mark.slow
def test_words_and_seeds_are_heard(place: Path) -> None:
    """With a classifier they are judged; recordings, which both need, are heard once."""
    train_judge(data_set(place / "data"), place / "classifier", steps=2)
    extra = "--only", "words,seeds"
    first = run(place, *extra)
    assert first.exit_code == 0, first.output
    report = json.loads((place / "out" / "quality.json").read_text())
    assert set(report["sections"]) == {"words", "seeds"}
    assert report["sections"]["words"]["prompts"] == 2
    assert report["sections"]["seeds"]["seeds"]["between"] > 0
    assert json.loads(run(place, *extra, "--dry-run").stdout) == {}


def test_without_a_classifier_a_line_says_so(place: Path) -> None:
    """Words cannot be judged before there is a style classifier."""
    with pytest.raises(CheckpointError, match="--classifier-data"):
        run(place, "--only", "words")


def test_other_weights_are_judged_anew(place: Path) -> None:
    """With a changed number of steps what the model plays is stale, recordings are not."""
    run(place, "--only", "controls")
    again = json.loads(run(place, "--only", "controls", "--steps", "1", "--dry-run").stdout)
    assert again == {"level": 12}


def test_mistakes_are_told_in_one_line(place: Path) -> None:
    """An unknown section and a missing checkpoint say what to do."""
    assert "unknown section 'taste'" in run(place, "--only", "taste").output
    with pytest.raises(CheckpointError, match="--checkpoint"):
        run(place, "--checkpoint", str(place / "nowhere"))
