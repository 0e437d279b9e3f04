"""Read style files. Every error names the file and the key."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from musiccm.controls import METRES, SECTIONS, STEMS
from training.compose.chords import SCALES, parse_progression
from training.compose.grid import BEATS_PER_BAR, parse_grid
from training.compose.kit import DRUM_KEYS
from training.compose.style import (
    DrumPattern,
    Drums,
    Layer,
    Lead,
    Line,
    Mood,
    Pattern,
    SectionPlan,
    Style,
    StyleError,
    Swing,
    Words,
)

STYLES_FOLDER = Path(__file__).parents[1] / "styles"
FORMS_FILE = "_forms.yaml"
VOICINGS = ("close", "open", "power", "shell", "root")
DRUM_SIGNS = "Xxogrt"
BASS_SIGNS = "R8n53764arwl"
COMP_SIGNS = "Xxogbcud123456"
LEAD_SIGNS = "Xxo"


class Node:
    """A mapping of the file with the path to it, so that an error can say where it is."""

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise StyleError(f"{where}: expected keys and values, found {value!r}")
        self.value, self.where = value, where

    def known(self, *keys: str) -> None:
        """Refuse a key that is none of ``keys``: a typing error would otherwise go unheard."""
        for key in self.value:
            if key not in keys:
                raise StyleError(f"{self.where}: unknown key {key!r}; known are {', '.join(keys)}")

    def get(self, key: str, convert: Callable[[Any], Any], default: Any = ...) -> Any:
        """Return ``convert(value)``, or ``default`` where the key is missing."""
        if key not in self.value:
            if default is ...:
                raise StyleError(f"{self.where}: the key {key!r} is missing")
            return default
        try:
            return convert(self.value[key])
        except StyleError:
            raise
        except (ValueError, TypeError, KeyError) as error:
            raise StyleError(f"{self.where}: {key}: {error}") from error

    def node(self, key: str) -> "Node":
        """Return the mapping under ``key``."""
        return Node(self.get(key, lambda value: value), f"{self.where}: {key}")


def load_styles(folder: Path | None = None) -> dict[str, Style]:
    """Read every ``*.yaml`` of ``folder`` (default: the shipped styles), sorted by name.

    Raises
    ------
    StyleError
        For a missing folder or a file that cannot be used; names file and key.
    """
    folder = folder or STYLES_FOLDER
    files = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("_"))
    if not files:
        raise StyleError(f"{folder}: no style files (*.yaml) here; name a folder that has some")
    forms_path = folder / FORMS_FILE
    forms = _read(forms_path if forms_path.exists() else STYLES_FOLDER / FORMS_FILE)
    styles = [load_style(path, forms) for path in files]
    return {style.name: style for style in styles}


def load_style(path: Path, forms: dict[str, Any]) -> Style:
    """Read one style; ``forms`` are the named forms a style may refer to."""
    top = Node(_read(path), path.name)
    top.known("name", "words", "moods", "tempo", "metres", "minor", "swing", "progressions",
              "form", "drums", "bass", "harmony", "lead")  # fmt: skip
    metres = top.get("metres", _metres)
    style = Style(
        name=top.get("name", str),
        words=_words(top.node("words")),
        moods=_moods(top.node("moods")),
        tempo=top.get("tempo", lambda value: _tempi(value, metres)),
        metres=metres,
        minor=top.get("minor", float),
        swing=top.get("swing", _swing, Swing(8, 0.5, 0.5)),
        progressions=top.get("progressions", _progressions),
        form=top.get("form", lambda value: _form(value, forms, f"{path.name}: form")),
        drums=_drums(top.node("drums"), metres),
        bass=_bass(top.node("bass"), metres),
        harmony=top.get("harmony", lambda value: _harmony(value, metres, path.name)),
        lead=_lead(top.node("lead"), metres),
    )
    _check(style, path)
    return style


def _check(style: Style, path: Path) -> None:
    if style.name != path.stem:
        raise StyleError(f"{path.name}: name: {style.name!r} must be the file's name")
    chances = [style.minor] + [m.minor for m in style.moods.values() if m.minor is not None]
    for minor in (True, False):
        if not style.progressions[minor] and any(c > 0 if minor else c < 1 for c in chances):
            mode = "minor" if minor else "major"
            raise StyleError(f"{path.name}: progressions: {mode} is empty but can be drawn")


def _read(path: Path) -> dict[str, Any]:
    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise StyleError(f"{path.name}: cannot be read: {error}") from error
    return Node(value, path.name).value


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"expected a list such as [a, b], found {value!r}")
    return tuple(str(item) for item in value)


def _pair(value: Any) -> tuple[float, float]:
    low, high = value
    if not low <= high:
        raise ValueError(f"expected [low, high], found {value!r}")
    return float(low), float(high)


def _tempi(value: Any, metres: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {m: _pair(value[m] if isinstance(value, dict) else value) for m in metres}


def _metres(value: dict[str, float]) -> dict[str, float]:
    for metre in value:
        if metre not in METRES:
            raise ValueError(f"unknown metre {metre!r}; known are {', '.join(METRES)}")
    return {metre: float(weight) for metre, weight in value.items()}


def _words(node: Node) -> Words:
    node.known("genre", "adjectives", "scenes")
    return Words(*(node.get(key, _strings) for key in ("genre", "adjectives", "scenes")))


def _moods(node: Node) -> dict[str, Mood]:
    moods = {}
    for name in node.value:
        mood = node.node(name)
        mood.known("energy", "minor")
        moods[name] = Mood(mood.get("energy", float, 0.0), mood.get("minor", float, None))
    return moods


def _swing(value: dict[str, Any]) -> Swing:
    low, high = _pair(value["amount"])
    if value["unit"] not in (8, 16) or low < 0.5 or high > 0.75:
        raise ValueError("unit is 8 or 16 and amount lies within [0.5, 0.75]")
    return Swing(value["unit"], low, high)


def _progressions(value: dict[str, list[str]]) -> dict[bool, Any]:
    return {
        minor: tuple(parse_progression(text, minor) for text in value.get(mode, []))
        for mode, minor in (("major", False), ("minor", True))
    }


def _form(value: Any, forms: dict[str, Any], where: str) -> tuple[SectionPlan, ...]:
    if isinstance(value, str):
        if value not in forms:
            raise ValueError(f"unknown form {value!r}; known are {', '.join(forms)}")
        value = forms[value]
    return tuple(_section(Node(item, f"{where}: {i}")) for i, item in enumerate(value))


def _section(node: Node) -> SectionPlan:
    node.known("section", "bars", "intensity", "play")
    name = node.get("section", str)
    if name not in SECTIONS:
        known = ", ".join(SECTIONS)
        raise StyleError(f"{node.where}: section: unknown {name!r}; known are {known}")
    play = node.get("play", lambda value: tuple(_stems(text) for text in _strings(value)))
    return SectionPlan(name, node.get("bars", int), node.get("intensity", float), play)


def _stems(text: str) -> tuple[str, ...]:
    names = STEMS if text == "all" else tuple(text.split())
    for name in names:
        if name not in STEMS:
            raise ValueError(f"unknown stem {name!r}; known are all, {', '.join(STEMS)}")
    return tuple(stem for stem in STEMS if stem in names)


def _per_metre(node: Node, key: str, metres: dict[str, float], read: Any) -> dict[str, Any]:
    found = node.node(key)
    return {metre: found.get(metre, partial(read, metre=metre)) for metre in metres}


def _drums(node: Node, metres: dict[str, float]) -> Drums:
    node.known("instruments", "patterns", "fills", "roll", "crash")
    roll = node.get("roll", str, None)
    if roll is not None and roll not in DRUM_KEYS:
        raise StyleError(f"{node.where}: roll: unknown drum {roll!r}")
    return Drums(
        instruments=node.get("instruments", _strings),
        patterns=_per_metre(node, "patterns", metres, _drum_patterns),
        fills=_per_metre(node, "fills", metres, _drum_patterns),
        roll=roll,
        crash=node.get("crash", float, 0.7),
    )


def _drum_patterns(value: list[dict[str, Any]], metre: str) -> tuple[DrumPattern, ...]:
    return tuple(_drum_pattern(dict(item), metre) for item in value)


def _drum_pattern(item: dict[str, Any], metre: str) -> DrumPattern:
    energy = float(item.pop("energy", 0.6))
    beats = float(item.pop("beats", BEATS_PER_BAR[metre]))
    voices = {}
    for drum, text in item.items():
        if drum not in DRUM_KEYS:
            raise ValueError(f"unknown drum {drum!r}; known are {', '.join(DRUM_KEYS)}")
        voices[drum] = parse_grid(text, metre, DRUM_SIGNS, beats=beats)
    return DrumPattern(energy, beats, voices)


def _patterns(signs: str) -> Callable[[list[Any], str], tuple[Pattern, ...]]:
    def read(value: list[Any], metre: str) -> tuple[Pattern, ...]:
        return tuple(_pattern(item, metre, signs) for item in value)

    return read


def _pattern(item: Any, metre: str, signs: str) -> Pattern:
    energy, text = (item["energy"], item["notes"]) if isinstance(item, dict) else (0.6, item)
    grid = None if text == "kick" and signs == BASS_SIGNS else parse_grid(text, metre, signs)
    return Pattern(float(energy), grid)


def _line(node: Node, metres: dict[str, float], key: str, signs: str) -> dict[str, Any]:
    low, high = node.get("range", _pair)
    if high - low < 12:
        raise StyleError(f"{node.where}: range: needs at least 12 semitones, has {high - low:g}")
    return {
        "instruments": node.get("instruments", _strings),
        "low": int(low),
        "high": int(high),
        "gate": node.get("gate", float, 0.92),
        "gain": node.get("gain", float, 1.0),
        "patterns": _per_metre(node, key, metres, _patterns(signs)),
    }


def _bass(node: Node, metres: dict[str, float]) -> Line:
    node.known("instruments", "range", "gate", "gain", "patterns")
    return Line(**_line(node, metres, "patterns", BASS_SIGNS))


def _harmony(value: list[Any], metres: dict[str, float], file: str) -> tuple[Layer, ...]:
    nodes = [Node(item, f"{file}: harmony: layer {i + 1}") for i, item in enumerate(value)]
    return tuple(_layer(node, metres) for node in nodes)


def _layer(node: Node, metres: dict[str, float]) -> Layer:
    node.known("instruments", "range", "gate", "gain", "patterns", "voices", "voicing", "strum",
               "chance")  # fmt: skip
    voicing = node.get("voicing", str, "close")
    if voicing not in VOICINGS:
        raise StyleError(f"{node.where}: voicing: unknown; known are {', '.join(VOICINGS)}")
    return Layer(
        **_line(node, metres, "patterns", COMP_SIGNS),
        voices=node.get("voices", int, 4),
        voicing=voicing,
        strum=node.get("strum", float, 0.0),
        chance=node.get("chance", float, 1.0),
    )


def _lead(node: Node, metres: dict[str, float]) -> Lead:
    node.known("instruments", "range", "gate", "gain", "rhythms", "scales", "phrases", "leap",
               "ornament")  # fmt: skip
    phrases = node.get("phrases", lambda value: tuple(_phrase(text) for text in _strings(value)))
    return Lead(
        **_line(node, metres, "rhythms", LEAD_SIGNS),
        scales=node.get("scales", _scales),
        phrases=phrases,
        leap=node.get("leap", float, 0.2),
        ornament=node.get("ornament", float, 0.0),
    )


def _phrase(text: str) -> tuple[str, ...]:
    tokens = tuple(text.split())
    for token in tokens:
        if token not in ("A", "A'", "A+", "A-", "B", "C", "_"):
            raise ValueError(f"unknown phrase part {token!r}; known are A A' A+ A- B C _")
    return tokens


def _scales(value: dict[str, list[str]]) -> dict[bool, tuple[str, ...]]:
    for name in (name for names in value.values() for name in names):
        if name not in SCALES:
            raise ValueError(f"unknown scale {name!r}; known are {', '.join(SCALES)}")
    return {
        False: tuple(value.get("major", ["major"])),
        True: tuple(value.get("minor", ["minor"])),
    }
