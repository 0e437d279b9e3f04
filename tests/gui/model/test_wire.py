"""Datagrams of the panel are those of the daemon."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridge.osc import packets
from gui.wire import AT_ONCE, build, parse


def test_the_daemon_reads_what_the_panel_builds() -> None:
    """Address and arguments of every kind come out as they went in."""
    [message] = packets.parse(build("/mcm/x", (0.5, 3, "words", True)))
    assert (message.address, message.arguments) == ("/mcm/x", (0.5, 3, "words", True))


def test_the_panel_reads_what_the_daemon_builds() -> None:
    """And the other way round."""
    assert parse(packets.build("/mcm/tempo", (120.0,))) == [(AT_ONCE, "/mcm/tempo", [120.0])]


def test_a_time_tag_is_read() -> None:
    """A bundle's messages count at its time, in a bundle of bundles too; tag 1 is at once."""
    plain = packets.build("/mcm/features.reply", (1.0,))
    [(unix, *message)] = parse(packets.stamp(plain, 1_700_000_000.25))
    assert unix == pytest.approx(1_700_000_000.25, abs=1e-6)
    assert message == ["/mcm/features.reply", [1.0]]
    stamped = packets.stamp(plain, 1_700_000_001.0)
    [inner] = parse(_at_once(stamped))
    assert inner[0] == pytest.approx(1_700_000_001.0)
    assert parse(_at_once(plain)) == [(AT_ONCE, *message)]


def _at_once(content: bytes) -> bytes:
    """Return a bundle with time tag 1."""
    return b"#bundle\0" + bytes(7) + b"\1" + len(content).to_bytes(4, "big") + content


@given(st.binary(max_size=64))
@example(b"\x01\x01\x01\x01\0\0\0\0")
@example(b"#bundle\0" + bytes(8) + b"\0\0\0\x10#bundle\0" + bytes(8))
def test_no_bytes_raise(datagram: bytes) -> None:
    """Whatever comes in, it is messages or nothing."""
    assert all(address.startswith("/") for _, address, _ in parse(datagram))
