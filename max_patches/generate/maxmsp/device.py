"""``MusicCM.amxd``: the instrument as an audio effect in a Live set.

Live's parameters write, and nothing that comes back moves them: what feedback moves is hidden. All
parameters are sent again when the daemon comes up, since the set is what holds them.
"""

from bridge.protocol.parameters import FEATURES, ROOT, STATUS
from max_patches.generate.maxmsp import amxd
from max_patches.generate.maxmsp.bridge import PORT, named, network
from max_patches.generate.maxmsp.clips import capture
from max_patches.generate.maxmsp.live import lead, network_ports
from max_patches.generate.maxmsp.patcher import Box, Patcher
from max_patches.generate.maxmsp.sections import (
    HEIGHT,
    Panel,
    music,
    plan,
    prompts,
    scenes,
    stems,
    surface,
)

REPLY_PORT = 7002  # not the one of mcm.bridge: both may run
NAME = "---mcm"  # three dashes: a name of this device alone, even where there are two
LEFT = 6.0
SHOWN = 104.0  # pixels of a line of text


def device() -> bytes:
    """Return ``MusicCM.amxd``."""
    patcher, width = _patcher()
    more = {
        "presentation_rect": [0.0, 0.0, width, HEIGHT],
        "devicewidth": width,
        "latency": 0,
        "project": amxd.project(amxd.AUDIO_EFFECT),
        "autosave": 0,
    }
    return amxd.pack(patcher.file(**more))


def _patcher() -> tuple[Patcher, float]:
    patcher = Patcher(1600, 900, presentation=True)
    sound, out = patcher.obj(1900, 20, "plugin~"), patcher.obj(1900, 50, "plugout~")
    for channel in range(2):  # the device lets the track's sound pass
        patcher.connect(sound, channel, out, channel)
    panel = Panel(patcher, patcher.obj(20, 20, f"s {NAME}"))
    place = LEFT
    for part in (prompts, surface, stems, music, scenes, plan):
        place = part(panel, place)
    lead(panel, place)
    width = place + 112
    files, report = capture(panel, place, 38)
    ports = network_ports(panel, place, REPLY_PORT)
    _connect(panel, ports, place, files, report)
    return patcher, width


def _connect(panel: Panel, ports: Box, place: float, files: Box, report: Box) -> None:
    """Add the network and hand out what comes back."""
    patcher = panel.patcher
    send, receive, greet = network(patcher, 1900, 120, ports)
    taken = patcher.obj(1900, 90, f"r {NAME}")
    patcher.connect(taken, 0, send)
    names = ("status.reply", "features.reply", "capture/file", "error", "fail")
    replies = patcher.obj(1900, 330, "route " + " ".join(f"{ROOT}/{name}" for name in names))
    order = patcher.obj(1900, 360, "t l b")
    status = patcher.patch(1900, 400, "status", named(STATUS))
    meters = patcher.patch(2000, 400, "meters", named(FEATURES))
    patcher.chain(receive, replies, order, status)
    patcher.connect(order, 1, greet, 1)
    patcher.connect(replies, 1, meters)
    patcher.connect(replies, 2, files)
    said = _texts(panel, greet, status, place)
    for outlet in (3, 4):
        told = patcher.obj(2100 + 100 * outlet, 400, "zl.nth 2")
        patcher.connect(replies, outlet, told)
        patcher.connect(told, 0, report)
    patcher.connect(report, 0, said)
    _levels(panel, meters)
    _refresh(panel, greet)


def _texts(panel: Panel, greet: Box, status: Box, place: float) -> Box:
    """Add the lines of text: whether the daemon answers, its state, and what it said last."""
    patcher = panel.patcher
    rows = ((57, f"no daemon on {PORT}", "daemon"), (73, "-", "state"), (89, "-", "said"))
    shown = [
        patcher.ui("comment", (*panel.at(), SHOWN, 18), (place, y, SHOWN, 16), text=text,
                   fontsize=9.0, varname=name) for y, text, name in rows
    ]  # fmt: skip
    which = patcher.obj(2200, 460, "sel 1 0")
    patcher.connect(greet, 1, which)
    for i, text in enumerate(("set daemon answers", "set no daemon answers")):
        line = patcher.msg(2200 + 160 * i, 490, text)
        patcher.connect(which, i, line)
        patcher.connect(line, 0, shown[0])
    state = patcher.obj(1900, 460, "route state")
    told = patcher.obj(1900, 490, "prepend set")
    patcher.chain(status, state, told, shown[1])
    return shown[2]


def _levels(panel: Panel, meters: Box) -> None:
    """Show the level of each stem."""
    patcher = panel.patcher
    route = patcher.obj(2000, 540, "route " + " ".join(panel.meters))
    patcher.connect(meters, 0, route)
    for i, slider in enumerate(panel.meters.values()):
        told = patcher.obj(2000 + 90 * i, 570, "prepend set")
        patcher.connect(route, i, told)
        patcher.connect(told, 0, slider)


def _refresh(panel: Panel, greet: Box) -> None:
    """Send everything when the daemon has come up, and the ports when the device has loaded."""
    patcher = panel.patcher
    came = patcher.obj(2400, 460, "sel 1")
    both = patcher.obj(2400, 490, "t b b")
    again = patcher.msg(2400, 520, "outputvalue")
    patcher.connect(greet, 1, came)
    patcher.chain(came, both, again)
    for box in panel.renew:
        patcher.connect(again, 0, box)
    for text in panel.texts:
        patcher.connect(both, 1, text)
    loaded = patcher.obj(2400, 60, "live.thisdevice")
    value = patcher.msg(2400, 90, "outputvalue")
    patcher.connect(loaded, 0, value)
    for box in panel.ports:
        patcher.connect(value, 0, box)
