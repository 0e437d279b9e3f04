"""Which pieces are asked for at which tempo."""

from collections import Counter

from tests.training.quality.rigs import styles
from training.quality.tempi import BINS, PER_BIN, drummed, home, wishes


def test_every_bin_has_its_pieces() -> None:
    """Twelve tempi in each bin of ten beats from 60 to 180, none twice, seeds of their own."""
    asked = wishes(styles())
    assert Counter(wish.bin for wish in asked) == dict.fromkeys(BINS, PER_BIN)
    assert len({wish.tempo for wish in asked}) == len({wish.seed for wish in asked}) == len(asked)


def test_two_of_three_are_at_home() -> None:
    """Every bin has styles that its tempo suits, and some that are asked for it all the same."""
    for low in BINS:
        part = [wish for wish in wishes(styles()) if wish.bin == low]
        assert sum(wish.at_home for wish in part) == 8
        for wish in part:
            assert bool(home(styles()[wish.style], wish.tempo)) == wish.at_home
            assert wish.metre in styles()[wish.style].metres


def test_styles_without_drums_are_left_out() -> None:
    """Ambient music has few drums, house has them nearly always."""
    assert drummed(styles()["ambient"]) < 0.3 < 0.6 < drummed(styles()["house"])
    assert "ambient" not in {wish.style for wish in wishes(styles())}
