"""The HTTP and WebSocket server, on the daemon's own loop: small answers from a tree in memory."""

import ipaddress
import itertools
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bridge.osc.clients import Address
from bridge.osc.packets import build
from bridge.osc.router import typed
from bridge.osc.server import port_trouble
from bridge.osc.stage import Stage
from bridge.oscquery.listeners import Listener
from bridge.oscquery.tree import ATTRIBUTES, REPLIES, SUPPORTED, Tree, of_type
from bridge.protocol.parameters import Parameter

NAME = "MusicCM Bridge"
MOST_LISTENERS = 64
CLOSE_SECONDS = 0.2  # for clients to say good-bye at the end


class QueryServer:
    """Serves the tree of a stage. Belongs to the loop thread.

    ``osc_port`` is where the daemon takes OSC. Until :meth:`open` it answers 503.
    """

    def __init__(self, osc_port: int) -> None:
        self._osc_port, self.port = osc_port, 0
        self._stage: Stage | None = None
        self._receive: Callable[[bytes, Address], None] = _ignore
        self._tree = Tree(lambda parameter: self._open_stage.read(parameter), self._reply)
        self._listeners: dict[str, Listener] = {}
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> None:
        """Bind to ``port`` of ``host``; 0 takes a free one.

        Raises
        ------
        StartupError
            When the port is in use.
        """
        app = web.Application()
        app.router.add_get("/{path:.*}", self._get)
        app.on_shutdown.append(self._close_listeners)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSE_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self.stop()
            raise port_trouble(error, "OSCQuery", host, port) from error
        self.port = int(self._runner.addresses[0][1])

    def open(self, stage: Stage, receive: Callable[[bytes, Address], None]) -> None:
        """Answer from ``stage`` from now on; ``receive`` takes the OSC packets of WebSockets."""
        self._stage, self._receive = stage, receive

    async def stop(self) -> None:
        """Close the port and every WebSocket."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _close_listeners(self, app: web.Application) -> None:
        for listener in [*self._listeners.values()]:
            await listener.close()

    def show(self, parameter: Parameter) -> None:
        """Tell who listens to a parameter its new value."""
        if listeners := self._listening(parameter.address):
            value = of_type(parameter, self._open_stage.read(parameter))
            self._send(listeners, parameter.address, [value])

    def publish(self, path: str) -> None:
        """Tell who listens to one of REPLIES how things stand."""
        if listeners := self._listening(path):
            self._send(listeners, path, self._reply(path))

    def listened(self, path: str) -> bool:
        """Return whether anyone listens to a path."""
        return any(path in listener.paths for listener in self._listeners.values())

    def answer(self, datagram: bytes, to: Address) -> bool:
        """Send a router's answer to a WebSocket; False where ``to`` is none."""
        listener = self._listeners.get(to[0])
        if listener:
            listener.answer(datagram)
        return listener is not None

    def _listening(self, path: str) -> list[Listener]:
        return [listener for listener in self._listeners.values() if path in listener.paths]

    def _send(
        self, listeners: list[Listener], path: str, values: Sequence[float | int | str | bool]
    ) -> None:
        datagram = build(path, values)
        for listener in listeners:
            listener.show(path, datagram)

    @property
    def _open_stage(self) -> Stage:
        if self._stage is None:
            raise web.HTTPServiceUnavailable(text="the daemon is still starting")
        return self._stage

    def _reply(self, path: str) -> Sequence[float | int | str]:
        stage = self._open_stage
        values = stage.status() if path.endswith("/status.reply") else stage.features()
        return typed(REPLIES[path], values)

    async def _get(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._listen(request)
        attribute = request.query_string.partition("=")[0]
        if attribute == "HOST_INFO":
            return web.json_response(self._host_info(request))
        path = request.path.rstrip("/") or "/"
        if path not in self._tree:
            raise web.HTTPNotFound(text=f"no node {path[:200]}")
        if not attribute:
            return web.json_response(self._tree.node(path))
        if attribute not in ATTRIBUTES:
            raise web.HTTPBadRequest(text=f"no attribute {attribute[:50]}")
        answer = self._tree.attribute(path, attribute)
        if answer or self._tree.may_be_empty(path, attribute):
            return web.json_response(answer)
        return web.Response(status=204)

    def _host_info(self, request: web.Request) -> dict[str, Any]:
        """Name the address that the client has reached: another one may not be its own."""
        name = request.get_extra_info("sockname")
        return {
            "NAME": NAME,
            "OSC_IP": name[0],
            "OSC_PORT": self._osc_port,
            "OSC_TRANSPORT": "UDP",
            "WS_IP": name[0],
            "WS_PORT": self.port,
            "EXTENSIONS": dict.fromkeys((*SUPPORTED, "LISTEN"), True),
        }

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        if not _own_page(request):
            raise web.HTTPForbidden(text="pages of other hosts may not speak to this one")
        if len(self._listeners) >= MOST_LISTENERS:
            raise web.HTTPServiceUnavailable(text=f"{MOST_LISTENERS} WebSockets are open already")
        listener = Listener(next(self._numbers))
        host = listener.address[0]
        self._listeners[host] = listener
        try:
            return await listener.serve(
                request, self._tree.readable, lambda data, sender: self._receive(data, sender)
            )
        finally:
            del self._listeners[host]


def _own_page(request: web.Request) -> bool:
    """Refuse what a foreign web page opens: browsers let any page speak to any WebSocket.

    A name could be made to mean this machine (DNS rebinding), an address cannot.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    page, here = urlsplit(origin).hostname, urlsplit(f"//{request.host}").hostname
    return page == here and (here == "localhost" or _is_address(here or ""))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _ignore(datagram: bytes, sender: Address) -> None:
    """Nobody is there yet."""
