"""A set of Live as its API shows it, and the objects that reach it from a device.

From the Live Object Model (docs.cycling74.com/apiref/lom): paths lead to objects, ids are theirs,
a path to nothing is id 0, messages to and from the API are deferred, errors go to Max's window.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.max_patches.interpreter.machine import BANG, Atom, Json, Machine, Message, Object
from tests.max_patches.interpreter.messages import number, read

ERRORS = "live api"  # under this name errors are noted among what was printed


@dataclass
class Slot:
    """A clip slot; ``clip`` is the file in it."""

    clip: str | None = None


@dataclass
class Track:
    """A track of clip slots."""

    slots: list[Slot]
    audio: bool = True
    frozen: bool = False


class Clock:
    """Live's transport, as Max's reports it. ``now`` gives the time in seconds."""

    def __init__(self, now: Callable[[], float] = lambda: 0.0) -> None:
        self._now = now
        self.tempo, self.metre, self.running = 120.0, (4, 4), False
        self._quarter, self._since = 0.0, 0.0

    @property
    def quarter(self) -> float:
        """The place in quarters."""
        passed = self._now() - self._since if self.running else 0.0
        return self._quarter + passed * self.tempo / 60.0

    def set(self, tempo: float | None = None, running: bool | None = None,
            quarter: float | None = None) -> None:  # fmt: skip
        """Change tempo, start or stop, or go to another place."""
        self._quarter = self.quarter if quarter is None else quarter
        self._since = self._now()
        self.tempo = self.tempo if tempo is None else tempo
        self.running = self.running if running is None else running


@dataclass
class LiveSet:
    """Tracks, what is selected, and the clock. ``told_apart``: a path comes as several words."""

    tracks: list[Track] = field(default_factory=list)
    selected: str = ""
    clock: Clock = field(default_factory=Clock)
    told_apart: bool = True

    def find(self, path: str) -> tuple[int, str]:
        """Return the id and the own path of what a path leads to; id 0 for nothing."""
        if path == "live_set view highlighted_clip_slot":
            path = self.selected
        words = path.split()
        if words[:2] == ["live_set", "master_track"] and words[2:3] == ["clip_slots"]:
            return 999_000 + int(words[3]), path
        if self._slot(words) is None:
            return 0, ""
        return 1000 * (1 + int(words[2])) + int(words[4]), path

    def _slot(self, words: list[str]) -> Slot | None:
        if words[:2] != ["live_set", "tracks"] or words[3:4] != ["clip_slots"] or len(words) != 5:
            return None
        track, row = int(words[2]), int(words[4])
        if not 0 <= track < len(self.tracks) or not 0 <= row < len(self.tracks[track].slots):
            return None
        return self.tracks[track].slots[row]

    def path_of(self, number: int) -> str:
        """Return the own path of an object."""
        if number >= 999_000:
            return f"live_set master_track clip_slots {number - 999_000}"
        return f"live_set tracks {number // 1000 - 1} clip_slots {number % 1000}"

    def slot_of(self, number: int) -> tuple[Track, Slot]:
        """Return a slot and the track that it is of."""
        track = self.tracks[number // 1000 - 1]
        return track, track.slots[number % 1000]


class ApiObject(Object):
    """What every object of the API is: what comes in is done after all that happens now."""

    live: LiveSet

    def receive(self, inlet: int, message: Message) -> None:
        self.machine.later(0.0, lambda: self.do(inlet, message))

    def do(self, inlet: int, message: Message) -> None:
        """Do what a message says."""
        raise self.refuse(message)


class LivePath(ApiObject):
    def do(self, inlet: int, message: Message) -> None:
        if message[0] != "goto":
            raise self.refuse(message)
        found, _ = self.live.find(" ".join(str(word) for word in message[1:]))
        self.out(1, ("id", found))
        self.out(0, ("id", found))


class LiveObject(ApiObject):
    _id = 0

    def do(self, inlet: int, message: Message) -> None:
        if inlet == 1:
            if message[0] != "id" or not isinstance(number(message[1:]), int):
                raise self.refuse(message)
            self._id = int(message[1])
        elif self._id:  # of id 0 messages are ignored
            self._ask(message)

    def _ask(self, message: Message) -> None:
        if message == ("getpath",):
            path = self.live.path_of(self._id)
            self.out(0, ("path", *read(path)) if self.live.told_apart else ("path", path))
        elif message == ("get", "has_clip"):
            self.out(0, ("has_clip", int(self.live.slot_of(self._id)[1].clip is not None)))
        elif message[:2] == ("call", "create_audio_clip") and len(message) == 3:
            self._create(str(message[2]))
        else:
            raise self.refuse(message)

    def _create(self, file: str) -> None:
        track, slot = self.live.slot_of(self._id)
        if not track.audio or track.frozen or slot.clip is not None:
            self.machine.printed.append((ERRORS, ("create_audio_clip",)))
        else:
            slot.clip = file
            self.out(0, ("create_audio_clip", "id", self._id + 500))


class Transport(Object):
    """A bang lets it tell everything, from the right to the left."""

    live: LiveSet

    def receive(self, inlet: int, message: Message) -> None:
        if inlet or message != BANG:
            raise self.refuse(message)
        clock = self.live.clock
        beats = clock.quarter
        bar = int(beats * clock.metre[1] / 4 // clock.metre[0])
        self.out(7, (beats * 480,))
        self.out(6, (int(clock.running),))
        self.out(5, clock.metre)
        self.out(4, (clock.tempo,))
        self.out(3, (480.0,))
        self.out(2, (beats * 480 % 480,))
        self.out(1, (int(beats) + 1,))
        self.out(0, (bar + 1,))


def reaching(kind: type[Object], live: LiveSet, machine: Machine, box: Json,
             arguments: list[Atom]) -> Object:  # fmt: skip
    """Return an object of the API that reaches this set."""
    made = kind(machine, box, arguments)
    made.live = live  # type: ignore[attr-defined]
    return made


API: dict[str, type[Object]] = {
    "live.path": LivePath,
    "live.object": LiveObject,
    "transport": Transport,
}
