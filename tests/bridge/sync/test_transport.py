"""The transport over OSC, heard: locate, tap and glide under the offline clock."""

import numpy as np
import pytest

from bridge.config import SAMPLE_RATE
from tests.bridge.helpers import clicks
from tests.bridge.test_app import Gig


def test_locate_over_osc_moves_the_music() -> None:
    """After /mcm/transport/locate the status counts from the asked beat on."""
    beats: list[object] = []
    gig = Gig(8, {2.0: lambda gig: gig.say("/mcm/transport/locate", 100)})
    gig.script += [(1.9, lambda gig: beats.append(gig.status()["beat"]))]
    gig.script += [(6.0, lambda gig: beats.append(gig.status()["beat"]))]
    gig.script.sort(key=lambda step: step[0])
    gig.play()
    assert beats[0] == pytest.approx(3.8, abs=0.1)
    assert 106.5 < float(str(beats[1])) < 107.5


def test_stop_locate_play_begins_there() -> None:
    """A piece that is stopped, located and played begins with the asked beat's click."""
    beats: list[object] = []
    script = {
        2.0: lambda gig: gig.say("/mcm/transport/stop"),
        3.0: lambda gig: gig.say("/mcm/transport/locate", 0),
        5.0: lambda gig: gig.say("/mcm/transport/play"),
        5.005: lambda gig: beats.append(gig.status()["beat"]),
    }
    master = Gig(7, script).play()
    loud = clicks(master.sum(axis=0) * (np.abs(master.sum(axis=0)) > 0.45)) / SAMPLE_RATE
    assert beats == [pytest.approx(0.02, abs=0.03)]
    assert loud[loud > 3.0][0] == pytest.approx(5.0, abs=0.03)


def test_taps_set_the_tempo() -> None:
    """Three taps 0.4 s apart make 150 bpm, which subscribers are told."""
    taps = {t: lambda gig: gig.say("/mcm/transport/tap") for t in (1.0, 1.4, 1.8)}
    gig = Gig(6, {0.5: lambda gig: gig.say("/mcm/subscribe"), **taps})
    tempi: list[object] = []
    gig.script += [(5.5, lambda gig: tempi.append(gig.status()["tempo"]))]
    gig.play()
    told = [arguments[0] for address, arguments in gig.sent if address == "/mcm/tempo"]
    assert told[-1] == pytest.approx(150.0, rel=0.01)  # the device's block is 11 ms
    assert tempi == [pytest.approx(told[-1])]


def test_a_glide_over_osc_is_a_ramp() -> None:
    """With a glide of four bars the tempo on the way lies between the old and the new."""
    tempi: list[float] = []
    script = {
        1.0: lambda gig: gig.say("/mcm/transport/glide", 4),
        1.1: lambda gig: gig.say("/mcm/tempo", 160),
    }
    for moment in (1.2, 3.0, 5.0, 7.0, 10.0):
        script[moment] = lambda gig: tempi.append(gig.status()["tempo"])
    Gig(11, script).play()
    assert tempi[0] == 120 and tempi[-1] == 160
    assert np.all(np.diff(tempi) > 5)


def test_a_place_beyond_all_music_is_refused() -> None:
    """A beat that no status could tell moves nothing, and its sender hears why."""
    said: list[object] = []

    def far(gig: Gig) -> None:
        gig.say("/mcm/transport/locate", 1e30)
        gig.say("/mcm/transport/position", -1e30)
        said.extend(gig.sent[-2:])

    gig = Gig(4, {2.0: far, 3.5: lambda gig: said.append(gig.status()["beat"])})
    gig.play()
    assert [name for name, _ in said[:2]] == ["/mcm/error"] * 2  # type: ignore[misc]
    assert 6.0 < said[2] < 8.0  # type: ignore[operator]
