"""Which control of which device moves what, and what gets into each other's way. Knows no Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.protocol.parameters import BY_NAME, PITCH_CLASSES, ROOT

MODES = ("absolute", "twos", "offset", "sign", "toggle")
HELD_NOTES = "held notes"  # the target of a whole channel's notes
_DATA = (6, 38)  # the controllers that carry an NRPN's value
_FINE = 32  # from a controller to the one with its fine half


@dataclass(frozen=True)
class Mapping:
    """A control of a device, such as ``cc 1 21``, and what it moves."""

    device: str
    control: str
    target: str
    mode: str = "absolute"

    @property
    def words(self) -> str:
        """The control as it is printed on controllers."""
        kind, channel, *number = self.control.split()
        n = int(number[0]) if number else 0
        what = {
            "cc": f"CC {n}",
            "cc14": f"CC {n} (14 bit)",
            "nrpn": f"NRPN {n}",
            "note": f"Note {note_name(n)} ({n})",
            "program": "Program change",
            "bend": "Pitch bend",
            "pressure": "Pressure",
        }.get(kind, kind)
        what = "All notes" if self.target == HELD_NOTES else what
        return f"{what} · channel {channel}"

    def messages(self) -> frozenset[tuple[str, str, int]]:
        """Return the MIDI messages that move it: kind, channel, number."""
        kind, channel, *number = self.control.split()
        n = int(number[0]) if number else 0
        if kind == "cc14":
            return frozenset({("cc", channel, n), ("cc", channel, n + _FINE)})
        if kind == "nrpn":
            return frozenset(("cc", channel, n) for n in _DATA)
        if self.target == HELD_NOTES:
            return frozenset(("note", channel, n) for n in range(128))
        return frozenset({(kind, channel, n)})


def note_name(number: int) -> str:
    """Return a MIDI note as most controllers print it: 60 is C3."""
    return f"{PITCH_CLASSES[number % 12]}{number // 12 - 2}"


class Mappings:
    """What the daemon has told of its maps; ``target`` is what waits for a control to move."""

    def __init__(self) -> None:
        self.rows: list[Mapping] = []
        self.target: str | None = None
        self.notice = ""
        self._coming: list[Mapping] = []

    def receive(self, address: str, arguments: Sequence[object]) -> bool:
        """Take one message in; False for one that is not about this."""
        words = [str(a) for a in arguments]
        if address == f"{ROOT}/midi/row":
            self._coming.append(Mapping(*words))
        elif address == f"{ROOT}/midi/list.reply":
            self.rows, self._coming = self._coming, []
        elif address == f"{ROOT}/midi/learned":
            self._learned(*words)
        elif address == f"{ROOT}/error" and words[0].startswith(f"{ROOT}/midi/"):
            self.notice, self.target = words[1], None
        else:
            return False
        return True

    def _learned(self, device: str, control: str, target: str, replaced: str = "") -> None:
        row = Mapping(device, control, target)
        self.notice = f"{row.words} of {device} now moves {plain(target)}"
        self.notice += f", no longer {plain(replaced)}" if replaced else ""
        self.target = None

    def of(self, target: str) -> list[Mapping]:
        """Return what moves a parameter."""
        return [row for row in self.rows if row.target == target]

    def conflict(self, row: Mapping) -> str:
        """Return in words what else this control moves, and what else moves its parameter."""
        shared = [plain(other.target) for other in self._overlapping(row)]
        same = self.of(row.target) if row.target in BY_NAME else []
        also = [f"{other.words} of {other.device}" for other in same if other != row]
        parts = [f"moves {', '.join(shared)} too"] if shared else []
        parts += [f"also moved by {', '.join(also)}"] if also else []
        return "; ".join(parts)

    def _overlapping(self, row: Mapping) -> Iterator[Mapping]:
        for other in self.rows:
            if other != row and other.device == row.device and other.messages() & row.messages():
                yield other


def plain(target: str) -> str:
    """Return a parameter's or command's name as people say it."""
    return target.removeprefix("stem/").replace("/", " ")
