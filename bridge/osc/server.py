"""The UDP socket of the OSC server."""

import asyncio

from bridge.errors import StartupError
from bridge.osc.clients import Address
from bridge.osc.router import Router

HOST = "127.0.0.1"


class OscServer(asyncio.DatagramProtocol):
    """Datagrams in and out of the loop; what they mean is the router's business."""

    def __init__(self) -> None:
        self.router: Router | None = None
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self, port: int) -> int:
        """Bind to ``port`` on this host (0 takes a free one) and return the port.

        Raises
        ------
        StartupError
            When the port is in use.
        """
        loop = asyncio.get_running_loop()
        try:
            self._transport, _ = await loop.create_datagram_endpoint(
                lambda: self, local_addr=(HOST, port)
            )
        except OSError as error:
            raise StartupError(
                f"OSC port {port} is in use: end the other program or choose another --osc-port"
            ) from error
        return int(self._transport.get_extra_info("sockname")[1])

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take one datagram in."""
        if self.router:
            self.router.receive(data, addr)

    def error_received(self, exc: Exception) -> None:
        """Ignore that a client has gone: its lease will run out."""

    def send(self, datagram: bytes, to: Address) -> None:
        """Send without waiting."""
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(datagram, to)

    def stop(self) -> None:
        """Close the socket."""
        if self._transport:
            self._transport.close()
