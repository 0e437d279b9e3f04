"""The devices of this machine, asked of a process of its own."""

import sys

import pytest

from bridge.audio import listing
from bridge.audio.listing import rows
from bridge.errors import BridgeError
from tests.bridge.helpers import run_loop

FOUND = {
    "outputs": [
        {"name": "Scarlett 2i2", "api": "ALSA", "channels": 4, "rate": 48000.0},
        {"name": "HDMI", "api": "ALSA", "channels": 2, "rate": 44100.0},
    ],
    "midi": ["MusicCM", "Knobs"],
}


def test_devices_tell_whether_they_are_in_use() -> None:
    """The output that plays and the inputs that are listened to are marked."""
    told = rows(FOUND, "Scarlett 2i2 at 44100 Hz", ["Knobs", "Unplugged"])
    assert told[0] == ("output", "Scarlett 2i2", "ALSA, 4 channels, 48000 Hz", 1)
    assert [(kind, name, used) for kind, name, _, used in told[1:]] == [
        ("output", "HDMI", 0),
        ("midi", "MusicCM", 0),
        ("midi", "Knobs", 1),
        ("midi", "Unplugged", 1),
    ]


def test_what_plays_is_listed_even_if_nobody_lists_it() -> None:
    """The null device and JACK's ports are no devices of PortAudio, and yet they play."""
    assert rows({}, "null", []) == [("output", "null", "plays now", 1)]


def test_the_system_is_asked_in_another_process() -> None:
    """The command of this program answers with what there is, at least what plays."""
    told = run_loop(listing.device_rows("null", ["Knobs"]))
    assert ("output", "null", "plays now", 1) in told
    assert ("midi", "Knobs", "in", 1) in told


@pytest.mark.parametrize("code", ["print('no JSON')", "import sys; sys.exit(3)"])
def test_a_system_that_does_not_tell_is_an_error(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Whatever goes wrong in the other process comes back as one line."""
    monkeypatch.setattr(listing, "_COMMAND", (sys.executable, "-c", code))
    with pytest.raises(BridgeError, match="does not tell its devices"):
        run_loop(listing.device_rows("null", []))
