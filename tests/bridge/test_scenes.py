"""Scenes: saved, recalled on a line, morphed, written and read; no name leads out of the folder."""

import json
from pathlib import Path

import pytest

from bridge.config import SAMPLE_RATE
from bridge.engine.tone import ToneEngine
from bridge.protocol.messages import ProtocolError
from bridge.scenes import KEPT, LARGEST_FILE, Scene, read_scenes, write_scenes
from musiccm.request import PlanChunk, PlanRequest, Score
from tests.bridge.gig import Gig, Script

BAR = 2 * SAMPLE_RATE  # at 120 bpm


class Listening(ToneEngine):
    """Remembers the scores it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Score] = []

    async def plan(self, request: PlanRequest) -> PlanChunk:
        self.asked.append(request.score)
        return await super().plan(request)


def _two_scenes(gig: Gig) -> None:
    """Scene 1 is how it began; scene 2 has other words, more intensity and less lead."""
    gig.say("/mcm/scene/save", 1, "calm")
    gig.say("/mcm/prompt/1/text", "storm")
    gig.say("/mcm/intensity", 1.0)
    gig.say("/mcm/stem/bass/gain", 0.0)
    gig.say("/mcm/scene/save", 2)
    gig.say("/mcm/scene/recall", 1)


def _gig(tmp_path: Path, seconds: float, script: Script) -> tuple[Gig, Listening]:
    gig = Gig(seconds, {1.0: _two_scenes, **script}, bpm=120.0, folder=tmp_path)
    engine = gig.engine = gig.app._engine = Listening()
    return gig, engine


def _bass_gain(gig: Gig) -> float:
    assert gig.app.session is not None
    parts = gig.app.session._parts
    return float(parts.agenda.picture(parts.scheduler.beat, smooth=True)["stem/bass/gain"] or 0.0)


def test_a_scene_comes_back_on_its_line(tmp_path: Path) -> None:
    """Recalled for the next bar, words and faders change there; the client is told at once."""
    gains: list[float] = []
    script: Script = {
        5.0: lambda gig: gig.say("/mcm/scene/recall", 2, "bar"),
        5.5: lambda gig: gig.say("/mcm/prompt/1/text/get"),
        5.96: lambda gig: gains.append(_bass_gain(gig)),
        6.04: lambda gig: gains.append(_bass_gain(gig)),
    }
    gig, engine = _gig(tmp_path, 7, script)
    gig.play()
    assert [a for address, a in gig.sent if address == "/mcm/prompt/1/text"] == [("storm",)]
    last = engine.asked[-1]
    assert (last.prompts, last.intensity) == ((("storm", 1.0),), 1.0)
    assert gains == [1.0, 0.0]


def test_a_morph_goes_there_evenly(tmp_path: Path) -> None:
    """Over two bars the shares of the words rise by steps and the fader by a straight line."""
    gains: list[float] = []
    script: Script = {5.0: lambda gig: gig.say("/mcm/scene/morph", 2, 2.0, "bar")}
    script |= {6.0 + n: lambda gig: gains.append(_bass_gain(gig)) for n in range(5)}
    gig, engine = _gig(tmp_path, 11, script)
    gig.play()
    assert gains == pytest.approx([1.0, 0.75, 0.5, 0.25, 0.0], abs=0.02)
    shares = [dict(score.prompts)["storm"] for score in engine.asked if len(score.prompts) == 2]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (pytest.approx(1 / 16), pytest.approx(15 / 16))
    assert engine.asked[-1].prompts == (("storm", 1.0),)


def test_a_glide_between_two_scenes_begins_with_the_first(tmp_path: Path) -> None:
    """Whatever was before, the line brings the first scene and the last bar the second."""
    script: Script = {
        4.0: lambda gig: gig.say("/mcm/prompt/1/text", "something else"),
        6.5: lambda gig: gig.say("/mcm/scene/between", 2, 1, 1.0, "bar"),
    }
    gig, engine = _gig(tmp_path, 12, script)
    gig.play()
    words = [dict(score.prompts) for score in engine.asked]
    assert words[-1] == {"anything": 1.0}
    mixed = [w for w in words if len(w) == 2 and "something else" not in w]
    assert mixed[0] == {"storm": pytest.approx(7 / 8), "anything": pytest.approx(1 / 8)}


def test_scenes_are_written_and_read_over_osc(tmp_path: Path) -> None:
    """What is exported can be imported after it was deleted, number, name and values alike."""
    script: Script = {
        2.0: lambda gig: gig.say("/mcm/scene/export", 0, "set.json"),
        2.1: lambda gig: gig.say("/mcm/scene/export", 2, "two.json"),
        2.2: lambda gig: gig.say("/mcm/scene/delete", 2),
        2.3: lambda gig: gig.say("/mcm/scene/recall", 2),
        2.4: lambda gig: gig.say("/mcm/scene/import", "two.json"),
        2.5: lambda gig: gig.say("/mcm/scene/list"),
    }
    gig, _ = _gig(tmp_path, 3, script)
    gig.play()
    assert ("/mcm/error", ("/mcm/scene/recall", "scene 2 has not been saved")) in gig.sent
    assert [a for address, a in gig.sent if address == "/mcm/scene"] == [
        (1, "calm"),
        (2, "Scene 2"),
    ]
    rows = json.loads((tmp_path / "scenes" / "set.json").read_text())["scenes"]
    assert [row["number"] for row in rows] == [1, 2]
    assert rows[1]["values"]["prompt/1/text"] == "storm"


def test_a_run_begins_with_the_scenes_of_a_file(tmp_path: Path) -> None:
    """--scenes takes a file that was exported."""
    values = {p.name: p.default for p in KEPT}
    file = tmp_path / "night.json"
    file.write_text(write_scenes({5: Scene("five", values)}))
    gig = Gig(1, {0.5: lambda gig: gig.say("/mcm/scene/list")}, scenes=file)
    gig.play()
    assert ("/mcm/scene", (5, "five")) in gig.sent


@pytest.mark.parametrize(
    "name",
    ["../evil.json", "/tmp/evil.json", "a/b.json", "..", "con", "", ".hidden", "a\\b", "x" * 99],
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Paths and device names are refused with an error, and nothing is written anywhere."""
    folder = tmp_path / "inside"
    gig, _ = _gig(folder, 2, {1.5: lambda gig: gig.say("/mcm/scene/export", 0, name)})
    gig.play()
    assert gig.sent[-1][0] == "/mcm/error"
    assert list(tmp_path.rglob("*.json")) == [folder / "scenes.json"]  # where all are kept


def test_every_value_survives_the_file() -> None:
    """Each parameter's default, and others than that, come back as they were."""
    values = {p.name: p.default for p in KEPT}
    values |= {"key": "F#m", "chord": "Am F | C %", "stem/bass/pan": -0.5, "seed": 2**31 - 1}
    scenes = {1: Scene("ä ♪", values), 128: Scene("", {})}
    assert read_scenes(write_scenes(scenes)) == scenes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"scenes": 3}',
        '{"scenes": [3]}',
        '{"scenes": [{"number": 0, "name": "", "values": {}}]}',
        '{"scenes": [{"number": "x", "name": "", "values": {}}]}',
        '{"scenes": [{"number": 1, "name": "", "values": []}]}',
        '{"scenes": [{"number": 1, "name": "", "values": {"quantize": "bar"}}]}',
        '{"scenes": [{"number": 1, "name": "", "values": {"master/gain": 1}}]}',
        '{"scenes": [{"number": 1, "name": "", "values": {"stem/*/gain": 1}}]}',
        '{"scenes": [{"number": 1, "name": "", "values": {"tempo": "fast"}}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_file_of_scenes_is_refused(text: str) -> None:
    """Nothing but ProtocolError comes out of reading."""
    with pytest.raises(ProtocolError):
        read_scenes(text)


def test_a_scene_has_all_that_makes_the_music() -> None:
    """Prompts, faders and musical values belong to it; master, transport and settings do not."""
    names = {p.name for p in KEPT}
    assert {"prompt/8/text", "stem/lead/width", "tempo", "chord", "take"} <= names
    assert not {"master/gain", "quantize", "prompt/1/morph", "transport/glide"} & names
    values = {p.name: p.default for p in KEPT}
    full = {n: Scene("x" * 100, values) for n in range(1, 129)}
    assert len(write_scenes(full)) < LARGEST_FILE
