"""Controllers in a gig: programs recall scenes, pads choose prompts, learning is saved."""

from pathlib import Path

import pytest

from bridge.midi.maps import read_map
from tests.bridge.gig import Gig, Script


def _gig(tmp_path: Path, seconds: float, script: Script) -> Gig:
    return Gig(seconds, script, bpm=120.0, folder=tmp_path)


def test_a_program_change_recalls_a_scene(tmp_path: Path) -> None:
    """Program 1 as controllers count is scene 1; one that is not there is an error for all."""
    script: Script = {
        0.5: lambda gig: gig.say("/mcm/subscribe"),
        1.0: lambda gig: gig.say("/mcm/scene/save", 1),
        1.1: lambda gig: gig.say("/mcm/key", "E"),
        1.5: lambda gig: gig.midi.play("Knobs", 0xC0, 0),
        1.6: lambda gig: gig.midi.play("Knobs", 0xC0, 9),
    }
    gig = _gig(tmp_path, 2.5, script)
    gig.play()
    keys = [a for address, a in gig.sent if address == "/mcm/key"]
    assert keys == [("E",), ("auto",)]
    assert ("/mcm/error", ("/mcm/midi Knobs", "scene 10 has not been saved")) in gig.sent


def test_a_pad_chooses_a_prompt_and_its_light_shows_it(tmp_path: Path) -> None:
    """The pad's slot gets all the weight; lights of the slots that lost theirs go out."""
    script: Script = {
        1.0: lambda gig: gig.say("/mcm/prompt/2/text", "dub"),
        1.5: lambda gig: gig.midi.play("Knobs", 0x99, 37, 99),
        1.6: lambda gig: gig.say("/mcm/prompt/*/weight/get"),
    }
    gig = _gig(tmp_path, 2, script)
    gig.play()
    weights = [a[0] for address, a in gig.sent if address.endswith("/weight")]
    assert weights == [0.0, 1.0, *[0.0] * 6]
    lights = {data[1]: data[2] for _, data in gig.midi.sent}
    assert (lights[36], lights[37], lights[38]) == (0, 127, 0)


def test_learning_is_told_and_saved_by_device(tmp_path: Path) -> None:
    """What was learned is in the device's file, and there again in the next run."""
    script: Script = {
        0.5: lambda gig: gig.say("/mcm/subscribe"),
        1.0: lambda gig: gig.say("/mcm/midi/learn", "master/gain"),
        1.2: lambda gig: gig.midi.play("Knobs", 0xB0, 21, 3),
        1.3: lambda gig: gig.say("/mcm/midi/learn", "nothing"),
    }
    gig = _gig(tmp_path, 2, script)
    gig.play()
    assert ("/mcm/midi/learned", ("Knobs", "cc 1 21", "master/gain", "")) in gig.sent
    assert "/mcm/error" in [address for address, _ in gig.sent]
    table = read_map((tmp_path / "midi" / "Knobs.yaml").read_text())
    assert [row.target for row in table.rows][-1] == "master/gain"
    again = _gig(tmp_path, 1, {0.5: lambda gig: gig.say("/mcm/midi/list")})
    again.play()
    assert ("/mcm/midi/row", ("Knobs", "cc 1 21", "master/gain", "absolute")) in again.sent


def test_what_is_forgotten_does_nothing_more(tmp_path: Path) -> None:
    """After midi/forget no row has the target."""
    script: Script = {
        0.5: lambda gig: gig.say("/mcm/midi/forget", "prompt/select"),
        0.6: lambda gig: gig.say("/mcm/midi/list"),
    }
    gig = _gig(tmp_path, 1, script)
    gig.play()
    targets = {a[2] for address, a in gig.sent if address == "/mcm/midi/row"}
    assert targets == {"scene/recall", "held notes"}


def test_a_device_that_comes_later_is_found(tmp_path: Path) -> None:
    """A controller plugged in during the gig works within a few seconds."""
    script: Script = {
        1.0: lambda gig: gig.midi.present.append("Late"),
        4.0: lambda gig: gig.midi.play("Late", 0x99, 43, 9),
        4.1: lambda gig: gig.say("/mcm/prompt/8/weight/get"),
        4.2: lambda gig: gig.say("/mcm/prompt/1/weight/get"),
    }
    gig = _gig(tmp_path, 5, script)
    gig.play()
    assert [a for _, a in gig.sent] == [(1.0,), (0.0,)]


def test_real_time_messages_go_to_the_clock(tmp_path: Path) -> None:
    """Clock, start, stop and song position pass the maps by, with the time when they came."""
    heard: list[tuple[bytes, float]] = []

    def listen(gig: Gig) -> None:
        assert gig.app.session is not None and gig.app.session.surface is not None
        gig.app.session.surface.on_clock = lambda data, time: heard.append((data, time))

    script: Script = {
        0.5: listen,
        1.0: lambda gig: gig.midi.play("Knobs", 0xF8),
        1.5: lambda gig: gig.midi.play("Knobs", 0xF2, 1, 2),
    }
    _gig(tmp_path, 2, script).play()
    assert [data for data, _ in heard] == [b"\xf8", b"\xf2\x01\x02"]
    assert [time for _, time in heard] == pytest.approx([1.0, 1.5], abs=0.02)


def test_a_broken_map_leaves_the_usual_one(tmp_path: Path) -> None:
    """A file that cannot be read does not stop the start."""
    (tmp_path / "midi").mkdir()
    (tmp_path / "midi" / "Knobs.yaml").write_text("rows: [")
    gig = _gig(tmp_path, 1, {0.5: lambda gig: gig.say("/mcm/midi/list")})
    gig.play()
    assert len([1 for address, _ in gig.sent if address == "/mcm/midi/row"]) == 25


def test_a_control_is_taken_off_again(tmp_path: Path) -> None:
    """What one control does goes, others keep theirs; unknown devices and controls are refused."""
    script: Script = {
        0.5: lambda gig: gig.say("/mcm/midi/unmap", "Knobs", "note 10 36"),
        0.6: lambda gig: gig.say("/mcm/midi/unmap", "Nobody", "note 10 36"),
        0.7: lambda gig: gig.say("/mcm/midi/unmap", "Knobs", "lever 4"),
        0.8: lambda gig: gig.say("/mcm/midi/list"),
    }
    gig = _gig(tmp_path, 1, script)
    gig.play()
    controls = [a[1] for address, a in gig.sent if address == "/mcm/midi/row"]
    assert "note 10 36" not in controls and "note 10 37" in controls
    assert gig.sent[-1] == ("/mcm/midi/list.reply", (len(controls),))
    assert [address for address, _ in gig.sent].count("/mcm/error") == 2
    saved = read_map((tmp_path / "midi" / "Knobs.yaml").read_text())
    assert len(saved.rows) == len(controls)
