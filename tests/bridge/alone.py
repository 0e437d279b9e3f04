"""One Link test at a time on this machine: all peers on it meet in one session."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 120.0
LOCK_PORT = 20_809


def until(condition: Callable[[], bool]) -> None:
    """Wait for another process."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def alone_with_link() -> Iterator[None]:
    """Wait until no other test plays with Link."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lock:
        until(lambda: _bound(lock))
        yield


def _bound(lock: socket.socket) -> bool:
    try:
        lock.bind(("127.0.0.1", LOCK_PORT))
    except OSError:
        return False
    return True
