"""Datagrams of the panel are those of the daemon."""

from hypothesis import example, given
from hypothesis import strategies as st

from bridge.osc import packets
from gui.wire import build, parse


def test_the_daemon_reads_what_the_panel_builds() -> None:
    """Address and arguments of every kind come out as they went in."""
    [message] = packets.parse(build("/mcm/x", (0.5, 3, "words", True)))
    assert (message.address, message.arguments) == ("/mcm/x", (0.5, 3, "words", True))


def test_the_panel_reads_what_the_daemon_builds() -> None:
    """And the other way round."""
    assert parse(packets.build("/mcm/tempo", (120.0,))) == ("/mcm/tempo", [120.0])


@given(st.binary(max_size=64))
@example(b"\x01\x01\x01\x01\0\0\0\0")
def test_no_bytes_raise(datagram: bytes) -> None:
    """Whatever comes in, it is a message or nothing."""
    assert parse(datagram) is None or datagram.startswith(b"/")
