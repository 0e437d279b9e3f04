"""The server with real HTTP and WebSocket clients, on a stage of the router's tests."""

import asyncio
import json
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from bridge.clock import OfflineClock
from bridge.errors import StartupError
from bridge.osc.clients import Address
from bridge.osc.packets import build, parse
from bridge.osc.router import Router
from bridge.oscquery.listeners import MOST_ANSWERS
from bridge.oscquery.server import QueryServer
from bridge.protocol.messages import Write
from bridge.protocol.parameters import BY_NAME
from tests.bridge.helpers import run_loop
from tests.bridge.osc.test_router import FakeStage

HOST = "127.0.0.1"
Scene = Callable[["House"], Coroutine[Any, Any, None]]


class House:
    """A server, its stage, a router behind it, and a client session."""

    def __init__(self, session: ClientSession) -> None:
        self.session, self.stage = session, FakeStage()
        self.server = QueryServer(osc_port=7000)
        self.router = Router(self.stage, OfflineClock(), self._send)
        self.by_udp: list[Address] = []

    def _send(self, datagram: bytes, to: Address) -> None:
        if not self.server.answer(datagram, to):
            self.by_udp.append(to)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server.port}"

    async def get(self, path: str) -> tuple[int, Any]:
        """Return the status and what the JSON says."""
        async with self.session.get(self.url + path) as answer:
            body = await answer.read()
            return answer.status, json.loads(body) if answer.status == 200 else None

    def write(self, name: str, value: float | str | bool) -> None:
        """Change a parameter as the session does."""
        self.stage.write(Write(BY_NAME[name], value))
        self.server.show(BY_NAME[name])


def play(scene: Scene, open_it: bool = True) -> None:
    """Run a scene with everything started and stopped around it."""

    async def run() -> None:
        async with asyncio.timeout(60), ClientSession() as session:
            house = House(session)
            await house.server.start(HOST, 0)
            if open_it:
                house.server.open(house.stage, house.router.receive)
            try:
                await scene(house)
            finally:
                await house.server.stop()

    run_loop(run())


async def _say(ws: ClientWebSocketResponse, command: str, path: object) -> None:
    await ws.send_str(json.dumps({"COMMAND": command, "DATA": path}))


async def _settled(ws: ClientWebSocketResponse) -> None:
    """Wait until all that was sent before has been read."""
    await ws.send_bytes(build("/mcm/sync", [7]))
    assert await _next(ws) == ("/mcm/synced", (7,))


async def _next(ws: ClientWebSocketResponse) -> tuple[str, tuple[object, ...]]:
    [message] = parse(await ws.receive_bytes())
    return message.address, message.arguments


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/mcm/", 200),
        ("/mcm/tempo?RANGE", 200),
        ("/mcm/quit?VALUE", 204),
        ("/mcm?VALUE", 204),
        ("/mcm?TYPE", 200),
        ("/mcm/density?VALUE", 200),
        ("/mcm/status.reply?RANGE", 204),
        ("/mcm/tempo?HTML", 400),
        ("/mcm/key?UNIT", 204),
        ("/mcm/tempo?COLOUR", 400),
        ("/mcm/tempo?TAGS", 400),
        ("/mcm/tempi", 404),
        ("/mcm/tempi?VALUE", 404),
    ],
)
def test_the_status_is_the_proposals(path: str, status: int) -> None:
    """204 for a known attribute without a value, 400 for an unknown one, 404 for no node."""

    async def scene(house: House) -> None:
        assert (await house.get(path))[0] == status

    play(scene)


def test_a_node_and_an_attribute_of_it() -> None:
    """A node comes whole with its value, an attribute alone in an object."""

    async def scene(house: House) -> None:
        house.write("tempo", 93.0)
        _, node = await house.get("/mcm/tempo")
        assert (node["FULL_PATH"], node["TYPE"], node["VALUE"]) == ("/mcm/tempo", "f", [93.0])
        assert node["UNIT"] == ["time.bpm"]
        assert await house.get("/mcm/tempo?VALUE") == (200, {"VALUE": [93.0]})
        _, reply = await house.get("/mcm/features.reply")
        assert reply["VALUE"] == ["x" if tag == "s" else n for n, tag in enumerate(reply["TYPE"])]

    play(scene)


def test_host_info_says_where_osc_is() -> None:
    """HOST_INFO has the OSC port, the WebSocket's and what is supported, whatever the path."""

    async def scene(house: House) -> None:
        status, info = await house.get("/no/such/path?HOST_INFO")
        assert status == 200
        assert (info["OSC_IP"], info["OSC_PORT"], info["OSC_TRANSPORT"]) == (HOST, 7000, "UDP")
        assert (info["WS_IP"], info["WS_PORT"]) == (HOST, house.server.port)
        assert info["EXTENSIONS"]["LISTEN"] and info["EXTENSIONS"]["VALUE"]

    play(scene)


def test_it_says_so_until_the_stage_is_there() -> None:
    """While the engine loads a value is answered by 503, what is fixed is told."""

    async def scene(house: House) -> None:
        assert (await house.get("/mcm/tempo"))[0] == 503
        assert (await house.get("/mcm/tempo?RANGE"))[0] == 200
        async with house.session.ws_connect(house.url) as ws:
            await ws.send_bytes(build("/mcm/sync", [7]))

    play(scene, open_it=False)


def test_listen_and_ignore() -> None:
    """After LISTEN each change comes as a binary OSC frame, after IGNORE none does."""

    async def scene(house: House) -> None:
        async with house.session.ws_connect(house.url) as ws:
            await _say(ws, "LISTEN", "/mcm/tempo")
            await _say(ws, "LISTEN", "/mcm/status.reply")
            await _settled(ws)
            house.write("tempo", 99.0)
            house.write("key", "Am")
            assert await _next(ws) == ("/mcm/tempo", (99.0,))
            await _say(ws, "LISTEN", "/mcm/stem/lead/mute")
            await _settled(ws)
            house.write("stem/lead/mute", True)
            assert (await _next(ws))[1] == (True,)  # T, as its TYPE says
            house.server.publish("/mcm/status.reply")
            assert (await _next(ws))[0] == "/mcm/status.reply"
            await _say(ws, "IGNORE", "/mcm/tempo")
            await _settled(ws)
            house.write("tempo", 100.0)
            await _settled(ws)

    play(scene)


@pytest.mark.parametrize(
    "text",
    ["", "[", "{}", "[]", "3", '{"COMMAND": "LISTEN"}', '{"COMMAND": "LISTEN", "DATA": {}}']
    + ['{"COMMAND": "SING", "DATA": "/mcm/tempo"}', '{"COMMAND": "LISTEN", "DATA": "/mcm/quit"}'],
)
def test_nonsense_on_the_socket_is_ignored(text: str) -> None:
    """What is no command, or names nothing that can be heard, changes nothing."""

    async def scene(house: House) -> None:
        async with house.session.ws_connect(house.url) as ws:
            await ws.send_str(text)
            await _settled(ws)

    play(scene)


def test_osc_over_the_socket_is_played_and_answered() -> None:
    """Binary frames are OSC like datagrams: they write, and answers come back on the socket."""

    async def scene(house: House) -> None:
        async with house.session.ws_connect(house.url) as ws:
            await ws.send_bytes(build("/mcm/tempo", [93.0]))
            await ws.send_bytes(build("/mcm/tempo/get", []))
            assert await _next(ws) == ("/mcm/tempo", (93.0,))
            await ws.send_bytes(b"no osc")
            assert (await _next(ws))[0] == "/mcm/error"
        assert house.by_udp == []

    play(scene)


def test_a_slow_listener_gets_the_newest() -> None:
    """Of many changes while a client does not read, it gets the last one, and no queue grows."""

    async def scene(house: House) -> None:
        async with house.session.ws_connect(house.url) as ws:
            await _say(ws, "LISTEN", "/mcm/tempo")
            await _settled(ws)
            [listener] = house.server._listeners.values()
            for n in range(2 * MOST_ANSWERS):
                house.write("tempo", 60.0 + n / 8)
                listener.answer(build("/mcm/synced", [n]))
            assert len(listener._newest) == 1 and len(listener._answers) == MOST_ANSWERS
            heard = [await _next(ws) for _ in range(MOST_ANSWERS + 1)]
            assert heard[-1] == ("/mcm/tempo", (60.0 + (2 * MOST_ANSWERS - 1) / 8,))

    play(scene)


def test_foreign_pages_may_not_open_a_socket() -> None:
    """A page of another host is refused, a page of this one and a program are not."""

    async def scene(house: House) -> None:
        for origin in ("http://evil.example", "null", f"http://evil.example:{house.server.port}"):
            with pytest.raises(WSServerHandshakeError) as refused:
                await house.session.ws_connect(house.url, origin=origin)
            assert refused.value.status == 403
        rebound = {"Host": "evil.example"}
        with pytest.raises(WSServerHandshakeError):
            await house.session.ws_connect(house.url, origin="http://evil.example", headers=rebound)
        async with house.session.ws_connect(house.url, origin=f"http://{HOST}:8080") as ws:
            await _settled(ws)

    play(scene)


def test_a_taken_port_is_a_start_up_error() -> None:
    """The line names the port and the option."""

    async def scene() -> None:
        with socket.socket() as taken:
            taken.bind((HOST, 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(StartupError, match=rf"port {port} is in use.*--oscquery-port"):
                await QueryServer(7000).start(HOST, port)

    run_loop(scene())
