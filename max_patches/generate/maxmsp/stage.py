"""``mcm.stage``: a ready instrument for Max, which follows what the daemon has."""

from bridge.protocol.parameters import ROOT
from max_patches.generate.maxmsp.bridge import OUTLETS, PORT, PORTS, REPLY_PORT
from max_patches.generate.maxmsp.patcher import Box, Patcher
from max_patches.generate.maxmsp.sections import (
    Panel,
    music,
    plan,
    prompts,
    scenes,
    stems,
    surface,
)
from max_patches.generate.vocabulary import GROUPS, VALUED

_RAW = len(GROUPS)  # the bridge's inlet for whole messages
_TOP = 10.0


def stage() -> bytes:
    """Return ``mcm.stage.maxpat``."""
    patcher = Patcher(1030, 230, presentation=True)
    bridge = patcher.abstraction(1900, 60, f"mcm.bridge {PORT} {REPLY_PORT}", PORTS)
    whole = patcher.obj(1900, 20, "t l")
    patcher.connect(whole, 0, bridge, _RAW)
    panel = Panel(patcher, whole)
    place = _TOP
    for part in (prompts, surface, stems, music, scenes, plan):
        place = part(panel, place)
    _follow(panel, bridge)
    _show(panel, bridge)
    patcher.begin_silently()
    return patcher.file()


def _follow(panel: Panel, bridge: Box) -> None:
    """Let controls show what the daemon has; ``set`` moves them and sends nothing back."""
    patcher, names = panel.patcher, list(OUTLETS)
    for row, group in enumerate(VALUED):
        shown = {w.message: panel.follow[w.address] for w in group.values
                 if w.address in panel.follow}  # fmt: skip
        if not shown:
            continue
        route = patcher.obj(1900, 120 + 120 * row, "route " + " ".join(shown))
        patcher.connect(bridge, names.index(group.name), route)
        for i, entry in enumerate(shown.values()):
            patcher.connect(route, i, entry())
    meters = patcher.obj(1900, 760, "route " + " ".join(panel.meters))
    patcher.connect(bridge, names.index("meters"), meters)
    for i, slider in enumerate(panel.meters.values()):
        told = patcher.obj(1900 + 90 * i, 790, "prepend set")
        patcher.connect(meters, i, told)
        patcher.connect(told, 0, slider)


def _show(panel: Panel, bridge: Box) -> None:
    """Show state, beat and tempo, and what the daemon said last."""
    patcher, names = panel.patcher, list(OUTLETS)
    fields = ("state", "beat", "tempo")
    route = patcher.obj(1900, 860, "route " + " ".join(fields))
    patcher.connect(bridge, names.index("status"), route)
    for i, field in enumerate(fields):
        _line(patcher, (route, i), 12 + 110 * i, 104, f"{field} -", f"set {field} ")
    events = patcher.obj(1900, 960, f"route {ROOT}/error {ROOT}/fail {ROOT}/done")
    patcher.connect(bridge, names.index("events"), events)
    text = patcher.obj(1900, 990, "zl.nth 2")
    for outlet in range(3):
        patcher.connect(events, outlet, text)
    _line(patcher, (text, 0), 350, 640, "what the daemon says", "set ")


def _line(
    patcher: Patcher, source: tuple[Box, int], x: float, width: float, text: str, before: str
) -> None:
    """Add a line of text under the controls that shows what comes out of a box."""
    y = 860 + x / 4
    told = patcher.obj(2300 + x, y, f"prepend {before}".strip())
    shown = patcher.ui("comment", (2300 + x, y + 30, width, 20), (x, 180, width, 20), text=text)
    patcher.connect(*source, told)
    patcher.connect(told, 0, shown)
