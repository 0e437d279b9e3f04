"""The Max for Live device and the stage patch: container, controls, and what they write."""

import copy
import json
import struct
from typing import Any

import pytest

from bridge.protocol.parameters import BY_NAME, KEYS, N_PROMPTS, QUANTIZE, STEMS
from max_patches.check.maxmsp import boxes, lines
from max_patches.check.panel import controls, problems, shown, targets, value_of
from max_patches.draw import picture
from max_patches.generate.files import FOLDER
from max_patches.generate.maxmsp.amxd import unpack
from max_patches.generate.maxmsp.sections import HEIGHT

DATA = (FOLDER / "MusicCM.amxd").read_bytes()
DEVICE: dict[str, Any] = json.loads(DATA[32:-1])["patcher"]
STAGE: dict[str, Any] = json.loads((FOLDER / "mcm.stage.maxpat").read_text())["patcher"]
WRITTEN = {
    *(f"prompt/{n}/{what}" for n in range(1, N_PROMPTS + 1) for what in ("text", "weight")),
    *(f"stem/{stem}/{what}" for stem in STEMS for what in ("gain", "mute", "solo", "rest")),
    *("quantize", "key", "density", "brightness", "intensity"),
}


def test_the_container_is_that_of_an_unfrozen_device() -> None:
    """Byte by byte: ampf, 4, aaaa, meta, 4, a number, ptch, the length, JSON, newline, zero."""
    assert DATA[:12] == b"ampf\x04\x00\x00\x00aaaa"
    assert DATA[12:24] == b"meta\x04\x00\x00\x00\x00\x00\x00\x00"
    assert DATA[24:28] == b"ptch"
    assert struct.unpack("<I", DATA[28:32])[0] == len(DATA) - 32
    assert DATA[32:33] == b"{"
    assert DATA[-3:] == b"}\n\x00"
    assert DATA.count(b"\x00", 32) == 1
    assert unpack(DATA) == (b"aaaa", {"patcher": DEVICE})


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (b"RIFF" + DATA[4:], "begin with ampf"),
        (DATA[:8] + b"zzzz" + DATA[12:], "kind of device"),
        (DATA[:12] + b"atem" + DATA[16:], "meta"),
        (DATA[:-9], "rest of the file"),
        (DATA[:-1] + b" ", "zero byte"),
    ],
)
def test_a_broken_container_is_refused(wrong: bytes, problem: str) -> None:
    """A device with a wrong chunk is no device."""
    with pytest.raises(ValueError, match=problem):
        unpack(wrong)


def test_live_is_told_what_the_device_is() -> None:
    """The project block has the kind as a number; Live opens the presentation; sound passes."""
    assert DEVICE["project"]["amxdtype"] == int.from_bytes(b"aaaa", "big")
    assert DEVICE["openinpresentation"] == 1
    ids = {box["text"]: box["id"] for box in boxes(DEVICE) if "~" in box.get("text", "")}
    sound = {(s, o, d, i) for s, o, d, i in lines(DEVICE) if s == ids["plugin~"]}
    assert sound == {(ids["plugin~"], c, ids["plugout~"], c) for c in (0, 1)}


@pytest.mark.parametrize(
    ("patcher", "width", "height"), [(DEVICE, DEVICE["devicewidth"], HEIGHT), (STAGE, None, None)]
)
def test_controls_have_names_places_texts_and_ranges(
    patcher: dict[str, Any], width: float | None, height: float | None
) -> None:
    """Names are unique, nothing overlaps or is cut off, ranges are the table's, no Undo floods."""
    assert problems(patcher, width, height) == []


@pytest.mark.parametrize("patcher", [DEVICE, STAGE])
def test_every_promised_parameter_has_a_control(patcher: dict[str, Any]) -> None:
    """Prompts, weights, stems, quantize, key and the rest can be reached by a hand."""
    reached = {name for box in controls(patcher) for name in targets(patcher, box)}
    assert reached >= WRITTEN


def test_what_live_automates_and_what_it_does_not() -> None:
    """A hand's parameters are automated, words and ports stored, meters hidden."""
    by_name = {box["varname"]: value_of(box)["parameter_invisible"] for box in controls(DEVICE)}
    assert {by_name[n] for n in ("Weight 3", "Surface X", "Drums Gain", "Scene", "Quantize")} == {0}
    assert {by_name[n] for n in ("Prompt 1", "OSC Port", "Reply Port")} == {1}
    assert {by_name[f"{stem.capitalize()} Level"] for stem in STEMS} == {2}


def test_no_externals_and_no_node() -> None:
    """The device is made of objects that come with Max: nothing else has to be installed."""
    names = {box["text"].split()[0] for box in boxes(DEVICE) if box["maxclass"] == "newobj"}
    assert not {"node.script", "js", "v8", "bpatcher"} & names
    assert {"udpsend", "udpreceive", "live.thisdevice"} <= names
    assert not any(name.startswith("mcm.") for name in names)  # it needs no file beside it


def test_names_are_local_to_the_device() -> None:
    """Every send and receive has a name that begins with three dashes."""
    named = [
        b["text"].split()[1] for b in boxes(DEVICE) if b.get("text", "").startswith(("s ", "r "))
    ]
    assert len(named) == 2
    assert set(named) == {"---mcm"}


def _changed(name: str, **more: object) -> dict[str, Any]:
    """Return the device with keys of one control, or of its parameter, changed."""
    patcher = copy.deepcopy(DEVICE)
    box = next(box for box in boxes(patcher) if box.get("varname") == name)
    box.update({k: v for k, v in more.items() if not k.startswith("parameter_")})
    own = {k: v for k, v in more.items() if k.startswith("parameter_")}
    box["saved_attribute_attributes"]["valueof"].update(own)
    return patcher


@pytest.mark.parametrize(
    ("name", "more", "problem"),
    [
        ("Drums Gain", {"parameter_mmax": 4.0}, "goes from"),
        ("Drums Gain", {"parameter_longname": "Bass Gain"}, "long name Bass Gain twice"),
        ("Drums Gain", {"varname": "Bass Gain"}, "scripting name Bass Gain twice"),
        ("Drums Gain", {"presentation_rect": [0, 0, 44, 48]}, "lies over"),
        ("Drums Gain", {"presentation_rect": [5000, 0, 44, 48]}, "out of the window"),
        ("Drums Gain", {"parameter_shortname": "Gain of the drums"}, "does not fit"),
        ("Drums Gain", {"parameter_info": ""}, "no info text"),
        ("Quantize", {"parameter_enum": ["now", "16"]}, "chooses among"),
        ("Drums Level", {"parameter_invisible": 0}, "moved by feedback"),
    ],
)
def test_a_wrong_control_is_refused(name: str, more: dict[str, object], problem: str) -> None:
    """A range, name, place, text or visibility that is wrong is found."""
    assert problem in " ".join(problems(_changed(name, **more), DEVICE["devicewidth"], HEIGHT))


def test_choices_are_the_tables() -> None:
    """Menus offer what the table has, and the planner's own choice where there is one."""
    by_name = {box["varname"]: value_of(box) for box in shown(DEVICE) if "varname" in box
               and box.get("parameter_enable")}  # fmt: skip
    assert by_name["Quantize"]["parameter_enum"] == list(QUANTIZE)
    assert by_name["Key"]["parameter_enum"] == ["auto", *KEYS]
    assert by_name["Drums Gain"]["parameter_mmax"] == BY_NAME["stem/drums/gain"].high


@pytest.mark.parametrize("presentation", [True, False])
def test_a_drawing_shows_the_controls_and_says_what_it_is(presentation: bool) -> None:
    """A drawing has room for every box, and is no empty sheet."""
    image = picture(STAGE, "mcm.stage", presentation)
    place = "presentation_rect" if presentation else "patching_rect"
    drawn = [box[place] for box in boxes(STAGE) if box.get("presentation") or not presentation]
    assert image.width >= 2 * max(x + w for x, _, w, _ in drawn)
    assert len(image.getcolors(maxcolors=1 << 16)) > 4
    foot = image.crop((0, image.height - 36, image.width, image.height))
    assert foot.getextrema() != image.crop((0, 0, 2, 2)).getextrema()
