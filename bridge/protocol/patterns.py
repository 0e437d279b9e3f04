"""OSC address patterns: which of the known addresses one means."""

import re
from functools import lru_cache

from bridge.protocol.messages import ProtocolError
from bridge.protocol.parameters import COMMANDS, PARAMETERS, ROOT

MAX_STARS = 4  # a pattern of many stars would take the matcher seconds
_PATTERN_CHARACTERS = frozenset("*?[]{}")
_NOT_BY_PATTERN = {f"{ROOT}/quit"}  # nobody means that by a star
_ADDRESSES = (
    *(p.address for p in PARAMETERS),
    *(p.address + "/get" for p in PARAMETERS),
    *(c.address for c in COMMANDS),
)
_KNOWN = frozenset(_ADDRESSES)


@lru_cache(maxsize=256)
def _regex(pattern: str) -> re.Pattern[str]:
    """Translate an OSC address pattern (OSC 1.0: ? * [a-c] [!a] {one,two}) to a regex."""
    text = re.escape(pattern)
    text = text.replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    text = re.sub(r"\\\[(!?)(.+?)\\\]", lambda m: f"[{'^' if m[1] else ''}{_class(m[2])}]", text)
    text = re.sub(r"\\\{(.*?)\\\}", lambda m: f"(?:{m[1].replace(',', '|')})", text)
    return re.compile(text)


def _class(body: str) -> str:
    return body.replace("\\-", "-").replace("[^/]", "")


def matches(pattern: str) -> list[str]:
    """Return the known addresses that ``pattern`` means, in table order.

    Raises
    ------
    ProtocolError
        For a pattern that is no pattern, or that matches nothing.
    """
    if not _PATTERN_CHARACTERS.intersection(pattern):
        found = [pattern] if pattern in _KNOWN else []
    elif pattern.count("*") > MAX_STARS:
        raise ProtocolError(f"takes at most {MAX_STARS} stars in a pattern")
    else:
        try:
            found = [a for a in _ADDRESSES if _reaches(pattern, a)]
        except (re.error, ValueError) as error:
            raise ProtocolError(f"not an OSC pattern: {error}") from error
    if not found:
        raise ProtocolError("unknown address; the OSC reference lists them all")
    return found


def _reaches(pattern: str, address: str) -> bool:
    return address not in _NOT_BY_PATTERN and bool(_regex(pattern).fullmatch(address))
