"""Prompts that are new to the captions, and how they are counted."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.training.quality.rigs import rig, styles
from training.band import captions
from training.band.instruments import load_instruments
from training.compose.style import Style
from training.quality.words import cases, goals, most_heard, summarise, tasks, text

SMALL = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


def words_of_style(style: Style) -> set[str]:
    """Return the phrases that a style gives its captions, scenes without their preposition."""
    scenes = {re.sub(r"^(for|to) (an? |the )?", "", scene) for scene in style.words.scenes}
    return {*style.words.genre, *style.words.adjectives, *style.moods, *scenes,
            style.name.replace("_", " ")}  # fmt: skip


@cache
def caption_phrases() -> set[str]:
    """Return every phrase that captions are put together from."""
    tables = (captions.DENSITY_WORDS, captions.BRIGHTNESS_WORDS, captions.INTENSITY_WORDS)
    measured = [words for table in tables for words in table]
    tempi = [words for _, words in captions.TEMPO_WORDS]
    instruments = [row.words for row in load_instruments().values()]
    own = [words_of_style(style) for style in styles().values()]
    return {word.lower() for group in (*measured, *tempi, *instruments, *own) for word in group}


def content(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W_]+", text.lower())} - SMALL


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.prompt)
def test_a_prompt_is_new_to_the_captions(case: Any) -> None:
    """No phrase of any caption is in it, and no single word of its own style's."""
    found = [p for p in caption_phrases() if re.search(rf"\b{re.escape(p)}\b", case.prompt.lower())]
    assert not found
    assert not content([case.prompt]) & content(words_of_style(styles()[case.style]))


def test_every_style_has_two_prompts() -> None:
    """Sixty prompts, two for each style that the project has, none twice."""
    found = cases()
    assert [case.style for case in found] == [name for name in sorted(styles()) for _ in range(2)]
    assert len({case.prompt for case in found}) == len(found)


def row(style: str, *heard: str, read: str = "house") -> dict[str, Any]:
    return {"style": style, "prompt": f"something like {style}", "heard": heard, "read": read}


def test_the_right_style_is_that_of_most_crops() -> None:
    """Two of three crops decide; of equals the first does."""
    assert most_heard(["waltz", "house", "house"]) == "house"
    assert most_heard(["waltz", "house", "tango"]) == "waltz"


def test_accuracies_are_parts() -> None:
    """Three of four prompts are heard as meant, the one that is not is listed."""
    rows = [row("house", "house", "house"), row("house", "house"), row("waltz", "waltz"),
            row("waltz", "tango", "tango", "waltz")]  # fmt: skip
    found = summarise({"word": rows, "recording": [row("house", "house", "tango")]})
    assert (found["right"], found["read"], found["ceiling"]) == (0.75, 0.5, 1.0)
    assert found["ceiling_crops"] == 0.5
    assert found["right_crops"] == pytest.approx(5 / 7)
    assert goals(found)[0].reached
    assert text(found).count("something like") == 1


def test_every_prompt_is_played_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """60 prompts and 60 recordings have a task each, under names of their own."""
    asked = tasks(rig(tmp_path, monkeypatch))
    assert len(asked) == len({(task.kind.name, task.case) for task in asked}) == 120
