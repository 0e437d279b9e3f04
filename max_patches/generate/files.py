"""All generated files, by their path in ``max_patches/``."""

from pathlib import Path

from max_patches.generate.maxmsp.bridge import bridge as max_bridge
from max_patches.generate.maxmsp.device import device
from max_patches.generate.maxmsp.help import help_patch as max_help
from max_patches.generate.maxmsp.stage import stage
from max_patches.generate.open_stage_control import session as osc_session
from max_patches.generate.puredata.bridge import bridge as pd_bridge
from max_patches.generate.puredata.bridge import words as pd_words
from max_patches.generate.puredata.help import help_patch as pd_help
from max_patches.generate.supercollider.help import page as sc_help
from max_patches.generate.supercollider.tables import methods as sc_methods
from max_patches.generate.supercollider.tables import table as sc_table
from max_patches.generate.touchosc.layout import layout as tosc_layout
from max_patches.generate.touchosc.nodes import unpack

FOLDER = Path(__file__).parents[1]
_QUARK = "supercollider/MusicCM"
_MAKERS = {
    "mcm.bridge.maxpat": max_bridge,
    "mcm.help.maxpat": max_help,
    "mcm.stage.maxpat": stage,
    "MusicCM.amxd": device,
    "open_stage_control/musiccm.json": osc_session,
    "touchosc/musiccm.tosc": tosc_layout,
    "pd/mcm.pd": pd_bridge,
    "pd/mcm-words.pd": pd_words,
    "pd/mcm-help.pd": pd_help,
    f"{_QUARK}/Classes/MusicCMTable.sc": sc_table,
    f"{_QUARK}/Classes/extMusicCM.sc": sc_methods,
    f"{_QUARK}/HelpSource/Classes/MusicCM.schelp": sc_help,
}


def files() -> dict[str, bytes]:
    """Return the content of every file."""
    return {name: make() for name, make in _MAKERS.items()}


def same(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files say the same: another zlib packs the same text otherwise."""
    return unpack(one) == unpack(other) if name.endswith(".tosc") else one == other
