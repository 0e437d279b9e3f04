"""The lines of code that the SuperCollider quickstart shows, to be run as they stand."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "quickstart" / "supercollider.md"


def lines_of(page: Path = PAGE) -> list[str]:
    """Return the lines of all its blocks, comments left out."""
    blocks = re.findall(r"```supercollider\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = (line.partition("//")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line]
