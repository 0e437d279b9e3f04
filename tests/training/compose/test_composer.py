import json
from collections import Counter

import numpy as np
import pytest

from musiccm.controls import METRES, SECTIONS, STEMS
from training.compose import FORBIDDEN_TEMPI, Style, compose, load_styles
from training.compose.feel import swing_beats
from training.compose.grid import BEATS_PER_BAR
from training.compose.piece import Note, Piece
from training.compose.summary import planner_table

STYLES, AGAIN = load_styles(), load_styles()
ALL = [(name, metre) for name, style in STYLES.items() for metre in style.metres]


def styles_in(metre: str) -> list[Style]:
    return [style for style in STYLES.values() if metre in style.metres]


def notes_of(piece: Piece, stem: str) -> list[Note]:
    return [note for part in piece.parts if part.stem == stem for note in part.notes]


def straightened(beat: float, amount: float, pair: float) -> float:
    index, phase = divmod(beat / pair, 1.0)
    straight = phase / (2 * amount) if phase < amount else 0.5 + (phase - amount) / (2 - 2 * amount)
    return pair * (index + straight)


def pair_of(piece: Piece) -> float:
    return (2 / 3 if piece.metre == "6/8" else 1.0) * 8 / STYLES[piece.style].swing.unit


def test_there_are_enough_styles_and_metres() -> None:
    """At least 24 styles are shipped, and three or more play in 3/4 and in 6/8."""
    assert len(STYLES) >= 24
    assert len(styles_in("3/4")) >= 3
    assert len(styles_in("6/8")) >= 3


@pytest.mark.parametrize("name", sorted(STYLES))
def test_the_same_seed_gives_the_same_piece(name: str) -> None:
    """A piece is a function of its style and seed; other seeds give other pieces."""
    assert compose(STYLES[name], 5) == compose(AGAIN[name], 5)
    assert compose(STYLES[name], 5) != compose(STYLES[name], 6)


@pytest.mark.parametrize(("name", "metre"), ALL)
def test_every_style_composes_in_each_of_its_metres(name: str, metre: str) -> None:
    """A piece has whole bars, gap-free sections and chords; all stems play within a few seeds."""
    heard: set[str] = set()
    for seed in range(4):
        piece = compose(STYLES[name], seed, metre=metre)
        assert piece.metre == metre in METRES
        assert piece.beats_per_bar == BEATS_PER_BAR[metre]
        assert piece.beats % piece.beats_per_bar == 0
        assert 2 <= len(piece.sections) <= 5
        for items in (piece.sections, piece.chords):
            ends = [item.start + item.duration for item in items]
            assert [item.start for item in items] == pytest.approx([0.0, *ends[:-1]])
            assert ends[-1] == pytest.approx(piece.beats)
        heard |= {part.stem for part in piece.parts}
    assert heard == set(STEMS)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_resting_stems_are_silent(name: str) -> None:
    """No note sounds where its stem is not asked to play, nor outside the piece."""
    for seed in range(10, 14):
        piece = compose(STYLES[name], seed)
        for section in piece.sections:
            assert section.name in SECTIONS
            assert section.active
            end = section.start + section.duration
            for stem in set(STEMS) - set(section.active):
                inside = [
                    n
                    for n in notes_of(piece, stem)
                    if n.start < end - 1e-4 and n.start + n.duration > section.start + 1e-4
                ]
                assert not inside
        for note in (n for part in piece.parts for n in part.notes):
            assert 0 <= note.start < note.start + note.duration <= piece.beats + 1e-4
            assert 1 <= note.velocity <= 127
            assert 20 <= note.pitch <= 110


@pytest.mark.parametrize("name", sorted(STYLES))
def test_asked_stems_play(name: str) -> None:
    """Drums and harmony sound in every bar or two of a section that asks for them."""
    for seed in range(4):
        piece = compose(STYLES[name], seed)
        for section in piece.sections:
            for stem in {"drums", "harmony"} & set(section.active):
                starts = [n.start for n in notes_of(piece, stem)]
                end = section.start + section.duration
                inside = [s for s in starts if section.start <= s < end]
                bars = section.duration / piece.beats_per_bar
                assert len(inside) >= bars / 2, (stem, section)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_held_out_tempi_are_never_drawn(name: str) -> None:
    """Tempi kept for tests are not drawn, stay inside the style's range, and can be asked for."""
    style = STYLES[name]
    for seed in range(20):
        piece = compose(style, seed, seconds=4)
        low, high = style.tempo[piece.metre]
        assert low <= piece.tempo <= high
        assert not any(a <= piece.tempo <= b for a, b in FORBIDDEN_TEMPI)
    assert compose(style, 0, tempo=96.0).tempo == 96.0


def test_tempi_cover_the_range() -> None:
    """Every ten BPM from 60 to 180 are drawn by several styles."""
    heard: dict[int, set[str]] = {}
    for style in STYLES.values():
        for seed in range(25):
            heard.setdefault(int(compose(style, seed, seconds=4).tempo // 10), set()).add(
                style.name
            )
    assert min(len(heard.get(ten, ())) for ten in range(6, 18)) >= 3


def test_keys_are_even() -> None:
    """All twelve tonics are drawn, none more than twice as often as it should be."""
    style = STYLES["ambient"]
    tonics = Counter(compose(style, seed, seconds=4).tonic for seed in range(240))
    assert len(tonics) == 12
    assert max(tonics.values()) < 40


@pytest.mark.parametrize("name", sorted(STYLES))
def test_harmony_plays_the_chord(name: str) -> None:
    """Nine tenths of the time harmony notes sound, they belong to the labelled chord."""
    inside = total = 0.0
    for seed in range(3):
        piece = compose(STYLES[name], seed)
        for note in notes_of(piece, "harmony"):
            middle = note.start + note.duration / 2
            chord = next(c for c in piece.chords if c.start <= middle < c.start + c.duration)
            total += note.duration
            inside += note.duration * (note.pitch % 12 in chord.chroma)
    assert inside >= 0.9 * total > 0


@pytest.mark.parametrize("name", sorted(STYLES))
def test_bass_supports_the_root(name: str) -> None:
    """Most bass notes on a downbeat are tones of the chord, most often its root."""
    tones = roots = total = 0
    for seed in range(4):
        piece = compose(STYLES[name], seed)
        for note in notes_of(piece, "bass"):
            chord = next((c for c in piece.chords if abs(c.start - note.start) < 0.06), None)
            if chord:
                total += 1
                tones += note.pitch % 12 in chord.chroma
                roots += note.pitch % 12 == chord.root
    if total:
        assert tones >= 0.9 * total
        assert roots >= 0.6 * total


@pytest.mark.parametrize("name", sorted(STYLES))
def test_drums_keep_to_the_grid(name: str) -> None:
    """Every hit lies within 9 ms of a swung sixteenth, triplet or faster division of the beat."""
    for seed in range(3):
        piece = compose(STYLES[name], seed)
        limit = 0.009 * piece.tempo / 60
        for note in notes_of(piece, "drums"):
            straight = straightened(note.start, piece.swing, pair_of(piece))
            nearest = round(straight * 24) / 24
            swung = swing_beats(np.array(nearest), piece.swing, pair_of(piece))
            assert abs(swung - note.start) <= max(limit, 1e-4)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_every_bar_shows_its_downbeat(name: str) -> None:
    """Where drums and bass play together, nearly every downbeat carries a hit."""
    hit = total = 0
    for seed in range(4):
        piece = compose(STYLES[name], seed)
        starts = [n.start for stem in ("drums", "bass") for n in notes_of(piece, stem)]
        for section in piece.sections:
            if {"drums", "bass"} <= set(section.active):
                for bar in range(int(section.duration / piece.beats_per_bar)):
                    beat = section.start + bar * piece.beats_per_bar
                    total += 1
                    hit += any(abs(start - beat) < 0.05 for start in starts)
    assert hit >= 0.9 * total > 0


def test_every_combination_of_stems_is_heard() -> None:
    """Over many pieces, all fifteen combinations of stems are asked for."""
    sections = [
        section.active
        for style in STYLES.values()
        for seed in range(12)
        for section in compose(style, seed, seconds=32).sections
    ]
    assert len(set(sections)) == 15


def test_wrong_requests_say_what_is_possible() -> None:
    """Metre, mood, mode and tempo that a style does not have are refused by name."""
    house = STYLES["house"]
    with pytest.raises(ValueError, match="house has no 6/8; it has 4/4"):
        compose(house, 0, metre="6/8")
    with pytest.raises(ValueError, match="house has no mood 'sad'; it has"):
        compose(house, 0, mood="sad")
    with pytest.raises(ValueError, match="techno has no major"):
        compose(STYLES["techno"], 0, minor=False)
    with pytest.raises(ValueError, match="outside 30–300 BPM"):
        compose(house, 0, tempo=1000)


def test_what_is_given_leaves_the_rest() -> None:
    """Asking for a key moves the piece there and leaves its rhythm as it was."""
    free, moved = compose(STYLES["funk"], 3), compose(STYLES["funk"], 3, tonic=2)
    assert moved.tonic == 2
    assert [n.start for n in notes_of(free, "drums")] == [n.start for n in notes_of(moved, "drums")]


def test_planner_table_is_plain_json() -> None:
    """The planner's table survives JSON and its progressions fill whole bars inside the octave."""
    table = planner_table(STYLES)
    assert json.loads(json.dumps(table)) == table
    for summary in table.values():
        for metre, modes in summary["progressions"].items():
            for bar in (bar for mode in modes.values() for p in mode for bar in p):
                assert sum(chord[2] for chord in bar) == pytest.approx(BEATS_PER_BAR[metre])
                assert all(root in chroma for root, chroma, _, _ in bar)
        assert {s["section"] for s in summary["form"]} <= set(SECTIONS)
