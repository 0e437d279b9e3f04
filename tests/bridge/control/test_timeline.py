"""The timeline: in time, in order, bounded."""

from bridge.control.timeline import Timeline


def test_items_leave_when_they_are_due_in_the_order_of_time_then_arrival() -> None:
    """Nothing leaves early; of one time, first come first out."""
    line: Timeline[str] = Timeline()
    for due, item in [(2.0, "c"), (1.0, "a"), (1.0, "b"), (3.0, "d")]:
        assert line.add(due, item)
    assert line.take_due(0.999) == []
    assert line.take_due(2.0) == ["a", "b", "c"]
    assert len(line) == 1


def test_it_is_bounded() -> None:
    """When it is full, a new item is refused and the others stay."""
    line: Timeline[int] = Timeline(limit=2)
    assert [line.add(1.0, n) for n in range(3)] == [True, True, False]
    assert line.take_due(1.0) == [0, 1]
