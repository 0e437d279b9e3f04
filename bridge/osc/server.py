"""The UDP socket of the OSC server."""

import asyncio
import errno

from bridge.config import HOST
from bridge.errors import StartupError
from bridge.osc.clients import Address
from bridge.osc.packets import hush
from bridge.osc.router import Router


class OscServer(asyncio.DatagramProtocol):
    """Datagrams in and out of the loop; what they mean is the router's business."""

    def __init__(self) -> None:
        self.router: Router | None = None
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self, port: int, host: str = HOST) -> int:
        """Bind to ``port`` of ``host`` (0 takes a free one) and return the port.

        Raises
        ------
        StartupError
            When the port is in use, or the address is not this machine's.
        """
        hush()
        loop = asyncio.get_running_loop()
        try:
            self._transport, _ = await loop.create_datagram_endpoint(
                lambda: self, local_addr=(host, port)
            )
        except OSError as error:
            raise port_trouble(error, "OSC", host, port) from error
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


def port_trouble(error: OSError, name: str, host: str, port: int) -> StartupError:
    """Return the error that says what to do where a port of ``--{name}-port`` cannot be had."""
    option = f"--{name.lower()}-port"
    if error.errno == errno.EADDRINUSE:
        advice = f"{name} port {port} is in use: end the other program or choose another {option}"
    else:
        advice = f"cannot listen on {host}, port {port} ({error.strerror}): see --listen-on"
    return StartupError(advice)
