"""``mcm.help``: what a patcher learns from."""

from bridge.protocol.parameters import STEMS
from max_patches.generate.maxmsp.bridge import OUTLETS, PORT, PORTS, REPLY_PORT
from max_patches.generate.maxmsp.patcher import LINE, Box, Patcher
from max_patches.generate.vocabulary import EXAMPLES, GROUPS

_BRIDGE_Y = 470.0


def _column(patcher: Patcher, bridge: Box, inlet: int) -> None:
    """Add the messages of a group and connect them to its inlet."""
    group = GROUPS[inlet]
    x, y = 20 + 240 * (inlet % 4), 120 + 170 * (inlet // 4)
    patcher.comment(x, y, f"{inlet + 1} {group.name}", 220)
    for row, text in enumerate(EXAMPLES[group.name]):
        box = patcher.msg(x, y + LINE * (row + 1) - 2, text)
        patcher.connect(box, 0, bridge, inlet)


def help_patch() -> bytes:
    """Return ``mcm.help.maxpat``; its messages are checked against the table by the tests."""
    patcher = Patcher(1000, 720)
    for row, text in enumerate((
        "mcm.bridge plays MusicCM from Max: one inlet a group, messages named as the parameters.",
        "Start the daemon first, in a terminal: musiccm run \"warm rhodes and brushed drums\"",
        "Then click a message. What comes back leaves by the outlet of the same name.",
    )):  # fmt: skip
        patcher.comment(20, 10 + 24 * row, text, 800)
    bridge = patcher.abstraction(20, _BRIDGE_Y, f"mcm.bridge {PORT} {REPLY_PORT}", PORTS)
    patcher.comment(440, _BRIDGE_Y, "arguments: the daemon's OSC port, and a reply port that only "
                    "this object uses", 540)  # fmt: skip
    for inlet in range(len(GROUPS)):
        _column(patcher, bridge, inlet)
    raw = patcher.msg(740, _BRIDGE_Y - 40, "/mcm/stem/*/mute 0")
    patcher.comment(540, _BRIDGE_Y - 40, f"{len(GROUPS) + 1} whole OSC messages", 190)
    patcher.connect(raw, 0, bridge, len(GROUPS))
    for outlet, name in enumerate(OUTLETS):
        if name not in ("status", "meters"):
            printer = patcher.obj(20 + 108 * outlet, _BRIDGE_Y + 46 + 30 * (outlet % 2),
                                  f"print {name}")  # fmt: skip
            patcher.connect(bridge, outlet, printer)
    _readings(patcher, bridge)
    return patcher.file()


def _readings(patcher: Patcher, bridge: Box) -> None:
    """Add numbers that show some of the status and of the meters."""
    for x, outlet, names in ((20, "status", ("beat", "tempo", "ahead")), (480, "meters", STEMS)):
        y = _BRIDGE_Y + 120
        route = patcher.obj(x, y, "route " + " ".join(names))
        patcher.connect(bridge, list(OUTLETS).index(outlet), route)
        for i, name in enumerate(names):
            number = patcher.ui("flonum", (x + 80 * i, y + 36, 70, 22), format=6)
            patcher.connect(route, i, number)
            patcher.comment(x + 80 * i, y + 62, name, 70)
