"""Captured loops go into empty clip slots of Live, through its API."""

from bridge.protocol.parameters import STEMS
from max_patches.generate.maxmsp.controls import STORED, Control, add, button
from max_patches.generate.maxmsp.patcher import Box, Patcher
from max_patches.generate.maxmsp.sections import Panel

LANES = ("master", *STEMS)
NOWHERE = 99999  # a track that no set has
NO_SLOT = "no empty slot there"
NO_CLIP = "frozen or not audio"


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
    """Return the patcher that finds the selected clip slot: its track and its row.

    Where none is selected, or one of the master track, the track is one that no set has.
    """
    patcher = Patcher(700, 520)
    bang = patcher.port("inlet", 20, 1, 10, "bang: which slot is selected?")
    track = patcher.port("outlet", 20, 1, 460, "number of the track, from 0")
    row = patcher.port("outlet", 220, 2, 460, "number of the row, from 0")
    go = patcher.msg(20, 50, "goto live_set view highlighted_clip_slot")
    path = patcher.obj(20, 80, "live.path")
    found = patcher.obj(20, 110, "route id")
    there = patcher.obj(20, 140, "sel 0")
    none = patcher.msg(420, 400, str(NOWHERE))
    order = patcher.obj(120, 170, "t b i")
    name = patcher.obj(220, 200, "prepend id")
    ask = patcher.msg(120, 230, "getpath")
    thing = patcher.obj(120, 260, "live.object")
    patcher.chain(bang, go, path, found, there, none, track)
    patcher.connect(there, 1, order)
    patcher.connect(order, 1, name)
    patcher.connect(name, 0, thing, 1)
    patcher.chain(order, ask, thing)
    _places(patcher, thing, none, (track, row))
    return patcher


def _places(patcher: Patcher, thing: Box, none: Box, ends: tuple[Box, Box]) -> None:
    """Add what takes ``live_set tracks N clip_slots M`` apart, one text or several words."""
    texts = ("route path", "tosymbol", "fromsymbol", "route live_set", "route tracks")
    parts = [patcher.obj(120, 290 + 28 * i, text) for i, text in enumerate(texts)]
    patcher.chain(thing, *parts)
    for other in parts[3:]:
        patcher.connect(other, 1, none)
    for i, (end, place) in enumerate(zip(ends, (1, 3), strict=True)):
        nth = patcher.obj(20 + 200 * i, 432, f"zl.nth {place}")
        patcher.connect(parts[-1], 0, nth)
        patcher.connect(nth, 0, end)


def clip_patch(offset: int) -> Patcher:
    """Return the patcher that puts a file into the first empty slot from a row on downwards.

    Inlets: the file; the track, to which ``offset`` is added; the row. Outlet: what to say.
    """
    patcher = Patcher(800, 660)
    file = patcher.port("inlet", 20, 1, 10, "the file of a loop")
    track = patcher.port("inlet", 220, 2, 10, "number of the first track")
    start = patcher.port("inlet", 420, 3, 10, "number of the first row")
    out = patcher.port("outlet", 20, 1, 620, "what to say")
    order = patcher.obj(20, 50, "t b l")
    keep = patcher.obj(20, 500, "zl.reg")
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
    name = _slot_named(patcher, place, out)
    empty, taken, thing = _slot_asked(patcher, name)
    put = patcher.obj(20, 530, "prepend call create_audio_clip")
    patcher.connect(empty, 1, keep)
    patcher.chain(keep, put, thing)
    _look(patcher, name, empty, out)
    _next_row(patcher, row, taken)
    return patcher


def _slot_named(patcher: Patcher, place: Box, out: Box) -> Box:
    """Add what finds a slot; return what bangs when it is there, and names it by its id before."""
    go = patcher.msg(220, 170, "goto live_set tracks $1 clip_slots $2")
    path = patcher.obj(220, 200, "live.path")
    found = patcher.obj(220, 230, "route id")
    there = patcher.obj(220, 260, "sel 0")
    none = patcher.msg(420, 290, NO_SLOT)
    order = patcher.obj(220, 290, "t b i")
    patcher.chain(place, go, path, found, there, none, out)
    patcher.connect(there, 1, order)
    return order


def _asking(patcher: Patcher, at: tuple[float, float], name: Box, ask: Box) -> tuple[Box, Box]:
    """Add a slot that is asked whether it has a clip; return it, and what tells 0 and 1 apart."""
    x, y = at
    known = patcher.obj(x + 100, y, "prepend id")
    thing = patcher.obj(x, y + 60, "live.object")
    answer = patcher.obj(x, y + 88, "route has_clip")
    which = patcher.obj(x, y + 116, "sel 0 1")
    patcher.connect(name, 1, known)
    patcher.connect(known, 0, thing, 1)
    patcher.chain(ask, thing, answer, which)
    return thing, which


def _slot_asked(patcher: Patcher, name: Box) -> tuple[Box, Box, Box]:
    """Add what asks a slot whether it has a clip; return empty, taken, and the slot itself."""
    ask = patcher.msg(220, 350, "get has_clip")
    patcher.connect(name, 0, ask)
    thing, which = _asking(patcher, (220, 320), name, ask)
    empty = patcher.obj(120, 470, "t b b")
    taken = patcher.obj(420, 470, "t b")
    patcher.connect(which, 0, empty)
    patcher.connect(which, 1, taken)
    return empty, taken, thing


def _look(patcher: Patcher, name: Box, empty: Box, out: Box) -> None:
    """Add what looks whether the clip is there: Live refuses one in its own window only."""
    ask = patcher.msg(620, 350, "get has_clip")
    patcher.connect(empty, 0, ask)
    _, which = _asking(patcher, (620, 320), name, ask)
    refused = patcher.msg(620, 480, NO_CLIP)
    patcher.connect(which, 0, refused)
    patcher.connect(refused, 0, out)


def _next_row(patcher: Patcher, row: Box, taken: Box) -> None:
    """Add what goes to the next row where a slot is taken; deferred, so that no stack grows."""
    keep = patcher.obj(520, 140, "int")
    one = patcher.obj(520, 560, "+ 1")
    later = patcher.obj(520, 590, "deferlow")
    patcher.connect(row, 2, keep, 1)
    patcher.connect(taken, 0, keep)
    patcher.chain(keep, one, later, row)
