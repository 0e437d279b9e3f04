"""The running daemon between its edges: gestures in, blocks out. Owned by the loop thread."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bridge.archive import COMMANDS as ARCHIVE
from bridge.archive import Archive
from bridge.audio.base import AudioOutput
from bridge.audio.layout import Layout
from bridge.clock import Clock
from bridge.config import SAMPLE_RATE
from bridge.continuing import COMMANDS as CONTINUING
from bridge.continuing import Continuing
from bridge.control.agenda import Agenda
from bridge.control.state import ControlSnapshot, ControlState
from bridge.devices import COMMANDS as DEVICES
from bridge.devices import Devices
from bridge.engine.base import Engine
from bridge.errors import SyncError
from bridge.features import Features
from bridge.feeder import Feeder
from bridge.folder import SessionFolder
from bridge.midi.surface import Surface
from bridge.models import COMMANDS as MODELS
from bridge.models import Models
from bridge.osc.router import Router
from bridge.protocol.messages import Call, ProtocolError, Write
from bridge.protocol.parameters import BY_NAME, N_PROMPTS, ROOT, Parameter, Value
from bridge.scenes import Scenes
from bridge.scheduler.director import Director
from bridge.scheduler.gestures import Gestures
from bridge.scheduler.overview import Answer, changes_ahead
from bridge.scheduler.player import Player
from bridge.scheduler.rungs import Rungs
from bridge.scheduler.scheduler import Scheduler
from bridge.scheduler.view import Row
from bridge.sounds import Sounds, seconds_of
from bridge.sync.conductor import Conductor
from bridge.sync.leaders import Leaders
from bridge.sync.transport import Transport

STATUS_SECONDS = 0.1
FEATURES_SECONDS = 1 / 30
SHORTEST_REST, LONGEST_REST = 0.0005, 0.05  # seconds between two looks while nothing comes in
_STATUS, _FEATURES = f"{ROOT}/status.reply", f"{ROOT}/features.reply"


class Query(Protocol):
    """Who listens to values by other ways than the router: bridge.oscquery."""

    def show(self, parameter: Parameter) -> None:
        """Tell of a changed value."""

    def publish(self, path: str) -> None:
        """Tell how things stand: the reply of that path."""

    def listened(self, path: str) -> bool:
        """Return whether anyone wants to be told of that reply."""


@dataclass
class Parts:
    """What a session is made of; app.py puts it together."""

    clock: Clock
    state: ControlState
    agenda: Agenda
    engine: Engine
    scheduler: Scheduler
    director: Director
    player: Player
    output: AudioOutput
    layout: Layout
    archive: Archive
    folder: SessionFolder
    sounds: Sounds


class Session:
    """One tick does everything that is due: gestures, plan, sound, status.

    It is the stage of bridge.osc.router. ``samples`` ends it after that many samples of music;
    ``absent`` is what the checkpoint does not hear, as musiccm.request.Suggestion names it.
    """

    def __init__(
        self, parts: Parts, samples: int | None = None, absent: tuple[str, ...] = ()
    ) -> None:
        self._parts = parts
        self.models = Models(parts, self._take_over)
        self._absent: set[str] = set()
        self._take_over(absent)
        self._quit = False
        self.wake: Callable[[], None] = _nobody_sleeps
        self.gesture = Gestures(parts.scheduler, parts.state, parts.agenda, self._tell)
        self.scene = Scenes(self.gesture, parts.folder, parts.archive.shelf)
        self._features = Features(parts.clock, parts.scheduler, parts.player, parts.output)
        self.conductor = Conductor(parts.scheduler, parts.player)
        self.feeder = Feeder(parts, self.conductor, self._features.hear, samples)
        self.leaders = Leaders(parts.clock, self.conductor)
        self.continuing = Continuing(parts, self.gesture, self.leaders)
        self._transport = Transport(
            parts.clock, parts.scheduler, parts.player, self.leaders, self.write
        )
        self._settings: ControlSnapshot | None = None
        self._next_status = self._next_features = 0.0
        self.router: Router | None = None
        self.surface: Surface | None = None
        self.outside: Devices | None = None
        self.query: Query | None = None
        self.rungs = Rungs(parts.player, parts.scheduler, parts.director, parts.engine)
        parts.director.on_heard = self._tell_heard
        parts.director.located = parts.sounds.located

    @property
    def ended(self) -> bool:
        """True when it was told to quit, or when all asked samples have been played."""
        return self._quit or (self.feeder.left == 0 and self._parts.output.drained())

    @property
    def nbytes(self) -> int:
        """The memory of the planned and the played music."""
        return self._parts.scheduler.nbytes

    @property
    def redrawn(self) -> int:
        """How often planned music was drawn anew to keep to a leader's beats."""
        return self._parts.scheduler.redrawn

    def quit(self) -> None:
        """End at the next tick."""
        self._quit = True
        self.wake()

    def write(self, write: Write) -> None:
        """Set a parameter, a slow one on its line, and tell the subscribers.

        Raises
        ------
        ProtocolError, NameRefused
            For a prompt that names a sound which is not there.
        """
        if write.parameter.kind == "text":
            self._parts.sounds.check(str(write.value))
        self.gesture.write(write)
        if write.parameter.name == "tempo":
            self.leaders.tempo(float(write.value or 0.0))

    def _tell(self, parameter: Parameter) -> None:
        if self.router:
            self.router.publish_value(parameter)
        if self.surface:
            self.surface.show(parameter)
        if self.query:
            self.query.show(parameter)

    def _tell_heard(self, names: tuple[str, ...], sample: int) -> None:
        """Tell when slow changes will be heard that have just been drawn."""
        p = self._parts
        music = (sample - p.player.place) / SAMPLE_RATE / p.player.rate
        waiting = p.output.next_heard() - p.clock.now()
        self.tell("plan/heard", (max(music, 0.0) + waiting, *names))

    def perform(self, message: Write | Call) -> None:
        """Do what a controller's move means. Raises ProtocolError."""
        self.wake()
        if isinstance(message, Write):
            self.write(message)
        else:
            self.call(message)

    def tell(self, name: str, arguments: Answer) -> None:
        """Tell the subscribers of something that has happened."""
        if self.router:
            self.router.publish(name, arguments)

    def read(self, parameter: Parameter) -> Value:
        """Return a parameter's value."""
        return self._parts.state.snapshot()[parameter.name]

    def _take_over(self, absent: tuple[str, ...]) -> None:
        """Know what the checkpoint that plays now does not hear."""
        self._absent = {name.removesuffix("s") for name in absent}

    def hears(self, parameter: Parameter) -> bool:
        """True where the checkpoint that plays can do something with a parameter."""
        return parameter.name.rpartition("/")[2] not in self._absent

    def call(self, call: Call) -> "asyncio.Task[str] | None":
        """Do a command of the table; a slow one's task says how it went.

        Raises
        ------
        ProtocolError, NameRefused
            For arguments that mean nothing here.
        """
        if call.name == "quit":
            self.quit()
        elif call.name in DEVICES:
            return self._devices().call(call)
        elif call.name.startswith("midi/"):
            self._midi(call)
        elif call.name in ARCHIVE:
            p = self._parts
            score = p.agenda.picture(p.scheduler.beat).score()
            return p.archive.call(call, p.player.place, p.scheduler.tempo, score)
        elif call.name == "listen":
            return self._listen(call)
        elif call.name in CONTINUING:
            return self.continuing.call(call)
        elif call.name in MODELS:
            return self.models.call(call)
        elif not (self.gesture.call(call) or self.scene.call(call)):
            self._transport.call(call)
        return None

    def _listen(self, call: Call) -> "asyncio.Task[str]":
        """Let what the sound input hears be a prompt, as soon as it is heard."""
        seconds, slot = seconds_of(call.number), int(float(call.rest[0])) if call.rest else 1
        parameter = BY_NAME.get(f"prompt/{slot}/text")
        if parameter is None:
            raise ProtocolError(f"takes the number of a slot, 1 … {N_PROMPTS}")

        async def listen() -> str:
            prompt = await self._parts.sounds.listen(seconds)
            self.write(Write(parameter, prompt))
            return prompt

        return asyncio.create_task(listen())

    def _devices(self) -> Devices:
        if self.outside is None:
            raise ProtocolError("there are no devices here")
        return self.outside

    def _midi(self, call: Call) -> None:
        if self.surface is None:
            raise ProtocolError("MIDI is off: /mcm/midi/use 1, or start with --midi")
        self.surface.call(call)

    def status(self) -> tuple[float | int | str, ...]:
        """Return the values of STATUS in its order."""
        p = self._parts
        at, tempo = p.player.place, p.scheduler.tempo
        p50, p95 = p.director.percentiles()
        return (
            p.player.state,
            p.engine.state.value,
            at / SAMPLE_RATE,
            tempo.beat(at),
            tempo.bar(at),
            tempo.bpm(at),
            p.scheduler.ahead / SAMPLE_RATE,
            1000 * p50,
            1000 * p95,
            p.output.underruns,
            p.scheduler.fallbacks,
            p.engine.restarts,
            self.router.malformed if self.router else 0,
            p.archive.kept_megabytes,
            p.player.zero_filled + p.output.zero_filled,
            p.engine.pid or 0,
            *self.rungs.now(),
            p.director.steps[0],
            tempo.segment(at).beats_per_bar,
            1000 * p.director.budget,
            100 * p.director.load,
            str(p.engine.about.get("device", "")),
            int(p.archive.recording),
            p.engine.model,
            p.output.name,
        )

    def changes(self) -> list[Answer]:
        """Return what /mcm/plan/change tells of each slow change ahead."""
        scheduler = self._parts.scheduler
        return changes_ahead(self._parts.agenda, scheduler.tempo, scheduler.playhead)

    def levels(self) -> list[Answer]:
        """Return what /mcm/plan/level tells."""
        return self._parts.scheduler.levels(self._parts.output.ahead)

    def view(self, since: float | None, known: int) -> list[Row]:
        """Return the rows of /mcm/plan/view."""
        p = self._parts
        heard = round(p.player.place - p.output.ahead * p.player.rate)
        begin = 0 if since is None else round(since * SAMPLE_RATE)
        changes = [("plan/change", change) for change in self.changes()]
        return [*changes, *p.scheduler.view(heard, begin, known)]

    def scenes(self) -> list[Answer]:
        """Return number and name of each scene."""
        return self.scene.listing()

    def midi_rows(self) -> list[Answer]:
        """Return device, control, target and mode of each control that does something."""
        return self.surface.rows() if self.surface else []

    def devices(self) -> "asyncio.Task[list[Answer]]":
        """Ask the system for its devices."""
        return self._devices().rows()

    def files(self, most: int) -> list[Answer]:
        """Return path, bytes and age in seconds of the newest recordings."""
        return self._parts.folder.newest(("captures", "takes"), most, time.time())

    def features(self, since: int | None = None) -> Answer:
        """Return the values of FEATURES in its order, onsets since the mark ``since``."""
        return self._features.read(since)

    def features_mark(self) -> tuple[int, float]:
        """Return a mark for ``since``, and when what is told now is heard, by the clock."""
        return self._features.mark, self._features.heard_at()

    def gestures(self) -> None:
        """Take over what has come in, and what was waiting for this moment."""
        if self.router:
            self.router.tick()
        self._follow_leader()
        if self.surface:
            self.surface.tick()
        self.feeder.keep_time()

    def _choose_leader(self, name: str) -> None:
        try:
            self.leaders.choose(name, self._parts.state.snapshot().tempo)
        except SyncError as error:
            self.write(Write(BY_NAME["transport/leader"], self.leaders.name))
            if self.router:
                self.router.publish_error("/mcm/transport/leader", str(error))

    def _follow_leader(self) -> None:
        settings = self._parts.state.snapshot()
        if settings is not self._settings:
            self._settings = settings
            self._choose_leader(str(settings["transport/leader"]))
            self.leaders.start_stop = bool(settings["transport/startstop"])
            self.conductor.offset = float(settings["transport/offset"] or 0.0) / 1000
        self.conductor.tick(self._parts.clock.now())

    def _tell_rung(self) -> None:
        """Tell the subscribers at once of a step down or up the ladder."""
        if step := self.rungs.step():
            self.tell("fallback", step)

    def feed(self) -> None:
        """Hand the device what it has room for; block by block where that is watched."""
        self.feeder.often = self._watched() < math.inf
        self.feeder.hurried = self._parts.director.hurried
        self.feeder.feed()

    def _watched(self) -> float:
        """Return when the next features are due that somebody wants, infinite for none."""
        asked = self.router.features_due() if self.router else math.inf
        listened = self.query is not None and self.query.listened(_FEATURES)
        return min(asked, self._next_features) if listened else asked

    def rest(self) -> float:
        """Return for how many seconds nothing is due; what comes in wakes."""
        waiting = self.router.next_due() if self.router else math.inf
        due = min(self.feeder.due, waiting, self._watched())
        return min(max(due - self._parts.clock.now(), SHORTEST_REST), LONGEST_REST)

    def publish(self) -> None:
        """Tell the subscribers how things stand."""
        now = self._parts.clock.now()
        if self.router and now >= self._next_status:
            self._next_status = max(self._next_status, now - STATUS_SECONDS) + STATUS_SECONDS
            self.router.publish_status()
            self._publish_query(_STATUS)
            self._tell_rung()
        if self.router:
            self.router.publish_features()
        if now >= self._next_features:
            self._next_features = max(self._next_features + FEATURES_SECONDS, now)
            self._publish_query(_FEATURES)

    def _publish_query(self, path: str) -> None:
        if self.query:
            self.query.publish(path)


def _nobody_sleeps() -> None:
    """The loop looks at everything again and again (offline clock)."""
