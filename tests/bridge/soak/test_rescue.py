"""The engine is taken away for seconds, with real processes, and a bench says how it went."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bridge.commands.bench_rescue import command
from bridge.errors import StartupError
from bridge.soak import netns
from bridge.soak.rescue import Options, Rescue, kinds_for
from bridge.soak.trial import DEATHS, ENGINE, LINK, UNPLUG, judged

_GOOD = {
    "engine": "ready",
    "state": "playing",
    "fallback": "none",
    "trouble": "",
    "zero_filled": 7,
    "restarts": 2,
    "steps": 4,
}


def _status(**changes: object) -> dict[str, Any]:
    return {**_GOOD, **changes}


SEEN = [
    (9.9, _status()),
    (10.1, _status()),
    (13.0, _status(engine="away", fallback="planned", trouble="it is down")),
    (19.0, _status(engine="away", fallback="looping", state="looping", trouble="it is down")),
    (42.5, _status()),
]


def test_a_black_hole_and_bad_answers_are_survived(tmp_path: Path) -> None:
    """A link that is lost comes back by itself, without a restart; bad answers cost one.

    The take has no gap, and status told why; the table and the JSON say so.
    """
    out = tmp_path / "rescue.json"
    asked = ["hole", "short", "--seconds", "6", "--out", str(out)]
    result = CliRunner().invoke(command, asked)
    figures = json.loads(out.read_text())
    hole, short = figures["trials"]
    assert hole["restarts"] == 0 and hole["away"] is not None and hole["back"] < 30
    assert "is down" in hole["trouble"]
    assert short["restarts"] == 1 and "3 answers in a row" in short["trouble"]
    assert [ear["gaps"] for ear in figures["gaps"]] == [0]
    assert result.exit_code == bool(figures["missed"])
    assert "hole" in result.stdout and json.loads(result.stdout.splitlines()[-1]) == figures


@pytest.mark.slow
@pytest.mark.skipif(not netns.there(), reason="network namespaces: Linux, as root")
def test_a_cable_that_is_pulled_is_survived() -> None:
    """A network card that goes down and up again costs no restart and no gap."""
    figures = Rescue(Options((UNPLUG,), 6.0), lambda line: None).run()
    [trial] = figures["trials"]
    assert trial["restarts"] == 0 and trial["away"] is not None and trial["back"] < 30
    assert figures["gaps"][0]["gaps"] == 0


def test_times_are_counted_from_the_blow_and_from_the_mending() -> None:
    """Noticed and looping after the cut, back after the link's return."""
    trial = judged("hole", SEEN, begun=10.0, mended=40.0, whole=True)
    assert (trial.away, trial.loop, trial.back) == (3.0, 9.0, 2.5)
    assert (trial.zero_filled, trial.restarts, trial.trouble) == (0, 0, "it is down")
    assert trial.met


@pytest.mark.parametrize(
    ("kind", "last", "whole"),
    [
        ("hole", {}, False),
        ("hole", {"zero_filled": 8}, True),
        ("hole", {"restarts": 3}, True),
        ("kill", {"restarts": 2}, True),
    ],
)
def test_what_is_missed(kind: str, last: dict[str, object], whole: bool) -> None:
    """No way back, a frame of zeros, or a restart too many or too few."""
    seen = [*SEEN[:-1], (42.5, _status(**last))]
    assert not judged(kind, seen, 10.0, 40.0, whole).met


def test_what_can_be_done_depends_on_the_engine() -> None:
    """A model takes no faults, an engine here has no link; the rest is refused with the choices."""
    assert kinds_for(Options(), rooms=True) == (*LINK, *ENGINE)
    assert kinds_for(Options(engine="model"), rooms=False) == (*LINK[:-1], *DEATHS)
    assert kinds_for(Options(here=True), rooms=False) == DEATHS
    for options in (Options(("nan",), engine="model"), Options(("hole",), here=True)):
        with pytest.raises(StartupError, match="choose of .*kill"):
            kinds_for(options, rooms=True)
    with pytest.raises(StartupError, match="namespace"):
        kinds_for(Options((UNPLUG,)), rooms=False)
