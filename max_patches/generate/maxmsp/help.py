"""``mcm.help``: what a patcher learns from."""

from bridge.protocol.parameters import STEMS
from max_patches.generate.maxmsp.bridge import OUTLETS, PORT, PORTS, REPLY_PORT
from max_patches.generate.maxmsp.patcher import LINE, Box, Patcher
from max_patches.generate.vocabulary import EXAMPLES, GROUPS

_BRIDGE_Y, _LEFT, _WIDTH = 300.0, 20.0, 1240.0
_ASIDE = 12.0  # pixels from one message to the next: the cord of the upper one passes by


def _port(index: int, count: int) -> float:
    """Return where an inlet or outlet of the bridge is: boxes there need no slanted cords."""
    return _LEFT + (_WIDTH - 10) * index / (count - 1)


def _column(patcher: Patcher, bridge: Box, inlet: int) -> None:
    """Add the messages of a group above its inlet."""
    group, x = GROUPS[inlet], _port(inlet, len(GROUPS) + 1)
    patcher.comment(x, 110, f"{inlet + 1} {group.name}", 100)
    for row, text in enumerate(EXAMPLES[group.name]):
        box = patcher.msg(x + _ASIDE * row, 110 + LINE * (row + 1), text)
        patcher.connect(box, 0, bridge, inlet)


def help_patch() -> bytes:
    """Return ``mcm.help.maxpat``; its messages are checked against the table by the tests."""
    patcher = Patcher(1420, 620)
    for row, text in enumerate((
        "mcm.bridge plays MusicCM from Max: one inlet a group, messages named as the parameters.",
        "Start the daemon first, in a terminal: musiccm run \"warm rhodes and brushed drums\"",
        "Then click a message. What comes back leaves by the outlet of the same name. Arguments "
        "are the daemon's OSC port, and a reply port that only this object uses.",
    )):  # fmt: skip
        patcher.comment(_LEFT, 10 + 24 * row, text, 1100)
    bridge = patcher.abstraction(_LEFT, _BRIDGE_Y, f"mcm.bridge {PORT} {REPLY_PORT}", PORTS, _WIDTH)
    for inlet in range(len(GROUPS)):
        _column(patcher, bridge, inlet)
    x = _port(len(GROUPS), len(GROUPS) + 1)
    patcher.comment(x, 110, f"{len(GROUPS) + 1} whole messages", 130)
    raw = patcher.msg(x, 110 + LINE, "/mcm/stem/*/mute 0")
    patcher.connect(raw, 0, bridge, len(GROUPS))
    for outlet, name in enumerate(OUTLETS):
        if name not in ("status", "meters"):
            x = _port(outlet, len(OUTLETS))
            printer = patcher.obj(x, _BRIDGE_Y + 60, f"print {name}")
            patcher.connect(bridge, outlet, printer)
    _readings(patcher, bridge)
    return patcher.file()


def _readings(patcher: Patcher, bridge: Box) -> None:
    """Add numbers that show some of the status and of the meters."""
    numbers = list(OUTLETS)
    for name, names, below in (("status", ("beat", "tempo", "ahead"), 200), ("meters", STEMS, 100)):
        x, y = _port(numbers.index(name), len(OUTLETS)), _BRIDGE_Y + below
        route = patcher.obj(x, y, "route " + " ".join(names))
        patcher.connect(bridge, numbers.index(name), route)
        for i, field in enumerate(names):
            number = patcher.ui("flonum", (x + 80 * i, y + 40, 70, 22), format=6)
            patcher.connect(route, i, number)
            patcher.comment(x + 80 * i, y + 66, field, 70)
