"""Datagrams to and from the daemon."""

from collections.abc import Sequence

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

Message = tuple[str, list[object]]


def build(address: str, arguments: Sequence[float | int | str | bool] = ()) -> bytes:
    """Return the datagram of one message."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram


def parse(datagram: bytes) -> Message | None:
    """Return address and arguments, None for what is no message: nobody else's bytes may raise."""
    try:
        message = OscMessage(datagram)
        found = message.address, list(message.params)
    except Exception:  # the parser lets struct, index and Unicode errors out
        return None
    return found if found[0].startswith("/") else None
