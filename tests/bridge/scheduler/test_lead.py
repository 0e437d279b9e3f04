"""How far ahead a draft aims: lines safely, what is wanted now as near as may be."""

import pytest

from bridge.scheduler.lead import LINE_MARGIN, PIECE_MARGIN, PIECE_SECONDS, RECENT, Lead


def _after(*answers: tuple[float, float]) -> Lead:
    lead = Lead()
    for ready, spent in answers:
        lead.note(ready, spent)
    return lead


def test_a_line_allows_for_the_slowest_answer_and_now_for_the_quickest() -> None:
    """A late line costs a bar, what is late for now costs nothing but its lateness."""
    lead = _after((0.3, 0.35), (0.2, 0.25), (0.4, 0.45))
    assert lead.line == pytest.approx(0.4 + LINE_MARGIN)
    assert lead.now == pytest.approx(0.2)


def test_the_rest_of_an_answer_comes_before_its_nearest_piece_is_over() -> None:
    """An engine whose answers take long to complete makes even what is wanted now wait."""
    lead = _after((0.1, 0.9))
    assert lead.now == pytest.approx(0.9 - PIECE_SECONDS + PIECE_MARGIN)
    assert lead.line == pytest.approx(0.9 - PIECE_SECONDS + LINE_MARGIN)


def test_what_is_long_ago_does_not_count() -> None:
    """One slow answer is forgotten after RECENT quick ones."""
    lead = _after((2.0, 2.0), *[(0.1, 0.1)] * RECENT)
    assert lead.now == pytest.approx(0.1)
    assert lead.line == pytest.approx(0.1 + LINE_MARGIN)


def test_a_lead_that_is_hurried_aims_near_before_the_first_answer() -> None:
    """Before the engine has answered, a line is far away and what is wanted now is not."""
    lead = Lead()
    before = lead.line
    lead.hurry()
    assert lead.now < 0.2 < before == lead.line
