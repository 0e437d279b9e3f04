"""The daemon on JACK's dummy driver, recorded by another client: sound, our clock, latency."""

import importlib.util
import json
from typing import Any

import pytest
from click.testing import CliRunner

from bridge.commands.bench_sync import command
from bridge.rehearsal.session import Options, rehearse
from bridge.soak import jackd

TRIES = 2


def _told(words: list[list[object]], name: str) -> list[object]:
    return [row[2] for row in words if row[1] == name]


def _check(figures: dict[str, Any]) -> None:
    verdict, clock = figures["parts"]["all"], figures["clock_out"]
    assert verdict["missed"] == 0
    assert verdict["median_ms"] == pytest.approx(20, abs=4)
    assert figures["latency"]["jack_playback_frames"] >= 256
    assert abs(figures["latency"]["reported"]["median_ms"]) < 2
    assert clock["ticks"] > 200 and clock["lost"] + clock["twice"] <= 2
    assert abs(clock["clicks"]["median_ms"]) < 1
    again = ["position", "continue"]
    words = [row[1] for row in figures["transport"]]
    assert words == ["stop", *again, "stop", *again, "stop", "start"]
    assert _told(figures["transport"], "position")[1] in (256, 257)


@pytest.mark.real_client
def test_clicks_and_our_clock_are_heard_when_they_should_be() -> None:
    """With 20 ms of offset the recorded clicks lie 20 ms after the leader's beats.

    What features report of them is true to 2 ms: less than half of a JACK period, whose number it
    once missed. Our MIDI clock leaves a real port on the clicks, and tells stop, place and start.
    """
    if not jackd.there() or not all(map(importlib.util.find_spec, ("jack", "rtmidi"))):
        pytest.skip("JACK, or what speaks to it, is not installed")
    for _ in range(TRIES):
        figures = rehearse(Options("osc", minutes=0.19, output="jack", offset=20.0))
        latency = figures["latency"]
        try:
            return _check(figures)
        except AssertionError:
            if not latency["periods_missed"] and not latency["underruns"]:
                raise
    pytest.skip("other programs take so much of this machine that JACK misses its periods")


def test_what_only_jack_can_show_is_asked_of_it() -> None:
    """The model's drums on JACK, or our own beats without it, are refused in one line."""
    for words in (["--output", "jack", "--engine", "model"], ["--leader", "internal"]):
        result = CliRunner().invoke(command, words)
        assert result.exit_code == 2 and "--output jack" in result.output


def test_an_offset_is_heard_offline_too() -> None:
    """The knob moves the clicks of the fake device by as much."""
    figures = rehearse(Options("osc", minutes=0.3, offset=-15.0))
    assert figures["parts"]["all"]["median_ms"] == pytest.approx(-15, abs=1)
    json.dumps(figures, allow_nan=False)
