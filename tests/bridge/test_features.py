"""The feature stream of the whole daemon: where in the music, what sounds, and when it is heard."""

import socket
from contextlib import ExitStack

import numpy as np
import pytest

from bridge.engine.tone import SECTION_BARS
from bridge.osc.packets import build, parse
from bridge.protocol.parameters import FEATURES
from musiccm.controls import SECTIONS
from tests.bridge.daemon import PATIENCE, running
from tests.bridge.gig import Gig, Script

NAMES = [field.name for field in FEATURES]
BAR = 2.0  # seconds at 120 bpm


def _ask(times: list[float], also: Script | None = None) -> list[dict[str, object]]:
    """Return the features at these times of a gig at 120 bpm."""
    script: Script = {time: lambda gig: gig.say("/mcm/features") for time in times}
    gig = Gig(times[-1] + 0.5, {**script, **(also or {})})
    gig.play()
    told = [values for address, values in gig.sent if address == "/mcm/features.reply"]
    return [dict(zip(NAMES, values, strict=True)) for values in told]


def test_bar_and_section_are_those_of_the_place() -> None:
    """The bar counts from 0, and a section changes where the plan says."""
    line = SECTION_BARS * BAR
    before, after = _ask([line - 0.5, line + 0.5])
    assert (before["bar"], after["bar"]) == (SECTION_BARS - 1, SECTION_BARS)
    assert (before["section"], after["section"]) == SECTIONS[:2]


def test_the_chord_is_the_one_that_was_asked_for() -> None:
    """Before its line the planner's own is told, then each chord of a progression in its bar."""
    ask: Script = {1.0: lambda gig: gig.say("/mcm/chord", "Dm G7", "2")}
    told = _ask([3.5, 5.0, 7.0, 9.0], ask)
    assert [values["chord"] for values in told] == ["Am", "Dm", "G7", "Dm"]


def test_while_bars_are_held_their_chords_are_told() -> None:
    """A loop of two bars under a progression tells the chords that sound, again and again."""
    ask: Script = {
        0.5: lambda gig: gig.say("/mcm/chord", "Dm G7", "bar"),
        5.0: lambda gig: gig.say("/mcm/plan/hold", 2),
    }
    told = _ask([7.0, 9.0, 11.0, 13.0], ask)
    assert sorted(str(values["chord"]) for values in told[:2]) == ["Dm", "G7"]
    assert [v["chord"] for v in told[:2]] == [v["chord"] for v in told[2:]]
    assert {values["section"] for values in told} == {SECTIONS[0]}


def test_drums_strike_on_the_beat_alone() -> None:
    """The click of a beat is an onset of the drums just after it, and not between beats."""
    on, between = _ask([4.02, 4.25])
    assert float(str(on["drums_onset"])) > 20
    assert float(str(between["drums_onset"])) < 1
    assert float(str(on["bass_onset"])) < 1


def test_a_listener_can_place_each_beat_by_its_stamps() -> None:
    """Of a real daemon the time tags and beats lie on one line of its tempo, ahead of time."""
    with running("--device", "null", "--bpm", "97") as daemon:
        daemon.await_music()
        daemon.tell("/mcm/subscribe", 60, "features", 50)
        told = []
        while len(told) < 100:
            [message] = parse(daemon.receive())
            if message.address == "/mcm/features.reply":
                told.append((message.unix, dict(zip(NAMES, message.arguments, strict=True))))
    unix = np.array([at for at, _ in told], np.float64)
    beats = np.array([values["beat"] for _, values in told], np.float64)
    assert len(np.unique(unix)) > 50
    off = np.abs(np.diff(unix) - np.diff(beats) * 60 / 97)  # seconds; an underrun is a step
    assert np.median(off) < 1e-4
    assert np.median([values["ahead"] for _, values in told]) > 20


def test_each_listener_has_its_own_rate() -> None:
    """Of a real daemon three listeners get ten, thirty and ninety a second, by their stamps."""
    with running("--device", "null") as daemon, ExitStack() as stack:
        daemon.await_music()
        rates = (10, 30, 90)
        ears = [stack.enter_context(socket.socket(type=socket.SOCK_DGRAM)) for _ in rates]
        for ear, rate in zip(ears, rates, strict=True):
            ear.settimeout(PATIENCE)
            ear.sendto(build("/mcm/subscribe", [60, "features", rate]), ("127.0.0.1", daemon.port))
        for ear, rate in zip(ears, rates, strict=True):
            assert _rate(ear, 2 * rate) == pytest.approx(rate, rel=0.15)


def _rate(ear: socket.socket, count: int) -> float:
    """Return how many features a second come, by the time tags of so many."""
    stamps: list[float] = []
    while len(stamps) < count:
        [message] = parse(ear.recv(2048))
        if message.address == "/mcm/features.reply":
            stamps.append(float(message.unix or 0.0))
    return float(1.0 / np.median(np.diff(np.array(stamps, np.float64))))
