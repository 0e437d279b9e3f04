"""Many live pieces at once: whether everyone gets the next bars in time.

Each piece needs EXTEND_FRAMES of new music in as much time as they last. In a round all pieces are
extended, together; the round has to be over before the first of them runs out.
"""

from typing import Any

from musiccm.bench.live import PROMPTS, Set
from musiccm.bench.samples import Samples
from musiccm.crowd import plan_all
from musiccm.performer import Performer
from musiccm.request import EXTEND_FRAMES


def streams(performer: Performer, n: int, rounds: int) -> dict[str, Any]:
    """Extend ``n`` pieces with words and seeds of their own, ``rounds`` times.

    ``capacity`` is how many such pieces would fill the budget at the 95th percentile.
    """
    live = Set(performer)
    requests = [live.request(PROMPTS[i % len(PROMPTS)], seed=i) for i in range(n)]
    found = Samples.of(performer.clock, lambda _: plan_all(performer, requests), rounds).summary()
    budget = 1e3 * EXTEND_FRAMES / performer.mel_config.frame_rate
    return {
        "streams": n,
        "round": found,
        "budget_ms": round(budget, 1),
        "holds": bool(found["p95_ms"] <= budget),
        "capacity": int(n * budget / found["p95_ms"]),
    }


def table(figures: dict[str, Any]) -> list[str]:
    """Return the lines of a table for people."""
    row, verdict = figures["round"], "within" if figures["holds"] else "over"
    return [
        f"{figures['streams']} live pieces extended in {row['p50_ms']:.1f} ms p50, "
        f"{row['p95_ms']:.1f} ms p95: {verdict} the budget of {figures['budget_ms']:.0f} ms",
        f"room for {figures['capacity']} of them",
    ]
