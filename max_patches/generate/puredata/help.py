"""``mcm-help.pd``: what a patcher learns from."""

from bridge.protocol.parameters import STEMS
from max_patches.generate.puredata.bridge import OUTLETS
from max_patches.generate.puredata.patch import LINE, Node, PdPatch, escaped
from max_patches.generate.vocabulary import EXAMPLES, GROUPS

_LETTER = 7  # pixels of a letter at Pd's 12 points
_LETTERS = 158  # of the object in the middle, so that each inlet is beneath its messages
_LEFT, _TOP, _BRIDGE_Y = 20, 76, 250
_ASIDE = 12  # pixels from one message to the next: the wire of the upper one passes by


def _port(index: int, count: int) -> int:
    """Return where an inlet or outlet of the object is."""
    return _LEFT + round((_LETTERS * _LETTER - _LETTER) * index / (count - 1))


def _column(patch: PdPatch, bridge: Node, inlet: int) -> None:
    """Add the messages of a group above its inlet."""
    group, x = GROUPS[inlet], _port(inlet, len(GROUPS))
    patch.comment(x, _TOP, f"{inlet + 1} {group.name}")
    for row, text in enumerate(EXAMPLES[group.name]):
        box = patch.msg(x + _ASIDE * row, _TOP + LINE * (row + 1), escaped(text))
        patch.connect(box, 0, bridge, inlet)


def help_patch() -> bytes:
    """Return ``mcm-help.pd``; the example messages are checked against the table by the tests."""
    patch = PdPatch(_LETTERS * _LETTER + 150, 570)
    patch.comment(_LEFT, 10, "mcm plays MusicCM. First in a terminal: musiccm run PROMPT")
    patch.comment(_LEFT, 10 + LINE, "Argument: the daemon's OSC port. Click a message:")
    bridge = patch.obj(_LEFT, _BRIDGE_Y, "mcm 7000", _LETTERS)
    for inlet in range(len(GROUPS)):
        _column(patch, bridge, inlet)
    for outlet, name in enumerate(OUTLETS):
        if name not in ("status", "meters"):
            printer = patch.obj(_port(outlet, len(OUTLETS)), _BRIDGE_Y + 2 * LINE, f"print {name}")
            patch.connect(bridge, outlet, printer)
    _readings(patch, bridge)
    return patch.file()


def _readings(patch: PdPatch, bridge: Node) -> None:
    """Add boxes that show some of the status and of the meters."""
    x, y = _port(OUTLETS.index("status"), len(OUTLETS)), _BRIDGE_Y + 8 * LINE
    state = patch.obj(x, y, "route state beat tempo")
    patch.connect(bridge, OUTLETS.index("status"), state)
    word = patch.obj(x, y + LINE, "symbol")  # the state comes as a selector
    patch.connect(word, 0, patch.symbol(x, y + 2 * LINE))
    numbers = [patch.number(x + 90 + 70 * i, y + 2 * LINE) for i in range(2)]
    patch.fan(state, [word, *numbers])
    patch.comment(x, y + 3 * LINE, "state - beat - tempo")
    x, y = _port(OUTLETS.index("meters"), len(OUTLETS)), _BRIDGE_Y + 4 * LINE
    meters = patch.obj(x, y, "route " + " ".join(STEMS))
    patch.connect(bridge, OUTLETS.index("meters"), meters)
    patch.fan(meters, [patch.number(x + 70 * i, y + 2 * LINE) for i in range(len(STEMS))])
    patch.comment(x, y + 3 * LINE, "level of each stem in dB")
