"""The daemon on the network's list of services, by zeroconf."""

import asyncio
import logging
import os
import socket

import ifaddr
from zeroconf import Error, InterfaceChoice, IPVersion, ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

from bridge.oscquery.server import NAME

OSCJSON, OSC = "_oscjson._tcp.local.", "_osc._udp.local."
EVERYWHERE = "0.0.0.0"
CLOSE_SECONDS = 2.0
MOST_NAME = 60  # bytes of a service's name; 63 are allowed

log = logging.getLogger("musiccm.oscquery")


class Announcement:
    """Two services, ``_oscjson._tcp`` and ``_osc._udp``, while the daemon runs.

    On 127.0.0.1 only this machine is told: nobody else could come in.
    """

    def __init__(self, host: str, query_port: int, osc_port: int) -> None:
        self._host = host
        self._ports = {OSCJSON: query_port, OSC: osc_port}
        self._zeroconf: AsyncZeroconf | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to announce; that takes a second, during which nothing waits."""
        self._task = asyncio.create_task(self._announce())

    async def _announce(self) -> None:
        try:
            interfaces = InterfaceChoice.All if self._host == EVERYWHERE else [self._host]
            self._zeroconf = AsyncZeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
            for info in self._services():
                await self._zeroconf.async_register_service(info, allow_name_change=True)
        except (OSError, Error) as error:  # no network, no multicast: the music does not need it
            log.warning("not announced by zeroconf: %s", error)

    def _services(self) -> list[ServiceInfo]:
        machine = socket.gethostname().partition(".")[0]
        name = f"{NAME} on {machine}".encode()[:MOST_NAME].decode(errors="ignore")
        server = f"musiccm-{os.getpid()}.local."
        return [
            ServiceInfo(
                kind, f"{name}.{kind}", port, server=server, parsed_addresses=self._addresses()
            )
            for kind, port in self._ports.items()
        ]

    def _addresses(self) -> list[str]:
        if self._host != EVERYWHERE:
            return [self._host]
        ips = [str(ip.ip) for card in ifaddr.get_adapters() for ip in card.ips if ip.is_IPv4]
        return [ip for ip in ips if not ip.startswith("127.")] or ips

    async def stop(self) -> None:
        """Say that the services are gone."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._zeroconf:
            try:
                await asyncio.wait_for(self._zeroconf.async_close(), CLOSE_SECONDS)
            except TimeoutError:
                log.warning("zeroconf did not close in %.0f s", CLOSE_SECONDS)
