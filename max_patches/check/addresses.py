"""Which OSC messages exist, by the parameter table."""

import shlex

from bridge.protocol.codec import decode
from bridge.protocol.messages import ProtocolError, Write
from max_patches.generate.vocabulary import Group


def message_problem(address: str, arguments: list[object]) -> str | None:
    """Return what the daemon would say to a message, None where it would do it."""
    try:
        messages = decode(address, arguments)
    except ProtocolError as error:
        return f"{address} {arguments}: {error}"
    if any(isinstance(message, Write) and message.clamped for message in messages):
        return f"{address} {arguments}: out of range"
    return None


def atoms(text: str) -> list[object]:
    """Return the arguments of a message box; Max and Pd read numbers where they can."""
    return [_atom(word) for word in shlex.split(text)]


def _atom(word: str) -> object:
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word


def word_problem(group: Group, text: str) -> str | None:
    """Return what is wrong with a message to a group's inlet, such as ``drums/gain 0.5``."""
    name, *arguments = [str(part) for part in shlex.split(text)]
    word = next((word for word in group.words if word.message == name), None)
    if word is None:
        return f"{group.name} knows no {name}"
    given: list[object] = [_atom(argument) for argument in arguments]
    if word.joined:
        given = [" ".join(arguments)]
    return message_problem(word.address, given)
