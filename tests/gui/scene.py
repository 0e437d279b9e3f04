"""A daemon's messages as a panel gets them."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from bridge.protocol.parameters import STATUS, STEMS

BAR = 2.0  # seconds, at 120 bpm
LATE = 0.1  # seconds that the output holds
SLICES = 32  # a second


class Listener(Protocol):
    """Whatever takes messages with their time."""

    def receive(self, address: str, arguments: Sequence[object], now: float) -> object: ...


def status(seconds: float, state: str = "playing", **others: object) -> list[object]:
    """Return the arguments of a status.reply at ``seconds`` of music at 120 bpm."""
    told = {"state": state, "engine": "ready", "seconds": seconds, "beat": 2 * seconds}
    told |= {"bar": int(seconds // BAR), "tempo": 120.0, "ahead": 8.0, **others}
    return [told.get(field.name, "" if field.tag == "s" else 0) for field in STATUS]


def view(
    heard: float,
    edition: int = 1,
    since: float = 0.0,
    until: float | None = None,
    bar: float = BAR,
    changes: Iterable[Sequence[object]] = (),
    sections: Iterable[tuple[float, str]] = (),
    loop: tuple[float, float] = (-1.0, 0.0),
) -> list[tuple[str, list[object]]]:
    """Return the answers to a /mcm/plan/view."""
    until = heard + 8.0 if until is None else until
    slices = range(round(since * SLICES), round(until * SLICES))
    rows: list[tuple[str, list[object]]] = [("plan/change", list(change)) for change in changes]
    for lane, stem in enumerate(STEMS):
        levels = [-6.0 * lane - 20 * (n % 16) / 16 for n in slices]
        rows.append(("plan/wave", [stem, slices.start, *levels]))
    lines = [n for n in range(1000) if since <= n * bar < until]
    rows += [("plan/bar", [n, n * bar, 4]) for n in lines]
    rows += [("plan/section", [place, name]) for place, name in sections]
    marks = [heard, heard + LATE, heard + 0.8, until, *loop]
    rows.append(("plan/view.reply", [edition, *marks]))
    return [(f"/mcm/{name}", row) for name, row in rows]


def play_view(listener: Listener, heard: float, **view_: object) -> None:
    """Let a listener have the answers to a /mcm/plan/view."""
    for address, arguments in view(heard, **view_):  # type: ignore[arg-type]
        listener.receive(address, arguments, 0.0)
