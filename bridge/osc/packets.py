"""OSC datagrams to messages with their time, and messages to datagrams.

python-osc's own packet class maps a late time tag to "now", so lateness could not be reported;
its message and bundle parsers are used directly.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.parsing.osc_types import IMMEDIATELY

MAX_DATAGRAM = 1472  # bytes that pass an Ethernet in one piece


def hush() -> None:
    """Keep python-osc from logging a line for each odd byte that a client sends."""
    logging.getLogger().addFilter(_is_not_python_osc)


def _is_not_python_osc(record: logging.LogRecord) -> bool:
    return "pythonosc" not in record.pathname


class PacketError(ValueError):
    """A datagram that is not OSC."""


@dataclass(frozen=True)
class TimedMessage:
    """``unix`` is the time tag as Unix time; None stands for now."""

    unix: float | None
    address: str
    arguments: tuple[object, ...]


def parse(datagram: bytes) -> list[TimedMessage]:
    """Return the messages of a datagram in their order.

    Raises
    ------
    PacketError
        Whatever the bytes are, no other error comes out of here.
    """
    try:
        if OscBundle.dgram_is_bundle(datagram):
            return list(_bundle(OscBundle(datagram)))
        if OscMessage.dgram_is_message(datagram):
            return [_message(None, OscMessage(datagram))]
    except Exception as error:  # the parser lets struct, index, Unicode and recursion errors out
        raise PacketError(f"not OSC: {error}") from error
    raise PacketError("not OSC: starts with neither '/' nor '#bundle'")


def _bundle(bundle: OscBundle) -> Iterator[TimedMessage]:
    unix = None if bundle.timestamp == IMMEDIATELY else float(bundle.timestamp)
    for content in bundle:
        if isinstance(content, OscBundle):
            yield from _bundle(content)
        else:
            yield _message(unix, content)


def _message(unix: float | None, message: OscMessage) -> TimedMessage:
    return TimedMessage(unix, message.address, tuple(message.params))


def stamp(datagram: bytes, unix: float) -> bytes:
    """Return a bundle with one message and a time tag."""
    bundle = OscBundleBuilder(unix)  # type: ignore[arg-type]  # it takes any Unix time
    bundle.add_content(OscMessage(datagram))
    return bytes(bundle.build().dgram)


def build(address: str, arguments: Sequence[float | int | str | bool]) -> bytes:
    """Return the datagram of one message; floats are sent as 32 bits, as clients expect."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram
