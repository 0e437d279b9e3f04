"""What is painted over the waveforms: ruler, bar lines, sections, flags, loop, playhead."""

from dataclasses import dataclass
from functools import lru_cache

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from bridge.protocol.parameters import STEMS
from gui.colours import ACCENT, BAD, DIM, GROUND, LINE, PLATE, RAISED, STEM, TEXT, clear, mixed
from gui.timeline.geometry import Geometry
from gui.timeline.model import Bar, Pending, Timeline

_TALL = 220  # logical pixels; a lower canvas leaves the sections out
_RULER, _FLAGS, _SECTIONS = 24, 22, 18
_NUMBER = 46  # pixels that a bar's number needs
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STRONG, _WEAK = mixed(TEXT, PLATE, 0.26), mixed(TEXT, PLATE, 0.12)


@dataclass(frozen=True)
class Bands:
    """Where things are on a canvas of ``height`` logical pixels, from the top down."""

    height: int

    @property
    def ruler(self) -> int:
        """The top of the bar numbers; the sections are over it."""
        return _SECTIONS if self.height >= _TALL else 0

    @property
    def flags(self) -> int:
        """The top of the flags."""
        return self.ruler + _RULER

    @property
    def lanes(self) -> int:
        """The top of the waveforms."""
        return self.flags + _FLAGS


class Layers:
    """Paints one frame of ``timeline`` over the lanes of a canvas of ``height``."""

    def __init__(
        self, painter: QPainter, timeline: Timeline, geometry: Geometry, height: int
    ) -> None:
        self._painter, self._timeline, self._geometry = painter, timeline, geometry
        self._height, self._bands = height, Bands(height)
        self._font = QFont(painter.font())
        self._family = self._font.family()

    def ruler(self) -> None:
        """Bar lines and their numbers, sections."""
        width, bands = self._geometry.width, self._bands
        self._painter.fillRect(0, 0, width, bands.flags, GROUND)
        self._painter.fillRect(0, bands.flags, width, _FLAGS - 1, mixed(PLATE, GROUND, 0.5))
        self._painter.fillRect(0, bands.lanes - 1, width, 1, LINE)
        if bands.ruler:
            self._sections()
        bars = self._visible_bars()
        every = _every(bars, self._geometry.speed)
        for bar in bars:
            self._bar(bar, bar.number % every == 0)

    def _visible_bars(self) -> list[Bar]:
        begin = self._geometry.place(-_NUMBER)
        end = self._geometry.place(self._geometry.width)
        return [bar for bar in self._timeline.bars if begin <= bar.place <= end]

    def _bar(self, bar: Bar, named: bool) -> None:
        x, bands = self._geometry.x(bar.place), self._bands
        self._line(x, bands.lanes, self._height, _STRONG if named else _WEAK)
        if named:
            self._line(x, bands.ruler + 4, bands.flags, _STRONG)
            self._write(x + 6, bands.ruler + 2, _NUMBER, str(bar.number + 1), TEXT, 13, bold=True)

    def _sections(self) -> None:
        sections = self._timeline.sections
        ends = [s.place for s in sections[1:]] + [self._timeline.known[1]]
        for section, until in zip(sections, ends, strict=False):
            left, right = (self._geometry.x(place) for place in (section.place, until))
            if right < 0 or left > self._geometry.width:
                continue
            chip = QRectF(left + 1, 1, max(0.0, right - left - 2), _SECTIONS - 3)
            self._painter.fillRect(chip, RAISED)
            shown = max(left, 0.0)
            if right - shown > 40:
                room = right - shown - 12
                self._write(shown + 7, 1, room, section.name, DIM, 11, height=_SECTIONS - 3)

    def flags(self) -> None:
        """Changes that wait, each at its line; those of one line under one flag."""
        lines: dict[float, list[Pending]] = {}
        for change in self._timeline.pending:
            lines.setdefault(round(change.place, 2), []).append(change)
        for place, changes in sorted(lines.items(), reverse=True):
            self._flag(self._geometry.x(place), changes)

    def _flag(self, x: float, changes: list[Pending]) -> None:
        if not -200 < x < self._geometry.width:
            return
        more = f"  +{len(changes) - 1}" if len(changes) > 1 else ""
        text, top = changes[0].text + more, self._bands.flags
        width = min(self._width(text, 12) + 16.0, 260.0)
        drawn = all(change.drawn for change in changes)
        style = Qt.PenStyle.SolidLine if drawn else Qt.PenStyle.DashLine
        self._painter.setPen(QPen(ACCENT, 1, style))
        self._painter.drawLine(QPointF(x + 0.5, top + 1), QPointF(x + 0.5, self._height))
        flag = QRectF(x + 0.5, top + 1.5, width, _FLAGS - 5)
        self._painter.fillRect(flag, ACCENT if drawn else GROUND)
        self._painter.drawRect(flag)
        ink = GROUND if drawn else ACCENT
        self._write(x + 8, top + 1, width - 10, text, ink, 12, bold=True, height=_FLAGS - 4)

    def loop(self) -> None:
        """Shade the bars that repeat, and name them."""
        marks = self._timeline.marks
        if marks.loop_end is None:
            return
        held, top = self._timeline.held, self._bands.ruler
        colour, text = (ACCENT, "held") if held else (BAD, "loops: the engine is late")
        begin = self._geometry.x(marks.loop_end - marks.loop_length)
        end = self._geometry.x(marks.loop_end)
        area = QRectF(begin, self._bands.lanes, end - begin, self._height)
        self._painter.fillRect(area, clear(colour, 34))
        self._painter.fillRect(QRectF(begin, top, end - begin, 3), colour)
        for x in (begin - 1, end - 1):
            self._painter.fillRect(QRectF(x, top, 3, self._height), colour)
        self._repeats(end, marks.loop_length * self._geometry.speed, colour)
        width = self._width(f"↻ {text}", 12) + 12
        self._painter.fillRect(QRectF(end + 2, top + 3, width, 18), colour)
        self._write(end + 8, top + 3, width, f"↻ {text}", GROUND, 12, bold=True, height=18)

    def _repeats(self, end: float, step: float, colour: QColor) -> None:
        x = end + step
        while step > 4 and x < self._geometry.width:
            self._line(x, self._bands.lanes, self._height, mixed(colour, PLATE, 0.5))
            x += step

    def committed(self, now: float) -> None:
        """Mark what no gesture can change any more."""
        top, until = self._bands.lanes, max(now, self._timeline.marks.committed)
        left, right = self._geometry.x(now), self._geometry.x(until)
        area = QRectF(left, top, right - left, self._height - top)
        self._painter.fillRect(area, clear(TEXT, 30))
        self._line(right, top, self._height, mixed(TEXT, PLATE, 0.45))

    def playhead(self, now: float) -> None:
        """The line that is heard."""
        x, top = self._geometry.x(now), self._bands.ruler
        self._painter.fillRect(QRectF(x - 1, top + 2, 2, self._height), TEXT)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(TEXT)
        tip = [QPointF(x - 6, top), QPointF(x + 6, top), QPointF(x, top + 10)]
        self._painter.drawPolygon(QPolygonF(tip))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def labels(self) -> None:
        """The stems' names at the left edge."""
        top = self._bands.lanes
        lane = (self._height - top) / len(STEMS)
        for row, stem in enumerate(STEMS):
            self._label(stem, top + row * lane, lane)

    def _label(self, stem: str, y: float, lane: float) -> None:
        muted = self._timeline.muted[stem]
        if muted:
            self._painter.fillRect(QRectF(0, y, self._geometry.width, lane - 2), clear(GROUND, 150))
        name, size = (f"{stem} · muted" if muted else stem), 12 if lane >= 24 else 10
        width, height = self._width(name, size) + 12.0, min(18.0, lane - 3)
        self._painter.fillRect(QRectF(4, y + 1, width, height), clear(GROUND, 200))
        ink = DIM if muted else STEM[stem]
        self._write(10, y + 1, width, name, ink, size, bold=True, height=height)

    def target(self, bar: Bar, until: float, bars: int) -> None:
        """Show which bars a roll back would undo."""
        left, right, top = self._geometry.x(bar.place), self._geometry.x(until), self._bands.lanes
        self._painter.setPen(QPen(ACCENT, 2))
        self._painter.drawRect(QRectF(left + 1, top + 1, right - left - 2, self._height - top - 2))
        text = f"↶ back {bars} bar{'s' if bars > 1 else ''}, to bar {bar.number + 1}"
        width = self._width(text, 13) + 18.0
        x = min(max(4.0, left), self._geometry.width - width - 4)
        self._painter.fillRect(QRectF(x, self._height - 26, width, 24), ACCENT)
        self._write(x + 8, self._height - 26, width, text, GROUND, 13, bold=True, height=24)

    def nothing(self) -> None:
        """Say that there is no music yet."""
        self._painter.setPen(DIM)
        area = QRectF(0, 0, self._geometry.width, self._height)
        self._painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "waiting for the first music …")

    def _line(self, x: float, top: int, bottom: int, colour: QColor) -> None:
        self._painter.fillRect(int(x), top, 1, bottom - top, colour)

    def _width(self, text: str, size: int) -> float:
        """Return the width of a bold text."""
        return _advance(self._family, text, size)

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


@lru_cache(256)
def _advance(family: str, text: str, size: int) -> float:
    """Return the width of a bold text; the same few are written forty times a second."""
    font = QFont(family)
    font.setPixelSize(size)
    font.setBold(True)
    return QFontMetricsF(font).horizontalAdvance(text)


def _every(bars: list[Bar], speed: float) -> int:
    """Return which bars are numbered so that numbers do not touch: all, each second, fourth …."""
    gaps = [b.place - a.place for a, b in zip(bars, bars[1:], strict=False) if b.place > a.place]
    every = 1
    while gaps and every * min(gaps) * speed < _NUMBER and every < 64:
        every *= 2
    return every
