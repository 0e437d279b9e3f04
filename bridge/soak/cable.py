"""A TCP connection's cable that can be cut in three ways, and mended; on a thread of its own."""

import asyncio
import socket
import struct
import threading
from types import TracebackType

from bridge.config import HOST

CUTS = ("hole", "stall", "reset")
_CHUNK = 65_536
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: a close is a reset


class Cable:
    """Passes on what comes to its own ``port`` to ``port`` of this machine, until it is cut.

    "hole" swallows all and closes nothing: what was connected before or meanwhile is lost for ever,
    as behind a firewall that has forgotten it. "stall" holds everything back and brings it, late
    and in order. "reset" ends what is connected and lets nobody in. Methods may be called on any
    thread.
    """

    def __init__(self, port: int) -> None:
        self._behind, self.port = port, 0
        self._cut = ""
        self._links: set[_Link] = set()
        self._jobs: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cable", daemon=True)
        self._thread.start()
        self._ready.wait()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            self._loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._flows, self._over = asyncio.Event(), asyncio.Event()
        self._flows.set()
        server = await asyncio.start_server(self._connected, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        self._flows.set()
        for link in self._links:
            link.end()
        await asyncio.gather(*self._jobs)

    def cut(self, how: str) -> None:
        """Cut it, in one of CUTS. When this returns, it is cut."""
        asyncio.run_coroutine_threadsafe(self._change(how), self._loop).result()

    def mend(self) -> None:
        """Let everything through again that is not lost."""
        self.cut("")

    async def _change(self, how: str) -> None:
        self._cut = how
        (self._flows.clear if how == "stall" else self._flows.set)()
        for link in self._links:
            link.lost = link.lost or how == "hole"
            if how == "reset":
                link.end()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        job = asyncio.ensure_future(self._connect(reader, writer))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = _Link([writer], lost=self._cut == "hole")
        self._links.add(link)
        try:
            if self._cut == "reset":
                return
            there = await asyncio.open_connection(HOST, self._behind)
            link.writers.append(there[1])
            await asyncio.gather(
                self._pass_on(link, reader, there[1]), self._pass_on(link, there[0], writer)
            )
        except OSError:  # one of the two ends is gone
            pass
        finally:
            link.end()
            self._links.discard(link)

    async def _pass_on(
        self, link: "_Link", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(_CHUNK):
            await self._flows.wait()
            if not link.lost:
                writer.write(data)
                await writer.drain()
        if not link.lost:
            writer.close()

    def __enter__(self) -> "Cable":
        """It passes on already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all connections and the thread."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()


class _Link:
    """Both ends of one connection."""

    def __init__(self, writers: list[asyncio.StreamWriter], lost: bool) -> None:
        self.writers, self.lost = writers, lost

    def end(self) -> None:
        """Reset both ends."""
        for writer in self.writers:
            end = writer.get_extra_info("socket")
            if end is not None and not writer.is_closing():
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            writer.transport.abort()
