"""``mcm-help.pd``: what a patcher learns from."""

from bridge.protocol.parameters import STEMS
from max_patches.generate.puredata.bridge import OUTLETS
from max_patches.generate.puredata.patch import LINE, Node, PdPatch, escaped
from max_patches.generate.vocabulary import EXAMPLES, GROUPS

_HEIGHT = 600


def _column(patch: PdPatch, bridge: Node, inlet: int, x: int, y: int) -> None:
    """Add the messages of a group and connect them to its inlet."""
    group = GROUPS[inlet]
    patch.comment(x, y, f"inlet {inlet + 1}: {group.name}")
    for row, text in enumerate(EXAMPLES[group.name]):
        box = patch.msg(x, y + LINE * (row + 1), escaped(text))
        patch.connect(box, 0, bridge, inlet)


def help_patch() -> bytes:
    """Return ``mcm-help.pd``; the example messages are checked against the table by the tests."""
    patch = PdPatch(1000, _HEIGHT)
    patch.comment(20, 10, "mcm plays MusicCM. First in a terminal: musiccm run PROMPT")
    patch.comment(20, 10 + LINE, "Argument: the daemon's OSC port. Click a message:")
    bridge = patch.obj(20, 375, "mcm 7000")
    for inlet in range(len(GROUPS)):
        x, y = 20 + 240 * (inlet % 4), 70 + 190 * (inlet // 4) if inlet < 4 else 250
        _column(patch, bridge, inlet, x, y)
    for outlet, name in enumerate(OUTLETS):
        if name not in ("status", "meters"):
            printer = patch.obj(20 + 105 * outlet, 410 + 36 * (outlet % 2), f"print {name}")
            patch.connect(bridge, outlet, printer)
    _readings(patch, bridge)
    return patch.file()


def _readings(patch: PdPatch, bridge: Node) -> None:
    """Add boxes that show some of the status and of the meters."""
    state = patch.obj(20, 480, "route state beat tempo")
    patch.connect(bridge, OUTLETS.index("status"), state)
    word = patch.obj(20, 480 + LINE, "symbol")  # the state comes as a selector
    patch.connect(word, 0, patch.symbol(20, 480 + 2 * LINE))
    numbers = [patch.number(120 + 80 * i, 480 + 2 * LINE) for i in range(2)]
    patch.fan(state, [word, *numbers])
    meters = patch.obj(300, 480, "route " + " ".join(STEMS))
    patch.connect(bridge, OUTLETS.index("meters"), meters)
    patch.fan(meters, [patch.number(300 + 70 * i, 480 + 2 * LINE) for i in range(len(STEMS))])
    patch.comment(20, 480 + 3 * LINE, "state - beat - tempo")
    patch.comment(300, 480 + 3 * LINE, "level of each stem in dB - thirty times a second")
