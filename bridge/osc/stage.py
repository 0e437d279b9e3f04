"""What the router acts on, as it sees it."""

import asyncio
from typing import Protocol

from bridge.protocol.messages import Call, Write
from bridge.protocol.parameters import Parameter, Value

Answer = tuple[float | int | str, ...]


class Stage(Protocol):
    """What gestures act on: the running daemon."""

    def write(self, write: Write) -> None:
        """Set a parameter."""

    def read(self, parameter: Parameter) -> Value:
        """Return a parameter's value."""

    def hears(self, parameter: Parameter) -> bool:
        """True where the checkpoint that plays can do something with a parameter."""

    def call(self, call: Call) -> "asyncio.Task[str] | None":
        """Do a command that is not the router's own; a slow one's task tells how it went."""

    def status(self) -> Answer:
        """Return the arguments of status.reply, in the order of STATUS."""

    def features(self, since: int | None = None) -> Answer:
        """Return the arguments of features.reply, onsets since a mark, in the order of FEATURES."""

    def features_mark(self) -> tuple[int, float]:
        """Return the present mark, and when what is told now is heard, in seconds of the clock."""

    def changes(self) -> list[Answer]:
        """Return the arguments of a plan/change for each slow change ahead."""

    def levels(self) -> list[Answer]:
        """Return the arguments of a plan/level for each stem and part of the plan."""

    def view(self, since: float | None, known: int) -> list[tuple[str, Answer]]:
        """Return what a plan/view is answered by: addresses under ROOT and their arguments."""

    def scenes(self) -> list[Answer]:
        """Return the arguments of a scene for each scene that has been saved."""

    def midi_rows(self) -> list[Answer]:
        """Return the arguments of a midi/row for each control that does something."""

    def devices(self) -> "asyncio.Task[list[Answer]]":
        """Find out the arguments of a device for each sound output and MIDI input."""

    def files(self, most: int) -> list[Answer]:
        """Return the arguments of a file for each of the newest recordings."""
