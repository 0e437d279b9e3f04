"""The daemon, top to bottom: start in order, play, stop in reverse."""

import asyncio
import gc
import logging
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING

from bridge.alarm import Alarm
from bridge.archive import Archive
from bridge.audio import choice
from bridge.audio.base import AudioOutput
from bridge.audio.choice import choose_output
from bridge.audio.lasting import OpenDevice
from bridge.audio.layout import Layout
from bridge.audio.listening import AudioInput, SystemInput
from bridge.audio.sound import Sound
from bridge.clock import Clock, OfflineClock, WallClock
from bridge.config import SAMPLE_RATE, RunConfig
from bridge.continuing import begin_from, described, read_start
from bridge.control.agenda import Agenda
from bridge.control.state import ControlState
from bridge.devices import Devices
from bridge.engine.base import Engine
from bridge.engine.choice import choose_engine
from bridge.errors import EngineError, StartupError, SyncError
from bridge.folder import SessionFolder
from bridge.gig.logged import log_gig
from bridge.midi.ports import Ports, ProcessPorts
from bridge.midi.surface import Surface
from bridge.osc.clients import Address
from bridge.osc.router import Router
from bridge.osc.server import OscServer
from bridge.priority import Priority
from bridge.protocol.messages import ProtocolError
from bridge.protocol.parameters import Value
from bridge.scheduler.director import BEATS_PER_BAR, Director
from bridge.scheduler.programme import Wish
from bridge.scheduler.scheduler import Scheduler
from bridge.session import Parts, Session
from bridge.sounds import Sounds
from bridge.sync import leaders

if TYPE_CHECKING:
    from bridge.oscquery.server import QueryServer

LOOK_SECONDS = 0.5  # between two looks for new threads and for recordings that have failed
SWITCH_INTERVAL = 0.0005  # seconds: the audio callback waits for no thread longer than that

log = logging.getLogger("musiccm")


class App:
    """One run. ``say`` gets lines for people; the edges may be given, else ``config`` chooses."""

    def __init__(
        self,
        config: RunConfig,
        say: Callable[[str], None] = print,
        engine: Engine | None = None,
        output: AudioOutput | None = None,
        clock: Clock | None = None,
        midi: Ports | None = None,
        line: AudioInput | None = None,
    ) -> None:
        self._config, self._say = config, say
        self._line = line or SystemInput(config.input)
        self._clock: Clock = clock or (OfflineClock() if config.offline else WallClock())
        self._engine = engine or choose_engine(config)
        self._output, self._midi = output, midi
        self._archive = Archive(config, self._engine, say)
        self._alarm, self._priority = Alarm(), Priority()
        self._next_look = 0.0
        self._sound: Sound | None = None
        self.session: Session | None = None
        self._task: asyncio.Task[None] | None = None
        self.osc_port = config.osc_port
        self.query: QueryServer | None = None

    async def run(self) -> None:
        """Play until the end that the options ask for, or until :meth:`stop`.

        Raises
        ------
        StartupError
            When something is missing; everything that was started is stopped again.
        """
        self._task = asyncio.create_task(self._run())
        try:
            await self._task
        except asyncio.CancelledError:
            self._say("stopped")

    def stop(self) -> None:
        """End the run cleanly, whatever it is doing. On the loop thread."""
        if self.session:
            self.session.quit()
        elif self._task:
            self._task.cancel()

    async def _run(self) -> None:
        begun = time.monotonic()
        self._check_leader()
        self._sound = read_start(self._config)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._archive.close)
            self._archive.open()
            server = OscServer()
            self.osc_port = await server.start(self._config.osc_port, self._config.listen_on)
            stack.callback(server.stop)
            layout = Layout.of(self._config.outputs, self._config.channels)
            output = self._output or choose_output(self._config, self._clock, layout, self._say)
            stack.push_async_callback(self._engine.stop)
            await self._load(stack)
            director, session = await self._assemble(output, layout)
            stack.push_async_callback(director.stop)
            stack.callback(session.leaders.close)
            stack.push_async_callback(session.models.close)
            stack.push_async_callback(session.continuing.close)
            session.router = server.router = Router(session, self._clock, self._sender(server))
            session.wake = session.router.wake = director.wake = self._alarm.ring
            if self._archive.journal:
                session.router.on_message = self._archive.journal.message
            if self.query:
                session.query = self.query
                self.query.open(session, session.router.receive)
            stack.push_async_callback(self._open_devices(session, output, layout).close)
            output.start()
            stack.callback(output.stop)
            self._say(f"engine ready after {time.monotonic() - begun:.1f} s; {self._where(output)}")
            self.session = session
            with _quiet_interpreter():
                await self._play(session, director)
        self._report_recordings()

    def _where(self, output: AudioOutput) -> str:
        host = self._config.listen_on
        parts = [f"output: {output.name}", f"OSC: {host}:{self.osc_port}"]
        parts += [f"OSCQuery: http://{host}:{self.query.port}"] if self.query else []
        return "; ".join([*parts, "Ctrl-C ends"])

    async def _load(self, stack: AsyncExitStack) -> None:
        """Load the engine, and while its process is busy with that, open the query server."""
        engine = asyncio.create_task(self._engine.start())
        stack.callback(engine.cancel)
        if self._config.oscquery and not isinstance(self._clock, OfflineClock):
            await asyncio.sleep(0)  # the process begins
            # Not imported above: a fifth of a second and 14 MB that not every run needs.
            from bridge.oscquery.opening import open_query

            self.query = await open_query(self._config, self.osc_port, stack)
        await engine

    def _sender(self, server: OscServer) -> Callable[[bytes, Address], None]:
        """Return what sends a datagram to a client, be it behind UDP or a WebSocket."""
        if (query := self.query) is None:
            return server.send

        def send(datagram: bytes, to: Address) -> None:
            if not query.answer(datagram, to):
                server.send(datagram, to)

        return send

    def _check_leader(self) -> None:
        try:
            leaders.check(self._config.leader)
        except SyncError as error:
            raise StartupError(str(error)) from error

    async def _assemble(self, output: AudioOutput, layout: Layout) -> tuple[Director, Session]:
        """Ask the planner for what the options leave open, and put the parts together."""
        state, wish, absent = await self._first_wish()
        past = None
        if self._sound:
            past, wish = await begin_from(self._engine, self._sound, self._config, state, wish)
            self._say(f"going on from {self._config.continue_from}: {described(past)}")
        scheduler, agenda = Scheduler(wish, past), Agenda(state.snapshot().values)
        offline = isinstance(self._clock, OfflineClock)
        engine, player = log_gig(self._archive.journal, self._config, self._engine, scheduler)
        director = Director(
            scheduler, engine, self._clock, agenda, self._on_refusal, fit_lead=not offline
        )
        folder = SessionFolder(self._config.folder)
        parts = Parts(
            clock=self._clock,
            state=state,
            agenda=agenda,
            engine=self._engine,
            scheduler=scheduler,
            director=director,
            player=player,
            output=output,
            layout=layout,
            archive=self._archive,
            folder=folder,
            sounds=Sounds(folder, self._line),
        )
        seconds = self._config.seconds
        samples = None if seconds is None else round(seconds * SAMPLE_RATE)
        session = Session(parts, samples, absent)
        self._load_scenes(session)
        return director, session

    def _open_devices(self, session: Session, output: AudioOutput, layout: Layout) -> Devices:
        """Let devices be changed, and open the controllers if that is asked for."""

        def surface(ports: Ports) -> Surface:
            folder = self._config.folder / "midi"
            live = not isinstance(self._clock, OfflineClock)
            made = Surface(
                ports, folder, session.perform, session.read, session.tell, self._clock, live
            )
            made.on_clock, session.feeder.clocks = session.leaders.midi, made.clocks
            return made

        def opener(name: str) -> OpenDevice | None:
            return choice.opener(name, self._config, layout)

        session.outside = Devices(session, output, opener, ProcessPorts, surface)
        if ports := self._midi or (ProcessPorts() if self._config.midi else None):
            session.surface = surface(ports)
        return session.outside

    def _load_scenes(self, session: Session) -> None:
        try:
            session.scene.recover()
        except ProtocolError as error:
            self._say(f"the scenes of {self._config.folder} {error}; the music goes on without")
        if self._config.scenes:
            try:
                session.scene.load(self._config.scenes)
            except ProtocolError as error:
                raise StartupError(f"--scenes {self._config.scenes}: {error}") from error

    async def _first_wish(self) -> tuple[ControlState, Wish, tuple[str, ...]]:
        config = self._config
        prompts = config.prompts or tuple(f"@{path}" for path in [config.continue_from] if path)
        values: dict[str, Value] = {
            f"prompt/{n}/text": text.strip() for n, text in enumerate(prompts, 1)
        }
        values |= {"seed": config.seed, "steps": config.steps}
        values |= {"midi/clock": config.midi_clock}
        values |= {"key": config.key, "metre": config.metre, "transport/leader": config.leader}
        score = ControlState(values).snapshot().score()
        if score is None:
            raise StartupError('a prompt needs words, such as "warm rhodes and brushed drums"')
        try:
            suggestion = await self._engine.suggest(score)
        except EngineError as error:
            raise StartupError(f"the engine refuses this start: {error}") from error
        bpm = float(config.bpm or suggestion.bpm)
        metre = config.metre
        beats_per_bar = BEATS_PER_BAR[metre] if metre else suggestion.beats_per_bar
        key = "" if "key" in suggestion.absent else config.key or suggestion.key
        named = (suggestion.style, f"{bpm:g} bpm", key, metre or suggestion.metre)
        self._say(", ".join(filter(None, named)))
        if lacks := suggestion.lacks():
            self._say(lacks)
        wish = Wish(score, bpm, beats_per_bar)
        return ControlState({**values, "tempo": bpm}), wish, suggestion.absent

    async def _play(self, session: Session, director: Director) -> None:
        """Do what is due, and sleep until something is again or comes in."""
        offline = isinstance(self._clock, OfflineClock)
        while not session.ended:
            session.gestures()
            if offline:
                await director.settle()
            else:
                director.poll()
            session.feed()
            session.publish()
            self._look_after(session)
            await (asyncio.sleep(0) if offline else self._alarm.sleep(session.rest()))

    def _look_after(self, session: Session) -> None:
        """Do now and then what is not worth a look at every block."""
        now = self._clock.now()
        if now >= self._next_look:
            self._next_look = now + LOOK_SECONDS
            self._report_recordings(session)
            if not isinstance(self._clock, OfflineClock):
                self._priority.raise_threads()

    def _on_refusal(self, text: str) -> None:
        log.warning("the engine refuses: %s", text)
        if self.session and self.session.router:
            self.session.router.publish_error("/mcm", text)

    def _report_recordings(self, session: Session | None = None) -> None:
        """Say once of each recording that has failed that it has."""
        for failure in self._archive.troubles():
            self._say(failure)
            if session and session.router:
                session.router.publish_error("/mcm/record", failure)


@contextmanager
def _quiet_interpreter() -> Iterator[None]:
    """Keep collector and thread switches away from the audio callback while it plays."""
    before = sys.getswitchinterval()
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
        gc.unfreeze()


def run_until_signal(app: App) -> None:
    """Run on a loop of its own; Ctrl-C and SIGTERM end it cleanly. Raises StartupError."""
    # ZeroMQ needs a selector loop, which is not Windows' default.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        loop = runner.get_loop()
        before = {
            number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(app.stop))
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            runner.run(app.run())
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
