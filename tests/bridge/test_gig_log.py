"""A gig is played again from its log: sample for sample, whatever happened in it."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
from click.testing import CliRunner
from numpy.typing import NDArray

from bridge.cli import cli
from bridge.config import SAMPLE_RATE
from bridge.engine import tone
from bridge.engine.base import EngineState
from bridge.errors import LogError
from bridge.gig.logged import LoggedEngine, LoggedPlan
from bridge.gig.replay import Gig as Log
from bridge.gig.replay import Source, replay
from bridge.scheduler.plan import Plan
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.daemon import running
from tests.bridge.gig import Gig, Script
from tests.bridge.helpers import SCORE

# Of Plan; all else has to be written down.
READS_ONLY = {"told", "looping_from", "loop_length", "nbytes", "end", "loudness"}


def _say(address: str, *arguments: float | str | bool) -> Callable[[Gig], None]:
    return lambda gig: gig.say(address, *arguments)


def _engine(state: EngineState) -> Callable[[Gig], None]:
    return lambda gig: setattr(gig.engine, "state", state)


def _read_at(rate: float) -> Callable[[Gig], None]:
    """Read the plan a little faster, as a leader makes it."""

    def steer(gig: Gig) -> None:
        assert gig.app.session is not None
        gig.app.session._parts.player.rate = rate

    return steer


def _skip(gig: Gig) -> None:
    assert gig.app.session is not None
    gig.app.session._parts.player.skip(12_345)


GESTURES: Script = {
    1.0: _say("/mcm/prompt/1/text", "other words"),
    2.0: _say("/mcm/stem/bass/gain", 0.4),
    2.01: _say("/mcm/stem/lead/solo", True),
    3.0: _say("/mcm/stem/lead/solo", False),
    4.0: _say("/mcm/tempo", 97, "bar"),
    7.0: _say("/mcm/master/gain", 1.9),
    8.3: _say("/mcm/transport/stop"),
    8.9: _say("/mcm/transport/play"),
    10.0: _say("/mcm/transport/locate", 3),
    12.0: _say("/mcm/plan/hold", 1),
    14.0: _read_at(1.0021),
    15.0: _read_at(0.9987),
    16.0: _read_at(1.0),
    17.0: _say("/mcm/plan/release"),
    18.0: _skip,
    19.0: _say("/mcm/plan/back", 2),
    22.0: _engine(EngineState.DOWN),
    36.0: _engine(EngineState.READY),
    36.1: _say("/mcm/seed", 5),
    39.0: _say("/mcm/plan/again", "now"),
}


def _again(
    log: Log, draw: Callable[[PlanRequest], PlanChunk] = tone.draw
) -> tuple[NDArray[np.float32], Source]:
    """Return the master (2, n) of a log, and the source that it was read from."""
    events = [event for event in log.events if "read" in event]
    source = Source(events, lambda request: [draw(request)])
    blocks = [block.master for block in replay(log, source)]
    return np.concatenate(blocks, axis=1), source


@pytest.fixture(scope="module")
def gig(tmp_path_factory: pytest.TempPathFactory) -> tuple[NDArray[np.float32], Path]:
    """A master that was played with all kinds of gestures, and its log."""
    path = tmp_path_factory.mktemp("gig") / "gigs" / "gig.jsonl"
    return Gig(43.21, GESTURES, log=path).play(), path


def test_a_gig_comes_out_again(gig: tuple[NDArray[np.float32], Path]) -> None:
    """Faders, tempo, speed, stop, locate, hold, back, a lost engine: every sample is the same."""
    master, path = gig
    again, source = _again(Log.read(path))
    assert np.array_equal(again, master)
    assert not source.different


def test_the_log_tells_what_happened(gig: tuple[NDArray[np.float32], Path]) -> None:
    """Messages, requests with their seed, splices and loops are in it, and what it depends on."""
    log = Log.read(gig[1])
    told = [event for event in log.events if event["event"] == "message"]
    assert [event["address"] for event in told][:2] == ["/mcm/prompt/1/text", "/mcm/stem/bass/gain"]
    kinds = {event["event"] for event in log.events}
    assert {"request", "splice", "loop", "hold", "faders", "state", "end"} <= kinds
    seeds = {e["header"]["score"]["seed"] for e in log.events if e["event"] == "request"}
    assert seeds == {0, 5}
    assert log.head["about"] == {"weights": "tone"}
    assert log.head["run"]["prompts"] == ["anything"]


def test_logging_changes_nothing(gig: tuple[NDArray[np.float32], Path]) -> None:
    """Played without a log the same gestures give the same samples."""
    assert np.array_equal(Gig(43.21, GESTURES).play(), gig[0])


def test_another_engine_is_noticed(gig: tuple[NDArray[np.float32], Path]) -> None:
    """A chunk that is not what it was is reported with its place."""

    def louder(request: PlanRequest) -> PlanChunk:
        chunk = tone.draw(request)
        return PlanChunk(chunk.start, chunk.mel, chunk.audio_start, 2 * chunk.audio, chunk.seconds)

    _, source = _again(Log.read(gig[1]), louder)
    assert source.different[0] == 0
    assert len(source.different) > 3


class _Piecewise(tone.ToneEngine):
    """The fake, answering in pieces."""

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.coming = tone.pieces(request)
        return next(self.coming)

    async def rest(self) -> PlanChunk:
        return next(self.coming)


def test_answers_in_pieces_come_out_again(tmp_path: Path) -> None:
    """Each splice names the pieces that it took, and replays them."""
    path = tmp_path / "gig.jsonl"
    gig = Gig(20, {2.0: _say("/mcm/seed", 3), 7.5: _say("/mcm/tempo", 97, "bar")}, log=path)
    gig.engine.__class__ = _Piecewise
    master, log = gig.play(), Log.read(path)
    assert [1] in [event.get("pieces") for event in log.events]
    source = Source([e for e in log.events if "read" in e], lambda r: list(tone.pieces(r)))
    again = np.concatenate([block.master for block in replay(log, source)], axis=1)
    assert np.array_equal(again, master) and not source.different


def test_a_joined_answer_is_known_as_such() -> None:
    """Where the nearest piece came too late, both are spliced as one and logged as both."""
    engine = LoggedEngine(_Piecewise(), None)  # type: ignore[arg-type]
    request = PlanRequest(SCORE, 0, np.arange(256) / 47.0, heard=0)
    engine._came = pieces = list(tone.pieces(request))
    engine._asked = 5
    assert engine.source(pieces[1]) == {"request": 4, "pieces": [1]}
    assert engine.source(pieces[0].joined(pieces[1])) == {"request": 4, "pieces": [0, 1]}
    other = tone.draw(PlanRequest(SCORE, 512, np.arange(256) / 47.0))
    assert engine.source(other) == {"request": None, "pieces": []}


def test_a_log_that_was_cut_plays_as_far_as_it_goes(
    gig: tuple[NDArray[np.float32], Path], tmp_path: Path
) -> None:
    """After a crash in the middle of a line, what was written gives its samples."""
    master, path = gig
    text = path.read_text(encoding="utf-8")
    cut = tmp_path / "cut.jsonl"
    cut.write_text(text[: len(text) * 2 // 3], encoding="utf-8")
    again, _ = _again(Log.read(cut))
    assert 5 * SAMPLE_RATE < again.shape[1] < master.shape[1]
    assert np.array_equal(again, master[:, : again.shape[1]])


@pytest.mark.parametrize("text", ["", "hello\nworld\n", "{}\n", '{"event":"gig","format":99}\n'])
def test_what_is_no_log_is_refused(text: str, tmp_path: Path) -> None:
    """An empty file, another file or another format is one clear line."""
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    with pytest.raises(LogError, match="gig log"):
        Log.read(path)


def test_every_change_of_the_plan_is_written_down() -> None:
    """Whatever method of the plan can change it, the logged plan has its own of it."""
    public = {name for name, _ in inspect.getmembers(Plan) if not name.startswith("_")}
    assert public - READS_ONLY <= set(vars(LoggedPlan))


def test_a_log_that_cannot_be_written_stops_no_music(tmp_path: Path) -> None:
    """With a file where its folder should be, the gig is played and the reason said."""
    (tmp_path / "file").touch()
    gig = Gig(1, log=tmp_path / "file" / "gig.jsonl")
    assert gig.play().shape == (2, SAMPLE_RATE)
    assert any("cannot write the gig log" in line for line in gig.said)


def test_a_gig_whose_engine_was_killed_is_rendered_again(tmp_path: Path) -> None:
    """In real time, with a killed engine process: `render --log` gives the recorded samples."""
    take, log, out = (tmp_path / name for name in ("take.wav", "gig.jsonl", "again.wav"))
    options = ("--device", "null", "--record", str(take), "--log", str(log))
    with running(*options) as daemon:
        daemon.await_music()
        [worker] = psutil.Process(daemon.process.pid).children()
        worker.kill()
        daemon.ask("/mcm/tempo/get")
        daemon.await_status(engine="ready", restarts=1)
        daemon.ask("/mcm/stem/drums/gain", 9.0)  # out of range, so that there is an answer
        daemon.await_status(state="playing")
        daemon.process.terminate()
        assert daemon.end() == 0, daemon.lines
    result = CliRunner().invoke(cli, ["render", "--log", str(log), "--out", str(out), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1])["same"] is True
    assert np.array_equal(soundfile.read(out)[0], soundfile.read(take)[0])
