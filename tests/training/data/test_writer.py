from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from tests.training.band.test_soundfont import needs_soundfont
from tests.training.data.folders import write_config, write_made_up_shard
from training.compose.loader import load_styles
from training.data.cli import command
from training.data.reader import Dataset
from training.data.shards import DatasetError, read_json, shard_path
from training.data.writer import (
    PIECES_PER_SHARD,
    RenderPlan,
    check_same,
    missing_shards,
    plan_of,
    resolved_config,
    write_dataset,
)

PLAN = RenderPlan(0, 40, (32, 56), "font.sf3", ("house", "jazz"))


def test_shards_cover_the_seeds_in_order() -> None:
    """Every seed is in one shard; the last shard may be shorter."""
    shards = PLAN.shards()
    assert [seed for seeds in shards for seed in seeds] == list(range(40))
    assert {len(seeds) for seeds in shards[:-1]} == {PIECES_PER_SHARD}


def test_complete_shards_are_not_made_again(tmp_path: Path) -> None:
    """A shard counts as complete when its JSON lists the planned seeds."""
    plan = RenderPlan(0, 2, (32, 56), "font.sf3", ("house",))
    assert missing_shards(tmp_path, plan) == [(0, range(2))]
    write_made_up_shard(tmp_path, 0, 0)
    assert missing_shards(tmp_path, plan) == []
    more = RenderPlan(0, 3, (32, 56), "font.sf3", ("house",))
    assert missing_shards(tmp_path, more) == [(0, range(3))]


@pytest.mark.parametrize(
    "change",
    [{"first_seed": 7}, {"seconds": [10, 20]}, {"soundfont": "other"}, {"styles": ["jazz"]}],
)
def test_another_data_set_is_not_mixed_in(tmp_path: Path, change: dict[str, object]) -> None:
    """A folder begun with other settings is refused; the line names the setting."""
    write_config(tmp_path)
    check_same(tmp_path, PLAN)
    write_config(tmp_path, **change)
    with pytest.raises(DatasetError, match=next(iter(change))):
        check_same(tmp_path, PLAN)


def test_the_config_tells_how_the_data_was_made() -> None:
    """Plan, mel settings, controls, label constants and revision are written down."""
    config = resolved_config(PLAN)
    assert config["plan"]["n_pieces"] == 40
    assert config["mel"]["hop_length"] == 512
    assert config["controls"][0]["name"] == "beat"
    assert {"LEVEL_DB", "DENSITY_RATE", "BRIGHTNESS_HZ", "INTENSITY_DB"} <= set(
        config["label_constants"]
    )
    assert config["git_revision"]


def test_a_plan_is_refused_when_the_styles_have_changed() -> None:
    """Seeds mean other pieces then."""
    styles = tuple(load_styles())
    config = resolved_config(RenderPlan(0, 40, (32, 56), "font.sf3", styles))
    assert plan_of(config).styles == styles
    with pytest.raises(DatasetError, match="styles have changed"):
        plan_of(resolved_config(PLAN))


def test_a_missing_soundfont_ends_with_one_line(tmp_path: Path) -> None:
    """Exit code 2 and what to install."""
    missing = str(tmp_path / "none.sf3")
    result = CliRunner().invoke(command, ["--out", str(tmp_path), "--soundfont", missing])
    assert result.exit_code == 2
    assert "musescore-general-soundfont-small" in result.output
    assert not (tmp_path / "config.json").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It says how much there is to do."""
    font = tmp_path / "font.sf3"
    font.write_bytes(b"")
    out = tmp_path / "data"
    arguments = ["--out", str(out), "--pieces", "20", "--soundfont", str(font), "--dry-run"]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0
    assert "20 of 20 pieces" in result.output
    assert not out.exists()


@needs_soundfont
@pytest.mark.slow
def test_an_interrupted_rendering_resumes_to_the_same_data(tmp_path: Path) -> None:
    """A shard that got lost is made again, bit for bit; a complete one is kept."""
    write_dataset(tmp_path, 2, workers=1, seconds=(8, 9))
    before = Dataset(tmp_path).pieces()
    mel = np.array(before[1].mel)
    captions = before[1].captions
    shard_path(tmp_path, 0, ".json").unlink()
    write_dataset(tmp_path, 2, workers=1, seconds=(8, 9))
    after = Dataset(tmp_path).pieces()
    assert [piece.seed for piece in after] == [0, 1]
    assert np.array_equal(after[1].mel, mel)
    assert after[1].captions == captions
    stamp = shard_path(tmp_path, 0, ".json").stat().st_mtime_ns
    write_dataset(tmp_path, 2, workers=1, seconds=(8, 9))
    assert shard_path(tmp_path, 0, ".json").stat().st_mtime_ns == stamp
    assert len(read_json(shard_path(tmp_path, 0, ".json"))) == 2
