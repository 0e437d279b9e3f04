"""The benchmark's figures, not its speed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from musiccm.bench import live, neighbour, report, streams, teacher
from musiccm.bench.samples import Samples
from musiccm.commands.bench import command
from musiccm.performer import Performer
from tests.musiccm import tiny


def test_percentiles_of_known_samples() -> None:
    """Half of the samples lie under p50, nearly all under p95."""
    summary = Samples(tuple(n / 1000 for n in range(101))).summary()
    assert summary == {"p50_ms": 50.0, "p95_ms": 95.0, "n": 101}


def test_a_stopwatch_leaves_out_the_run_that_warms_up() -> None:
    """As many spans as asked, each of its own run."""
    now, seen = [0.0], []

    def work(n: int) -> None:
        seen.append(n)
        now[0] += 100.0 if n < 0 else n

    assert Samples.of(lambda: now[0], work, 3).values == (0.0, 1.0, 2.0)
    assert seen == [-1, 0, 1, 2]


def test_a_bench_reports_every_stage_as_json() -> None:
    """Stages, ratios, machine and memory are there, serialise and make a table."""
    figures = json.loads(json.dumps(report.measure(tiny.performer(), 2.0, 1, tiny.performer())))
    assert figures["denoiser_step"]["n"] == figures["replan"]["first_second"]["n"] == 1
    assert figures["machine"]["device"] == "cpu"
    assert figures["render"]["seconds"] == 2.0
    assert figures["memory_mb"]["process"] > 0
    assert figures["ratios"]["to_fp32"]["render"] == pytest.approx(1.0, abs=0.2)  # ticks, not time
    text = "\n".join(report.table(figures))
    assert "re-plan, first 250 ms" in text and "teacher_50" in text


def test_the_first_sound_of_a_replan_does_not_wait_for_the_second() -> None:
    """The nearest piece is there before what a whole second needs is decoded."""
    performer = tiny.performer()
    found = live.replans(live.Set(performer), 2)
    assert found["first_250_ms"].p50 < found["first_second"].p50 == found["whole"].p50


def test_a_teacher_hears_every_step_twice() -> None:
    """Drawing by the teacher's way calls the network with words and without at every step."""
    performer, calls = tiny.performer(), []
    forward = performer.denoiser.forward
    performer.denoiser.forward = lambda *given: (calls.append(given), forward(*given))[1]  # type: ignore[method-assign]
    teacher.drawing(performer, repeats=1, steps=5)
    assert len(calls) == 2 * (2 * 5)


def test_a_neighbour_is_busy_and_ends() -> None:
    """The busy process takes time while it is there, and is gone afterwards."""
    with neighbour.neighbour() as other:
        while not other.cpu_times().user:
            pass
    assert not other.is_running()


def test_slowdown_is_told_beside_the_neighbour_s_share() -> None:
    """Both renders and re-plans are compared, and the share that explains them is measured."""
    figures = neighbour.beside(tiny.performer(), 1.0, 1)
    assert figures["share"] >= 0
    assert figures["render"]["slowdown"] > 0
    assert len(neighbour.table(figures)) == 3


def test_streams_are_told_against_their_budget() -> None:
    """A round of all pieces, its budget, and how many would fill it."""
    figures = json.loads(json.dumps(streams.streams(tiny.performer(), 2, 1)))
    assert figures["budget_ms"] == pytest.approx(5461.3, abs=0.1)
    assert figures["capacity"] == int(2 * figures["budget_ms"] / figures["round"]["p95_ms"])
    assert "2 live pieces" in streams.table(figures)[0]


def test_the_command_prints_a_table_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last line is the JSON, which --out writes too."""
    monkeypatch.setattr(Performer, "load", lambda *_: tiny.performer())
    out = tmp_path / "bench.json"
    options = ["--seconds", "2", "--repeats", "2", "--out", str(out)]
    result = CliRunner().invoke(command, options, catch_exceptions=False)
    assert json.loads(result.stdout.splitlines()[-1]) == json.loads(out.read_text())
    assert "denoiser, one step" in result.stdout
