"""``musiccm engine``: the engine of a daemon on another machine."""

import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import click

from bridge.engine.keys import EngineKeys, make_keys
from bridge.engine.process import ProcessEngine
from bridge.engine.server import EngineServer


@click.command("serve", short_help="Draw for daemons on other machines.")
@click.option(
    "--listen",
    required=True,
    metavar="tcp://HOST:PORT",
    help="An address of this machine, 0.0.0.0 for all of them, and a port; * takes a free one.",
)
@click.option(
    "--keys",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The engine's part of what `musiccm engine keys` has made.",
)
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Default: the shipped one.")
@click.option(
    "--checkpoints",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder whose checkpoints /mcm/model/load finds by name.",
)
@click.option("--compute", default="auto", show_default=True, metavar="auto|cpu|cuda[:n]|mps")
@click.option(
    "--dtype", type=click.Choice(["auto", "fp32", "bf16"]), default="auto", show_default=True
)
@click.option("--engine", type=click.Choice(["model", "tone"]), default="model", show_default=True)
@click.option(
    "--spare",
    is_flag=True,
    help="Keep a second process loaded, which takes the place of one that ends at once; costs 0.3 "
    "GB with the shipped checkpoint, on a GPU its memory there as well.",
)
def serve(
    listen: str,
    keys: Path | None,
    checkpoint: Path | None,
    checkpoints: Path | None,
    compute: str,
    dtype: str,
    engine: str,
    spare: bool,
) -> None:
    """Draw for daemons on other machines until Ctrl-C.

    The link is encrypted, and only daemons whose public keys lie in KEYS/clients may use it.
    """
    known = EngineKeys.load(keys)
    process = ProcessEngine(engine, checkpoint, compute, dtype, checkpoints, spare)
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_serve(process, listen, known))


async def _serve(engine: ProcessEngine, listen: str, keys: EngineKeys) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(ended.set))
    async with AsyncExitStack() as stack:
        server = EngineServer(engine, listen, keys)
        stack.push_async_callback(server.close)
        server.open()
        stack.push_async_callback(engine.stop)
        await engine.start()
        serving = asyncio.create_task(server.serve())
        stack.callback(serving.cancel)
        click.echo(f"the engine is ready and listens on port {server.port}; Ctrl-C ends")
        await ended.wait()
    click.echo("stopped")


@click.command("keys", short_help="Make the keys that both machines need.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def keys(folder: Path) -> None:
    """Write keys for both sides into FOLDER.

    FOLDER/engine is for the machine of the engine, FOLDER/daemon for the one of the daemon. Of a
    second daemon, put the daemon.key under another name beside the first one in engine/clients.
    """
    make_keys(folder)
    click.echo(f"{folder}/engine: for `musiccm engine --listen … --keys`, on the engine's machine")
    click.echo(f"{folder}/daemon: for `musiccm run --engine tcp://… --keys`, on the daemon's")
