"""The engine's machine: `musiccm engine --listen` that also takes orders to break.

``python -m bridge.soak.far ENDPOINT KEYS ENGINE [CHECKPOINT]``, orders line by line on its standard
input, with which it ends.
"""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from bridge.child import end, environment
from bridge.config import HOST
from bridge.engine.keys import EngineKeys
from bridge.engine.process import ProcessEngine
from bridge.engine.server import EngineServer
from bridge.engine.wired import BAD_ANSWERS
from bridge.errors import EngineError, StartupError

_SIGNALS = {"kill": "SIGKILL", "hang": "SIGSTOP"}
_TIMES = {"nan": BAD_ANSWERS, "shape": BAD_ANSWERS, "short": BAD_ANSWERS}


class Far:
    """That process, seen from here; ``door`` begins its command, ``host`` is its address."""

    def __init__(
        self,
        keys: Path,
        engine: str,
        checkpoint: Path | None = None,
        host: str = HOST,
        door: tuple[str, ...] = (),
    ) -> None:
        what = [f"tcp://{host}:*", str(keys), engine, *([str(checkpoint)] if checkpoint else [])]
        self.process = subprocess.Popen(
            [*door, sys.executable, "-m", "bridge.soak.far", *what],
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
            start_new_session=True,
        )
        self.port = 0

    def __enter__(self) -> "Far":
        """Wait until it listens. Raises StartupError."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self._end()
            raise StartupError("the engine's machine did not start: its own lines above say why")
        self.port = int(line)
        return self

    def order(self, kind: str, seconds: float = 0.0) -> None:
        """Let its engine break: a fault of bridge.engine.faults, "kill" or "hang"."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{kind} {seconds}\n")
        self.process.stdin.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._end()

    def _end(self) -> None:
        end(self.process, patience=10)


async def _serve(endpoint: str, keys: Path, engine: ProcessEngine) -> None:
    server, orders = EngineServer(engine, endpoint, EngineKeys.load(keys)), asyncio.Queue[str]()
    server.open()
    try:
        await engine.start()
        serving = asyncio.create_task(server.serve())
        _read_orders(orders)
        print(server.port, flush=True)
        while order := await orders.get():
            await _obey(engine, *order.split())
        serving.cancel()
    finally:
        await server.close()
        await engine.stop()


def _read_orders(orders: "asyncio.Queue[str]") -> None:
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(orders.put_nowait, line)
        loop.call_soon_threadsafe(orders.put_nowait, "")

    threading.Thread(target=read, name="orders", daemon=True).start()


async def _obey(engine: ProcessEngine, kind: str, seconds: str) -> None:
    if kind in _SIGNALS and engine.pid:
        os.kill(engine.pid, getattr(signal, _SIGNALS[kind]))
        return
    try:
        await engine.fault(kind, float(seconds), _TIMES.get(kind, 1))
    except EngineError as error:  # it has ended before it could take the order
        print(f"{kind}: {error}", file=sys.stderr)


def main() -> None:
    """Serve until the standard input ends."""
    endpoint, keys, engine, *checkpoint = sys.argv[1:]
    process = ProcessEngine(engine, Path(checkpoint[0]) if checkpoint else None)
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_serve(endpoint, Path(keys), process))


if __name__ == "__main__":
    main()
