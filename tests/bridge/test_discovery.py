"""A daemon that plays is found by zeroconf, read over HTTP and listened to by WebSocket."""

import asyncio
import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from aiohttp import ClientSession
from zeroconf import ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from bridge.osc.packets import build, parse
from tests.bridge.daemon import PATIENCE, Daemon, running
from tests.bridge.helpers import run_loop

KINDS = ["_oscjson._tcp.local.", "_osc._udp.local."]
MOST_MEGABYTES = 200


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    """One daemon on the null device for all tests."""
    with running("--device", "null", "--oscquery") as running_daemon:
        yield running_daemon


@pytest.fixture
def url(daemon: Daemon) -> str:
    found = re.search(r"OSCQuery: (http://127\.0\.0\.1:\d+)", "".join(daemon.lines))
    assert found
    return found[1]


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        assert answer.headers.get_content_type() == "application/json"
        return json.load(answer)


def test_http_reads_what_osc_wrote(daemon: Daemon, url: str) -> None:
    """A value that came over UDP is in the tree; HOST_INFO leads back to that UDP port."""
    assert _get(f"{url}/mcm/tempo?HOST_INFO")["OSC_PORT"] == daemon.port
    daemon.tell("/mcm/tempo", 97.0)
    daemon.ask("/mcm/sync", 1)
    assert _get(f"{url}/mcm/tempo?VALUE") == {"VALUE": [97.0]}
    tree = _get(url)
    assert tree["CONTENTS"]["mcm"]["CONTENTS"]["tempo"]["VALUE"] == [97.0]


def test_a_listener_hears_gestures_and_status(daemon: Daemon, url: str) -> None:
    """Changes of other clients and ten states a second come over the WebSocket."""

    async def listen() -> None:
        async with (
            asyncio.timeout(PATIENCE),
            ClientSession() as session,
            session.ws_connect(url) as ws,
        ):
            for path in ("/mcm/stem/lead/gain", "/mcm/status.reply", "/mcm/features.reply"):
                await ws.send_str(json.dumps({"COMMAND": "LISTEN", "DATA": path}))
            await ws.send_bytes(build("/mcm/sync", [7]))  # answered when all have been read
            heard: dict[str, tuple[object, ...]] = {}
            while len(heard) < 4:
                [message] = parse(await ws.receive_bytes())
                heard[message.address] = message.arguments
                if message.address == "/mcm/synced":
                    daemon.tell("/mcm/stem/lead/gain", 0.25)
            assert heard["/mcm/stem/lead/gain"] == (0.25,)

    run_loop(listen())


def test_zeroconf_finds_both_services(daemon: Daemon, url: str) -> None:
    """A browser finds _oscjson._tcp and _osc._udp with the ports where the daemon listens."""
    ports = run_loop(_browse(daemon.port))
    assert ports == {KINDS[0]: int(url.rpartition(":")[2]), KINDS[1]: daemon.port}


async def _browse(osc_port: int) -> dict[str, int]:
    """Return the port of each kind on this machine; other daemons may be announced too."""
    zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
    names: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    def found(
        zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        names.put_nowait((service_type, name))

    browser = AsyncServiceBrowser(zeroconf.zeroconf, KINDS, handlers=[found])
    instances: dict[str, dict[str, int]] = {}
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                kind, name = await names.get()
                info = AsyncServiceInfo(kind, name)
                if not await info.async_request(zeroconf.zeroconf, 3000) or info.port is None:
                    continue
                assert info.parsed_addresses() == ["127.0.0.1"]
                ports = instances.setdefault(name.removesuffix("." + kind), {})
                ports[kind] = info.port
                if len(ports) == len(KINDS) and ports[KINDS[1]] == osc_port:
                    return ports
    finally:
        await browser.async_cancel()
        await zeroconf.async_close()


def test_the_daemon_stays_small(daemon: Daemon) -> None:
    """With everything on, the daemon's own process holds under 200 MB."""
    assert psutil.Process(daemon.process.pid).memory_info().rss < MOST_MEGABYTES * 2**20
