"""How much lies ready: less while something is wanted now, as far as the loop has been in time."""

from bridge.config import BLOCK, SAMPLE_RATE
from bridge.reserve import HALF_LIFE, LUMP, Reserve

AHEAD = 6 * BLOCK


def test_only_a_hurry_makes_it_less() -> None:
    """Unhurried all of it lies ready; hurried, what a device may take at once and a little more."""
    reserve = Reserve()
    assert reserve.level(AHEAD, hurried=False) == AHEAD
    assert LUMP < reserve.level(AHEAD, hurried=True) < AHEAD * 0.6
    assert reserve.level(BLOCK, hurried=True) == BLOCK


def test_a_loop_that_comes_late_keeps_more_ready_for_a_while() -> None:
    """The worst lateness counts twice, and for half after HALF_LIFE."""
    reserve = Reserve()
    calm = reserve.level(AHEAD, hurried=True)
    reserve.note(0.01, 100.0)
    reserve.note(0.001, 100.1)
    assert abs(reserve.level(AHEAD, hurried=True) - calm - 0.02 * SAMPLE_RATE) <= 3
    reserve.note(0.0, 100.0 + HALF_LIFE)
    assert abs(reserve.level(AHEAD, hurried=True) - calm - 0.01 * SAMPLE_RATE) <= 2
    reserve.note(1.0, 200.0)
    assert reserve.level(AHEAD, hurried=True) == AHEAD


def test_after_a_gap_it_is_never_less_again() -> None:
    """A gesture a little later is better than another gap."""
    reserve = Reserve()
    reserve.bold = False
    assert reserve.level(AHEAD, hurried=True) == AHEAD


def test_the_loop_may_sleep_as_long_as_enough_lies_ready() -> None:
    """Of 60 ms two blocks may leave; a loop that comes late, or little ahead, wakes for each."""
    ahead, reserve = round(0.06 * SAMPLE_RATE), Reserve()
    assert reserve.stride(ahead) == 2 * BLOCK
    assert reserve.stride(4 * ahead) == 4 * BLOCK
    assert reserve.stride(BLOCK) == BLOCK
    reserve.note(0.03, 1.0)
    assert reserve.stride(ahead) == BLOCK
