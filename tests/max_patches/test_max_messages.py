"""Every message of ``mcm.bridge`` as a datagram, every answer as a message: the patch is run.

Not by Max, which is not at hand, but by ``tests.max_patches.interpreter``, which does what its
reference pages say and refuses all else.
"""

import pytest

from bridge.osc.packets import parse
from bridge.protocol.codec import decode, encode
from bridge.protocol.messages import Message
from bridge.protocol.parameters import (
    BY_NAME,
    COMMANDS,
    FEATURES,
    PARAMETERS,
    STATUS,
    Command,
    Parameter,
    StatusField,
    Value,
)
from max_patches.generate.maxmsp.bridge import LOST_MS, OUTLETS, RENEW_MS
from max_patches.generate.vocabulary import GROUPS, NOTES, VALUED
from tests.max_patches.interpreter.machine import Atom
from tests.max_patches.interpreter.opening import Bench, patcher_of

PORT, REPLY_PORT = 7010, 7005
NAMES = list(OUTLETS)
PLACES = {word.address: (n, word.message) for n, group in enumerate(GROUPS) for word in group.words
          if word.message != NOTES}  # fmt: skip
TEXTS = ("dark techno with no melody", "808", "80 s synths", "a")
CHORDS = ("Am F C G", "Dm7 | G7 %")


@pytest.fixture(scope="module")
def bench() -> Bench:
    """The patch with ports of its own, greeted and at rest."""
    bench = Bench(patcher_of("mcm.bridge.maxpat"), (PORT, REPLY_PORT))
    bench.machine.open()
    bench.taken()
    return bench


def _understood(sent: list[tuple[int, bytes]]) -> list[Message]:
    """Return what the daemon reads in datagrams that have all gone to its port."""
    assert {port for port, _ in sent} <= {PORT}
    heard = [message for _, datagram in sent for message in parse(datagram)]
    return [message for h in heard for message in decode(h.address, h.arguments)]


def _values(p: Parameter) -> list[Value]:
    """Return values of a parameter: the ends, the middle, each choice, words."""
    auto: list[Value] = ["auto"] if p.optional else []
    if p.kind == "bool":
        return [0, 1]
    if p.kind in ("text", "chords"):
        return [*(TEXTS if p.kind == "text" else CHORDS), *auto]
    if p.choices:
        return [*p.choices, *auto]
    assert p.low is not None and p.high is not None
    ends = [p.low, p.high] if p.kind == "float" else [int(p.low), int(p.high)]
    return [*ends, int(p.high) // 2 or 0.5 * (p.low + p.high), *auto]


def _float(value: object) -> object:
    """Return a number as 32 bits of a datagram keep it, roughly."""
    return pytest.approx(value, rel=1e-6) if isinstance(value, float) else value


@pytest.mark.parametrize("p", PARAMETERS, ids=lambda p: p.name)
def test_every_value_of_every_parameter_leaves_as_it_is_meant(bench: Bench, p: Parameter) -> None:
    """Range, choices and words of a parameter reach udpsend as the one message that sets it."""
    inlet, word = PLACES[p.address]
    for value in _values(p):
        bench.say(inlet, f"{word} {value}")
        [written] = _understood(bench.taken())
        [meant] = decode(p.address, [value])
        assert written.parameter is p and written.value == _float(meant.value), value  # type: ignore[union-attr]
        assert not written.clamped  # type: ignore[union-attr]
    assert bench.machine.printed == []


@pytest.mark.parametrize("p", [p for p in PARAMETERS if p.slow and p.kind != "text"
                               and p.kind != "chords"], ids=lambda p: p.name)  # fmt: skip
def test_a_slow_parameter_takes_the_line_that_it_waits_for(bench: Bench, p: Parameter) -> None:
    """A word after the value says when: ``key Am bar``."""
    inlet, word = PLACES[p.address]
    value = _values(p)[-1]
    bench.say(inlet, f"{word} {value} bar")
    [written] = _understood(bench.taken())
    assert written == decode(p.address, [value, "bar"])[0]


def _calls(command: Command) -> list[list[Atom]]:
    """Return the arguments of a command: as few as it takes, and all of them."""
    all_of_them: list[Atom] = [
        ("bar" if a.name == "when" else "toggle" if a.name == "mode" else f"{a.name}.one")
        if a.text else 2 for a in command.signature
    ]  # fmt: skip
    needed = sum(not argument.optional for argument in command.signature)
    return [all_of_them[:needed], all_of_them]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_leaves_as_it_is_meant(bench: Bench, command: Command) -> None:
    """A command goes out with as few arguments as it takes, and with all."""
    inlet, word = PLACES[command.address]
    for arguments in _calls(command):
        bench.say(inlet, " ".join(str(part) for part in (word, *arguments)))
        assert _understood(bench.taken()) == decode(command.address, arguments)


def test_notes_are_a_chord(bench: Bench) -> None:
    """MIDI note numbers after ``notes`` set the chord."""
    bench.say(next(n for n, g in enumerate(GROUPS) if g.name == "music"), "notes 57 60 64")
    assert _understood(bench.taken()) == decode("/mcm/chord", [57, 60, 64])


def test_whole_messages_pass(bench: Bench) -> None:
    """What goes into the last inlet is sent as it is, patterns included."""
    bench.say(len(GROUPS), "/mcm/stem/*/mute 1")
    assert _understood(bench.taken()) == decode("/mcm/stem/*/mute", [1])


@pytest.mark.parametrize("group", range(len(GROUPS)), ids=[group.name for group in GROUPS])
def test_an_unknown_word_is_printed_and_not_sent(group: int) -> None:
    """A word that its group does not know is told in Max's window."""
    bench = Bench.of("mcm.bridge.maxpat")
    bench.taken()
    bench.say(group, "tuba/gain 1")
    assert bench.machine.printed == [(f"mcm.unknown.{GROUPS[group].name}", ("tuba/gain", 1))]
    assert bench.taken() == []


@pytest.mark.parametrize("p", PARAMETERS, ids=lambda p: p.name)
def test_every_answer_comes_out_in_the_same_words(bench: Bench, p: Parameter) -> None:
    """What the daemon tells of a parameter leaves by its group's outlet, and nothing is sent."""
    group = next(g.name for g in VALUED if any(w.parameter is p for w in g.words))
    for value in (p.default, *_values(p)):
        told = encode(p, None if value == "auto" else value)
        bench.hear(p.address, told)
        assert bench.told(NAMES.index(group)) == [(PLACES[p.address][1], _float(told))]
    assert bench.machine.outputs == {} and bench.taken() == []


@pytest.mark.parametrize(
    ("address", "outlet", "fields"),
    [("/mcm/status.reply", "status", STATUS), ("/mcm/features.reply", "meters", FEATURES)],
)
def test_replies_come_out_field_by_field(
    address: str, outlet: str, fields: tuple[StatusField, ...]
) -> None:
    """Each argument of a reply leaves as a message that begins with its name, in its type."""
    bench = Bench.of("mcm.bridge.maxpat")
    kinds = {"s": "two words", "f": 0.5, "i": 3}
    bench.hear(address, *(kinds[field.tag] for field in fields))
    told = bench.told(NAMES.index(outlet))
    assert told == [(field.name, kinds[field.tag]) for field in reversed(fields)]


def test_all_else_is_an_event(bench: Bench) -> None:
    """Errors, files and the rest leave whole."""
    for event in (
        ("/mcm/error", "/mcm/key", "takes one of C"),
        ("/mcm/capture/file", "bass", "a b"),
    ):
        bench.hear(*event)
        assert bench.told(NAMES.index("events")) == [event]


def test_the_first_word_goes_where_the_arguments_say() -> None:
    """The ports of ``mcm.bridge 7010 7005`` hold from the first datagram on."""
    bench = Bench(patcher_of("mcm.bridge.maxpat"), (PORT, REPLY_PORT))
    bench.machine.open()
    first = bench.taken()
    assert _understood(first) == [*decode("/mcm/reply_port", [REPLY_PORT]),
                                  *decode("/mcm/subscribe", [60, "features"])]  # fmt: skip
    assert bench.machine.find("udpreceive 7001").port == REPLY_PORT  # type: ignore[attr-defined]


def test_it_connects_reads_everything_and_notices_a_loss() -> None:
    """The first status reads all values; two seconds without one are a loss; it begins anew."""
    bench = Bench.of("mcm.bridge.maxpat")
    connected = NAMES.index("connected")
    status = [{"s": "", "f": 0.0, "i": 0}[field.tag] for field in STATUS]
    bench.taken()
    bench.hear("/mcm/status.reply", *status)
    assert bench.told(connected) == [(1,)]
    asked = {message for _, d in bench.taken() for heard in parse(d)
             for message in decode(heard.address, heard.arguments)}  # fmt: skip
    assert {message.parameter for message in asked} == set(PARAMETERS)  # type: ignore[union-attr]
    bench.hear("/mcm/status.reply", *status)
    assert bench.told(connected) == []
    bench.machine.run(LOST_MS)
    assert bench.told(connected) == [(0,)]
    bench.taken()
    bench.machine.run(RENEW_MS)
    assert [m.name for m in _all(bench)] == ["reply_port", "subscribe"]  # type: ignore[union-attr]
    bench.hear("/mcm/status.reply", *status)
    assert bench.told(connected) == [(1,)]


def _all(bench: Bench) -> list[Message]:
    heard = [message for _, datagram in bench.taken() for message in parse(datagram)]
    return [message for h in heard for message in decode(h.address, h.arguments)]


def test_a_closed_patch_says_good_bye() -> None:
    """Closing the patch ends the subscription."""
    bench = Bench.of("mcm.bridge.maxpat")
    bench.taken()
    bench.machine.find("closebang").close()  # type: ignore[attr-defined]
    assert _all(bench) == decode("/mcm/unsubscribe", [])


def test_two_bridges_hear_on_ports_of_their_own() -> None:
    """A second object with another reply port has that one at both ends."""
    for port in (7001, 7005):
        bench = Bench(patcher_of("mcm.bridge.maxpat"), (7000, port))
        bench.machine.open()
        assert _all(bench)[0] == decode("/mcm/reply_port", [port])[0]


def test_the_messages_of_the_help_patch_are_sent() -> None:
    """Each message box of ``mcm.help``, clicked, is one message that the daemon does."""
    bench = Bench.of("mcm.help.maxpat")
    bench.taken()
    clicked = [o for o in bench.machine.objects if o.box["maxclass"] == "message"
               and "bang" not in o.box["text"] and o in _outermost(bench)]  # fmt: skip
    assert len(clicked) > 20
    for box in clicked:
        box.receive(0, ("bang",))
        assert len(_all(bench)) >= 1, box.named()


def _outermost(bench: Bench) -> list[object]:
    return list(bench._made.values())


def test_the_numbers_of_the_help_patch_move() -> None:
    """Beat, tempo and levels are shown in its number boxes."""
    bench = Bench.of("mcm.help.maxpat")
    bench.hear("/mcm/status.reply", *({"s": "", "f": 7.5, "i": 7}[f.tag] for f in STATUS))
    bench.hear("/mcm/features.reply", *({"s": "", "f": -18.0, "i": 7}[f.tag] for f in FEATURES))
    shown = [o.value for o in bench.machine.objects if o.box["maxclass"] == "flonum"]  # type: ignore[attr-defined]
    assert shown == [(7.5,)] * 3 + [(-18.0,)] * 4


def test_the_table_is_covered() -> None:
    """Each parameter and each command has a word of its own."""
    assert set(PLACES) == {p.address for p in BY_NAME.values()} | {c.address for c in COMMANDS}
