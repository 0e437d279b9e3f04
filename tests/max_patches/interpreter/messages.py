"""Text to messages and back, and what kind of message one is."""

import shlex

from tests.max_patches.interpreter.machine import Atom, Message


def atom(word: str) -> Atom:
    """Return a word as Max reads it: a number where it can be one."""
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word


def read(text: str) -> Message:
    """Return the message that stands in a box."""
    return tuple(atom(word) for word in shlex.split(text.replace("#", "\\#")))


def written(value: Atom) -> str:
    """Return an atom as it is written in a symbol."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def number(message: Message) -> float | int | None:
    """Return the number that a message is, None for anything else."""
    if len(message) == 1 and isinstance(message[0], (int, float)):
        return message[0]
    return None


def fitted(value: Atom, like: Atom) -> Atom:
    """Return a value as a slot that was given ``like`` keeps it.

    Raises
    ------
    TypeError
        For a symbol where a number belongs and the other way round: Max would put 0 there.
    """
    if isinstance(value, str) != isinstance(like, str):
        raise TypeError(f"{value!r} where {like!r} was announced")
    return value if isinstance(value, str) else type(like)(value)  # type: ignore[call-overload]
