"""A second machine on this one: a network namespace and a cable to it. Linux, as root."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bridge.errors import StartupError

_NET = "198.18.{}.{}"  # RFC 2544: addresses for tests


def there() -> bool:
    """Return whether namespaces and cables to them can be made here: by making one."""
    if not sys.platform.startswith("linux") or not shutil.which("ip"):
        return False
    try:
        with room():
            return True
    except StartupError:
        return False


@dataclass(frozen=True)
class Room:
    """A namespace with one address, reached by a pair of virtual network cards."""

    name: str
    address: str
    card: str

    @property
    def door(self) -> tuple[str, ...]:
        """What a command begins with to run in there."""
        return ("ip", "netns", "exec", self.name)

    def unplug(self) -> None:
        """Pull the cable."""
        _ip("link", "set", self.card, "down")

    def plug(self) -> None:
        """Put it in again."""
        _ip("link", "set", self.card, "up")


@contextmanager
def room() -> Iterator[Room]:
    """Make one, and take it away again. Raises StartupError."""
    name = f"mcm{os.getpid()}"
    here, far = (_NET.format(os.getpid() % 256, n) for n in (1, 2))
    made = Room(name, far, f"{name}a")
    _ip("netns", "add", name)
    try:
        _ip("link", "add", made.card, "type", "veth", "peer", "name", f"{name}b", "netns", name)
        _ip("addr", "add", f"{here}/30", "dev", made.card)
        _ip("link", "set", made.card, "up")
        _ip("-n", name, "addr", "add", f"{far}/30", "dev", f"{name}b")
        for card in ("lo", f"{name}b"):
            _ip("-n", name, "link", "set", card, "up")
        yield made
    finally:
        subprocess.run(["ip", "link", "del", made.card], capture_output=True, check=False)
        _ip("netns", "del", name)


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise StartupError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
