"""Values as they are shown: ours at once, the daemon's word from then on.

What a hand does is shown before the daemon has answered. The daemon's echoes of earlier positions
of a fader that still moves are passed over; an echo that never comes is asked for, and then
whatever the daemon says is shown. So of many writers the last one at the daemon wins everywhere.
"""

import struct
from dataclasses import dataclass

from bridge.protocol.parameters import Parameter, Value

PATIENCE = 0.5  # seconds until an unanswered write is asked after


@dataclass
class _Written:
    value: Value
    at: float
    asked: bool = False


def as_sent(parameter: Parameter, value: Value) -> Value:
    """Return ``value`` inside its range, and a float as the 32 bits that OSC carries."""
    if value is None or parameter.kind not in ("float", "int"):
        return value.strip() if isinstance(value, str) else value
    assert parameter.low is not None and parameter.high is not None
    kept = min(max(float(value), parameter.low), parameter.high)
    if parameter.kind == "int":
        return round(kept)
    return float(struct.unpack("f", struct.pack("f", kept))[0])


class Echo:
    """The shown values by name. ``now`` is in seconds of any clock that never goes back."""

    def __init__(self, values: dict[str, Value]) -> None:
        self.values = values
        self._written: dict[str, _Written] = {}

    def write(self, name: str, value: Value, now: float) -> bool:
        """Show what a hand has set; return whether it is shown anew."""
        self._written[name] = _Written(value, now)
        return self._show(name, value)

    def hear(self, name: str, value: Value) -> bool:
        """Take the daemon's word; return whether that changes what is shown."""
        waiting = self._written.get(name)
        if waiting and not waiting.asked and waiting.value != value:
            return False
        self._written.pop(name, None)
        return self._show(name, value)

    def _show(self, name: str, value: Value) -> bool:
        changed = self.values[name] != value
        self.values[name] = value
        return changed

    def overdue(self, now: float) -> list[str]:
        """Return the names whose write was not answered, to be asked for."""
        late = [n for n, w in self._written.items() if now - w.at >= PATIENCE]
        for name in late:
            self._written[name] = _Written(self._written[name].value, now, asked=True)
        return late

    @property
    def waiting(self) -> bool:
        """Whether an answer is due."""
        return bool(self._written)

    def forget(self) -> None:
        """Wait for no answer any more: who should have given it is gone."""
        self._written.clear()
