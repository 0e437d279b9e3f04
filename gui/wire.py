"""Datagrams to and from the daemon."""

from collections.abc import Iterator, Sequence

from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

Message = tuple[float, str, list[object]]  # Unix time at which it counts, address, arguments
AT_ONCE = 0.0


def build(address: str, arguments: Sequence[float | int | str | bool] = ()) -> bytes:
    """Return the datagram of one message."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram


def parse(datagram: bytes) -> list[Message]:
    """Return the messages of a datagram, those of a bundle with its time.

    Nothing for what is no message: nobody else's bytes may raise.
    """
    try:
        if OscBundle.dgram_is_bundle(datagram):
            return list(_unpacked(OscBundle(datagram)))
        return [_timed(OscMessage(datagram), AT_ONCE)] if datagram.startswith(b"/") else []
    except Exception:  # the parser lets struct, index and Unicode errors out
        return []


def _unpacked(bundle: OscBundle) -> Iterator[Message]:
    for content in bundle:
        if isinstance(content, OscBundle):
            yield from _unpacked(content)
        else:
            yield _timed(content, max(float(bundle.timestamp), AT_ONCE))


def _timed(message: OscMessage, unix: float) -> Message:
    return unix, message.address, list(message.params)
