"""The tape: absolute positions, forgotten past."""

import numpy as np
import pytest

from bridge.scheduler.tape import Tape


def _tape() -> Tape[np.float32]:
    return Tape((1,), np.float32, 8)


def _rows(start: int, stop: int) -> np.ndarray:
    return np.arange(start, stop, dtype=np.float32)[:, None]


@pytest.mark.parametrize("stride", [2, 1 << 15])
def test_positions_stay_when_the_past_is_forgotten(
    monkeypatch: pytest.MonkeyPatch, stride: int
) -> None:
    """After any number of appends and forgets row i still reads i, whatever the stride."""
    monkeypatch.setattr("bridge.scheduler.tape._STRIDE", stride)
    tape, rng = _tape(), np.random.default_rng(0)
    for _ in range(300):
        tape.append(_rows(tape.end, tape.end + int(rng.integers(0, 7))))
        tape.forget(tape.end - 3)
        assert np.array_equal(tape.view(tape.base, tape.end), _rows(tape.base, tape.end))
    assert len(tape._rows) <= 32


def test_it_grows_when_nothing_may_be_forgotten() -> None:
    """More rows than there is space for are kept all the same."""
    tape = _tape()
    tape.append(_rows(0, 100))
    assert np.array_equal(tape.view(0, 100), _rows(0, 100))


def test_truncate_then_append_replaces() -> None:
    """Rows after a cut are replaced by what comes then."""
    tape = _tape()
    tape.append(_rows(0, 6))
    tape.truncate(4)
    tape.append(_rows(40, 41))
    assert tape.view(3, 5)[:, 0].tolist() == [3, 40]


def test_rows_that_it_does_not_hold_are_an_error() -> None:
    """Reading the future or cutting beyond the end raises IndexError."""
    tape = _tape()
    tape.append(_rows(0, 4))
    with pytest.raises(IndexError):
        tape.view(2, 5)
    with pytest.raises(IndexError):
        tape.truncate(5)
