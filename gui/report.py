"""What the panel costs while it plays: seconds to the first picture, frames a second, CPU."""

import json
import os
import time
from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, QTimer
from PyQt6.QtWidgets import QWidget

from gui.bench import BEGUN


class Report(QObject):
    """Counts the frames of a window for ``seconds`` from its first music on, then prints them."""

    def __init__(self, window: QWidget, seconds: float, playing: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._seconds, self._playing = window, seconds, playing
        self._begun = float(os.environ.get(BEGUN, time.time()))
        self._first: float | None = None
        self._first_cpu = 0.0
        self._frames = 0
        window.installEventFilter(self)
        self._wait = QTimer(self)
        self._wait.setInterval(50)
        self._wait.timeout.connect(self._begin)
        self._wait.start()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Count what is painted; pass everything on."""
        if event and watched is self._window and event.type() == QEvent.Type.UpdateRequest:
            self._frames += 1
            if self._first is None:
                self._first, self._first_cpu = time.time(), time.process_time()
        return False

    def _begin(self) -> None:
        """Measure from the first music on."""
        if self._playing():
            self._wait.stop()
            self._frames, self._cpu, self._at = 0, time.process_time(), time.monotonic()
            QTimer.singleShot(round(1000 * self._seconds), self._end)

    def _end(self) -> None:
        seconds = time.monotonic() - self._at
        told = {
            "start_s": round((self._first or time.time()) - self._begun, 2),
            "start_cpu_s": round(self._first_cpu, 2),
            "frames_per_s": round(self._frames / seconds, 1),
            "core_percent": round(100 * (time.process_time() - self._cpu) / seconds, 1),
            "size": [self._window.width(), self._window.height()],
        }
        print(json.dumps(told), flush=True)
        self._window.close()
