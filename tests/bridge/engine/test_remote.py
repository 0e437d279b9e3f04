"""An engine at the other end of a network: keys, answers, a link that drops and returns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import zmq

from bridge.engine import remote, tone, wire
from bridge.engine.base import EngineState
from bridge.engine.keys import DaemonKeys, EngineKeys, make_keys
from bridge.engine.remote import RemoteEngine
from bridge.engine.server import EngineServer
from bridge.engine.tone import ToneEngine
from bridge.errors import EngineDown, EngineError, StartupError
from musiccm.request import PlanChunk, PlanRequest, Score, Suggestion
from tests.bridge.helpers import SCORE, run_loop, until

REQUEST = PlanRequest(SCORE, 0, np.arange(1024) / 47.0)


class Piecewise(ToneEngine):
    """The fake, answering in pieces; the seed 13 it refuses, and it is gone when told to.

    It ponders a suggestion until ``go`` is set.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self.go.set()
        self.prompts: list[str] = []

    async def suggest(self, score: Score) -> Suggestion:
        self.asked.set()
        await self.go.wait()
        return await super().suggest(score)

    async def plan(self, request: PlanRequest) -> PlanChunk:
        if self.state is not EngineState.READY:
            raise EngineDown("it was killed")
        self.prompts.append(request.score.prompts[0][0])
        if request.score.seed == 13:
            raise EngineError("not that")
        self.coming = tone.pieces(tone.tuned(request, self.model))
        return next(self.coming)

    async def rest(self) -> PlanChunk:
        return next(self.coming)


class Wire:
    """A TCP proxy that can be cut: what is open ends, and nobody comes through."""

    def __init__(self, port: int) -> None:
        self._behind, self.cut, self.port = port, False, 0
        self._open: set[asyncio.StreamWriter] = set()
        self._jobs: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut:
            writer.close()
            return
        there = await asyncio.open_connection("127.0.0.1", self._behind)
        self._open |= {writer, there[1]}
        if self.cut:  # meanwhile
            self.drop()
            return
        for a, b in ((reader, there[1]), (there[0], writer)):
            job = asyncio.create_task(self._pass_on(a, b))
            self._jobs.add(job)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
        except OSError:
            pass
        finally:
            writer.close()

    def drop(self) -> None:
        """Cut the link."""
        self.cut = True
        for writer in self._open:
            writer.close()
        self._open.clear()

    async def stop(self) -> None:
        self.drop()
        self._server.close()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        await self._server.wait_closed()


class Place:
    def __init__(
        self, engine: Piecewise, wire: Wire, link: RemoteEngine, server: EngineServer
    ) -> None:
        self.engine, self.wire, self.link, self.server = engine, wire, link, server


@asynccontextmanager
async def _linked(keys: Path, started: bool = True) -> AsyncIterator[Place]:
    """Give an engine behind a server, a wire that can be cut, and the daemon's end of it."""
    engine = Piecewise()
    server = EngineServer(engine, "tcp://127.0.0.1:*", EngineKeys.load(keys / "engine"))
    server.open()
    serving = asyncio.create_task(server.serve())
    wire = Wire(server.port)
    await wire.start()
    link = RemoteEngine(f"tcp://127.0.0.1:{wire.port}", keys / "daemon")
    try:
        if started:
            await link.start()
        yield Place(engine, wire, link, server)
    finally:
        await link.stop()
        await wire.stop()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await server.close()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "keys"
    make_keys(folder)
    return folder


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every patience be short."""
    monkeypatch.setattr(remote, "PULSE_EVERY", 0.05)
    monkeypatch.setattr(remote, "LINK_PATIENCE", 1.0)
    monkeypatch.setattr(remote, "STALL_SECONDS", 0.3)
    monkeypatch.setattr(remote, "CONNECT_SECONDS", 3.0)


def test_it_answers_as_the_engine_there(keys: Path) -> None:
    """Over the link come the same samples piece by piece, the suggestion, the errors, the facts."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            link = place.link
            assert link.state is EngineState.READY and link.about == place.engine.about
            nearest = await link.plan(replace(REQUEST, heard=0))
            assert nearest.more
            whole = nearest.joined(await link.rest())
            assert np.array_equal(whole.audio, tone.draw(REQUEST).audio)
            assert (await link.suggest(SCORE)).bpm == 120.0
            with pytest.raises(EngineError, match="not that"):
                await link.plan(replace(REQUEST, score=replace(SCORE, seed=13)))
            assert link.state is EngineState.READY

    run_loop(scenario())


def test_a_link_that_drops_comes_back(keys: Path, hasty: None) -> None:
    """Cut, the engine is away and who asks is told; whole again, it is ready by itself."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            link = place.link
            await link.plan(REQUEST)
            for _ in range(2):
                place.wire.drop()
                await until(lambda: link.state is EngineState.AWAY)
                assert "is down" in link.trouble
                with pytest.raises(EngineDown):
                    await link.plan(REQUEST)
                place.wire.cut = False
                await until(lambda: link.state is EngineState.READY)
                assert link.trouble == ""
                chunk = await link.plan(REQUEST)
                assert np.array_equal(chunk.audio, tone.draw(REQUEST).audio)

    run_loop(scenario())


def test_who_waits_when_the_link_drops_is_told(keys: Path, hasty: None) -> None:
    """Who waits for an answer from the far side of a link that drops does not wait for ever."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            place.engine.asked, place.engine.go = asyncio.Event(), asyncio.Event()
            place.engine.go.clear()
            asked = asyncio.create_task(place.link.suggest(SCORE))
            await place.engine.asked.wait()
            place.wire.drop()
            with pytest.raises(EngineDown, match="is down"):
                await asked
            place.engine.go.set()

    run_loop(scenario())


def test_an_answer_that_got_lost_is_not_waited_for(
    keys: Path, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a link and a heartbeat but no answer, the request is given up in the end."""
    monkeypatch.setattr(remote, "ANSWER_PATIENCE", 0.5)

    async def scenario() -> None:
        async with _linked(keys) as place:
            place.engine.go = asyncio.Event()
            with pytest.raises(EngineDown, match="got lost"):
                await place.link.suggest(SCORE)
            assert place.link.state is EngineState.READY
            place.engine.go.set()
            assert (await place.link.suggest(SCORE)).bpm == 120.0

    run_loop(scenario())


def test_how_the_engine_there_is_is_known_here(keys: Path, hasty: None) -> None:
    """When it goes down and comes back on its machine, state, reason and restarts follow."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            place.engine.state, place.engine.trouble = EngineState.DOWN, "it was killed"
            with pytest.raises(EngineDown, match="killed"):
                await place.link.plan(REQUEST)
            await until(lambda: place.link.state is EngineState.DOWN)
            assert place.link.trouble == "it was killed"
            place.engine.state, place.engine.trouble, place.engine.restarts = (
                EngineState.READY,
                "",
                3,
            )
            await until(lambda: place.link.state is EngineState.READY and place.link.restarts == 3)

    run_loop(scenario())


def test_another_checkpoint_takes_over_there(keys: Path) -> None:
    """Load and adopt go over the link; what fails there fails here, with its line."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            with pytest.raises(StartupError, match="broken"):
                await place.link.load("broken", REQUEST)
            await place.link.load("night", REQUEST)
            assert place.link.model == "default"
            await place.link.adopt()
            assert place.link.model == "night"
            chunk = await place.link.plan(REQUEST)
            assert np.array_equal(chunk.audio, tone.draw(tone.tuned(REQUEST, "night")).audio)

    run_loop(scenario())


def test_a_sound_goes_along(keys: Path, hasty: None, tmp_path: Path) -> None:
    """A prompt's sound is sent once, and again after a change or to an engine that began anew.

    The engine there hears it in a file of its own, and none that was not sent.
    """
    path = tmp_path / "loop.wav"
    soundfile.write(path, np.linspace(-0.5, 0.5, 44_100), 44_100, "PCM_16")
    score = Score(((f"@{path}", 1.0),))

    async def scenario() -> None:
        async with _linked(keys) as place:
            link, heard, came = place.link, place.engine.prompts, list[str]()
            take = place.server._sounds.take
            place.server._sounds.take = lambda name, data: (came.append(name), take(name, data))[1]  # type: ignore[method-assign]
            for _ in range(2):
                await link.suggest(score)
                await link.plan(replace(REQUEST, score=score))
            assert len(came) == 1 and heard[0] == heard[1] != f"@{path}"
            samples, _ = soundfile.read(heard[0][1:])
            assert np.array_equal(samples, soundfile.read(path)[0])
            place.server._born = "anew"
            await until(lambda: link._born == "anew")
            await link.load("night", replace(REQUEST, score=score))
            assert len(came) == 2
            place.server._sounds._files.clear()  # it made room for others
            for error in (EngineError, None):
                with pytest.raises(error, match="say it again") if error else nullcontext():
                    await link.plan(replace(REQUEST, score=score))
            gone = Score(((f"@{tmp_path / 'gone.wav'}", 1.0),))
            with pytest.raises(EngineError, match=r"gone\.wav"):
                await link.suggest(gone)
            with pytest.raises(StartupError, match=r"gone\.wav"):
                await link.load("night", replace(REQUEST, score=gone))
            asked = wire.pack_score(Score((("@/etc/passwd", 1.0),)))
            with pytest.raises(EngineError, match="was not sent"):
                await (await link._calls.ask({"op": "suggest", "score": asked}, [])).answer()

    run_loop(scenario())


def test_without_keys_nothing_is_sent(tmp_path: Path) -> None:
    """Either side refuses to begin, with a line that says what to do."""
    for side in (EngineKeys, DaemonKeys):
        with pytest.raises(StartupError, match="musiccm engine keys"):
            side.load(None)
        with pytest.raises(StartupError, match="musiccm engine keys"):
            side.load(tmp_path)


def test_a_stranger_s_key_is_refused(keys: Path, tmp_path: Path, hasty: None) -> None:
    """With keys of another pair, or believing in another engine, nobody is let in or answered."""
    make_keys(tmp_path / "other")
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    (mixed / "daemon.key_secret").write_bytes(
        (tmp_path / "other" / "daemon" / "daemon.key_secret").read_bytes()
    )
    (mixed / "engine.key").write_bytes((keys / "daemon" / "engine.key").read_bytes())

    async def scenario() -> None:
        async with _linked(keys, started=False) as place:
            for folder in (tmp_path / "other" / "daemon", mixed):
                stranger = RemoteEngine(f"tcp://127.0.0.1:{place.wire.port}", folder)
                try:
                    with pytest.raises(StartupError, match="clients' keys"):
                        await stranger.start()
                finally:
                    await stranger.stop()
            await place.link.start()
            assert place.link.state is EngineState.READY

    run_loop(scenario())


def test_plain_text_is_not_answered(keys: Path, hasty: None) -> None:
    """A client without any encryption hears nothing."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
                socket.linger = 0
                socket.connect(f"tcp://127.0.0.1:{place.wire.port}")
                socket.send_multipart(wire.pack({"op": "pulse", "id": -1}))
                assert not await asyncio.to_thread(socket.poll, 700)
            assert (await place.link.suggest(SCORE)).bpm == 120.0

    run_loop(scenario())


@pytest.mark.parametrize(
    "frames",
    [[b"no json"], [b"{}"], [b'{"arrays":[],"id":1,"op":"fly"}'], [b'{"arrays":[],"op":"pulse"}']],
)
def test_what_means_nothing_does_no_harm(keys: Path, frames: list[bytes]) -> None:
    """Frames of a client that has a key but no manners are dropped; the next are answered."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            await place.link._ask_there(frames)
            assert (await place.link.suggest(SCORE)).bpm == 120.0

    run_loop(scenario())


def test_a_damaged_request_is_an_error(keys: Path) -> None:
    """A request whose arrays are missing is answered with an error, not with silence."""

    async def scenario() -> None:
        async with _linked(keys) as place:
            asked = await place.link._calls.ask({"op": "plan"}, [])
            with pytest.raises(EngineError, match="Error"):
                await asked.answer()

    run_loop(scenario())


def test_an_address_that_is_none_says_so(keys: Path) -> None:
    """What cannot be listened at or connected to is one line."""

    async def scenario() -> None:
        server = EngineServer(ToneEngine(), "tcp://nowhere", EngineKeys.load(keys / "engine"))
        link = RemoteEngine("tcp://::::", keys / "daemon")
        try:
            with pytest.raises(StartupError, match="tcp://HOST:PORT"):
                server.open()
            with pytest.raises(StartupError, match="tcp://HOST:PORT"):
                await link.start()
        finally:
            await link.stop()
            await server.close()

    run_loop(scenario())


def test_keys_are_not_overwritten_and_are_secret(keys: Path) -> None:
    """A second call in the same folder is refused; secrets are readable by their owner alone."""
    with pytest.raises(StartupError, match="already"):
        make_keys(keys)
    for secret in keys.glob("*/*.key_secret"):
        assert secret.stat().st_mode & 0o077 == 0
    assert not list(keys.glob("daemon/engine.key_secret"))
