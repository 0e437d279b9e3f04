"""Another checkpoint while the music plays: without a gap, on its line, or not at all."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from numpy.typing import NDArray

from bridge.cli import cli
from bridge.config import SAMPLE_RATE
from bridge.engine import tone
from bridge.engine.base import EngineState
from bridge.engine.tone import ToneEngine
from bridge.gig.journal import Event
from bridge.gig.replay import Gig as Log
from bridge.gig.replay import Source, replay
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.daemon import running
from tests.bridge.gig import Gig, Script
from tests.bridge.helpers import clicks

LOAD: Script = {
    3.0: lambda gig: gig.say("/mcm/model/load", "night"),
    9.0: lambda gig: gig.say("/mcm/seed", 3),
}
LINE = 4 * SAMPLE_RATE  # the next bar that is in reach


def _audio(master: NDArray[np.float32]) -> NDArray[np.float32]:
    mono: NDArray[np.float32] = master.sum(axis=0)
    return mono * (np.abs(mono) > 0.45)


def test_it_takes_over_on_a_bar_without_a_gap() -> None:
    """Up to the bar every sample is the old one's, from there on the new one's; no beat is lost."""
    gig, plain = Gig(14, LOAD), Gig(14, {9.0: LOAD[9.0]})
    master, before = gig.play(), plain.play()
    different = np.flatnonzero(np.abs(master - before).max(axis=0) > 1e-4)
    assert abs(different[0] - LINE) <= 0.005 * SAMPLE_RATE
    assert len(different) > 9 * SAMPLE_RATE
    found = clicks(_audio(master))
    assert len(found) == 28 and np.abs(np.diff(found) - SAMPLE_RATE / 2).max() < 40
    assert ("/mcm/done", ("/mcm/model/load", "night")) in gig.sent


def test_status_tells_who_plays() -> None:
    """The name in status changes with the checkpoint, and the loop was never needed."""
    names: list[object] = []

    def look(gig: Gig) -> None:
        status = gig.status()
        names.append((status["model"], status["fallbacks"], status["restarts"]))

    Gig(10, {**LOAD, 2.0: look, 8.0: look}).play()
    assert names == [("default", 0, 0), ("night", 0, 0)]


@pytest.mark.parametrize("name", ["broken", "../night"])
def test_what_cannot_be_loaded_changes_nothing(name: str) -> None:
    """/mcm/fail says why, and every sample is as without the message."""

    class Careful(ToneEngine):
        async def load(self, name: str, trial: PlanRequest) -> None:
            assert len(trial.beats) and trial.context is None
            await super().load("broken", trial)

    gig = Gig(8)
    gig.engine = gig.app._engine = Careful()
    gig.script = [(3.0, lambda gig: gig.say("/mcm/model/load", name))]
    assert np.array_equal(gig.play(), Gig(8).play())
    fails = [arguments for address, arguments in gig.sent if address == "/mcm/fail"]
    assert fails == [("/mcm/model/load", "it is broken")]


def test_the_line_may_be_chosen() -> None:
    """With `now` it takes over as soon as it can be drawn; other words are an error."""
    script: Script = {
        3.0: lambda gig: gig.say("/mcm/model/load", "night", "now"),
        5.0: lambda gig: gig.say("/mcm/model/load", "day", "yesterday"),
    }
    gig = Gig(7, script)
    different = np.flatnonzero(np.abs(gig.play() - Gig(7).play()).max(axis=0) > 1e-4)
    assert 3.0 < different[0] / SAMPLE_RATE < 3.8
    assert any(address == "/mcm/error" for address, _ in gig.sent)


def test_the_names_are_listed() -> None:
    """/mcm/model/list is answered with all names."""
    gig = Gig(2, {1.0: lambda gig: gig.say("/mcm/model/list")})
    gig.play()
    assert ("/mcm/done", ("/mcm/model/list", "default")) in gig.sent


class Other(ToneEngine):
    """The fake whose other checkpoints have a mel of their own, with 12 bands."""

    def __init__(self) -> None:
        super().__init__()
        self.about = {"weights": "tone", "mel": "8"}
        self.pasts: list[tuple[str, int]] = []

    async def adopt(self) -> None:
        await super().adopt()
        self.about = {**self.about, "mel": "12"}

    async def plan(self, request: PlanRequest) -> PlanChunk:
        past = 0 if request.context is None else len(request.context)
        self.pasts.append((self.model, past))
        return wide(await super().plan(request), self.model)


def wide(chunk: PlanChunk, model: str) -> PlanChunk:
    """Return a chunk with the mel of a model."""
    if model == "default":
        return chunk
    return replace(chunk, mel=np.pad(chunk.mel, ((0, 0), (0, 0), (0, 4))))


def test_a_checkpoint_of_another_kind_begins_without_a_past(tmp_path: Path) -> None:
    """Where the mel means something else the new one starts afresh, then goes on from its own.

    Gestures, a loop and a roll back right after it find what past there is.
    """
    script: Script = {
        **LOAD,
        3.2: lambda gig: gig.say("/mcm/density", 0.3, "now"),
        3.9: lambda gig: gig.say("/mcm/plan/hold", 1),
        7.0: lambda gig: gig.say("/mcm/plan/release"),
        10.0: lambda gig: gig.say("/mcm/plan/back", 2),
        12.0: lambda gig: setattr(gig.engine, "state", EngineState.DOWN),
        22.0: lambda gig: setattr(gig.engine, "state", EngineState.READY),
    }
    gig = Gig(30, script, log=tmp_path / "gig.jsonl")
    gig.engine = gig.app._engine = engine = Other()
    master = gig.play()
    own = [past for model, past in engine.pasts if model == "night"]
    assert own[0] == 0 and max(own) > 200
    found = clicks(_audio(master))
    assert np.abs(np.diff(found) - SAMPLE_RATE / 2).max() < 40
    assert np.array_equal(_again(Log.read(tmp_path / "gig.jsonl")), master)


def _again(log: Log) -> NDArray[np.float32]:
    """Play a log whose models are the fake's."""
    model = "default"

    def go_over(event: Event) -> None:
        nonlocal model
        model = event["name"]

    def draw(request: PlanRequest) -> list[PlanChunk]:
        return [wide(tone.draw(tone.tuned(request, model)), model)]

    source = Source([e for e in log.events if "read" in e], draw, go_over)
    master = np.concatenate([block.master for block in replay(log, source)], axis=1)
    assert not source.different
    return master


def test_a_gig_with_two_checkpoints_is_rendered_again(tmp_path: Path) -> None:
    """In real time, with real processes: `render --log` takes each where it took over.

    Without the other checkpoint it refuses with a line that says which one is missing.
    """
    take, log, out = (tmp_path / name for name in ("take.wav", "gig.jsonl", "again.wav"))
    night = tmp_path / "checkpoints" / "night"
    night.mkdir(parents=True)
    (night / "config.json").write_text("{}")
    options = ("--device", "null", "--record", str(take), "--log", str(log))
    with running(*options, "--checkpoints", str(night.parent)) as daemon:
        daemon.await_music()
        refused = daemon.call("/mcm/model/load", "../../etc")
        assert refused.address == "/mcm/fail" and "no path" in str(refused.arguments[1])
        assert daemon.call("/mcm/model/load", "night").address == "/mcm/done"
        status = daemon.await_status(model="night", engine="ready", state="playing")
        assert status["fallbacks"] == 0 and int(str(status["zero_filled"])) < SAMPLE_RATE
        daemon.process.terminate()
        assert daemon.end() == 0, daemon.lines
    command = ["render", "--log", str(log), "--out", str(out), "--json"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1])["same"] is True
    assert np.array_equal(soundfile.read(out)[0], soundfile.read(take)[0])
    [event] = Log.read(log).models
    assert event["about"]["weights"] == "tone night"
    _as_if_it_had_been_a_model(log)
    shutil.rmtree(night)
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 1 and "'night', which is not at" in result.output


def _as_if_it_had_been_a_model(log: Path) -> None:
    """Let the log say that its engine was the model: weights are needed then."""
    text = log.read_text(encoding="utf-8")
    log.write_text(text.replace('"engine":"tone"', '"engine":"model"', 1), encoding="utf-8")
