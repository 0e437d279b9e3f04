"""Patterns: what they reach, what they never reach, what is none."""

import pytest

from bridge.protocol.messages import ProtocolError
from bridge.protocol.parameters import COMMANDS, PARAMETERS
from bridge.protocol.patterns import MAX_STARS, matches


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/mcm/stem/*/mute", 4),
        ("/mcm/stem/{drums,bass}/gain", 2),
        ("/mcm/prompt/[1-2]/text", 2),
        ("/mcm/prompt/[!1]/text", 7),
        ("/mcm/prompt/?/weight", 8),
    ],
)
def test_wildcards_reach_all_that_they_match(pattern: str, found: int) -> None:
    """OSC patterns stand for all addresses that they match; a star does not cross a slash."""
    assert len(matches(pattern)) == found


def test_a_star_stays_on_its_level_and_never_quits() -> None:
    """/mcm/* is every address with one name after the root, but quit."""
    rows = {row.address for row in (*PARAMETERS, *COMMANDS)}
    level = {address for address in rows if address.count("/") == 2}
    assert set(matches("/mcm/*")) == level - {"/mcm/quit"}


@pytest.mark.parametrize("pattern", ["/mcm/[", "/mcm/[z-a]", "/mcm/{", "/mcm" + "/*" * 9])
def test_what_is_no_pattern_or_too_much_of_one_is_an_error(pattern: str) -> None:
    """Open brackets, turned ranges and many stars reach nothing, and say so."""
    assert pattern.count("*") == 0 or pattern.count("*") > MAX_STARS
    with pytest.raises(ProtocolError):
        matches(pattern)
