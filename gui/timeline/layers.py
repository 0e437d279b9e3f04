"""What is painted over the waveforms: ruler, bar lines, sections, flags, loop, playhead."""

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from bridge.protocol.parameters import STEMS
from gui.colours import ACCENT, BAD, DIM, GROUND, LINE, PLATE, RAISED, STEM, TEXT, clear, mixed
from gui.timeline.geometry import Geometry
from gui.timeline.model import Bar, Pending, Timeline

RULER, FLAGS = 40, 26  # logical pixels of the bands above the lanes
HEAD = RULER + FLAGS
_FLAG, _ROOM = 18, 46  # height of a flag; pixels that a bar's number needs
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Layers:
    """Paints one frame of ``timeline`` over the lanes of a canvas of ``height``."""

    def __init__(
        self, painter: QPainter, timeline: Timeline, geometry: Geometry, height: int
    ) -> None:
        self._painter, self._timeline, self._geometry = painter, timeline, geometry
        self._height = height
        self._font = QFont(painter.font())

    def ruler(self) -> None:
        """Bar numbers and sections."""
        width = self._geometry.width
        self._painter.fillRect(0, 0, width, HEAD, GROUND)
        self._painter.fillRect(0, RULER, width, FLAGS - 2, mixed(PLATE, GROUND, 0.6))
        self._sections()
        every = _every(self._visible_bars(), self._geometry.speed)
        for bar in self._visible_bars():
            self._bar(bar, bar.number % every == 0)

    def _visible_bars(self) -> list[Bar]:
        edges = self._geometry.place(-_ROOM), self._geometry.place(self._geometry.width)
        return [bar for bar in self._timeline.bars if edges[0] <= bar.place <= edges[1]]

    def _bar(self, bar: Bar, named: bool) -> None:
        x = self._geometry.x(bar.place) + 0.5
        self._painter.setPen(QPen(clear(TEXT, 70 if named else 28), 1))
        self._painter.drawLine(QLineF(x, HEAD, x, self._height))
        if named:
            self._painter.drawLine(QLineF(x, 22, x, RULER))
            self._write(x + 5, 20, _ROOM, str(bar.number + 1), TEXT, 13, bold=True)

    def _sections(self) -> None:
        ahead = [s.place for s in self._timeline.sections[1:]] + [self._timeline.marks.planned]
        for section, until in zip(self._timeline.sections, ahead, strict=False):
            left, right = (self._geometry.x(place) for place in (section.place, until))
            if right < 0 or left > self._geometry.width:
                continue
            self._painter.fillRect(QRectF(left + 1, 2, max(0.0, right - left - 2), 16), RAISED)
            shown = max(left, 0.0)
            if right - shown > 30:
                self._write(shown + 7, 2, right - shown - 12, section.name, DIM, 11, height=16)

    def flags(self) -> None:
        """Changes that wait, each at its line; those of one line under one flag."""
        lines: dict[float, list[Pending]] = {}
        for change in self._timeline.pending:
            lines.setdefault(round(change.place, 2), []).append(change)
        for place, changes in sorted(lines.items(), reverse=True):
            self._flag(place, changes)

    def _flag(self, place: float, changes: list[Pending]) -> None:
        x = self._geometry.x(place) + 0.5
        if not -200 < x < self._geometry.width:
            return
        more = f"  +{len(changes) - 1}" if len(changes) > 1 else ""
        text = changes[0].text + more
        width = min(self._width(text, 12) + 16.0, 260.0)
        drawn = all(change.drawn for change in changes)
        pen = QPen(ACCENT, 1.5, Qt.PenStyle.SolidLine if drawn else Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(x, RULER + 2, x, self._height))
        flag = QRectF(x, RULER + 3, width, _FLAG)
        self._painter.fillRect(flag, ACCENT if drawn else GROUND)
        self._painter.drawRect(flag)
        self._write(
            x + 7, RULER + 3, width - 10, text, GROUND if drawn else ACCENT, 12, True, _FLAG
        )

    def loop(self) -> None:
        """Shade the bars that repeat, and name them."""
        marks = self._timeline.marks
        if marks.loop_end is None:
            return
        begin, end = (
            self._geometry.x(p) for p in (marks.loop_end - marks.loop_length, marks.loop_end)
        )
        held = self._timeline.held
        colour, text = (ACCENT, "held") if held else (BAD, "looping: the engine is late")
        self._painter.fillRect(QRectF(begin, HEAD, end - begin, self._height), clear(colour, 34))
        self._painter.fillRect(QRectF(begin, 20, end - begin, 3), colour)
        for x in (begin, end):
            self._painter.fillRect(QRectF(x - 1, 20, 3, self._height), colour)
        self._repeats(end, colour)
        self._write(begin + 34, 23, max(60.0, end - begin - 36), f"↻ {text}", colour, 12, bold=True)

    def _repeats(self, end: float, colour: QColor) -> None:
        step = self._timeline.marks.loop_length * self._geometry.speed
        x = end + step
        self._painter.setPen(QPen(clear(colour, 110), 1, Qt.PenStyle.DashLine))
        while step > 4 and x < self._geometry.width:
            self._painter.drawLine(QLineF(x, HEAD, x, self._height))
            x += step

    def committed(self, now: float) -> None:
        """Mark what no gesture can change any more."""
        left, right = (
            self._geometry.x(now),
            self._geometry.x(max(now, self._timeline.marks.committed)),
        )
        self._painter.fillRect(
            QRectF(left, HEAD, right - left, self._height - HEAD), clear(TEXT, 30)
        )
        self._painter.setPen(QPen(clear(TEXT, 130), 1, Qt.PenStyle.DotLine))
        self._painter.drawLine(QLineF(right + 0.5, HEAD, right + 0.5, self._height))

    def playhead(self, now: float) -> None:
        """The line that is heard."""
        x = self._geometry.x(now) + 0.5
        self._painter.setPen(QPen(TEXT, 2))
        self._painter.drawLine(QLineF(x, 22, x, self._height))
        self._painter.setBrush(TEXT)
        tip = QPolygonF([QPointF(x - 6, 20), QPointF(x + 6, 20), QPointF(x, 30)])
        self._painter.drawPolygon(tip)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def labels(self, top: int, lane: float) -> None:
        """The stems' names at the left edge."""
        for row, stem in enumerate(STEMS):
            muted = self._timeline.muted[stem]
            y = top + row * lane + 5
            name = f"{stem} · muted" if muted else stem
            width = self._width(name, 12) + 14.0
            self._painter.fillRect(QRectF(6, y, width, 18), clear(GROUND, 190))
            self._write(13, y, width, name, DIM if muted else STEM[stem], 12, True, 18)
            if muted:
                cover = QRectF(0, top + row * lane, self._geometry.width, lane - 2)
                self._painter.fillRect(cover, clear(GROUND, 150))

    def target(self, bar: Bar, until: float, bars: int) -> None:
        """Show which bars a roll back would undo."""
        left, right = self._geometry.x(bar.place), self._geometry.x(until)
        self._painter.setPen(QPen(ACCENT, 2))
        self._painter.drawRect(
            QRectF(left + 1, HEAD + 1, right - left - 2, self._height - HEAD - 3)
        )
        text = f"↶ back {bars} bar{'s' if bars > 1 else ''}, to bar {bar.number + 1}"
        width = self._width(text, 13) + 18.0
        x = min(max(4.0, left), self._geometry.width - width - 4)
        self._painter.fillRect(QRectF(x, self._height - 28, width, 24), ACCENT)
        self._write(x + 8, self._height - 28, width, text, GROUND, 13, True, 24)

    def nothing(self) -> None:
        """Say that there is no music yet."""
        self._painter.setPen(DIM)
        area = QRectF(0, HEAD, self._geometry.width, self._height - HEAD)
        self._painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "waiting for the first music …")

    def edge(self) -> None:
        """The line under the ruler."""
        self._painter.setPen(QPen(LINE, 1))
        self._painter.drawLine(QLineF(0, HEAD - 1.5, self._geometry.width, HEAD - 1.5))

    def _width(self, text: str, size: int) -> float:
        """Return the width of a bold text."""
        self._font.setPixelSize(size)
        self._font.setBold(True)
        return QFontMetricsF(self._font).horizontalAdvance(text)

    def _write(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        colour: QColor,
        size: int,
        bold: bool = False,
        height: float = 20,
    ) -> None:
        self._font.setPixelSize(size)
        self._font.setBold(bold)
        self._painter.setFont(self._font)
        self._painter.setPen(colour)
        self._painter.drawText(QRectF(x, y, width, height), _LEFT, text)


def _every(bars: list[Bar], speed: float) -> int:
    """Return which bars are numbered so that numbers do not touch: all, each second, fourth …."""
    gaps = [b.place - a.place for a, b in zip(bars, bars[1:], strict=False) if b.place > a.place]
    every = 1
    while gaps and every * min(gaps) * speed < _ROOM and every < 64:
        every *= 2
    return every
