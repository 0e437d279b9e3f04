"""The whole test on made-up samples: resumed, judged, written."""

import json
from collections import Counter
from pathlib import Path
from zlib import crc32

import pytest
from click.testing import CliRunner, Result

from musiccm.checkpoint import save_checkpoint
from musiccm.performer import Performer
from tests.musiccm import tiny
from tests.training.seams.synthetic import sample
from training.seams import cli
from training.seams.detector import Sample
from training.seams.page import TITLES, goals
from training.seams.study import Shelf
from training.seams.takes import WAYS, Brief

FAULTS = {"apart": 2.0, "cut": 8.0}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Nothing is rendered: joints are good but for those of FAULTS; count what is listened to."""
    counter: Counter[str] = Counter()

    def hear(_: Performer, brief: Brief, way: str) -> Sample:
        counter[way] += 1
        return sample(crc32(f"{brief.score.prompts} {way}".encode()), FAULTS.get(way, 0.0))

    monkeypatch.setattr(cli, "hear", hear)
    monkeypatch.setattr(Performer, "load", lambda *_: tiny.performer())
    return counter


def seams(place: Path, *extra: str) -> Result:
    save_checkpoint(place / "checkpoint", tiny.checkpoint())
    paths = ("--checkpoint", str(place / "checkpoint"), "--out", str(place / "seams"))
    options = ("--prompts", "3", "--page", str(place / "docs" / "seams.md"), *paths, *extra)
    return CliRunner().invoke(cli.command, options, catch_exceptions=False)


def test_one_command_writes_the_page_and_goes_on(heard: Counter[str], tmp_path: Path) -> None:
    """Every take is listened to once; a second call listens to what is lost only."""
    assert json.loads(seams(tmp_path, "--dry-run").stdout) == {"takes": 18, "to_render": 18}
    first = json.loads(seams(tmp_path).stdout.splitlines()[-1])
    assert heard == Counter(dict.fromkeys(WAYS, 3))
    next((tmp_path / "seams").glob("*/mean_1.npz")).unlink()
    second = json.loads(seams(tmp_path).stdout.splitlines()[-1])
    assert heard == Counter(dict.fromkeys(WAYS, 3)) + Counter(mean=1)
    assert first["rows"] == second["rows"] == json.loads(
        (tmp_path / "seams" / "seams.json").read_text()
    )["rows"]  # fmt: skip
    page = (tmp_path / "docs" / "seams.md").read_text()
    assert "{" not in page
    assert f"| {TITLES['cut']} | 39 | 1.00" in page


def test_another_number_of_steps_is_another_study(heard: Counter[str], tmp_path: Path) -> None:
    """What was heard with four steps says nothing about one."""
    seams(tmp_path)
    assert json.loads(seams(tmp_path, "--steps", "1", "--dry-run").stdout)["to_render"] == 18


def test_what_was_heard_of_other_code_does_not_count(tmp_path: Path) -> None:
    """A change of the model's code, not only of its weights, asks for new takes."""
    save_checkpoint(tmp_path / "checkpoint", tiny.checkpoint())
    marks = []
    for line in ("AHEAD = 0\n", "AHEAD = 128\n"):
        (tmp_path / "canvas.py").write_text(line)
        marks.append(Shelf(tmp_path, tmp_path / "checkpoint", 4, code=tmp_path).digest)
    assert marks[0] != marks[1]
    assert marks[1] == Shelf(tmp_path, tmp_path / "checkpoint", 4, code=tmp_path).digest


def test_goals_are_not_reached_by_declaration() -> None:
    """A deaf detector and a default that is found are said to fall short."""
    bad = {"cut": {"own": 0.89}, "extend": {"worst": 0.61}}
    assert goals(bad, "extend").count("**not reached**") == 2
    good = {"cut": {"own": 0.90}, "extend": {"worst": 0.60}}
    assert goals(good, "extend").count("not reached") == 0
