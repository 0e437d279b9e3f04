"""The codec: what clients say, however they say it."""

import math

import pytest

from bridge.protocol.codec import MAX_TEXT, decode, encode
from bridge.protocol.messages import Call, ProtocolError, Read, Write
from bridge.protocol.parameters import BY_NAME, COMMANDS, PARAMETERS, Parameter, Value


def _write(address: str, *arguments: object) -> Write:
    [message] = decode(address, arguments)
    assert isinstance(message, Write)
    return message


@pytest.mark.parametrize(
    ("address", "argument", "value"),
    [
        ("/mcm/tempo", 128, 128.0),
        ("/mcm/tempo", 128.5, 128.5),
        ("/mcm/seed", 7.0, 7),
        ("/mcm/stem/drums/mute", True, True),
        ("/mcm/stem/drums/mute", 1, True),
        ("/mcm/stem/drums/mute", 0.0, False),
        ("/mcm/prompt/2/text", " dark techno ", "dark techno"),
        ("/mcm/prompt/2/text", "", ""),
        ("/mcm/key", "F#m", "F#m"),
        ("/mcm/key", "Bbm", "A#m"),
        ("/mcm/key", "auto", None),
        ("/mcm/density", "auto", None),
        ("/mcm/metre", "6/8", "6/8"),
        ("/mcm/quantize", "bar", "bar"),
        ("/mcm/scale", "dorian", "dorian"),
        ("/mcm/chord", "Am F | C %", "Am F | C %"),
        ("/mcm/chord", 60, "C"),
        ("/mcm/chord", "auto", None),
        ("/mcm/chord", "", None),
        ("/mcm/quantize", 4, "4"),
    ],
)
def test_values_are_taken_as_clients_send_them(
    address: str, argument: object, value: Value
) -> None:
    """Numbers may be int or float, booleans T, F, 0 or 1, and "auto" opens an optional one."""
    write = _write(address, argument)
    assert write.value == value
    assert type(write.value) is type(value)
    assert not write.clamped


@pytest.mark.parametrize(("when", "known"), [("bar", "bar"), (2, "2"), (8.0, "8"), ("now", "now")])
def test_a_slow_value_may_say_when(when: object, known: str) -> None:
    """A second argument is the quantize of this one message; fast values take none."""
    assert _write("/mcm/key", "Am", when) == Write(BY_NAME["key"], "Am", when=known)


@pytest.mark.parametrize("choice", [c for c in BY_NAME["scale"].choices if " " in c])
@pytest.mark.parametrize("when", [(), ("bar",), (4,)])
def test_the_words_of_a_choice_may_come_one_by_one(choice: str, when: tuple[object, ...]) -> None:
    """Max and Pd send `harmonic minor` as two symbols: that is the choice, a line may follow."""
    apart = decode("/mcm/scale", [*choice.split(), *when])
    assert apart == decode("/mcm/scale", [choice, *when])
    with pytest.raises(ProtocolError, match="takes one"):
        decode("/mcm/scale", [*choice.split()[::-1], *when])


def test_held_notes_are_a_chord_and_may_say_when() -> None:
    """Note numbers make one chord, its root first; a text after them says when."""
    write = _write("/mcm/chord", 64, 69.0, 72)
    assert (write.value, write.when) == ("A,C,E", None)
    assert _write("/mcm/chord", 60, 64, 67, "beat").when == "beat"
    assert _write("/mcm/chord", "Am F", "bar") == Write(BY_NAME["chord"], "Am F", when="bar")


@pytest.mark.parametrize(("sent", "kept"), [(1000, 220.0), (-5, 40.0)])
def test_out_of_range_is_clamped(sent: float, kept: float) -> None:
    """A number outside the range becomes the nearest one inside and is marked."""
    assert _write("/mcm/tempo", sent) == Write(BY_NAME["tempo"], kept, clamped=True)


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("/mcm/tempo", ["fast"]),
        ("/mcm/tempo", [math.nan]),
        ("/mcm/tempo", [math.inf]),
        ("/mcm/tempo", [None]),
        ("/mcm/tempo", []),
        ("/mcm/tempo", [120, 5]),
        ("/mcm/tempo", [120, "soon"]),
        ("/mcm/tempo", [120, "bar", 1]),
        ("/mcm/master/gain", [1, "bar"]),
        ("/mcm/quantize", ["soon"]),
        ("/mcm/chord", []),
        ("/mcm/chord", ["H7"]),
        ("/mcm/chord", ["Am", "soon"]),
        ("/mcm/chord", [60, 200]),
        ("/mcm/chord", [60, "E"]),
        ("/mcm/tempo", [[120]]),
        ("/mcm/tempo", ["auto"]),
        ("/mcm/stem/drums/mute", [2]),
        ("/mcm/stem/drums/mute", ["yes"]),
        ("/mcm/prompt/1/text", [5]),
        ("/mcm/prompt/1/text", ["x" * (MAX_TEXT + 1)]),
        ("/mcm/prompt/9/text", ["x"]),
        ("/mcm/key", ["H"]),
        ("/mcm/key", [b"A"]),
        ("/mcm/sync", []),
        ("/mcm/plan/back", ["four"]),
        ("/mcm/plan/back", [4, "bar", 1]),
        ("/mcm/plan/again", ["x" * (MAX_TEXT + 1)]),
        ("/mcm/sync", ["one"]),
        ("/mcm/reply_port", [1, 2]),
        ("/mcm/nothing", []),
        ("/other", [1]),
        ("", []),
        ("/mcm/nothing/*", [1]),
        ("/mcm/[z-a]", [1]),
        ("/mcm/*a*a*a*a*a*a", [1]),
    ],
)
def test_nonsense_is_a_protocol_error(address: str, arguments: list[object]) -> None:
    """Unknown addresses and wrong arguments raise ProtocolError and nothing else."""
    with pytest.raises(ProtocolError):
        decode(address, arguments)


def test_reads_and_calls() -> None:
    """/get reads a parameter; commands come with their number or without one."""
    assert decode("/mcm/tempo/get", []) == [Read(BY_NAME["tempo"])]
    assert decode("/mcm/transport/play", [1]) == [Call("transport/play")]
    assert decode("/mcm/sync", [3]) == [Call("sync", 3)]
    assert decode("/mcm/subscribe", []) == [Call("subscribe")]
    assert decode("/mcm/subscribe", [5.0]) == [Call("subscribe", 5.0)]
    assert decode("/mcm/plan/back", [8, "bar"]) == [Call("plan/back", 8, ("bar",))]
    assert decode("/mcm/plan/back", [8, 4]) == [Call("plan/back", 8, ("4",))]
    assert decode("/mcm/scene/export", [3, "a.json"]) == [Call("scene/export", 3, ("a.json",))]
    assert decode("/mcm/scene/import", ["a.json"]) == [Call("scene/import", rest=("a.json",))]
    assert decode("/mcm/plan/again", ["2"]) == [Call("plan/again", rest=("2",))]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.name)
def test_what_is_told_can_be_sent_back(parameter: Parameter) -> None:
    """Each parameter's default, encoded for a client, decodes to itself."""
    write = _write(parameter.address, encode(parameter, parameter.default))
    assert write == Write(parameter, parameter.default)


def test_addresses_are_unique() -> None:
    """No two rows of the tables share an address."""
    addresses = [row.address for row in (*PARAMETERS, *COMMANDS)]
    assert len(set(addresses)) == len(addresses)


def test_a_sound_file_is_not_named_over_the_network() -> None:
    """A prompt that would open a file of this machine is refused with what to do instead."""
    with pytest.raises(ProtocolError, match="session folder by its name"):
        decode("/mcm/prompt/1/text", [" @/etc/passwd"])
