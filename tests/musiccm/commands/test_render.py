"""``musiccm render``: what it refuses, and what it writes."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from click.testing import CliRunner

from musiccm.commands.render import command
from musiccm.errors import PromptError
from musiccm.performer import Performer
from musiccm.request import EXTEND, FUSIONS
from tests.musiccm import tiny


@pytest.fixture(autouse=True)
def tiny_performer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Performer, "load", lambda *_: tiny.performer())


def test_a_canvas_of_hours_is_refused() -> None:
    """A fusion needs the whole piece in memory: more than an hour is one clear line."""
    with pytest.raises(PromptError, match="--fusion extend"):
        CliRunner().invoke(
            command, ["house", "--seconds", "3601", "--fusion", "mean"], catch_exceptions=False
        )


def test_every_fusion_writes_its_own_song(tmp_path: Path) -> None:
    """Each way of joining windows writes a file of the asked length, other than the others'."""
    songs = {}
    for fusion in (EXTEND, *FUSIONS):
        out = tmp_path / f"{fusion}.wav"
        options = ["house", "--seconds", "14", "--fusion", fusion, "--out", str(out), "--json"]
        result = CliRunner().invoke(command, options, catch_exceptions=False)
        assert json.loads(result.stdout.splitlines()[-1])["fusion"] == fusion
        songs[fusion] = sf.read(out)[0]
    assert {len(song) for song in songs.values()} == {14 * 48_000}
    assert not np.array_equal(songs["mean"], songs["extend"])
    assert not np.array_equal(songs["mean"], songs["shift"])
