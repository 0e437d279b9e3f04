"""``musiccm.tosc``: prompts, stems, music and scenes on a tablet, made from the parameter table."""

from collections.abc import Sequence

from bridge.protocol.parameters import (
    AUTO,
    BY_NAME,
    N_PROMPTS,
    PARAMETERS,
    ROOT,
    STEMS,
    Parameter,
)
from max_patches.generate.touchosc.nodes import (
    CLEAR,
    GREY,
    RIGHT,
    TOGGLE,
    UP,
    WHITE,
    Colour,
    Message,
    Node,
    Partial,
    Rect,
    Setting,
    pack,
)

WIDTH, HEIGHT, BAR, TABS = 1024, 768, 56, 50
REPLY_PORT = 9000  # what TouchOSC listens on, unless told otherwise
LEASE = 3600  # seconds, the longest
SCENES = 16
MOST_STEPS = 64  # of a whole number on a fader; one with more is not on the tablet
COLOURS: dict[str, Colour] = {
    "drums": (0.95, 0.65, 0.2, 1.0), "bass": (0.35, 0.65, 0.95, 1.0),
    "harmony": (0.3, 0.75, 0.55, 1.0), "lead": (0.85, 0.5, 0.75, 1.0),
}  # fmt: skip
_BLUE: Colour = (0.25, 0.45, 0.65, 1.0)
_STRIP = ("mute", "solo", "rest", "play")
MOMENTS = ("transport/play", "transport/stop", "transport/tap", "plan/hold", "plan/release",
           "plan/again", "plan/back", "capture")  # fmt: skip


def _label(text: str, name: str, frame: Rect, *messages: Message) -> Node:
    settings: dict[str, Setting] = {"background": False, "outline": False, "interactive": False}
    return Node("LABEL", name, frame, {"color": CLEAR, **settings}, text, messages)


def _fader(p: Parameter, frame: Rect, orientation: int, colour: Colour = GREY) -> Node:
    assert p.low is not None and p.high is not None
    conversion = "INTEGER" if p.kind == "int" else "FLOAT"
    argument = Partial("VALUE", conversion, "x", p.low, p.high)
    start = p.default if isinstance(p.default, (int, float)) else p.low
    place = (start - p.low) / (p.high - p.low)
    settings: dict[str, Setting] = {"orientation": orientation, "color": colour}
    return Node("FADER", p.name, frame, settings, f"{place:g}", (Message(p.address, (argument,)),))


def _toggle(p: Parameter, frame: Rect, colour: Colour) -> Node:
    message = Message(p.address, (Partial("VALUE", "INTEGER", "x"),))
    return Node("BUTTON", p.name, frame, {"buttonType": TOGGLE, "color": colour}, "0", (message,))


def _press(name: str, frame: Rect, *messages: tuple[str, Sequence[int | str]]) -> Node:
    """Return a button that sends messages when it is pressed."""
    sent = tuple(Message(path, tuple(map(_constant, arguments)), condition="RISE", receive=False)
                 for path, arguments in messages)  # fmt: skip
    return Node("BUTTON", name, frame, {"color": _BLUE}, "0", sent)


def _constant(value: int | str) -> Partial:
    return Partial("CONSTANT", "INTEGER" if isinstance(value, int) else "STRING", str(value))


def _named(button: Node, text: str) -> list[Node]:
    """Return a button with a text over it that no finger hits."""
    return [button, _label(text, f"{button.name} label", button.frame)]


def _prompts() -> list[Node]:
    nodes = []
    for n in range(1, N_PROMPTS + 1):
        y, text = 10 + 80 * (n - 1), BY_NAME[f"prompt/{n}/text"]
        shown = Message(text.address, (Partial("VALUE", "STRING", "text"),), "text", send=False)
        nodes.append(_label("-", text.name, (10, y, 540, 70), shown))
        nodes += _named(_press(f"only {n}", (560, y, 90, 70), (f"{ROOT}/prompt/select", [n])),
                        f"{n}")  # fmt: skip
        nodes.append(_fader(BY_NAME[f"prompt/{n}/weight"], (660, y, 350, 70), RIGHT))
    return nodes


def _stems() -> list[Node]:
    nodes = []
    for i, stem in enumerate(STEMS):
        x, name, colour = 10 + 254 * i, f"stem/{stem}", COLOURS[stem]
        nodes.append(_label(stem, f"{stem} name", (x, 4, 240, 30)))
        nodes.append(_fader(BY_NAME[f"{name}/gain"], (x, 40, 110, 400), UP, colour))
        for j, what in enumerate(_STRIP):
            button = _toggle(BY_NAME[f"{name}/{what}"], (x + 125, 40 + 102 * j, 115, 94), colour)
            nodes += _named(button, what)
        for j, what in enumerate(("pan", "width")):
            nodes.append(_label(what, f"{stem} {what}", (x, 456 + 90 * j, 70, 70)))
            frame = (x + 70, 456 + 90 * j, 170, 70)
            nodes.append(_fader(BY_NAME[f"{name}/{what}"], frame, RIGHT, colour))
    return nodes


def numbers() -> list[Parameter]:
    """Return the numbers of the music, as far as a fader can set them."""
    apart = ("prompt/", "stem/")
    return [p for p in PARAMETERS if p.low is not None and p.high is not None
            and not p.name.startswith(apart)
            and (p.kind == "float" or p.high - p.low <= MOST_STEPS)]  # fmt: skip


def choices() -> list[Parameter]:
    """Return the parameters that are one of some names."""
    return [p for p in PARAMETERS if p.choices]


def _numbers() -> list[Node]:
    nodes = []
    for i, p in enumerate(numbers()):
        x, y = 10 + 510 * (i % 2), 8 + 78 * (i // 2)
        nodes.append(_label(p.name, f"{p.name} name", (x, y, 150, 66)))
        nodes.append(_fader(p, (x + 155, y, 260, 66), RIGHT))
        if p.optional:
            button = _press(f"{p.name} auto", (x + 420, y, 76, 66), (p.address, [AUTO]))
            nodes += _named(button, AUTO)
    return nodes


def _choices() -> list[Node]:
    nodes, y = [], 8
    for p in choices():
        nodes.append(_label(p.name, f"{p.name} name", (10, y, 130, 44)))
        names = [*([AUTO] if p.optional else []), *p.choices]
        for i, name in enumerate(names):
            frame = (145 + 125 * (i % 7), y + 50 * (i // 7), 119, 44)
            nodes += _named(_press(f"{p.name} {name}", frame, (p.address, [name])), name)
        y += 50 * (1 + (len(names) - 1) // 7) + 8
    return nodes


def _scenes() -> list[Node]:
    nodes = []
    for row, verb in enumerate(("recall", "save")):
        top = 8 + 330 * row
        nodes.append(_label(f"{verb} scene", f"{verb} name", (10, top, 1000, 30)))
        for i in range(SCENES):
            frame = (10 + 126 * (i % 8), top + 40 + 130 * (i // 8), 118, 122)
            button = _press(f"{verb} {i + 1}", frame, (f"{ROOT}/scene/{verb}", [i + 1]))
            nodes += _named(button, f"{i + 1}")
    return nodes


def _page(name: str, nodes: list[Node]) -> Node:
    tab: dict[str, Setting] = {
        "tabColorOff": GREY, "tabColorOn": CLEAR, "tabLabel": name, "textColorOff": WHITE,
        "textColorOn": WHITE, "interactive": False, "outline": False, "color": CLEAR,
    }  # fmt: skip
    frame = (0, TABS, WIDTH, HEIGHT - BAR - TABS)
    return Node("GROUP", f"page {name}", frame, tab, children=tuple(nodes))


def _hands() -> list[Node]:
    """Return the row above the pages: what asks to be told everything, and the transport."""
    follow = (
        (f"{ROOT}/reply_port", [REPLY_PORT]),
        (f"{ROOT}/subscribe", [LEASE]),
        *((f"{ROOT}/{'/'.join('*' * depth)}/get", []) for depth in (1, 2, 3)),
    )
    width = WIDTH // (len(MOMENTS) + 1)
    nodes = _named(_press("follow", (2, 4, width - 4, BAR - 8), *follow), "follow")
    for i, name in enumerate(MOMENTS, 1):
        frame = (2 + width * i, 4, width - 4, BAR - 8)
        nodes += _named(_press(name, frame, (f"{ROOT}/{name}", [])), name.rpartition("/")[2])
    return nodes


def layout() -> bytes:
    """Return the file."""
    parts = {"prompts": _prompts, "stems": _stems, "music": _numbers, "choices": _choices,
             "scenes": _scenes}  # fmt: skip
    pages = tuple(_page(name, make()) for name, make in parts.items())
    pager = Node("PAGER", "pages", (0, BAR, WIDTH, HEIGHT - BAR), {}, children=pages)
    whole: dict[str, Setting] = {"interactive": False, "color": (0.0, 0.0, 0.0, 1.0)}
    frame = (0, 0, WIDTH, HEIGHT)
    return pack(Node("GROUP", "MusicCM", frame, whole, children=(*_hands(), pager)))
