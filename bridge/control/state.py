"""The values that the performer has set, and frozen pictures of them."""

from dataclasses import dataclass
from types import MappingProxyType

from bridge.control.picture import Picture
from bridge.protocol.messages import Write
from bridge.protocol.parameters import PARAMETERS, Value
from musiccm.request import Score


@dataclass(frozen=True)
class ControlSnapshot:
    """All values at one moment. ``generation`` counts the changes of slow parameters."""

    values: MappingProxyType[str, Value]
    generation: int

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    @property
    def tempo(self) -> float:
        """Felt beats per minute."""
        return float(self.values["tempo"] or 0.0)

    def score(self) -> Score | None:
        """Return what the model is asked for, or None while no prompt has text and weight."""
        return Picture.of(self.values).score()


class ControlState:
    """The one mutable copy. Owned by the loop thread."""

    def __init__(self, initial: dict[str, Value] | None = None) -> None:
        self._values: dict[str, Value] = {p.name: p.default for p in PARAMETERS}
        self._values.update(initial or {})
        self._generation = 0
        self._snapshot: ControlSnapshot | None = None

    def apply(self, write: Write) -> bool:
        """Take one value in; return whether it changed anything."""
        name = write.parameter.name
        if self._values[name] == write.value:
            return False
        self._values[name] = write.value
        self._generation += write.parameter.slow
        self._snapshot = None
        return True

    def snapshot(self) -> ControlSnapshot:
        """Return a frozen picture of all values; the same one until something changes."""
        if self._snapshot is None:
            values = MappingProxyType(dict(self._values))
            self._snapshot = ControlSnapshot(values, self._generation)
        return self._snapshot
