"""What a widget needs of the daemon: a way to say something. What it hears is handed to it."""

from collections.abc import Sequence
from typing import Protocol

Argument = float | int | str | bool


class Line(Protocol):
    """The way to the daemon. Never waits, never raises: while no daemon is there, it drops."""

    def send(self, address: str, *arguments: Argument) -> None:
        """Send one OSC message."""


class Ear(Protocol):
    """A widget that listens: it is given every message of the daemon, those of others too."""

    def receive(self, address: str, arguments: Sequence[object]) -> None:
        """Take one message in; whatever is not meant for it is left alone."""


class FakeLine:
    """Remembers what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, tuple[Argument, ...]]] = []

    def send(self, address: str, *arguments: Argument) -> None:
        """Keep a message."""
        self.sent.append((address, arguments))

    def take(self) -> list[tuple[str, tuple[Argument, ...]]]:
        """Return and forget what was sent."""
        sent, self.sent = self.sent, []
        return sent
