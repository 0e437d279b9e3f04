"""What only Live has: its transport leads the daemon, captured loops go into empty clip slots."""

from bridge.protocol.parameters import METRES, ROOT, STEMS
from max_patches.generate.maxmsp.bridge import PORT
from max_patches.generate.maxmsp.controls import STORED, Control, add, button, label, switch
from max_patches.generate.maxmsp.patcher import Box, Patcher
from max_patches.generate.maxmsp.sections import ROW, Panel

POLL_MS = 50
TICKS = 480  # of Max's transport in a quarter
LANES = ("master", *STEMS)
# Live counts quarters; a felt beat of 6/8 is a dotted one.
_QUARTERS = {"4/4": 1.0, "3/4": 1.0, "6/8": 1.5}


def lead(panel: Panel, place: float) -> float:
    """Add the switch with which Live leads."""
    patcher = panel.patcher
    label(patcher, panel.at(), (place, 2, 74, 15), "Live")
    control = Control("Live Leads", "Live leads", "The music follows Live's tempo, position, metre,"
                      " start and stop.")  # fmt: skip
    led = switch(patcher, panel.at(), (place, 19, 70, 15), control)
    which = patcher.obj(*panel.below(0), "sel 1 0")
    patcher.connect(led, 0, which)
    panel.call(which, 0, "transport/leader osc")
    panel.call(which, 1, "transport/leader internal")
    clock = patcher.patch(*panel.below(2), "transport", transport())
    patcher.connect(led, 0, clock)
    patcher.connect(clock, 0, panel.sink)
    panel.renew.append(led)
    return place + 78


def transport() -> Patcher:
    """Return the patcher that reads Live's transport while 1 is in its inlet."""
    patcher = Patcher(900, 620)
    on = patcher.port("inlet", 20, 1, 10, "1 to read Live's transport, 0 to stop")
    out = patcher.port("outlet", 20, 1, 560, "OSC messages")
    metro = patcher.obj(20, 50, f"metro {POLL_MS}")
    clock = patcher.obj(20, 80, "transport")
    patcher.chain(on, metro, clock)
    quarters = _metre(patcher, clock, out)
    beat = patcher.obj(620, 130, f"expr $f1 / {TICKS}. / $f2")
    keep = patcher.obj(620, 160, "float")
    send = patcher.obj(620, 300, f"prepend {ROOT}/transport/position")
    patcher.connect(clock, 7, beat)
    patcher.connect(quarters, 0, beat, 1)
    patcher.connect(beat, 0, keep, 1)
    playing = patcher.obj(480, 130, "sel 1")
    patcher.connect(clock, 6, playing)
    patcher.chain(playing, keep, send, out)
    _start_stop(patcher, clock, out)
    tempo = patcher.obj(320, 130, "expr $f1 / $f2")
    new = patcher.obj(320, 160, "change 0.")
    told = patcher.obj(320, 190, f"prepend {ROOT}/tempo")
    patcher.connect(clock, 4, tempo)
    patcher.connect(quarters, 0, tempo, 1)
    patcher.chain(tempo, new, told, out)
    return patcher


def _metre(patcher: Patcher, clock: Box, out: Box) -> Box:
    """Add what tells a new metre; return what gives the quarters of a felt beat."""
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
        told = patcher.msg(20 + 170 * i, 510, f"{ROOT}/metre {metre}")
        length = patcher.msg(20 + 170 * i, 480, str(_QUARTERS[metre]))
        patcher.connect(which, i, told)
        patcher.connect(told, 0, out)
        patcher.connect(which, i, length)
        patcher.connect(length, 0, quarters)
    return quarters


def _start_stop(patcher: Patcher, clock: Box, out: Box) -> None:
    """Add what starts and stops the music with Live."""
    new = patcher.obj(480, 220, "change")
    which = patcher.obj(480, 250, "sel 1 0")
    patcher.connect(clock, 6, new)
    patcher.chain(new, which)
    for i, word in enumerate(("play", "stop")):
        told = patcher.msg(480 + 160 * i, 330, f"{ROOT}/transport/{word}")
        patcher.connect(which, i, told)
        patcher.connect(told, 0, out)


def capture(panel: Panel, place: float, top: float) -> tuple[Box, Box]:
    """Add bars and button; return what takes ``/mcm/capture/file`` messages, and what says how."""
    patcher = panel.patcher
    bars = Control("Capture Bars", "Bars", "How many bars back Capture reaches.", 1, 64, 4, True,
                   visibility=STORED)  # fmt: skip
    number = add(patcher, "live.numbox", panel.at(), (place, top, 30, 15), bars)
    keep = patcher.obj(*panel.below(0), "int 4")
    clicked = button(patcher, panel.at(), (place + 34, top, 36, 15),
                     Control("Capture", "clips", "Put the last bars into the selected clip slot "
                             "and those right of it: master, drums, bass, harmony, lead."),
                     )  # fmt: skip
    order = patcher.obj(*panel.below(0), "t b b")
    slot = patcher.patch(*panel.below(2, 100), "slot", slot_patch())
    patcher.connect(number, 0, keep, 1)
    patcher.chain(clicked, order, keep)
    patcher.connect(order, 1, slot)
    panel.write(keep, 0, "capture")
    route = patcher.obj(*panel.at(), "route " + " ".join(LANES))
    report = patcher.obj(*panel.below(0), "prepend set")
    for i, lane in enumerate(LANES):
        clip = patcher.patch(*panel.at(), f"clip.{lane}", clip_patch(i))
        patcher.connect(route, i, clip)
        patcher.connect(slot, 0, clip, 1)
        patcher.connect(slot, 1, clip, 2)
        patcher.connect(clip, 0, report)
    return route, report


def slot_patch() -> Patcher:
    """Return the patcher that finds the selected clip slot: its track and its row."""
    patcher = Patcher(600, 420)
    bang = patcher.port("inlet", 20, 1, 10, "bang: which slot is selected?")
    track = patcher.port("outlet", 20, 1, 360, "number of the track, from 0")
    row = patcher.port("outlet", 220, 2, 360, "number of the row, from 0")
    go = patcher.msg(20, 50, "goto live_set view highlighted_clip_slot")
    path = patcher.obj(20, 80, "live.path")
    order = patcher.obj(20, 110, "t b l")
    ask = patcher.msg(20, 140, "getpath")
    thing = patcher.obj(20, 170, "live.object")
    patcher.chain(bang, go, path, order, ask, thing)
    patcher.connect(order, 1, thing, 1)
    answer = patcher.obj(20, 200, "route path")
    joined = patcher.obj(20, 230, "tosymbol")
    parts = patcher.obj(20, 260, "fromsymbol")
    patcher.chain(thing, answer, joined, parts)
    for i, (end, place) in enumerate(((track, 3), (row, 5))):  # live_set tracks N clip_slots M
        nth = patcher.obj(20 + 200 * i, 300, f"zl.nth {place}")
        patcher.connect(parts, 0, nth)
        patcher.connect(nth, 0, end)
    return patcher


def clip_patch(offset: int) -> Patcher:
    """Return the patcher that puts a file into the first empty slot from a row on downwards.

    Inlets: the file; the track, to which ``offset`` is added; the row. Outlet: what to say.
    """
    patcher = Patcher(800, 560)
    file = patcher.port("inlet", 20, 1, 10, "the file of a loop")
    track = patcher.port("inlet", 220, 2, 10, "number of the first track")
    start = patcher.port("inlet", 420, 3, 10, "number of the first row")
    out = patcher.port("outlet", 20, 1, 500, "what to say")
    order = patcher.obj(20, 50, "t b l")
    keep = patcher.obj(20, 440, "zl.reg")
    first = patcher.obj(420, 80, "int")
    beside = patcher.obj(220, 50, f"+ {offset}")
    place = patcher.obj(220, 140, "pack 0 0")
    patcher.connect(file, 0, order)
    patcher.connect(order, 1, keep, 1)
    patcher.connect(track, 0, beside)
    patcher.connect(start, 0, first, 1)
    patcher.connect(order, 0, first)
    row = patcher.obj(420, 110, "t b i i")
    column = patcher.obj(220, 110, "int")
    patcher.connect(beside, 0, column, 1)
    patcher.connect(first, 0, row)
    patcher.connect(row, 1, place, 1)
    patcher.connect(row, 0, column)
    patcher.connect(column, 0, place)
    empty, taken, thing = _slot_asked(patcher, place, out)
    put = patcher.obj(20, 470, "prepend call create_audio_clip")
    patcher.connect(empty, 0, keep)
    patcher.chain(keep, put, thing)
    _next_row(patcher, row, taken)
    return patcher


def _slot_asked(patcher: Patcher, place: Box, out: Box) -> tuple[Box, Box, Box]:
    """Add what asks a slot whether it has a clip; return empty, taken, and the slot itself."""
    go = patcher.msg(220, 170, "goto live_set tracks $1 clip_slots $2")
    path = patcher.obj(220, 200, "live.path")
    found = patcher.obj(220, 230, "route id")
    there = patcher.obj(220, 260, "sel 0")
    none = patcher.msg(420, 290, "no empty slot: select one on an audio track")
    order = patcher.obj(220, 290, "t b i")
    name = patcher.obj(320, 320, "prepend id")
    ask = patcher.msg(220, 350, "get has_clip")
    thing = patcher.obj(220, 380, "live.object")
    answer = patcher.obj(220, 410, "route has_clip")
    which = patcher.obj(220, 440, "sel 0 1")
    patcher.chain(place, go, path, found, there, none, out)
    patcher.connect(there, 1, order)
    patcher.connect(order, 1, name)
    patcher.connect(name, 0, thing, 1)
    patcher.chain(order, ask, thing, answer, which)
    empty = patcher.obj(120, 470, "t b")
    taken = patcher.obj(420, 470, "t b")
    patcher.connect(which, 0, empty)
    patcher.connect(which, 1, taken)
    return empty, taken, thing


def _next_row(patcher: Patcher, row: Box, taken: Box) -> None:
    """Add what goes to the next row where a slot is taken; deferred, so that no stack grows."""
    keep = patcher.obj(520, 140, "int")
    one = patcher.obj(520, 500, "+ 1")
    later = patcher.obj(520, 530, "deferlow")
    patcher.connect(row, 2, keep, 1)
    patcher.connect(taken, 0, keep)
    patcher.chain(keep, one, later, row)


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
