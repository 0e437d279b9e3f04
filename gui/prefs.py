"""What the panel remembers from one evening to the next."""

from pathlib import Path

from PyQt6.QtCore import QByteArray, QSettings, QStandardPaths

from gui.model.surface import Point, ring

FILE = "panel.ini"
KEEP_PLAYING, PORT, FOLDER = "daemon/keep_playing", "daemon/port", "daemon/folder"
PORT_USUAL = 7000
FOLDER_USUAL = "out"


def default_path() -> Path:
    """Return where the preferences are kept on this machine."""
    where = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(where)) / "musiccm" / FILE


class Prefs:
    """Preferences in a readable file (INI)."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        return str(self._settings.value(key, default))

    def number(self, key: str, default: float = 0.0) -> float:
        """Return a number, the default where the file has none there."""
        try:
            return float(self._settings.value(key, default))
        except (TypeError, ValueError):
            return default

    def flag(self, key: str, default: bool = False) -> bool:
        """Return a yes or no."""
        return self.text(key, str(default)).lower() in ("true", "1", "yes")

    def put(self, key: str, value: str | float | bool) -> None:
        """Keep a value."""
        self._settings.setValue(key, value)

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size, empty at first."""
        value = self._settings.value("window/geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("window/geometry", value)

    def places(self, n: int) -> dict[int, Point]:
        """Return the places of the prompts on the surface."""
        return {k: self._place(k, place) for k, place in ring(n).items()}

    def _place(self, k: int, default: Point) -> Point:
        words = self.text(f"surface/{k}", f"{default[0]} {default[1]}").split()
        try:
            x, y = (min(max(float(word), 0.0), 1.0) for word in words)
        except ValueError:
            return default
        return x, y

    def put_place(self, k: int, place: Point) -> None:
        """Keep the place of a prompt."""
        self.put(f"surface/{k}", f"{place[0]:.4f} {place[1]:.4f}")

    def save(self) -> None:
        """Write the file."""
        self._settings.sync()
