"""What a performer does to the plan: values on their lines, hold, back, again."""

from collections.abc import Callable, Mapping, Sequence

from bridge.control.agenda import Agenda, Change
from bridge.control.state import ControlState
from bridge.protocol.messages import Call, ProtocolError, Write
from bridge.protocol.parameters import BY_NAME, N_PROMPTS, QUANTIZE, Parameter, Value
from bridge.scheduler.scheduler import Scheduler
from musiccm.past import Past

_TAKE = BY_NAME["take"]
MOST_BARS = 64


class Gestures:
    """Puts gestures on the agenda. Owned by the loop thread.

    ``tell`` is given each parameter whose asked value has changed.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        state: ControlState,
        agenda: Agenda,
        tell: Callable[[Parameter], None],
    ) -> None:
        self._scheduler, self._state, self._agenda = scheduler, state, agenda
        self._tell = tell

    def write(self, write: Write) -> None:
        """Set a parameter, a slow one on its line."""
        changed = self._state.apply(write)
        if write.parameter.slow:
            self._plan_ahead(write, changed)
        elif changed:
            self._agenda.put({write.parameter.name: write.value})
        if changed:
            self._tell(write.parameter)

    def _plan_ahead(self, write: Write, changed: bool) -> None:
        """Put a slow change on the agenda; a value again only where it may now be heard sooner."""
        name = write.parameter.name
        if changed or any(name in change.values for change in self._agenda.changes):
            self.add({name: write.value}, write.when, self._glide(name))

    def add(
        self,
        values: Mapping[str, Value],
        when: str | None = None,
        glide: float = 0.0,
        rewind: float = 0.0,
        past: Past | None = None,
    ) -> None:
        """Put a change of several values on the agenda; ``glide`` and ``rewind`` are in beats."""
        beat, grid = self._scheduler.line(when or str(self._state.snapshot()["quantize"]))
        self._agenda.reach(self._scheduler.reach, self._scheduler.line_reach, drawing=True)
        self._agenda.add(Change(beat, dict(values), grid, glide, rewind, past))

    def _glide(self, name: str) -> float:
        """Return the beats in which a prompt slot changes, 0 for anything else."""
        if not name.startswith("prompt/"):
            return 0.0
        bars = self._state.snapshot()[f"prompt/{name.split('/')[1]}/morph"]
        return float(bars or 0.0) * self._scheduler.beats_per_bar

    def asked(self) -> Mapping[str, Value]:
        """Return the newest value of each parameter, heard or still to come."""
        return self._state.snapshot().values

    @property
    def beats_per_bar(self) -> int:
        """Felt beats of the present bar."""
        return self._scheduler.beats_per_bar

    def ask(self, values: Mapping[str, Value]) -> None:
        """Let ``values`` be what is asked, without planning them, and tell of what that changes."""
        for name, value in values.items():
            if self._state.apply(Write(BY_NAME[name], value)):
                self._tell(BY_NAME[name])

    def call(self, call: Call) -> bool:
        """Do a command of the plan; return False for any other. Raises ProtocolError."""
        if call.name not in _CALLS:
            return False
        _CALLS[call.name](self, call)
        return True

    def _hold(self, call: Call) -> None:
        if not self._scheduler.hold(_bars(call, 1)):
            raise ProtocolError("nothing is playing that could be held")

    def _release(self, call: Call) -> None:
        self._scheduler.release()

    def _back(self, call: Call) -> None:
        """Take controls and music back to how they were some bars ago."""
        bars = _bars(call, 4) * self._scheduler.beats_per_bar
        was = self._agenda.was(self._scheduler.beat - bars)
        values = {name: value for name, value in was.values.items() if BY_NAME[name].slow}
        self.ask(values)
        self.add(values, when_of(call.rest), rewind=float(bars))

    def _select(self, call: Call) -> None:
        """Let one prompt slot have all the weight; its morph time is the way there."""
        number = round(call.number or 0)
        if not 1 <= number <= N_PROMPTS:
            raise ProtocolError(f"takes the number of a slot, 1 … {N_PROMPTS}")
        slots = range(1, N_PROMPTS + 1)
        values: dict[str, Value] = {f"prompt/{n}/weight": float(n == number) for n in slots}
        self.ask(values)
        self.add(values, when_of(call.rest), self._glide(f"prompt/{number}/weight"))

    def _again(self, call: Call) -> None:
        take = int(self._state.snapshot()["take"] or 0)
        top = int(_TAKE.high or 0)
        self.write(Write(_TAKE, (take + 1) % (top + 1), when=when_of(call.rest)))


def _bars(call: Call, default: int) -> int:
    number = default if call.number is None else round(call.number)
    if not 1 <= number <= MOST_BARS:
        raise ProtocolError(f"takes 1 … {MOST_BARS} bars")
    return number


def when_of(rest: Sequence[float | str]) -> str | None:
    """Return the quantize that the last arguments of a command name. Raises ProtocolError."""
    if len(rest) > 1 or any(name not in QUANTIZE for name in rest):
        raise ProtocolError(f"takes one of {', '.join(QUANTIZE)} in the end")
    return str(rest[0]) if rest else None


_CALLS: dict[str, Callable[[Gestures, Call], None]] = {
    "prompt/select": Gestures._select,
    "plan/hold": Gestures._hold,
    "plan/release": Gestures._release,
    "plan/back": Gestures._back,
    "plan/again": Gestures._again,
}
