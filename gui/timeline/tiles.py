"""The waveforms as cached pixmaps: a column is painted once, and copied from then on."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from PyQt6.QtCore import QLineF, QRectF
from PyQt6.QtGui import QColor, QPainter, QPen, QPixmap

from bridge.protocol.parameters import STEMS
from gui.colours import GROUND, PLATE, STEM, mixed
from gui.timeline.levels import SLICES_PER_SECOND, UNKNOWN, Levels

WIDTH = 256  # device pixels of a tile
MOST = 96  # tiles that are kept
GAP = 2  # device pixels between two lanes
PLAYED, PLANNED = "played", "planned"


@dataclass
class Tile:
    """A pixmap of WIDTH columns and the first and last of them that have to be painted."""

    pixmap: QPixmap
    dirty: tuple[int, int] = (0, WIDTH)


@dataclass
class Tiles:
    """The lanes of all stems at one scale. ``speed`` and ``height`` are in device pixels."""

    levels: Mapping[str, Levels]
    speed: float = 48.0
    height: int = 100
    ratio: float = 1.0
    painted: int = 0  # columns, for the bench
    _tiles: OrderedDict[tuple[str, int], Tile] = field(default_factory=OrderedDict)

    def fit(self, speed: float, height: int, ratio: float) -> None:
        """Take another scale; what was painted at the old one is dropped."""
        if (speed, height, ratio) != (self.speed, self.height, self.ratio):
            self.speed, self.height, self.ratio = speed, height, ratio
            self._tiles.clear()

    def spoil(self, first: int, last: int) -> None:
        """Have the columns of the slices ``[first, last)`` painted again."""
        begin, end = self._column(first), self._column(last) + 1
        for (_, index), tile in self._tiles.items():
            inside = max(begin - index * WIDTH, 0), min(end - index * WIDTH, WIDTH)
            if inside[0] < inside[1]:
                clean = tile.dirty[0] >= tile.dirty[1]
                old = inside if clean else tile.dirty
                tile.dirty = min(old[0], inside[0]), max(old[1], inside[1])

    def draw(self, painter: QPainter, style: str, left: int, begin: int, end: int, y: int) -> None:
        """Copy the columns ``[begin, end)`` to where ``left`` is the left edge, ``y`` logical."""
        for index in range(begin // WIDTH, -(-end // WIDTH)):
            first = max(begin, index * WIDTH)
            n = min(end, (index + 1) * WIDTH) - first
            source = QRectF(first - index * WIDTH, 0, n, self.height)
            corner, size = (first - left) / self.ratio, (n / self.ratio, self.height / self.ratio)
            painter.drawPixmap(QRectF(corner, y, *size), self._fresh(style, index), source)

    def _fresh(self, style: str, index: int) -> QPixmap:
        key = style, index
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._tiles[key] = Tile(QPixmap(WIDTH, self.height))
            while len(self._tiles) > MOST:
                self._tiles.popitem(last=False)
        self._tiles.move_to_end(key)
        if tile.dirty[0] < tile.dirty[1]:
            self._paint(tile, style, index)
        return tile.pixmap

    def _paint(self, tile: Tile, style: str, index: int) -> None:
        (first, last), tile.dirty = tile.dirty, (WIDTH, 0)
        self.painted += last - first
        painter = QPainter(tile.pixmap)
        for lane, stem in enumerate(STEMS):
            top = lane * self.height // len(STEMS)
            height = (lane + 1) * self.height // len(STEMS) - top - GAP
            painter.fillRect(first, top, last - first, height + GAP, GROUND)
            painter.fillRect(first, top, last - first, height, PLATE)
            heights = self._heights(self.levels[stem], index * WIDTH + first, last - first + 1)
            _WAVES[style](painter, STEM[stem], first, top + height / 2, height / 2 - 1, heights)
        painter.end()

    def _heights(self, levels: Levels, column: int, n: int) -> list[float]:
        """Return how high each of ``n`` columns is, 0 … 1."""
        per_column = SLICES_PER_SECOND / self.speed
        edges = [int((column + k) * per_column) for k in range(n + 1)]
        return [levels.height(a, max(b, a + 1)) for a, b in zip(edges, edges[1:], strict=False)]

    def _column(self, number: int) -> int:
        return int(number / SLICES_PER_SECOND * self.speed)


def _bars(columns: list[tuple[int, float]], middle: float, most: float) -> list[QLineF]:
    """Return a line for each column (x, height 0 … 1), both ways from the middle."""
    return [QLineF(x, middle - h * most, x, middle + h * most) for x, h in columns]


def _draw(painter: QPainter, lines: list[QLineF]) -> None:
    if lines:
        painter.drawLines(*lines)


def _played(
    painter: QPainter, colour: QColor, first: int, middle: float, most: float, heights: list[float]
) -> None:
    """Solid bars with a bright core."""
    known = [(x, h) for x, h in enumerate(heights[:-1], first) if h != UNKNOWN]
    for share, reach in ((0.62, most), (1.0, 0.62 * most)):
        painter.setPen(QPen(mixed(colour, PLATE, share), 1))
        _draw(painter, _bars(known, middle, reach + 0.5))


def _planned(
    painter: QPainter, colour: QColor, first: int, middle: float, most: float, heights: list[float]
) -> None:
    """An outline, hardly filled: nothing of it is certain."""
    pairs = enumerate(zip(heights, heights[1:], strict=False), first)
    known = [(x, a, b) for x, (a, b) in pairs if UNKNOWN not in (a, b)]
    painter.setPen(QPen(mixed(colour, PLATE, 0.16), 1))
    _draw(painter, _bars([(x, h) for x, h, _ in known], middle, most))
    painter.setPen(QPen(mixed(colour, PLATE, 0.62), 1))
    for side in (-most - 0.5, most + 0.5):
        _draw(painter, [QLineF(x, middle + side * a, x, middle + side * b) for x, a, b in known])


_WAVES = {PLAYED: _played, PLANNED: _planned}
