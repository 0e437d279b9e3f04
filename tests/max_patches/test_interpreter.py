"""The interpreter that the Max patches are run by: its order, its time, and what it refuses."""

from typing import Any

import pytest

from max_patches.generate.maxmsp.patcher import Box, Patcher
from tests.max_patches.interpreter.machine import Message, Refused
from tests.max_patches.interpreter.opening import Bench


def _through(*texts: str, say: tuple[str, ...] = ("1",)) -> list[Message]:
    """Return what comes out of a row of objects, each connected with the next."""
    patcher = Patcher()
    inlet, outlet = patcher.port("inlet", 9, 1, 9, ""), patcher.port("outlet", 9, 1, 900, "")
    boxes = [patcher.obj(9, 50 + 30 * i, text) for i, text in enumerate(texts)]
    patcher.chain(inlet, *boxes, outlet)
    bench = Bench(patcher.inner())
    for text in say:
        bench.say(0, text)
    return bench.told(0)


@pytest.mark.parametrize(
    ("texts", "said", "told"),
    [
        (("prepend a 1",), ("2",), [("a", 1, 2)]),
        (("route x",), ("x 1 2", "x", "y"), [(1, 2), ("bang",)]),
        (("route bang",), ("bang",), [("bang",)]),
        (("sel 1",), ("1", "0"), [("bang",)]),
        (("tosymbol",), ("dark 808 techno",), [("dark 808 techno",)]),
        (("tosymbol", "fromsymbol"), ("a 1 0.5",), [("a", 1, 0.5)]),
        (("sprintf %i/%i",), ("6 8",), [("6/8",)]),
        (("change",), ("0", "1", "1", "0"), [(1,), (0,)]),
        (("change -1",), ("0", "set -1", "0"), [(0,), (0,)]),
        (("int 4",), ("bang", "2.7", "bang"), [(4,), (2,), (2,)]),
        (("+ 2",), ("3",), [(5,)]),
        (("pack 0 0.",), ("1 2",), [(1, 2.0)]),
        (("zl.nth 2",), ("a b c", "a"), [("b",)]),
        (("expr $i1 / 4.",), ("2.9",), [(0.5,)]),
        (("t 7",), ("bang",), [(7,)]),
    ],
)
def test_objects_do_as_the_reference_says(
    texts: tuple[str, ...], said: tuple[str, ...], told: list[Message]
) -> None:
    """What leaves each kind of object is what Max's page of it says."""
    assert _through(*texts, say=said) == told


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("prepend a",), "bang"),
        (("sel 1",), "1.0"),
        (("unpack 0 0",), "a b"),
        (("unpack s s",), "1 2"),
        (("+ 1",), "a"),
        (("change",), "bang"),
        (("expr 1. / $f1",), "0"),
        (("sprintf %i/%i",), "4"),
        (("metro 5",), "bang"),
        (("zl.reg",), "1"),
        (("udpsend 127.0.0.1 7000",), "1 2"),
        (("udpreceive 7000",), "host there"),
    ],
)
def test_what_is_not_meant_is_refused(texts: tuple[str, ...], said: str) -> None:
    """A message that Max would take for 0, send as nonsense, or ignore, is an error here."""
    with pytest.raises((Refused, TypeError, ValueError)):
        _through(*texts, say=(said,))


@pytest.mark.parametrize("text", ["print x @level 2", "live.dial"])
def test_unknown_forms_are_refused(text: str) -> None:
    """An attribute in a box, or an object of another kind than its name, is an error."""
    with pytest.raises((Refused, KeyError)):
        _through(text)


def test_an_unknown_object_is_refused() -> None:
    """An object that the interpreter does not know cannot slip through."""
    patcher = Patcher()
    patcher.obj(9, 9, "print x")
    inner = patcher.inner()
    inner["boxes"][0]["box"]["text"] = "node.script x.js"
    with pytest.raises(Refused, match=r"node\.script"):
        Bench(inner)


def _order(places: list[tuple[float, float]]) -> list[int]:
    """Return in which order boxes at these places hear one outlet."""
    patcher = Patcher()
    inlet, outlet = patcher.port("inlet", 9, 1, 9, ""), patcher.port("outlet", 9, 1, 900, "")
    for i, (x, y) in enumerate(places):
        box = patcher.obj(x, y, f"t {i}")
        patcher.connect(inlet, 0, box)
        patcher.connect(box, 0, outlet)
    bench = Bench(patcher.inner())
    bench.say(0, "bang")
    return [int(message[0]) for message in bench.told(0)]


def test_the_right_one_hears_first_then_the_lower_one() -> None:
    """Max's order: from the right to the left, of two above each other from the bottom up."""
    assert _order([(10, 50), (300, 50), (10, 90), (150, 20)]) == [1, 3, 2, 0]


def test_a_loop_without_end_is_a_stack_overflow() -> None:
    """Boxes that feed each other at once are refused, as Max stops them."""
    patcher = Patcher()
    inlet = patcher.port("inlet", 9, 1, 9, "")
    one, other = patcher.obj(9, 50, "t b"), patcher.obj(9, 90, "t b")
    patcher.chain(inlet, one, other, one)
    with pytest.raises(Refused, match="stack overflow"):
        Bench(patcher.inner()).say(0, "bang")


def _timed(text: str, *events: tuple[float, str]) -> list[float]:
    """Return when an object bangs within a second, if it is told these things at these times."""
    patcher = Patcher()
    inlet, outlet = patcher.port("inlet", 9, 1, 9, ""), patcher.port("outlet", 9, 1, 900, "")
    box: Box = patcher.obj(9, 50, text)
    patcher.chain(inlet, box, outlet)
    bench, said, heard = Bench(patcher.inner()), dict(events), []
    for time in range(0, 1001, 10):
        if time in said:
            bench.say(0, said[time])
        bench.machine.run()
        heard += [float(time)] * len(bench.told(0))
        bench.machine.run(10)
        heard += [float(time + 10)] * len(bench.told(0))
    return heard


def test_metro_and_delay_keep_time() -> None:
    """A metro bangs at once and then evenly until 0; a delay that is told again begins again."""
    assert _timed("metro 300", (0, "1"), (700, "0")) == [0, 300, 600]
    assert _timed("delay 200", (100, "bang"), (250, "bang")) == [450]


def test_a_message_box_is_filled_in() -> None:
    """Numbers and words take the place of $1 and $2; one that is missing is refused."""
    patcher = Patcher()
    inlet, outlet = patcher.port("inlet", 9, 1, 9, ""), patcher.port("outlet", 9, 1, 900, "")
    box: Any = patcher.msg(9, 50, "goto tracks $1 clip_slots $2")
    patcher.chain(inlet, box, outlet)
    bench = Bench(patcher.inner())
    bench.say(0, "3 4")
    assert bench.told(0) == [("goto", "tracks", 3, "clip_slots", 4)]
    with pytest.raises(Refused):
        bench.say(0, "3")
