"""The page of troubles is true: it quotes what the code says, and leaves out no start-up error."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"^\*\*`(.+?)`\*\*$", PAGE, re.MULTILINE)
STARTUP = "StartupError"
WORD_FOR_WORD = ("bridge", "bridge/audio", "bridge/midi", "bridge/osc", "bridge/oscquery")
FAMILIES = (STARTUP, "SyncError", "RecordError", "LogError", "NameRefused", "CheckpointError")
FAMILIES += ("ComputeError", "PromptError")
ELSEWHERE = ("soak", "rehearsal", "musicldm")  # tools of their own, with pages of their own


def _text(node: ast.AST) -> str | None:
    """Return what a string or f-string says, with … for what varies."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"%(?:\.\d+)?[sdfg]", "…", node.value)
    return None


def _files() -> Iterator[Path]:
    for package in ("bridge", "musiccm", "gui"):
        for file in (ROOT / package).rglob("*.py"):
            if not set(ELSEWHERE) & set(file.relative_to(ROOT).parts):
                yield file


@cache
def _nodes() -> list[tuple[Path, ast.AST]]:
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in _files()}
    return [(file, node) for file, tree in trees.items() for node in ast.walk(tree)]


def _raised() -> Iterator[tuple[str, str, str]]:
    """Yield package, error and text of each error that is made with a text."""
    for file, node in _nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            text = _text(node.args[0])
            if text is not None and re.search(r"\w{3}", text):
                yield file.parent.relative_to(ROOT).as_posix(), node.func.id, text


def test_what_the_page_quotes_is_what_the_program_says() -> None:
    """Every quoted message is in the code, word for word."""
    said = {text for _, node in _nodes() if (text := _text(node)) is not None}
    assert len(QUOTED) > 30
    assert [quote for quote in QUOTED if quote not in said] == []


def test_every_start_up_error_has_an_entry() -> None:
    """Whatever of device, port or prompt can keep the daemon from starting is on the page."""
    missing = [
        text
        for package, error, text in _raised()
        if error == STARTUP and package in WORD_FOR_WORD and text not in QUOTED
    ]
    assert missing == [], "add to docs/troubleshooting.md a line **`...`** and what to do"


def test_every_family_of_errors_has_an_entry() -> None:
    """Of each kind of error that a package raises at least one is on the page."""
    texts: dict[tuple[str, str], list[str]] = {}
    for package, error, text in _raised():
        if error in FAMILIES:
            texts.setdefault((package, error), []).append(text)
    assert len(texts) > 5
    silent = [family for family, said in texts.items() if not set(said) & set(QUOTED)]
    assert silent == []
