"""CURVE keys: who may speak to an engine over a network, and whom a daemon believes to be one.

A folder of ``musiccm engine keys`` has a part for each side::

    keys/engine/   engine.key_secret, clients/daemon.key    for the machine of the engine
    keys/daemon/   daemon.key_secret, engine.key            for the machine of the daemon
"""

from dataclasses import dataclass
from pathlib import Path

import zmq
import zmq.auth

from bridge.errors import StartupError

HOW = (
    "make keys for both sides with `musiccm engine keys FOLDER`, copy FOLDER/engine to the machine "
    "of the engine and FOLDER/daemon to the daemon's, and name them there with --keys"
)


@dataclass(frozen=True)
class EngineKeys:
    """What the engine's side has: its own pair, and the folder of the clients that it knows."""

    public: bytes
    secret: bytes
    clients: Path

    @classmethod
    def load(cls, folder: Path | None) -> "EngineKeys":
        """Read a folder of this side. Raises StartupError."""
        home, public, secret = _own(folder, "engine")
        clients = home / "clients"
        if not any(clients.glob("*.key")):
            raise StartupError(f"{clients} has no client's key: nobody could speak to it; {HOW}")
        return cls(public, secret, clients)


@dataclass(frozen=True)
class DaemonKeys:
    """What the daemon's side has: its own pair, and the engine's public key."""

    public: bytes
    secret: bytes
    engine: bytes

    @classmethod
    def load(cls, folder: Path | None) -> "DaemonKeys":
        """Read a folder of this side. Raises StartupError."""
        home, public, secret = _own(folder, "daemon")
        return cls(public, secret, _read(home / "engine.key")[0])


def make_keys(folder: Path) -> None:
    """Write keys for both sides into ``folder``, which has none yet. Raises StartupError."""
    engine, daemon = folder / "engine", folder / "daemon"
    if engine.exists() or daemon.exists():
        raise StartupError(f"{folder} has keys already: choose another folder, or remove them")
    (engine / "clients").mkdir(parents=True)
    daemon.mkdir()
    for side, name in ((engine, "engine"), (daemon, "daemon")):
        zmq.auth.create_certificates(side, name)
        (side / f"{name}.key_secret").chmod(0o600)
    (daemon / "engine.key").write_bytes((engine / "engine.key").read_bytes())
    (engine / "clients" / "daemon.key").write_bytes((daemon / "daemon.key").read_bytes())


def _own(folder: Path | None, name: str) -> tuple[Path, bytes, bytes]:
    """Return the folder of a side, which there must be, and that side's own pair."""
    if folder is None:
        raise StartupError(f"an engine over a network needs keys on both sides: {HOW}")
    public, secret = _read(folder / f"{name}.key_secret")
    if secret is None:
        raise StartupError(f"{folder / name}.key_secret has no secret key in it; {HOW}")
    return folder, public, secret


def _read(path: Path) -> tuple[bytes, bytes | None]:
    if not zmq.has("curve"):
        raise StartupError("this build of ZeroMQ knows no CURVE: install pyzmq from PyPI")
    try:
        return zmq.auth.load_certificate(path)
    except (OSError, ValueError) as error:
        raise StartupError(f"no key in {path}; {HOW}") from error
