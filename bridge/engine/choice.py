"""Which engine a run draws with."""

from bridge.config import RunConfig
from bridge.engine.base import Engine
from bridge.engine.process import ProcessEngine
from bridge.engine.remote import RemoteEngine
from bridge.errors import StartupError


def choose_engine(config: RunConfig) -> Engine:
    """Return what ``config`` asks for, not started. Raises StartupError."""
    if "://" in config.engine:
        if config.checkpoint or config.checkpoints or config.spare:
            raise StartupError(
                "--checkpoint, --checkpoints and --spare belong to `musiccm engine` "
                "on the engine's machine"
            )
        return RemoteEngine(config.engine, config.keys)
    folder, compute = config.checkpoints or config.folder / "checkpoints", config.compute
    return ProcessEngine(
        config.engine, config.checkpoint, compute, config.dtype, folder, config.spare
    )
