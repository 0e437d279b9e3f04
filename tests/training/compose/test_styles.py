from pathlib import Path

import pytest
import yaml

from training.band.instruments import load_instruments
from training.compose import StyleError, load_styles
from training.compose.chords import parse_numeral, split_bar
from training.compose.grid import parse_grid
from training.compose.loader import STYLES_FOLDER
from training.compose.timeline import Sounding, Timeline
from training.compose.voicing import voice_all

STYLES = load_styles()


def broken(tmp_path: Path, change: object) -> str:
    style = yaml.safe_load((STYLES_FOLDER / "house.yaml").read_text(encoding="utf-8"))
    change(style)  # type: ignore[operator]
    (tmp_path / "house.yaml").write_text(yaml.safe_dump(style), encoding="utf-8")
    with pytest.raises(StyleError) as caught:
        load_styles(tmp_path)
    return str(caught.value)


def test_errors_name_file_and_key(tmp_path: Path) -> None:
    """A style that cannot be used is refused with its file, the key and what is possible."""
    assert broken(tmp_path, lambda s: s.pop("tempo")) == "house.yaml: the key 'tempo' is missing"
    text = broken(tmp_path, lambda s: s["bass"].update(rnage=[1, 2]))
    assert text.startswith("house.yaml: bass: unknown key 'rnage'; known are instruments")
    text = broken(tmp_path, lambda s: s["drums"]["patterns"]["4/4"][0].update(kick="x.x"))
    assert text.startswith("house.yaml: drums: patterns: 4/4: 'x.x' has 3 steps; 4/4 takes 4, 8")
    text = broken(tmp_path, lambda s: s["progressions"].update(minor=["i | H"]))
    assert text.startswith("house.yaml: progressions: 'H' is not a roman numeral")
    text = broken(tmp_path, lambda s: s.update(form="sonata"))
    assert text.startswith("house.yaml: form: unknown form 'sonata'; known are dance")
    text = broken(tmp_path, lambda s: s["progressions"].update(minor=[]))
    assert text == "house.yaml: progressions: minor is empty but can be drawn"


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without styles is named in the error."""
    with pytest.raises(StyleError, match="no style files"):
        load_styles(tmp_path)


def test_instruments_exist_and_belong_to_their_stem() -> None:
    """Every instrument of every style is in the band's table, under the stem that uses it."""
    table = load_instruments()
    for style in STYLES.values():
        chosen = {"drums": style.drums, "bass": style.bass, "lead": style.lead}
        layers = [("harmony", layer) for layer in style.harmony]
        for stem, line in [*chosen.items(), *layers]:
            for name in line.instruments:
                assert table[name].stem == stem, (style.name, name)


def test_styles_have_words_and_moods() -> None:
    """Every style has several words of each kind and at least three moods for captions."""
    for style in STYLES.values():
        words = style.words
        assert min(len(words.genre), len(words.adjectives), len(words.scenes)) >= 3
        assert len(style.moods) >= 3


def test_grids_read_holds_and_bars() -> None:
    """Dashes hold, also over the repeat; bars follow each other; steps take equal time."""
    grid = parse_grid("--x-|x.x-", "4/4", "x")
    assert [(s.start, s.length) for s in grid.steps] == [(2, 2), (4, 1), (6, 4)]
    assert [s.start for s in grid.tile(12)] == [2, 4, 6, 10]
    assert parse_grid("x.....x.....", "6/8", "x").steps[1].start == 1.0


def test_grids_refuse_unknown_signs() -> None:
    """A sign that the player does not know is named."""
    with pytest.raises(ValueError, match="unknown sign 'q'"):
        parse_grid("x.q.", "4/4", "x")


@pytest.mark.parametrize(
    ("numeral", "minor", "root", "chroma"),
    [
        ("ii7", False, 2, (0, 2, 5, 9)),
        ("bVII", False, 10, (2, 5, 10)),
        ("bVII", True, 10, (2, 5, 10)),
        ("VImaj7", True, 8, (0, 3, 7, 8)),
        ("V7/ii", False, 9, (1, 4, 7, 9)),
        ("iim7b5", True, 2, (0, 2, 5, 8)),
        ("#ivdim7", False, 6, (0, 3, 6, 9)),
        ("bII", True, 1, (1, 5, 8)),
    ],
)
def test_numerals(numeral: str, minor: bool, root: int, chroma: tuple[int, ...]) -> None:
    """Roman numerals give the root above the tonic and the chord's pitch classes."""
    harmony = parse_numeral(numeral, minor)
    assert (harmony.root, harmony.chroma()) == (root, chroma)


def test_bars_split_on_beats() -> None:
    """Chords of a bar change on whole beats where there are enough of them."""
    assert split_bar(2, 4) == [2, 2]
    assert split_bar(2, 3) == [2, 1]
    assert sum(split_bar(3, 2)) == pytest.approx(2)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_voices_move_little_and_stay_in_range(name: str) -> None:
    """Led voicings stay in the layer's range and move less than four semitones a voice."""
    style = STYLES[name]
    for layer in style.harmony:
        for progressions in style.progressions.values():
            for progression in progressions:
                harmonies = [h for bar in progression * 2 for h in bar]
                chords = [
                    Sounding(float(i), 1.0, h.root, h.intervals, "")
                    for i, h in enumerate(harmonies)
                ]
                voicings = voice_all(Timeline(chords), layer)
                assert all(v[0] >= layer.low and v[-1] <= layer.high + 1 for v in voicings)
                moves = [
                    abs(a - b)
                    for v, w in zip(voicings, voicings[1:], strict=False)
                    for a, b in zip(v, w, strict=False)
                ]
                if moves and layer.voicing not in ("power", "root"):
                    assert sum(moves) / len(moves) < 4.0
