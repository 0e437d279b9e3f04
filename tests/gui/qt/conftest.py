"""A panel without a daemon: its store, its widgets, and what it would have sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.line import FakeLine
from gui.look import dress
from gui.model.store import Argument, Store
from gui.prefs import Prefs
from gui.window import Window


class Hands:
    """A store that keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, tuple[Argument, ...]]] = []
        self.store = Store(self._send)

    def _send(self, address: str, *arguments: Argument) -> None:
        self.sent.append((address, arguments))

    def tell(self, address: str, *arguments: object) -> None:
        """Let the daemon speak, and the widgets be told."""
        self.store.apply(address, arguments)
        self.store.notify()

    def take(self) -> list[tuple[str, tuple[Argument, ...]]]:
        """Return and forget what was sent."""
        sent, self.sent = self.sent, []
        return sent


@pytest.fixture
def hands() -> Hands:
    """Return a store whose daemon is the test."""
    return Hands()


@pytest.fixture
def prefs(tmp_path: Path) -> Prefs:
    """Return empty preferences."""
    return Prefs(tmp_path / "panel.ini")


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> None:
    """Let everything look as it does on the stage."""
    dress(qapp)


@pytest.fixture
def window(dressed: None, qtbot: QtBot, hands: Hands, prefs: Prefs) -> Iterator[Window]:
    """Return the whole window, shown."""
    made = Window(hands.store, prefs, FakeLine())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
