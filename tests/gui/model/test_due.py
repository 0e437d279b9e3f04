"""What counts later waits until then."""

from gui.model.due import LONGEST, MOST, Due


def test_each_comes_at_its_time_in_order() -> None:
    """Told early and out of order, taken when due; of one time, as they were told."""
    due: Due[str] = Due()
    for unix, item in ((10.3, "c"), (10.1, "a"), (10.1, "b")):
        assert due.add(unix, item, 10.0)
    assert due.take(10.05) == []
    assert due.wait(10.05) == 10.1 - 10.05
    assert due.take(10.1) == ["a", "b"]
    assert due.take(11.0) == ["c"]
    assert due.wait(11.0) is None


def test_what_is_late_or_of_another_clock_counts_at_once() -> None:
    """A tag that has passed, none at all, or one that nobody could mean is not kept."""
    due: Due[str] = Due()
    for unix in (0.0, 9.9, 10.0, 10.0 + LONGEST):
        assert not due.add(unix, "x", 10.0)
    assert due.wait(10.0) is None


def test_a_flood_does_not_pile_up() -> None:
    """Beyond so many the next ones count at once; what is cleared is forgotten."""
    due: Due[int] = Due()
    assert sum(due.add(11.0, n, 10.0) for n in range(MOST + 5)) == MOST
    due.clear()
    assert due.take(99.0) == []
