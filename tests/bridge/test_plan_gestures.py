"""The plan, played: hold, release, back, again; and seen: preview, overview, features."""

import numpy as np
import pytest

from bridge.config import SAMPLE_RATE
from bridge.engine.tone import N_MELS, ToneEngine
from bridge.protocol.parameters import FEATURES, STEMS
from bridge.scheduler.plan import FADE
from musiccm.controls import SECTIONS
from musiccm.request import PlanChunk, PlanRequest
from tests.bridge.gig import Gig, Script
from tests.bridge.helpers import clicks

BAR = 2 * SAMPLE_RATE  # at 120 bpm
BASS = STEMS.index("bass")


class Listening(ToneEngine):
    """Remembers what it was asked; its mel tells the frame's number."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[PlanRequest] = []

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.asked.append(request)
        chunk = await super().plan(request)
        assert N_MELS > 1
        chunk.mel[:, :, 1] = (request.start + np.arange(len(chunk.mel)))[:, None] % 2048
        return chunk


def _gig(seconds: float, script: Script) -> Gig:
    gig = Gig(seconds, script, bpm=120.0)
    gig.engine = gig.app._engine = Listening()
    return gig


@pytest.mark.parametrize("bars", [1, 2])
def test_hold_repeats_the_present_bars_and_release_goes_on(bars: int) -> None:
    """From the next bar line on the last bars repeat; after release new music comes on a bar."""
    states: list[object] = []
    script: Script = {
        5.0: lambda gig: gig.say("/mcm/plan/hold", bars),
        7.0: lambda gig: states.append(gig.status()["state"]),
        13.0: lambda gig: gig.say("/mcm/plan/release"),
        15.0: lambda gig: states.append(gig.status()["state"]),
    }
    gig = _gig(18, script)
    stems, line, lag = gig.play_stems(), 3 * BAR, bars * BAR
    bass = stems[BASS]
    assert np.array_equal(bass[line : 7 * BAR - FADE], bass[line - lag : 7 * BAR - FADE - lag])
    after = slice(7 * BAR + FADE, 8 * BAR)
    assert np.abs(bass[after] - bass[after.start - lag : after.stop - lag]).max() > 0.05
    assert np.abs(np.diff(bass)).max() < 0.01
    found = clicks(stems[0])
    assert np.abs(found - np.arange(len(found)) * BAR / 4 - found[0]).max() < 5
    assert states == ["holding", "playing"]


def test_while_held_slow_changes_wait_for_the_release() -> None:
    """A key that is asked during a hold is heard when the music goes on, and is not lost."""
    script: Script = {
        5.0: lambda gig: gig.say("/mcm/plan/hold"),
        7.0: lambda gig: gig.say("/mcm/key", "E", "beat"),
        11.0: lambda gig: gig.say("/mcm/plan/release"),
    }
    gig = _gig(16, script)
    bass = gig.play_stems()[BASS]
    assert np.array_equal(bass[3 * BAR : 6 * BAR - FADE], bass[2 * BAR : 5 * BAR - FADE])
    assert isinstance(gig.engine, Listening)
    assert gig.engine.asked[-1].score.key == "E"


def test_back_takes_controls_and_music_back() -> None:
    """Four bars later than it was, the music goes on from the very past, under its old controls."""
    said: list[object] = []
    script: Script = {
        1.0: lambda gig: gig.say("/mcm/quantize", "bar"),
        7.0: lambda gig: gig.say("/mcm/key", "E"),
        7.1: lambda gig: gig.say("/mcm/stem/lead/gain", 0.5),
        13.0: lambda gig: gig.say("/mcm/plan/back", 4),
        13.1: lambda gig: gig.say("/mcm/key/get"),
        13.2: lambda gig: gig.say("/mcm/stem/lead/gain/get"),
    }
    gig = _gig(16, script)
    gig.play()
    said += [arguments for address, arguments in gig.sent if address != "/mcm/error"]
    assert said == [("auto",), (0.5,)]
    assert isinstance(gig.engine, Listening)
    [back] = [
        r for r in gig.engine.asked if r.context is not None and r.context[-1, 0, 1] < r.start - 99
    ]
    assert back.score.key is None
    assert back.context is not None and back.context_beats is not None
    last = int(back.context[-1, 0, 1])
    assert back.start - 1 - last == round(4 * BAR / 512)
    phase = (back.context[:, 0, 0] - back.context_beats + 0.5) % 1 - 0.5
    assert np.abs(phase).max() < 0.02  # the same place of the beat, to half a frame


def test_again_is_another_take_under_the_same_controls() -> None:
    """Only the take differs, from the line on, and /get tells it."""
    script: Script = {
        3.0: lambda gig: gig.say("/mcm/plan/again", "bar"),
        3.1: lambda gig: gig.say("/mcm/take/get"),
    }
    gig = _gig(8, script)
    gig.play()
    assert ("/mcm/take", (1,)) in gig.sent
    assert isinstance(gig.engine, Listening)
    first, last = gig.engine.asked[0].score, gig.engine.asked[-1].score
    assert (first.take, last.take) == (0, 1)
    assert {**first.__dict__, "take": 1} == last.__dict__


def test_preview_lists_what_is_to_change() -> None:
    """Each slow change ahead is told with its beat and the seconds until then."""
    script: Script = {
        3.0: lambda gig: gig.say("/mcm/key", "E", "4"),
        3.01: lambda gig: gig.say("/mcm/density", 0.5, "bar"),
        3.1: lambda gig: gig.say("/mcm/plan/preview"),
    }
    gig = _gig(4, script)
    gig.play()
    changes = {a[2]: a for address, a in gig.sent if address == "/mcm/plan/change"}
    assert (changes["density"][0], changes["density"][3]) == (8.0, 0.5)
    assert (changes["key"][0], changes["key"][3]) == (20.0, "E")
    assert changes["key"][1] == pytest.approx(10.0 - 3.1, abs=0.03)
    assert [changes[name][6] for name in ("density", "key")] == ["auto", "auto"]
    assert gig.sent[-1] == ("/mcm/plan/preview.reply", (2,))


def test_overview_shows_the_levels_of_what_was_and_what_will_be() -> None:
    """A stem that rests from a bar on is told as silent from there, and as heard before."""
    script: Script = {
        5.0: lambda gig: gig.say("/mcm/stem/bass/rest", True, "bar"),
        5.5: lambda gig: gig.say("/mcm/plan/overview"),
    }
    gig = _gig(6, script)
    gig.play()
    rows = [a for address, a in gig.sent if address == "/mcm/plan/level"]
    assert {(row[0], row[1]) for row in rows} == {
        (stem, part) for stem in STEMS for part in ("played", "committed", "planned")
    }
    [played] = [row for row in rows if row[:2] == ("bass", "played")]
    [planned] = [row for row in rows if row[:2] == ("bass", "planned")]
    assert played[2] == pytest.approx(-5.5, abs=0.05)
    level = 20 * np.log10(0.1 / np.sqrt(2))
    assert played[4:] == pytest.approx([level] * len(played[4:]), abs=0.2)
    silent = [n for n, db in enumerate(planned[4:]) if float(db) <= -90]
    assert float(planned[2]) + silent[0] * float(planned[3]) == pytest.approx(0.5, abs=0.26)
    assert len(planned[4:]) > 20


def test_view_has_the_same_slices_whenever_it_is_asked() -> None:
    """A slice keeps its number and level, the bars are on the grid, a known plan is not resent."""
    script: Script = {
        3.0: lambda gig: gig.say("/mcm/plan/view"),
        3.01: lambda gig: gig.sent.append(("mark", ())),
        3.3: lambda gig: gig.say("/mcm/plan/view", 2.0),
        3.4: lambda gig: gig.sent.append(("mark", ())),
        3.5: lambda gig: gig.say("/mcm/plan/view", 2.0, gig.sent[-2][1][0]),  # type: ignore[arg-type]
        3.6: lambda gig: gig.say("/mcm/plan/hold", 1),
        5.0: lambda gig: gig.say("/mcm/plan/view", 4.0),
    }
    gig = _gig(6, script)
    gig.play()
    names = [address for address, _ in gig.sent]
    first, second = (n for n, name in enumerate(names) if name == "mark")
    views = [_waves(gig.sent[:first]), _waves(gig.sent[first:second])]
    assert min(views[0]) == ("bass", 0) and min(views[1])[1] == 64
    assert all(views[0][place] == level for place, level in views[1].items() if place in views[0])
    bars = {a[0]: a[1:] for address, a in gig.sent[:first] if address == "/mcm/plan/bar"}
    assert bars[0] == (0.0, 4) and bars[2] == pytest.approx((4.0, 4), abs=1e-4)
    told = {a for address, a in gig.sent[:first] if address == "/mcm/plan/section"}
    assert told and all(place >= 0 and name in (*SECTIONS, "") for place, name in told)
    replies = [a for address, a in gig.sent if address == "/mcm/plan/view.reply"]
    assert replies[0][1] == pytest.approx(3.0, abs=0.05)
    assert replies[0][1] <= replies[0][2] < replies[0][3] < replies[0][4]
    assert names[second + 1 : second + 2] == ["/mcm/plan/view.reply"]
    assert replies[-1][5:] == pytest.approx((4.0, 2.0), abs=0.03)


def _waves(sent: list[tuple[str, tuple[object, ...]]]) -> dict[tuple[str, int], float]:
    """Return the level of each stem's slices by their numbers."""
    return {
        (str(a[0]), int(str(a[1])) + n): float(str(level))
        for address, a in sent
        if address == "/mcm/plan/wave"
        for n, level in enumerate(a[2:])
    }


def test_features_follow_what_is_heard() -> None:
    """Beat, levels and brightness are told; a muted stem is at the floor."""
    script: Script = {
        3.0: lambda gig: gig.say("/mcm/stem/drums/mute", True),
        3.5: lambda gig: gig.say("/mcm/features"),
        3.6: lambda gig: gig.say("/mcm/subscribe", 60, "features"),
    }
    gig = _gig(4.6, script)
    gig.play()
    told = [a for address, a in gig.sent if address == "/mcm/features.reply"]
    first = dict(zip((f.name for f in FEATURES), told[0], strict=True))
    assert first["beat"] == pytest.approx(7.0, abs=0.05)
    assert first["phase"] == pytest.approx(0.75, abs=0.02)
    assert first["drums"] == -90.0
    assert first["bass"] == pytest.approx(20 * np.log10(0.1 / np.sqrt(2)), abs=1.5)
    assert 60 < float(first["centroid"]) < 2000
    assert -40 < float(first["master"]) < float(first["peak"]) < 0
    assert 28 <= len(told) - 1 <= 32
