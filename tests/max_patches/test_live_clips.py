"""Captured loops and Live's clip slots: taken slots, no slots, and refusals.

The device is run by ``tests.max_patches.interpreter``, in a set that does as the Live Object Model
says.
"""

import pytest

from bridge.osc.packets import parse
from bridge.protocol.codec import decode
from max_patches.check.panel import EM
from max_patches.generate.maxmsp.clips import LANES, NO_CLIP, NO_SLOT
from max_patches.generate.maxmsp.device import SHOWN
from tests.max_patches.interpreter.live_set import ERRORS, LiveSet, Slot, Track
from tests.max_patches.interpreter.opening import Bench

ROWS = 4
FILES = {lane: f"/music/a set/captures/bars04_{lane}.wav" for lane in LANES}


@pytest.fixture(params=[True, False], ids=["words", "symbol"])
def live(request: pytest.FixtureRequest) -> LiveSet:
    """A set of audio tracks with a slot selected; paths come as words, or as one symbol."""
    tracks = [Track([Slot() for _ in range(ROWS)]) for _ in range(8)]
    return LiveSet(tracks, "live_set tracks 1 clip_slots 1", told_apart=request.param)


def _captured(live: LiveSet, *lanes: str) -> Bench:
    """Click *clips* and let the daemon answer with a file for each lane."""
    bench = Bench.of("MusicCM.amxd", live=live)
    bench.taken()
    bench.machine.find("Capture").click()  # type: ignore[attr-defined]
    [(_, asked)] = bench.taken()
    [heard] = parse(asked)
    assert decode(heard.address, heard.arguments) == decode("/mcm/capture", [4])
    for lane in lanes or LANES:
        bench.hear("/mcm/capture/file", lane, FILES[lane])
    return bench


def _said(bench: Bench) -> str:
    return " ".join(str(word) for word in bench.machine.find("said").value)  # type: ignore[attr-defined]


def _clips(live: LiveSet) -> dict[tuple[int, int], str]:
    return {(t, r): slot.clip for t, track in enumerate(live.tracks)
            for r, slot in enumerate(track.slots) if slot.clip}  # fmt: skip


def test_loops_land_side_by_side(live: LiveSet) -> None:
    """Five files go into the selected slot and those right of it, spaces in their path and all."""
    bench = _captured(live)
    assert _clips(live) == {(1 + i, 1): FILES[lane] for i, lane in enumerate(LANES)}
    assert _said(bench) == "" and bench.machine.printed == []


def test_a_taken_slot_is_left_alone(live: LiveSet) -> None:
    """A second capture lands a row below; a column goes down to its own first empty slot."""
    live.tracks[3].slots[1].clip = live.tracks[3].slots[2].clip = "/mine.wav"
    _captured(live)
    wanted = {(1 + i, 3 if i == 2 else 1): FILES[lane] for i, lane in enumerate(LANES)}
    assert _clips(live) == {**wanted, (3, 1): "/mine.wav", (3, 2): "/mine.wav"}


def test_no_empty_slot_is_said(live: LiveSet) -> None:
    """Where a track is full to its end, the device says so and replaces nothing."""
    for slot in live.tracks[1].slots:
        slot.clip = "/mine.wav"
    bench = _captured(live, "master")
    assert set(_clips(live).values()) == {"/mine.wav"}
    assert _said(bench) == NO_SLOT


@pytest.mark.parametrize(
    "selected", ["", "live_set master_track clip_slots 1", "live_set tracks 9 clip_slots 0"]
)
def test_nothing_lands_where_nothing_is_selected(live: LiveSet, selected: str) -> None:
    """No slot, one of the master track, or one that is gone: no clip anywhere, and a word."""
    live.selected = selected
    bench = _captured(live)
    assert _clips(live) == {}
    assert _said(bench) == NO_SLOT
    assert bench.machine.printed == []


def test_tracks_that_are_missing_are_said(live: LiveSet) -> None:
    """At the right edge of the set the lanes that have a track land, the others are said."""
    live.selected = "live_set tracks 6 clip_slots 0"
    bench = _captured(live)
    assert _clips(live) == {(6, 0): FILES["master"], (7, 0): FILES["drums"]}
    assert _said(bench) == NO_SLOT


@pytest.mark.parametrize("kind", ["frozen", "midi"])
def test_a_frozen_or_midi_track_is_said(live: LiveSet, kind: str) -> None:
    """Live's refusal, which it tells in its own window, is seen and said; the others land."""
    live.tracks[2].frozen, live.tracks[2].audio = kind == "frozen", kind != "midi"
    bench = _captured(live, "drums", "bass")
    assert _clips(live) == {(3, 1): FILES["bass"]}
    assert bench.machine.printed == [(ERRORS, ("create_audio_clip",))]
    assert _said(bench) == NO_CLIP


def test_the_slot_is_the_one_that_was_selected_at_the_click(live: LiveSet) -> None:
    """Another slot that is selected while the daemon writes changes nothing."""
    bench = Bench.of("MusicCM.amxd", live=live)
    bench.machine.find("Capture").click()  # type: ignore[attr-defined]
    bench.taken()
    live.selected = "live_set tracks 0 clip_slots 3"
    bench.hear("/mcm/capture/file", "master", FILES["master"])
    assert _clips(live) == {(1, 1): FILES["master"]}


def test_a_refusal_of_the_daemon_is_said(live: LiveSet) -> None:
    """Where there is nothing to capture, the daemon's reason is shown."""
    bench = _captured(live, "master")
    bench.hear("/mcm/fail", "/mcm/capture", "nothing was played")
    assert _said(bench) == "nothing was played"


@pytest.mark.parametrize("text", [NO_SLOT, NO_CLIP])
def test_what_is_said_fits_into_its_line(text: str) -> None:
    """The device's line of text is wide enough for its own words."""
    assert len(text) * 9.0 * EM <= SHOWN
