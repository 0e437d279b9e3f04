"""Which engine a run draws with."""

from bridge.config import RunConfig
from bridge.engine.base import Engine
from bridge.engine.process import ProcessEngine
from bridge.engine.remote import RemoteEngine
from bridge.errors import StartupError


def choose_engine(config: RunConfig) -> Engine:
    """Return what ``config`` asks for, not started. Raises StartupError."""
    if "://" in config.engine:
        if config.checkpoint or config.checkpoints:
            raise StartupError(
                "--checkpoint and --checkpoints belong to `musiccm engine` on the engine's machine"
            )
        return RemoteEngine(config.engine, config.keys)
    folder = config.checkpoints or config.folder / "checkpoints"
    return ProcessEngine(config.engine, config.checkpoint, config.compute, config.dtype, folder)
