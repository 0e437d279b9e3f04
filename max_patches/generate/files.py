"""All generated files, by their path in ``max_patches/``."""

from pathlib import Path

from max_patches.generate.puredata.bridge import bridge as pd_bridge
from max_patches.generate.puredata.bridge import words as pd_words
from max_patches.generate.puredata.help import help_patch as pd_help

FOLDER = Path(__file__).parents[1]
_MAKERS = {
    "pd/mcm.pd": pd_bridge,
    "pd/mcm-words.pd": pd_words,
    "pd/mcm-help.pd": pd_help,
}


def files() -> dict[str, bytes]:
    """Return the content of every file."""
    return {name: make() for name, make in _MAKERS.items()}
