"""What the timeline costs: ``python -m gui.timeline.bench`` prints one line of JSON.

Music under a clock that is moved by hand: every frame is painted as the platform paints it
(QT_QPA_PLATFORM=offscreen or Xvfb: by software), every quarter of a second the plan is told.
"""

import json
import math
import statistics
import sys
import time
from collections.abc import Iterator

from PyQt6.QtWidgets import QApplication

from bridge.protocol.parameters import ROOT, STATUS, STEMS
from gui.line import FakeLine
from gui.timeline.levels import SLICES_PER_SECOND
from gui.timeline.picture import FRAME_MS
from gui.timeline.view import TimelineView

SIZE = 1280, 420
SECONDS = 20.0
PLANNED, REPLAN, ASK = 8.0, 2.0, 0.25  # seconds


def _told(now: float, known: int) -> Iterator[tuple[str, list[object]]]:
    """Yield what a daemon tells at ``now``: bars of 2 s, a new tail every two seconds."""
    edition, since, until = int(now / REPLAN), max(0.0, now - 1.0), now + PLANNED
    if edition != known:
        first, last = (int(place * SLICES_PER_SECOND) for place in (since, until))
        for stem in STEMS:
            levels = [-4.0 - 3 * ((n * 7 + len(stem) * edition) % 13) for n in range(first, last)]
            yield "plan/wave", [stem, first, *levels]
        for number in range(math.ceil(since / 2), math.ceil(until / 2)):
            yield "plan/bar", [number, 2.0 * number, 4]
    yield "plan/view.reply", [edition, now, now + 0.1, now + 0.8, until, -1.0, 0.0]
    status = {"state": "playing", "seconds": now + 0.1, "tempo": 120.0}
    yield "status.reply", [status.get(field.name, 0) for field in STATUS]


def measure(seconds: float = SECONDS) -> dict[str, float]:
    """Return what painting ``seconds`` of music costs; a QApplication is needed."""
    now = 0.0
    view = TimelineView(FakeLine(), lambda: now)
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
    view.canvas._frames.stop()
    view._questions.stop()
    frames, begin, next_told = [], time.process_time(), 0.0
    while now < seconds:
        before = time.perf_counter()
        if now >= next_told:
            next_told += ASK
            for name, arguments in _told(now, view.timeline.wish()[1]):
                view.receive(f"{ROOT}/{name}", arguments)
            view.ask()
        view.canvas.advance()
        view.canvas.repaint()
        frames.append(1000 * (time.perf_counter() - before))
        now += FRAME_MS / 1000
    spent = time.process_time() - begin
    view.close()
    return {
        "frames": len(frames),
        "frames_per_second": 1000 / FRAME_MS,
        "frame_ms_p50": round(statistics.median(frames), 2),
        "frame_ms_p95": round(statistics.quantiles(frames, n=20)[-1], 2),
        "core_percent": round(100 * spent / seconds, 1),
        "columns": view.canvas.tiles.painted,
    }


if __name__ == "__main__":
    app = QApplication(sys.argv)
    print(json.dumps(measure()))
