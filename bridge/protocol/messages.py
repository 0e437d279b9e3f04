"""What a client can say, decoded and checked. Everything here is frozen."""

from dataclasses import dataclass

from bridge.protocol.parameters import Parameter, Value


@dataclass(frozen=True)
class Write:
    """Set a parameter. ``clamped`` tells that the value was outside the range.

    ``when`` is one of QUANTIZE, or None for the global setting.
    """

    parameter: Parameter
    value: Value
    clamped: bool = False
    when: str | None = None


@dataclass(frozen=True)
class Read:
    """Ask for the value of a parameter."""

    parameter: Parameter


@dataclass(frozen=True)
class Call:
    """Call a command; ``number`` is its first argument where that is one, ``rest`` all others."""

    name: str
    number: float | None = None
    rest: tuple[float | str, ...] = ()


Message = Write | Read | Call


class ProtocolError(ValueError):
    """A message that means nothing here: unknown address, wrong type, wrong count."""
