"""A cable that is cut: what each way does to what is connected, before, meanwhile and after."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from bridge.config import HOST
from bridge.soak.cable import Cable


@pytest.fixture
def echo() -> Iterator[int]:
    """Give the port of a server that sends back what it gets."""
    with socket.create_server((HOST, 0)) as server:

        def answer(there: socket.socket) -> None:
            with there, contextlib.suppress(ConnectionResetError):
                while data := there.recv(1024):
                    there.sendall(data)

        def accept() -> None:
            while True:
                try:
                    there, _ = server.accept()
                except OSError:  # the end of the test
                    return
                threading.Thread(target=answer, args=(there,), daemon=True).start()

        waiting = threading.Thread(target=accept)
        waiting.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    waiting.join()


def _connected(cable: Cable) -> socket.socket:
    return socket.create_connection((HOST, cable.port), timeout=10)


def _hears(line: socket.socket, seconds: float = 10.0) -> bytes:
    """Return what comes, b"-" for nothing in time."""
    line.settimeout(seconds)
    try:
        return line.recv(1024)
    except TimeoutError:
        return b"-"


def test_whole_it_passes_everything_on(echo: int) -> None:
    """What goes in comes back, and an end is an end on the other side."""
    with Cable(echo) as cable, _connected(cable) as line:
        line.sendall(b"one")
        assert _hears(line) == b"one"
        line.shutdown(socket.SHUT_WR)
        assert _hears(line) == b""


def test_a_hole_swallows_and_closes_nothing(echo: int) -> None:
    """Old lines and those made meanwhile are lost for ever, unclosed; new ones pass after it."""
    with Cable(echo) as cable, _connected(cable) as old:
        cable.cut("hole")
        with _connected(cable) as meanwhile:
            for line in (old, meanwhile):
                line.sendall(b"gone")
                assert _hears(line, 0.1) == b"-"
            cable.mend()
            for line in (old, meanwhile):
                line.sendall(b"still gone")
                assert _hears(line, 0.1) == b"-"
        with _connected(cable) as new:
            new.sendall(b"here")
            assert _hears(new) == b"here"


def test_a_stall_brings_all_late(echo: int) -> None:
    """Nothing passes, and afterwards everything, in order."""
    with Cable(echo) as cable, _connected(cable) as line:
        line.sendall(b"a")
        assert _hears(line) == b"a"
        cable.cut("stall")
        line.sendall(b"b")
        assert _hears(line, 0.1) == b"-"
        cable.mend()
        assert _hears(line) == b"b"


def test_a_reset_ends_all_and_lets_nobody_in(echo: int) -> None:
    """Old lines and new ones are reset until it is mended."""
    with Cable(echo) as cable, _connected(cable) as old:
        old.sendall(b"a")
        assert _hears(old) == b"a"
        cable.cut("reset")
        with pytest.raises(ConnectionResetError):
            _hears(old)
        with pytest.raises(ConnectionResetError), _connected(cable) as line:
            _hears(line)
        cable.mend()
        with _connected(cable) as new:
            new.sendall(b"here")
            assert _hears(new) == b"here"
