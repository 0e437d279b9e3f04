"""What only Live has: its transport leads the daemon."""

from bridge.protocol.parameters import METRES, ROOT
from max_patches.generate.maxmsp.bridge import PORT
from max_patches.generate.maxmsp.controls import STORED, Control, add, label, switch
from max_patches.generate.maxmsp.patcher import Box, Patcher
from max_patches.generate.maxmsp.sections import ROW, Panel

POLL_MS = 50
TICKS = 480  # of Max's transport in a quarter
# Live counts quarters; a felt beat of 6/8 is a dotted one.
_QUARTERS = {"4/4": 1.0, "3/4": 1.0, "6/8": 1.5}


def lead(panel: Panel, place: float) -> float:
    """Add the switch with which Live leads."""
    patcher = panel.patcher
    label(patcher, panel.at(), (place, 2, 74, 15), "Live")
    control = Control("Live Leads", "Live leads", "The music follows Live's tempo, position, metre,"
                      " start and stop.")  # fmt: skip
    led = switch(patcher, panel.at(), (place, 19, 70, 15), control)
    order = patcher.obj(*panel.below(0), "t i i")  # who leads comes first
    which = patcher.obj(*panel.below(0, 60), "sel 1 0")
    patcher.connect(led, 0, order)
    patcher.connect(order, 1, which)
    panel.call(which, 0, "transport/leader osc")
    panel.call(which, 1, "transport/leader internal")
    clock = patcher.patch(*panel.below(2), "transport", transport())
    patcher.connect(order, 0, clock)
    patcher.connect(clock, 0, panel.sink)
    panel.renew.append(led)
    return place + 78


def transport() -> Patcher:
    """Return the patcher that reads Live's transport while 1 is in its inlet.

    Max's ``transport`` tells from the right to the left: what came first is kept until all is
    there, then tempo, start or stop, and place leave in this order, after the metre.
    """
    patcher = Patcher(900, 700)
    on = patcher.port("inlet", 20, 1, 10, "1 to read Live's transport, 0 to stop")
    out = patcher.port("outlet", 20, 1, 640, "OSC messages")
    begun = patcher.obj(20, 40, "t i i")
    metro = patcher.obj(20, 80, f"metro {POLL_MS}")
    clock = patcher.obj(20, 110, "transport")
    patcher.chain(on, begun, metro, clock)
    ticks, state, tempo = (patcher.obj(620 - 150 * i, 150, text)
                           for i, text in enumerate(("float", "int", "float")))  # fmt: skip
    for outlet, keep in ((7, ticks), (6, state), (4, tempo)):
        patcher.connect(clock, outlet, keep, 1)
    whole = patcher.obj(20, 150, "t b b")
    patcher.connect(clock, 0, whole)
    patcher.connect(whole, 1, tempo)
    patcher.connect(whole, 0, state)
    quarters, new_metre = _metre(patcher, clock, out)
    new_tempo = _tempo(patcher, tempo, quarters, out)
    new_state = _state(patcher, state, ticks, quarters, out)
    _anew(patcher, begun, (new_metre, new_tempo, new_state))
    return patcher


def _anew(patcher: Patcher, begun: Box, changes: tuple[Box, ...]) -> None:
    """Add what lets everything be told again when reading begins: the daemon may be another one."""
    which = patcher.obj(320, 40, "sel 1")
    forget = patcher.msg(320, 80, "set -1")
    patcher.connect(begun, 1, which)
    patcher.connect(which, 0, forget)
    for change in changes:
        patcher.connect(forget, 0, change)


def _metre(patcher: Patcher, clock: Box, out: Box) -> tuple[Box, Box]:
    """Add what tells a new metre; return what gives the quarters of a felt beat, and its memory."""
    signature = patcher.obj(20, 330, "sprintf %i/%i")
    route = patcher.obj(20, 360, "route " + " ".join(METRES))
    patcher.connect(clock, 5, signature)
    patcher.connect(signature, 0, route)
    new = patcher.obj(20, 420, "change -1")
    which = patcher.obj(20, 450, "sel " + " ".join(str(i) for i in range(len(METRES))))
    patcher.connect(new, 0, which)
    quarters = patcher.obj(320, 480, "float 1.")
    for i, metre in enumerate(METRES):
        index = patcher.msg(20 + 60 * i, 390, str(i))
        patcher.connect(route, i, index)
        patcher.connect(index, 0, new)
        told = patcher.msg(20 + 170 * i, 560, f"{ROOT}/metre {metre}")
        length = patcher.msg(20 + 170 * i, 510, str(_QUARTERS[metre]))
        patcher.connect(which, i, told)
        patcher.connect(told, 0, out)
        patcher.connect(which, i, length)
        patcher.connect(length, 0, quarters, 1)
    return quarters, new


def _felt(patcher: Patcher, y: float, value: Box, quarters: Box, formula: str) -> Box:
    """Add a formula of a value, ``$f1``, and of the quarters of a felt beat, ``$f2``."""
    order = patcher.obj(620, y, "t f b")
    result = patcher.obj(620, y + 30, f"expr {formula}")
    patcher.chain(value, order, result)
    patcher.connect(order, 1, quarters)
    patcher.connect(quarters, 0, result, 1)
    return result


def _tempo(patcher: Patcher, tempo: Box, quarters: Box, out: Box) -> Box:
    """Add what tells a new tempo; return its memory."""
    felt = _felt(patcher, 190, tempo, quarters, "$f1 / $f2")
    new = patcher.obj(620, 250, "change 0.")
    told = patcher.obj(620, 280, f"prepend {ROOT}/tempo")
    patcher.chain(felt, new, told, out)
    return new


def _state(patcher: Patcher, state: Box, ticks: Box, quarters: Box, out: Box) -> Box:
    """Add start and stop, and the place while Live plays; return the memory of the state."""
    order = patcher.obj(470, 330, "t i i")
    new = patcher.obj(620, 360, "change -1")
    which = patcher.obj(620, 390, "sel 1 0")
    patcher.connect(state, 0, order)
    patcher.connect(order, 1, new)
    patcher.connect(new, 0, which)
    for i, word in enumerate(("play", "stop")):
        told = patcher.msg(620 + 160 * i, 420, f"{ROOT}/transport/{word}")
        patcher.connect(which, i, told)
        patcher.connect(told, 0, out)
    playing = patcher.obj(470, 360, "sel 1")
    patcher.chain(order, playing, ticks)
    beat = _felt(patcher, 460, ticks, quarters, f"$f1 / {TICKS}. / $f2")
    told = patcher.obj(620, 520, f"prepend {ROOT}/transport/position")
    patcher.chain(beat, told, out)
    return new


def network_ports(panel: Panel, place: float, reply_port: int) -> Box:
    """Add the two ports as numbers; return a box whose outlets give them."""
    patcher = panel.patcher
    boxes = []
    for i, (long, value) in enumerate((("OSC Port", PORT), ("Reply Port", reply_port))):
        y = 111 + ROW * i
        label(patcher, panel.at(), (place, y, 58, 15), long)
        control = Control(long, long, "One more device needs another reply port." if i else
                          "Where the daemon listens.", 1024, 65535, value, True,
                          visibility=STORED)  # fmt: skip
        shown = (place + 60, y, 44, 15)
        boxes.append(add(patcher, "live.numbox", panel.at(), shown, control))
    panel.ports += boxes
    both = patcher.obj(*panel.at(), f"pack {PORT} {reply_port}")
    order = patcher.obj(*panel.below(0), "t b i")
    split = patcher.obj(*panel.below(2), f"unpack {PORT} {reply_port}")
    patcher.connect(boxes[0], 0, both)
    patcher.connect(boxes[1], 0, order)
    patcher.connect(order, 1, both, 1)
    patcher.connect(order, 0, both)
    patcher.connect(both, 0, split)
    return split
