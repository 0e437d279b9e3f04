"""Music from where the form is fullest."""

from musiccm.request import LAG_FRAMES, Score
from tests.musiccm import tiny
from training.quality.play import full_bar, play_full


def test_the_fullest_bar_is_found() -> None:
    """The tiny form has two stems in its four bars of intro; no later bar has more."""
    performer = tiny.performer()
    performer.planner.styles["house"]["form"][1]["active"] = [["drums", "bass", "lead"]]
    assert full_bar(performer, Score(prompts=(("house", 1.0),), seed=3)) == 4


def test_as_much_is_played_as_is_asked() -> None:
    """One window has its frames but for the vocoder's look-ahead."""
    stems = play_full(tiny.performer(), Score(prompts=(("house", 1.0),)), 1024)
    assert stems.shape == (4, (1024 - LAG_FRAMES) * 512)
