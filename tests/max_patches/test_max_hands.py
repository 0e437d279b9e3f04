"""The device and the stage patch under hands: what each control sends, and what moves it.

Run by ``tests.max_patches.interpreter``; Max and Live are not at hand.
"""

from typing import Any

import pytest

from bridge.osc.packets import parse
from bridge.protocol.codec import decode, encode
from bridge.protocol.messages import Message, Write
from bridge.protocol.parameters import BY_NAME, FEATURES, PARAMETERS, STATUS, STEMS
from max_patches.check.panel import controls, targets, value_of
from tests.max_patches.interpreter.machine import Atom
from tests.max_patches.interpreter.opening import Bench, patcher_of

FILES = {"device": "MusicCM.amxd", "stage": "mcm.stage.maxpat"}
PATCHERS = {name: patcher_of(file) for name, file in FILES.items()}
GATED = ("density", "brightness", "intensity")  # count while a switch is in
CALLS = {
    **{f"Only {n}": f"prompt/select {n}" for n in range(1, 9)},
    "Play": "transport/play",
    "Stop": "transport/stop",
    "Hold Bar": "plan/hold",
    "Release": "plan/release",
    "Again": "plan/again",
    "Back": "plan/back 4",
    "Save Scene": "scene/save 1",
}


def _bench(name: str) -> Bench:
    """Return a patch that has greeted."""
    bench = Bench.of(FILES[name])
    bench.taken()
    return bench


@pytest.fixture(scope="module", params=FILES)
def bench(request: pytest.FixtureRequest) -> Bench:
    return _bench(request.param)


def _said(bench: Bench) -> list[Message]:
    """Return what the daemon reads in what was sent."""
    heard = [message for _, datagram in bench.taken() for message in parse(datagram)]
    return [message for h in heard for message in decode(h.address, h.arguments)]


def _hand(bench: Bench, name: str, *values: Any) -> list[Message]:
    bench.machine.find(name).hand(*values)  # type: ignore[attr-defined]
    return _said(bench)


def _click(bench: Bench, name: str) -> list[Message]:
    bench.machine.find(name).click()  # type: ignore[attr-defined]
    return _said(bench)


def _writers(name: str) -> list[tuple[str, str]]:
    """Return each control that writes a parameter, and the parameter."""
    found = [(box["varname"], target) for box in controls(PATCHERS[name])
             for target in targets(PATCHERS[name], box) if target in BY_NAME]  # fmt: skip
    return [(long, target) for long, target in found if not long.startswith("Surface")]


def _places(bench: Bench, long: str) -> list[tuple[Any, Any]]:
    """Return values of a control and what each of them means to the daemon."""
    box = bench.machine.find(long).box
    known = value_of(box)
    if box["maxclass"] == "textedit":
        return [("dark techno, no melody", "dark techno, no melody"), ("808", "808")]
    if known["parameter_type"] == 2:
        items = known["parameter_enum"]
        return list(enumerate([0, 1] if items == ["off", "on"] else items))
    low, high = known["parameter_mmin"], known["parameter_mmax"]
    return [(value, value) for value in (low, high, low + (high - low) / 4)]


@pytest.mark.parametrize(
    ("name", "long", "parameter"), [(n, *w) for n in FILES for w in _writers(n)]
)
def test_a_control_sends_its_parameter(name: str, long: str, parameter: str) -> None:
    """Each place of a control is one datagram with that value of that parameter."""
    bench = _bench(name)
    if parameter in GATED:
        assert _hand(bench, long, 0.9) == []  # out: the planner decides
        _click(bench, f"{long} On")
    for value, meant in _places(bench, long):
        [written] = _hand(bench, long, value)
        [wanted] = decode(f"/mcm/{parameter}", [meant])
        assert isinstance(written, Write) and isinstance(wanted, Write)
        assert written.parameter.name == parameter and not written.clamped
        assert written.value == (
            pytest.approx(wanted.value) if isinstance(wanted.value, float) else wanted.value
        )


@pytest.mark.parametrize("long", CALLS)
def test_a_button_calls(bench: Bench, long: str) -> None:
    """A click is one command."""
    name, *arguments = CALLS[long].split()
    assert _click(bench, long) == decode(f"/mcm/{name}", [int(a) for a in arguments])


def test_scenes_are_recalled_and_saved_by_number(bench: Bench) -> None:
    """The tab recalls the scene that it shows, the dash none; Save takes the number beside it."""
    assert _hand(bench, "Scene", 3) == decode("/mcm/scene/recall", [3])
    assert _hand(bench, "Scene", 0) == []
    assert _hand(bench, "Scene To Save", 5) == []
    assert _click(bench, "Save Scene") == decode("/mcm/scene/save", [5])
    _hand(bench, "Scene To Save", 1)


@pytest.mark.parametrize("long", [name.capitalize() for name in GATED])
def test_a_switch_hands_a_dial_to_the_planner_and_back(bench: Bench, long: str) -> None:
    """In: the dial's value is sent at once and as it moves. Out: auto, and the dial is mute."""
    address = f"/mcm/{long.lower()}"
    assert _hand(bench, long, 0.25) == []
    assert _click(bench, f"{long} On") == decode(address, [0.25])
    assert _hand(bench, long, 0.75) == decode(address, [0.75])
    assert _click(bench, f"{long} On") == decode(address, ["auto"])
    assert _hand(bench, long, 0.5) == []


@pytest.mark.parametrize(
    ("x", "y", "weights"),
    [
        (0, 0, (1, 0, 0, 0)),
        (127, 0, (0, 1, 0, 0)),
        (0, 127, (0, 0, 1, 0)),
        (127, 127, (0, 0, 0, 1)),
    ],
)
def test_the_surface_mixes_four_prompts_while_it_is_on(
    bench: Bench, x: int, y: int, weights: tuple[int, ...]
) -> None:
    """Each corner is one prompt; the weights are a whole; out, the surface sends nothing."""
    assert _hand(bench, "surface", x, y) == []
    _click(bench, "Surface On")
    _hand(bench, "surface", 64, 40)
    assert _share(bench, _hand(bench, "surface", 64, 40)) == pytest.approx(1.0)
    assert bench.machine.find("surface").value == (64, 40)  # type: ignore[attr-defined]
    _hand(bench, "surface", x, y)
    last = {w.parameter.name: w.value for w in _hand(bench, "surface", x, y)}  # type: ignore[union-attr]
    assert tuple(last[f"prompt/{n}/weight"] for n in range(1, 5)) == pytest.approx(weights)
    _click(bench, "Surface On")


def _share(bench: Bench, said: list[Message]) -> float:
    return sum({w.parameter.name: float(w.value) for w in said}.values())  # type: ignore[union-attr]


def test_the_dials_of_the_surface_move_its_knob(bench: Bench) -> None:
    """An automated dial shows on the plane, which sends nothing back."""
    for place in (0, 1, 63, 64, 126, 127):
        _hand(bench, "Surface X", place / 127)
        assert bench.machine.find("surface").value[0] == place  # type: ignore[attr-defined]


def _everything(bench: Bench) -> None:
    """Let the daemon tell all parameters, states and events that it has."""
    for p in PARAMETERS:
        values = [p.default, *p.choices[-1:], *([p.high] if p.high is not None else [])]
        for value in values:
            bench.hear(p.address, encode(p, value))
    kinds: dict[str, Atom] = {"s": "playing", "f": 0.5, "i": 3}
    for _ in range(3):
        bench.hear("/mcm/status.reply", *(kinds[field.tag] for field in STATUS))
        bench.hear("/mcm/features.reply", *(kinds[field.tag] for field in FEATURES))
    bench.hear("/mcm/error", "/mcm/key", "takes one of C")
    bench.hear("/mcm/fail", "/mcm/capture", "nothing was played")
    bench.hear("/mcm/done", "/mcm/capture", "captures")


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_comes_back_is_sent_again(name: str) -> None:
    """Whatever the daemon tells, a patch answers nothing, once it is connected: no echo loops."""
    bench = _bench(name)
    bench.hear("/mcm/status.reply", *({"s": "", "f": 0.0, "i": 0}[field.tag] for field in STATUS))
    bench.taken()
    _everything(bench)
    assert bench.taken() == []


def test_nothing_that_comes_back_moves_a_parameter_of_live() -> None:
    """In the device only the hidden meters follow; what Live has stays as Live has it."""
    bench = _bench("device")
    before = _shown(bench)
    _everything(bench)
    moved = {long for long, value in _shown(bench).items() if before[long] != value}
    assert moved == {f"{stem.capitalize()} Level" for stem in STEMS}


def _shown(bench: Bench) -> dict[str, Any]:
    return {o.box["varname"]: o.value for o in bench.machine.objects  # type: ignore[attr-defined]
            if o.box.get("parameter_enable")}  # fmt: skip


@pytest.mark.parametrize(("long", "parameter"), _writers("stage"))
def test_the_stage_shows_what_others_change(long: str, parameter: str) -> None:
    """A value from elsewhere moves the control that writes it, and no other."""
    bench = _bench("stage")
    bench.hear("/mcm/status.reply", *({"s": "", "f": 0.0, "i": 0}[field.tag] for field in STATUS))
    bench.taken()
    for value, meant in _places(bench, long):
        before = _shown(bench)
        bench.hear(f"/mcm/{parameter}", meant)
        assert _shown(bench)[long] == (pytest.approx(value) if isinstance(value, float) else value)
        changed = {name for name, shown in _shown(bench).items() if shown != before[name]}
        assert changed <= {long, f"{long} On"}
    assert bench.taken() == []


def test_a_stage_that_opens_changes_nothing() -> None:
    """Opening the patch beside a daemon that plays sends no values, only the greeting."""
    bench = Bench.of(FILES["stage"])
    assert [m.name for m in _said(bench)] == ["reply_port", "subscribe"]  # type: ignore[union-attr]


def test_the_device_sends_all_that_the_set_holds_when_the_daemon_comes() -> None:
    """Each stored value leaves once the daemon answers, words too; empty fields say nothing."""
    bench = _bench("device")
    _hand(bench, "Prompt 2", "warm jazz piano")
    bench.hear("/mcm/status.reply", *({"s": "", "f": 0.0, "i": 0}[field.tag] for field in STATUS))
    sent = [m for m in _said(bench) if isinstance(m, Write)]
    names = [write.parameter.name for write in sent]
    wanted = {parameter for _, parameter in _writers("device") if not parameter.endswith("/text")}
    assert set(names) == {*wanted, "prompt/2/text", "transport/leader"}
    assert len(names) == len(set(names))
    assert {w.parameter.name: w.value for w in sent}["prompt/2/text"] == "warm jazz piano"


def test_the_device_greets_with_the_ports_of_the_set() -> None:
    """Changed ports are where it speaks and listens from then on."""
    bench = _bench("device")
    bench.machine.find("OSC Port").hand(7010)  # type: ignore[attr-defined]
    bench.machine.find("Reply Port").hand(7022)  # type: ignore[attr-defined]
    sent = bench.taken()
    assert {port for port, _ in sent} == {7010}
    assert [parse(d)[0].arguments for _, d in sent if b"reply_port" in d][-1] == (7022,)


def test_the_device_says_how_it_stands() -> None:
    """Whether the daemon answers, its state, and the last error are shown."""
    bench = _bench("device")
    _everything(bench)
    shown = {name: bench.machine.find(name).value for name in ("daemon", "state", "said")}  # type: ignore[attr-defined]
    assert shown == {"daemon": ("daemon", "answers"), "state": ("playing",),
                     "said": ("nothing was played",)}  # fmt: skip
    bench.machine.run(2000)
    assert bench.machine.find("daemon").value == ("no", "daemon", "answers")  # type: ignore[attr-defined]


def test_levels_are_shown(bench: Bench) -> None:
    """Each stem's slider has its own level."""
    bench.hear("/mcm/features.reply", *(-10.0 - n if f.tag == "f" else {"s": "", "i": 0}[f.tag]
                                        for n, f in enumerate(FEATURES)))  # fmt: skip
    names = [field.name for field in FEATURES]
    for stem in STEMS:
        level = bench.machine.find(f"{stem.capitalize()} Level").value  # type: ignore[attr-defined]
        assert level == -10.0 - names.index(stem)
