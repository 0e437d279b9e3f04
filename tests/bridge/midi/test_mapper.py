"""Controls to gestures: ranges, encoders, soft takeover, buttons, held notes, learn, lights."""

import pytest

from bridge.control.state import ControlState
from bridge.midi.controls import Control
from bridge.midi.mapper import Mapper
from bridge.midi.maps import CHORD, MODES, Map, MapError, Row, default_map, read_map, write_map
from bridge.protocol.messages import Call, Write
from bridge.protocol.parameters import BY_NAME, Value


class Desk:
    """A mapper with what it has done and lit."""

    def __init__(self, *rows: Row) -> None:
        self.state, self.calls = ControlState(), list[Call]()
        self.writes: list[tuple[str, Value]] = []
        self.lit: list[tuple[int, ...]] = []
        self.mapper = Mapper(
            Map("Knobs", rows),
            self._perform,
            lambda p: self.state.snapshot()[p.name],
            lambda data: self.lit.append(tuple(data)),
        )

    def _perform(self, message: Write | Call) -> None:
        if isinstance(message, Call):
            self.calls.append(message)
            return
        self.writes.append((message.parameter.name, message.value))
        self.state.apply(message)

    def play(self, *messages: tuple[int, ...]) -> list[tuple[str, Value]]:
        """Send messages and return what was written."""
        self.writes = []
        for message in messages:
            self.mapper.receive(bytes(message))
        return self.writes

    def set(self, name: str, value: Value) -> None:
        """Let somebody else set a value."""
        self.state.apply(Write(BY_NAME[name], value))


def _row(control: str, target: str, **options: object) -> Row:
    return Row(Control.read(control), target, **options)  # type: ignore[arg-type]


def test_a_knob_spans_the_range_it_was_given() -> None:
    """The ends of the control are low and high of its row, or the parameter's own."""
    desk = Desk(
        _row("cc 1 21", "guidance", pickup=False),
        _row("cc 1 22", "tempo", low=100.0, high=140.0, pickup=False),
    )
    assert desk.play((0xB0, 21, 0), (0xB0, 21, 127)) == [("guidance", 0.0), ("guidance", 4.0)]
    assert desk.play((0xB0, 22, 0), (0xB0, 22, 127)) == [("tempo", 100.0), ("tempo", 140.0)]


def test_fourteen_bits_nrpn_and_bend_reach_any_parameter() -> None:
    """Fine controls set fine values, whole numbers, names and switches."""
    desk = Desk(
        _row("cc14 1 1", "stem/bass/gain", pickup=False),
        _row("nrpn 1 130", "steps", pickup=False),
        _row("bend 1", "key", pickup=False),
        _row("pressure 1", "stem/lead/mute", pickup=False),
    )
    assert desk.play((0xB0, 1, 64), (0xB0, 33, 1))[-1] == (
        "stem/bass/gain",
        pytest.approx(2 * 8193 / 16383),
    )
    assert desk.play((0xB0, 99, 1), (0xB0, 98, 2), (0xB0, 6, 127), (0xB0, 38, 127))[-1] == (
        "steps",
        16,
    )
    assert desk.play((0xE0, 0, 0)) == [("key", "C")]
    assert desk.play((0xD0, 127)) == [("stem/lead/mute", True)]


@pytest.mark.parametrize(
    ("mode", "up", "down"), [("twos", 2, 126), ("offset", 66, 62), ("sign", 2, 66)]
)
def test_relative_encoders_step_from_where_it_is(mode: str, up: int, down: int) -> None:
    """Two clicks up and two down change the value by two of 127 steps, whatever it was."""
    desk = Desk(_row("cc 1 30", "master/gain", mode=mode))
    assert desk.play((0xB0, 30, up)) == [("master/gain", pytest.approx(1 + 4 / 127))]
    assert desk.play((0xB0, 30, down)) == [("master/gain", pytest.approx(1.0))]


def test_an_absolute_knob_waits_until_it_passes_the_value() -> None:
    """Far from the value it moves nothing; from where it meets it on it moves all."""
    desk = Desk(_row("cc 1 21", "master/gain"))
    assert desk.play((0xB0, 21, 10), (0xB0, 21, 40)) == []
    assert desk.play((0xB0, 21, 70)) == [("master/gain", pytest.approx(2 * 70 / 127))]
    assert desk.play((0xB0, 21, 100)) == [("master/gain", pytest.approx(2 * 100 / 127))]


@pytest.mark.parametrize(("name", "value"), [("density", 10 / 127), ("key", "D")])
def test_what_the_planner_decides_follows_a_knob_at_once(name: str, value: Value) -> None:
    """A value that nobody has set is nothing to wait for; from then on it is the knob's."""
    desk = Desk(_row("cc 1 21", name))
    assert desk.play((0xB0, 21, 10)) == [
        (name, pytest.approx(value) if isinstance(value, float) else value)
    ]
    assert len(desk.play((0xB0, 21, 40), (0xB0, 21, 90))) == 2
    desk.set(name, None)
    assert len(desk.play((0xB0, 21, 3))) == 1


def test_when_somebody_else_moves_the_value_the_knob_waits_again() -> None:
    """A value set over OSC does not jump back when the knob is touched."""
    desk = Desk(_row("cc 1 21", "master/gain"))
    desk.play((0xB0, 21, 64))
    assert desk.play((0xB0, 21, 66)) != []
    desk.set("master/gain", 0.2)
    assert desk.play((0xB0, 21, 67), (0xB0, 21, 50)) == []
    assert desk.play((0xB0, 21, 5)) == [("master/gain", pytest.approx(2 * 5 / 127))]


def test_a_button_toggles_on_its_press() -> None:
    """Each press changes the switch, a release nothing."""
    desk = Desk(_row("note 10 48", "stem/drums/mute", mode="toggle"))
    assert desk.play((0x99, 48, 100), (0x89, 48, 0)) == [("stem/drums/mute", True)]
    assert desk.play((0x99, 48, 100), (0x99, 48, 0)) == [("stem/drums/mute", False)]


def test_without_a_map_programs_pads_and_keys_do_the_usual() -> None:
    """Program Change recalls a scene, pads choose prompts, notes on channel 1 are a chord."""
    desk = Desk(*default_map("any").rows)
    desk.play((0xC4, 0), (0xC0, 127), (0x99, 38, 90), (0x89, 38, 0))
    assert desk.calls == [
        Call("scene/recall", 1),
        Call("scene/recall", 128),
        Call("prompt/select", 3),
    ]
    assert desk.play((0x90, 64, 9), (0x90, 69, 9), (0x90, 72, 9))[-1] == ("chord", "A,C,E")
    assert desk.play((0x80, 64, 0), (0x80, 69, 0), (0x80, 72, 0))[-1] == ("chord", None)


def test_a_row_may_say_when() -> None:
    """The quantize of a row goes with its slow writes and with calls that take it."""
    desk = Desk(
        _row("note 10 36", "scene/recall", number=4, when="bar"),
        _row("note 10 37", "transport/stop", when="bar"),
    )
    desk.play((0x99, 36, 1), (0x99, 37, 1))
    assert desk.calls == [Call("scene/recall", 4, ("bar",)), Call("transport/stop")]


def test_learning_takes_the_next_control() -> None:
    """The control that moves next gets the target and moves nothing yet; its old one is gone."""
    desk = Desk(_row("cc 1 21", "density"))
    desk.mapper.learn("brightness")
    assert desk.mapper.receive(bytes((0x80, 60, 0))) is None
    learned = desk.mapper.receive(bytes((0xB0, 21, 5)))
    assert learned == (_row("cc 1 21", "brightness"), (_row("cc 1 21", "density"),))
    assert desk.mapper.map.rows == (_row("cc 1 21", "brightness"),)
    assert desk.writes == []


def test_a_learned_button_toggles_a_switch() -> None:
    """A note that learns an on-off parameter becomes a toggle."""
    desk = Desk()
    desk.mapper.learn("stem/lead/mute")
    desk.mapper.receive(bytes((0x90, 60, 9)))
    assert desk.play((0x90, 60, 9)) == [("stem/lead/mute", True)]


def test_lights_follow_the_values() -> None:
    """Knob rings, 14-bit faders and pads are sent what holds now."""
    desk = Desk(
        _row("cc 1 21", "master/gain"),
        _row("cc14 2 1", "stem/bass/gain"),
        _row("note 10 48", "stem/drums/mute", mode="toggle"),
        _row("note 10 37", "prompt/select", number=2),
        _row("cc 3 9", "master/gain", light=False),
    )
    for name in (
        "master/gain",
        "stem/bass/gain",
        "stem/drums/mute",
        "prompt/2/weight",
        "prompt/3/weight",
    ):
        desk.mapper.show(BY_NAME[name])
    assert desk.lit == [
        (0xB0, 21, 64),
        (0xB1, 1, 64),
        (0xB1, 33, 0),
        (0x99, 48, 0),
        (0x99, 37, 127),
    ]


def test_a_map_is_read_as_it_is_written() -> None:
    """YAML that people can edit holds every field of a row."""
    rows = [_row("cc 1 21", "density", mode=mode) for mode in MODES]
    rows += [_row("note 10 36", "scene/recall", number=4.0, when="bar"), _row("note 1 0", CHORD)]
    rows += [_row("bend 1", "tempo", low=100.0, high=140.0, pickup=False, light=False)]
    table = Map("APC Key 25 ♪", tuple(rows))
    assert read_map(write_map(table)) == table
    assert "cc 1 21" in write_map(table)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "rows: 3",
        "device: x\nrows: [3]",
        "device: x\nrows: [{control: cc 1 1}]",
        "device: x\nrows: [{control: cc 1 999, target: density}]",
        "device: x\nrows: [{control: cc 1 1, target: nothing}]",
        "device: x\nrows: [{control: cc 1 1, target: quit}]",
        "device: x\nrows: [{control: cc 1 1, target: density, mode: odd}]",
        "device: x\nrows: [{control: cc 1 1, target: density, low: a}]",
        "device: x\nrows: [{control: cc 1 1, target: density, colour: red}]",
        "a: !!python/object/apply:os.getcwd []",
    ],
)
def test_what_is_no_map_is_refused(text: str) -> None:
    """Nothing but MapError comes out of reading, and nothing is executed."""
    with pytest.raises(MapError):
        read_map(text)
