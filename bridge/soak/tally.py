"""What a fuzz has counted: by kinds, in plain figures, parts added up."""

import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

WARM = 0.3  # share of a part after which memory is looked at
MOST_GROWTH = 5.0  # MB between then and the end, as in a soak
MOST_OBJECTS = 20_000  # of the interpreter's blocks of memory: one for 35 datagrams of a full part
SHOWN = 50  # troubles that are told in full


@dataclass(frozen=True)
class Mark:
    """Memory at a moment: resident MB besides the music, and the interpreter's blocks."""

    share: float
    megabytes: float
    objects: int


@dataclass
class Tally:
    """The figures of one part, while it runs."""

    datagrams: Counter[str] = field(default_factory=Counter)
    midi: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def trouble(self, kind: str, text: str) -> None:
        """Note what must not be."""
        self.wrong[kind] += 1
        if len(self.troubles) < SHOWN:
            self.troubles.append(f"{kind}: {text[:500]}")

    def spent(self, kind: str, seconds: float) -> None:
        """Note how long one datagram or message took."""
        self.slowest[kind] = max(self.slowest.get(kind, 0.0), seconds)

    def judge_memory(self) -> None:
        """Call it a trouble when memory has grown."""
        megabytes, objects = self.growth("megabytes"), self.growth("objects")
        if megabytes > MOST_GROWTH or objects > MOST_OBJECTS:
            self.trouble("memory", f"grew by {megabytes:.2f} MB and {objects:.0f} blocks")

    def growth(self, what: str) -> float:
        """Return by how much the median of the last fifth is over that after the warm-up."""
        early = [getattr(m, what) for m in self.marks if WARM <= m.share <= WARM + 0.2]
        late = [getattr(m, what) for m in self.marks if m.share >= 0.8]
        return statistics.median(late) - statistics.median(early) if early and late else 0.0

    def figures(self) -> dict[str, Any]:
        """Return them as JSON takes them."""
        return {
            "datagrams": self.datagrams.total(),
            "midi": self.midi.total(),
            "kinds": dict(self.datagrams.most_common()),
            "midi_kinds": dict(self.midi.most_common()),
            "replies": dict(self.replies.most_common()),
            "slowest_ms": {k: round(1000 * s, 2) for k, s in sorted(self.slowest.items())},
            "grown_mb": round(self.growth("megabytes"), 2),
            "grown_blocks": round(self.growth("objects")),
            "memory_mb": round(max((m.megabytes for m in self.marks), default=0.0), 1),
            "wrong": dict(self.wrong),
            "troubles": self.troubles,
            "n_troubles": self.wrong.total(),
        }


_ADDED = ("datagrams", "midi", "n_troubles", "seconds", "cpu_seconds", "music_seconds", "drafts")
_WORST = ("grown_mb", "grown_blocks", "memory_mb")
_COUNTED = ("kinds", "midi_kinds", "replies", "wrong")


def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of all parts: sums, the worst growth, the slowest of each kind."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED}
    slowest: dict[str, float] = {}
    for part in parts:
        for name in _COUNTED:
            counted[name].update(part[name])
        for kind, ms in part["slowest_ms"].items():
            slowest[kind] = max(slowest.get(kind, 0.0), ms)
    return {
        **{name: round(sum(part.get(name, 0) for part in parts), 1) for name in _ADDED},
        **{name: max((part[name] for part in parts), default=0) for name in _WORST},
        **{name: dict(counts.most_common()) for name, counts in counted.items()},
        "slowest_ms": slowest,
        "files": sorted({name for part in parts for name in part["files"]}),
        "troubles": [text for part in parts for text in part["troubles"]][:SHOWN],
    }
