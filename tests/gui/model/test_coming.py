"""What waits for its line, from the daemon's messages."""

import pytest

from gui.model.coming import Changes, Coming, line_of

NOW = {"beat": 26.0, "bar": 6, "phase": 0.5}


@pytest.mark.parametrize(
    ("beat", "line"), [(28.0, "8"), (32.0, "9"), (30.0, "8.3"), (33.5, "9.2"), (26.0, "")]
)
def test_a_line_is_counted_as_musicians_count(beat: float, line: str) -> None:
    """Bars and beats from 1; what has come already has no line."""
    assert line_of(beat, NOW, 4.0) == line


def test_a_line_is_counted_from_the_bar_of_now() -> None:
    """After bars of another metre the number is still that of the ruler."""
    assert line_of(19.0, {"beat": 17.0, "bar": 5, "phase": 1 / 3}, 3.0) == "7"


def test_the_first_line_of_a_parameter_counts() -> None:
    """Of two changes ahead the nearer one; names that nobody knows are left out."""
    changes = Changes()
    for row in (
        (36.0, 5.0, "key", "C", 0.0, 0, "Am"),
        (32.0, 3.0, "key", "Am", 0.0, 1, "auto"),
        (32.0, 3.0, "stem/lead/rest", 1, 0.0, 0, 0),
        (32.0, 3.0, "from/tomorrow", 1, 0.0, 0, 0),
    ):
        changes.hear(row)
    assert changes.conclude(NOW, 4.0) == {"key", "stem/lead/rest"}
    assert changes.now["key"] == Coming("key", None, "Am", "9")
    assert changes.now["key"].words == "auto until bar 9"
    assert changes.now["stem/lead/rest"].note == "on ▸9"


def test_what_has_come_waits_no_more() -> None:
    """The next list is the whole: what it lacks is told once, what it repeats is no news."""
    changes, row = Changes(), (32.0, 3.0, "density", 0.8, 0.0, 1, 0.4)
    for rows, news in (([row], {"density"}), ([row], set()), ([], {"density"}), ([], set())):
        for one in rows:
            changes.hear(one)
        assert changes.conclude(NOW, 4.0) == news


def test_a_daemon_of_another_version_is_understood() -> None:
    """One that does not tell the value until then has nothing that waits on the controls."""
    changes = Changes()
    changes.hear((32.0, 3.0, "key", "Am", 0.0, 1))
    assert changes.conclude(NOW, 4.0) == set()


def test_nothing_waits_at_a_daemon_that_is_gone() -> None:
    """All that waited is told as gone, and half a list is forgotten."""
    changes = Changes()
    changes.hear((32.0, 3.0, "key", "Am", 0.0, 1, "auto"))
    changes.conclude(NOW, 4.0)
    changes.hear((32.0, 3.0, "density", 0.8, 0.0, 1, 0.4))
    assert changes.clear() == {"key"}
    assert changes.now == {} and changes.conclude(NOW, 4.0) == set()
