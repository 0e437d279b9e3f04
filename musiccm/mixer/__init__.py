"""The mixer: mono stems to a stereo master, one code for the renderer and the daemon.

Streaming and stateful. The result is bitwise the same however the input is cut into blocks, so a
file that is rendered whole equals the same music played in blocks. Everything is elementwise, a
recursion along time, or whole numbers; no reduction whose order could depend on the size of a
block. No torch.

Fold-down to mono is ``(L + R) / sqrt(2)``: a source in the centre keeps its power. The width of a
stem is a side signal that cancels there (Lauridsen's complementary combs).
"""

from musiccm.mixer.desk import Mixed, Mixer, mix
from musiccm.mixer.limiter import CEILING_DB, Limiter
from musiccm.mixer.strip import DEFAULT_STRIPS, Strip

__all__ = ["CEILING_DB", "DEFAULT_STRIPS", "Limiter", "Mixed", "Mixer", "Strip", "mix"]
