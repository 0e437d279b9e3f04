"""The parts that the Max for Live device and the stage patch share: hands on the instrument.

Every part is ``place`` pixels from the left in presentation mode, and sends whole OSC messages to
``Panel.sink``. Live draws devices 169 pixels high.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.protocol.parameters import BY_NAME, KEYS, N_PROMPTS, ROOT, STEMS
from max_patches.generate.maxmsp.controls import (
    HIDDEN,
    STORED,
    Control,
    add,
    button,
    label,
    switch,
    words,
)
from max_patches.generate.maxmsp.patcher import LINE, Box, Patcher

HEIGHT = 169
ROW = 19  # pixels of a row in presentation mode
SCENES = 8
CORNERS = ("(1.-$f1)*(1.-$f2)", "$f1*(1.-$f2)", "(1.-$f1)*$f2", "$f1*$f2")  # of prompts 1 to 4
_QUIET = -90.0  # dB of silence


@dataclass
class Panel:
    """A patcher with controls on it; ``column`` is where the next part of it is drawn.

    ``follow`` holds by address what adds the box that takes a value in and lets a control show it,
    ``renew`` what sends its value again on ``outputvalue``, ``texts`` what does on a bang.
    """

    patcher: Patcher
    sink: Box
    column: float = 20.0
    row: float = 60.0
    follow: dict[str, Callable[[], Box]] = field(default_factory=dict)
    renew: list[Box] = field(default_factory=list)
    texts: list[Box] = field(default_factory=list)
    meters: dict[str, Box] = field(default_factory=dict)
    ports: list[Box] = field(default_factory=list)

    def at(self) -> tuple[float, float]:
        """Return the next place in the patch."""
        self.row += 3 * LINE
        if self.row > 1200:
            self.column, self.row = self.column + 420, 60 + 3 * LINE
        return self.column, self.row

    def below(self, lines: float = 1, right: float = 0) -> tuple[float, float]:
        """Return a place beneath the last control."""
        return self.column + 160 + right, self.row + lines * LINE - LINE

    def write(self, source: Box, outlet: int, name: str) -> None:
        """Send what comes out of a box to a parameter or a command."""
        box = self.patcher.obj(*self.below(), f"prepend {ROOT}/{name}")
        self.patcher.connect(source, outlet, box)
        self.patcher.connect(box, 0, self.sink)

    def call(self, source: Box, outlet: int, message: str) -> None:
        """Send a message, without ROOT, when a box bangs."""
        box = self.patcher.msg(*self.below(), f"{ROOT}/{message}")
        self.patcher.connect(source, outlet, box)
        self.patcher.connect(box, 0, self.sink)

    def holds(self, control: Box, outlet: int, name: str) -> None:
        """Let a control write a parameter, show it where values come back, and send it anew."""
        self.write(control, outlet, name)
        self.shows(control, name)
        self.renew.append(control)

    def shows(self, control: Box, name: str, word: str = "set") -> None:
        """Let a control show a parameter where values come back, and send nothing then."""
        self.follow[f"{ROOT}/{name}"] = lambda: self.told(control, word)

    def told(self, control: Box, word: str = "set") -> Box:
        """Add the box that takes a value in and moves a control silently."""
        box = self.patcher.obj(*self.at(), f"prepend {word}")
        self.patcher.connect(box, 0, control)
        return box


def prompts(panel: Panel, place: float) -> float:
    """Add the slots: words, weight, and a button for all the weight. Returns the place after it."""
    patcher = panel.patcher
    label(patcher, panel.at(), (place, 2, 150, 15), "Prompts")
    for n in range(1, N_PROMPTS + 1):
        y = ROW * n
        text = words(patcher, panel.at(), (place, y, 160, 17), f"Prompt {n}", "",
                     f"Words for slot {n}. Return sends them.")  # fmt: skip
        route = patcher.obj(*panel.below(0), "route text")
        filled = patcher.obj(*panel.below(0, 80), "route bang")  # an empty field says nothing
        join = patcher.obj(*panel.below(0, 170), "tosymbol")
        patcher.chain(text, route, filled)
        patcher.connect(filled, 1, join)
        panel.write(join, 0, f"prompt/{n}/text")
        panel.shows(text, f"prompt/{n}/text")
        panel.texts.append(text)
        weight = Control.of(f"prompt/{n}/weight", f"Weight {n}", f"W{n}")
        shown = add(patcher, "live.numbox", panel.at(), (place + 164, y, 38, 15), weight)
        panel.holds(shown, 0, f"prompt/{n}/weight")
        only = Control(f"Only {n}", str(n), f"Give slot {n} all the weight.", visibility=HIDDEN)
        clicked = button(patcher, panel.at(), (place + 206, y, 20, 15), only)
        panel.call(clicked, 0, f"prompt/select {n}")
    return place + 234


def surface(panel: Panel, place: float) -> float:
    """Add the plane between the first four prompts."""
    patcher = panel.patcher
    label(patcher, panel.at(), (place, 2, 100, 15), "Surface 1-4")
    x = Control("Surface X", "X", "From prompts 1 and 3 to prompts 2 and 4.", initial=0.0)
    y = Control("Surface Y", "Y", "From prompts 1 and 2 to prompts 3 and 4.", initial=0.0)
    dials = [add(patcher, "live.dial", panel.at(), (place + 106, 19 + 62 * i, 44, 48), c)
             for i, c in enumerate((x, y))]  # fmt: skip
    plane = patcher.ui("pictslider", (*panel.at(), 100, 100), (place, 19, 100, 110),
                       varname="surface", parameter_enable=0,
                       annotation="Moves Surface X and Y.")  # fmt: skip
    for i, dial in enumerate(dials):
        scaled = patcher.obj(*panel.below(i), "expr $i1 / 127.")
        patcher.connect(plane, i, scaled)
        patcher.connect(scaled, 0, dial)
    on = Control("Surface On", "on", "The surface sets the weights of prompts 1 to 4.")
    gate = switch(patcher, panel.at(), (place, 133, 40, 15), on)
    _weights(panel, dials, gate, plane)
    panel.renew += [gate, *dials]
    return place + 158


def _weights(panel: Panel, dials: list[Box], switched: Box, plane: Box) -> None:
    """Add what makes four weights of two coordinates, and shows these on the plane."""
    patcher = panel.patcher
    both = patcher.obj(*panel.at(), "pak 0. 0.")
    whole = patcher.obj(*panel.at(), "pak 0 0")
    back = patcher.obj(*panel.below(), "prepend set")
    patcher.chain(whole, back, plane)
    for i, dial in enumerate(dials):
        patcher.connect(dial, 0, both, i)
        steps = patcher.obj(*panel.below(i - 1), "expr int($f1 * 127. + 0.5)")
        patcher.connect(dial, 0, steps)
        patcher.connect(steps, 0, whole, i)
    for n, corner in enumerate(CORNERS, 1):
        weight = patcher.obj(*panel.at(), f"expr {corner}")
        gate = patcher.obj(*panel.below(0), "gate")
        patcher.connect(both, 0, weight)
        patcher.connect(switched, 0, gate)
        patcher.connect(weight, 0, gate, 1)
        panel.write(gate, 0, f"prompt/{n}/weight")


def stems(panel: Panel, place: float) -> float:
    """Add a strip for each stem: gain, level, mute, solo, rest."""
    for i, stem in enumerate(STEMS):
        _strip(panel, place + 68 * i, stem)
    return place + 68 * len(STEMS) + 4


def _strip(panel: Panel, place: float, stem: str) -> None:
    patcher, name = panel.patcher, stem.capitalize()
    label(patcher, panel.at(), (place, 2, 62, 15), name)
    gain = Control.of(f"stem/{stem}/gain", f"{name} Gain", "Gain")
    dial = add(patcher, "live.dial", panel.at(), (place, 19, 44, 48), gain)
    panel.holds(dial, 0, f"stem/{stem}/gain")
    level = Control(f"{name} Level", "Level", f"Level of the {stem}.", _QUIET, 0.0, _QUIET,
                    unit="dB", visibility=HIDDEN)  # fmt: skip
    panel.meters[stem] = add(patcher, "live.slider", panel.at(), (place + 46, 19, 16, 126), level,
                             shownumber=0, showname=0)  # fmt: skip
    for i, (what, text) in enumerate((("mute", "mute"), ("solo", "solo"), ("rest", "rest"))):
        control = Control.of(f"stem/{stem}/{what}", f"{name} {what.capitalize()}", text)
        pressed = switch(patcher, panel.at(), (place, 73 + ROW * i, 42, 15), control)
        panel.holds(pressed, 0, f"stem/{stem}/{what}")


def music(panel: Panel, place: float) -> float:
    """Add the line that changes wait for, the key, and what the planner or a hand decides."""
    patcher = panel.patcher
    label(patcher, panel.at(), (place, 2, 60, 15), "Quantize")
    quantize = Control.of("quantize", "Quantize", "Quantize")
    menu = add(patcher, "live.menu", panel.at(), (place, 19, 68, 15), quantize)
    panel.write(menu, 1, "quantize")
    panel.shows(menu, "quantize", "setsymbol")
    label(patcher, panel.at(), (place + 76, 2, 60, 15), "Key")
    key = Control("Key", "Key", BY_NAME["key"].doc, choices=("auto", *KEYS))
    keys = add(patcher, "live.menu", panel.at(), (place + 76, 19, 60, 15), key)
    panel.write(keys, 1, "key")
    panel.shows(keys, "key", "setsymbol")
    panel.renew += [menu, keys]
    for i, name in enumerate(("density", "brightness", "intensity")):
        _decided(panel, place + 52 * i, name)
    return place + 162


def _decided(panel: Panel, place: float, name: str) -> None:
    """Add a dial that counts while its switch is in; else the planner decides."""
    patcher, long = panel.patcher, name.capitalize()
    control = Control.of(name, long, long.removesuffix("ness"), initial=0.5)
    dial = add(patcher, "live.dial", panel.at(), (place, 44, 48, 48), control)
    own = Control(f"{long} On", "by hand", f"In: the dial sets {name}. Out: the planner does.")
    switched = switch(patcher, panel.at(), (place, 98, 46, 15), own)
    order = patcher.obj(*panel.below(0), "t i i")
    which = patcher.obj(*panel.below(0, 60), "sel 1 0")
    gate = patcher.obj(*panel.below(0, 140), "gate")
    auto = patcher.msg(*panel.below(2), "auto")
    again = patcher.msg(*panel.below(2, 60), "outputvalue")
    patcher.chain(switched, order, which, again, dial)
    patcher.connect(order, 1, gate)
    patcher.connect(which, 1, auto)
    patcher.connect(dial, 0, gate, 1)
    panel.write(gate, 0, name)
    panel.write(auto, 0, name)
    panel.renew.append(switched)
    panel.follow[f"{ROOT}/{name}"] = lambda: _decided_elsewhere(panel, dial, switched, gate)


def _decided_elsewhere(panel: Panel, dial: Box, switched: Box, gate: Box) -> Box:
    """Add what shows that the planner decides, or the value that somebody has set."""
    patcher = panel.patcher
    route = patcher.obj(*panel.at(), "route auto")
    by_hand = patcher.obj(*panel.below(0), "t b l")
    patcher.connect(route, 1, by_hand)
    patcher.connect(by_hand, 1, panel.told(dial))
    for outlet, source, state in ((0, route, 0), (0, by_hand, 1)):
        for text, there in ((f"set {state}", switched), (str(state), gate)):
            said = patcher.msg(*panel.below(state + 1, 60 * len(text)), text)
            patcher.connect(source, outlet, said)
            patcher.connect(said, 0, there)
    return route


def scenes(panel: Panel, place: float) -> float:
    """Add a row of scenes to recall, and one to save."""
    patcher = panel.patcher
    label(patcher, panel.at(), (place, 2, 60, 15), "Scene")
    choices = ("-", *(str(n) for n in range(1, SCENES + 1)))
    scene = Control("Scene", "Scene", "Bring a scene back; - does nothing.", choices=choices)
    tab = add(patcher, "live.tab", panel.at(), (place, 19, 78, 60), scene, num_lines_presentation=3)
    chosen = patcher.obj(*panel.below(0), "sel 0")
    patcher.connect(tab, 0, chosen)
    panel.write(chosen, 1, "scene/recall")
    number = Control("Scene To Save", "Save as", "The scene that Save keeps.", 1, SCENES, 1, True,
                     visibility=STORED)  # fmt: skip
    box = add(patcher, "live.numbox", panel.at(), (place + 44, 84, 34, 15), number)
    keep = patcher.obj(*panel.below(0), "int 1")
    kept = Control("Save Scene", "save", "Keep how it is now.", visibility=HIDDEN)
    save = button(patcher, panel.at(), (place, 84, 40, 15), kept)
    patcher.connect(box, 0, keep, 1)
    patcher.connect(save, 0, keep)
    panel.write(keep, 0, "scene/save")
    return place + 86


def plan(panel: Panel, place: float) -> float:
    """Add play, stop, and what is done with the music itself."""
    patcher = panel.patcher
    label(patcher, panel.at(), (place, 2, 50, 15), "Play")
    calls = (
        ("Play", "play", "transport/play"),
        ("Stop", "stop", "transport/stop"),
        ("Hold Bar", "hold", "plan/hold"),
        ("Release", "release", "plan/release"),
        ("Again", "again", "plan/again"),
        ("Back", "back 4", "plan/back 4"),
    )
    for i, (long, text, message) in enumerate(calls):
        clicked = button(patcher, panel.at(), (place, 19 + ROW * i, 50, 15),
                         Control(long, text, f"Sends {ROOT}/{message}."))  # fmt: skip
        panel.call(clicked, 0, message)
    return place + 58
