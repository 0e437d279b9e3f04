"""What is wrong with the controls of a Max patch: names, places, texts, ranges, feedback."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from bridge.protocol.parameters import BY_NAME, ROOT
from max_patches.check.maxmsp import Json, boxes, lines

EM = 0.56  # mean width of a letter of Arial, in its size
# Objects that let a value through as it is, and the inlet that it goes into.
_PASSED = {"gate": 1, "tosymbol": 0, "route text": 0, "route bang": 0}
_ENUM = 2
_HIDDEN = 2
_AUTO = "auto"


def controls(patcher: Json) -> list[Json]:
    """Return the boxes that are parameters of Live."""
    return [box for box in boxes(patcher) if box.get("parameter_enable")]


def value_of(box: Json) -> Json:
    """Return what Live knows of a parameter."""
    return dict(box["saved_attribute_attributes"]["valueof"])


def problems(patcher: Json, width: float | None = None, height: float | None = None) -> list[str]:
    """Return what is wrong with the controls of a patcher, in a window of that size if given."""
    return [
        *_names(patcher),
        *_places(patcher, width, height),
        *_texts(patcher),
        *_ranges(patcher),
        *_feedback(patcher),
    ]


def _names(patcher: Json) -> Iterator[str]:
    names = [box["varname"] for box in boxes(patcher) if "varname" in box]
    longs = [value_of(box)["parameter_longname"] for box in controls(patcher)]
    for counted, what in ((names, "scripting name"), (longs, "long name")):
        yield from (f"{what} {name} twice" for name, n in Counter(counted).items() if n > 1)
    for box in controls(patcher):
        if not value_of(box).get("parameter_info"):
            yield f"{box['varname']} has no info text"


def shown(patcher: Json) -> list[Json]:
    """Return the boxes of presentation mode."""
    return [box for box in boxes(patcher) if box.get("presentation")]


def _places(patcher: Json, width: float | None, height: float | None) -> Iterator[str]:
    for box in shown(patcher):
        x, y, w, h = box["presentation_rect"]
        if x < 0 or y < 0 or (width and x + w > width) or (height and y + h > height):
            yield f"{_called(box)} is out of the window"
    for a, b in combinations(shown(patcher), 2):
        if _overlap(a["presentation_rect"], b["presentation_rect"]):
            yield f"{_called(a)} lies over {_called(b)}"


def _overlap(a: list[float], b: list[float]) -> bool:
    return all(a[i] < b[i] + b[i + 2] and b[i] < a[i] + a[i + 2] for i in (0, 1))


def _called(box: Json) -> str:
    return str(box.get("varname") or box.get("text") or box["id"])


def _texts(patcher: Json) -> Iterator[str]:
    """Yield what is written wider than its box."""
    for box in shown(patcher):
        size = box.get("fontsize", 12.0)
        for text in _written(box):
            if len(text) * size * EM > box["presentation_rect"][2]:
                yield f"{text!r} does not fit into {_called(box)}"


def _written(box: Json) -> list[str]:
    if box["maxclass"] in ("comment", "live.comment", "live.text"):
        return [box["text"]]
    if box["maxclass"] == "live.dial":
        return [value_of(box)["parameter_shortname"]]
    if box["maxclass"] == "live.menu":
        return list(value_of(box)["parameter_enum"])
    return []


def targets(patcher: Json, box: Json) -> Iterator[str]:
    """Yield the names of the parameters that a control writes as it is."""
    by_id = {b["id"]: b for b in boxes(patcher)}
    drawn = lines(patcher)
    waiting: list[str] = [box["id"]]
    seen: set[str] = set()
    while waiting:
        source = waiting.pop()
        for there, inlet in ((d, i) for s, _, d, i in drawn if s == source and d not in seen):
            text = str(by_id[there].get("text", ""))
            if text.startswith(f"prepend {ROOT}/"):
                yield text.removeprefix(f"prepend {ROOT}/")
            elif inlet == _PASSED.get(text):
                waiting.append(there)
                seen.add(there)


def _ranges(patcher: Json) -> Iterator[str]:
    for box in controls(patcher):
        for name in targets(patcher, box):
            if name in BY_NAME and (problem := _range(box, name)):
                yield f"{_called(box)} of {name}: {problem}"


def _range(box: Json, name: str) -> str | None:
    p, value = BY_NAME[name], value_of(box)
    if p.kind in ("text", "chords"):
        return None if box["maxclass"] == "textedit" else "is no text"
    if value["parameter_type"] == _ENUM:
        allowed = ("off", "on") if p.kind == "bool" else p.choices
        left_out = (_AUTO,) if p.optional else ()
        given = [choice for choice in value["parameter_enum"] if choice not in left_out]
        return None if given == list(allowed) else f"chooses among {given}"
    bounds = (value["parameter_mmin"], value["parameter_mmax"])
    start = value["parameter_initial"][0]
    if bounds != (p.low, p.high):
        return f"goes from {bounds[0]} to {bounds[1]}"
    return None if bounds[0] <= start <= bounds[1] else f"begins at {start}"


def _feedback(patcher: Json) -> Iterator[str]:
    """Yield the parameters that what the daemon says moves although Live's Undo sees them."""
    if not any(box.get("text") == "live.thisdevice" for box in boxes(patcher)):
        return
    by_id = {b["id"]: b for b in boxes(patcher)}
    drawn = lines(patcher)
    waiting = [b["id"] for b in boxes(patcher) if str(b.get("text")).startswith("udpreceive")]
    seen = set(waiting)
    while waiting:
        box = by_id[waiting.pop()]
        if box.get("parameter_enable"):
            if value_of(box).get("parameter_invisible") != _HIDDEN:
                yield f"{_called(box)} is moved by feedback and not hidden"
            continue
        if box.get("text") in ("outputvalue",):  # says again what it has
            continue
        for there in {d for s, _, d, _ in drawn if s == box["id"]} - seen:
            seen.add(there)
            if not (str(box.get("text")) == "t b b" and by_id[there]["maxclass"] == "textedit"):
                waiting.append(there)
