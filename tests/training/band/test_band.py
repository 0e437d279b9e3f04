from dataclasses import replace

import numpy as np
import pytest

from musiccm.controls import STEMS
from tests.training.band.pieces import hand_made
from training.band.band import Band, Performance
from training.band.mixer import active_spans, sounding_rms
from training.band.soundfont import SoundFontMissing, find_soundfont

SAMPLES_PER_BEAT = 24_000
TAIL = int(0.15 * 48_000)


@pytest.fixture(scope="module")
def performance() -> Performance:
    return Band().play(hand_made())


def test_the_length_is_that_of_the_piece_in_whole_hops(performance: Performance) -> None:
    """24 beats at 120 bpm last 12 s, which is a whole number of frames."""
    assert performance.stems.shape == (4, 576_000)
    assert performance.stems.dtype == np.float32
    assert performance.n_frames == 1125


def test_stems_and_mix_stay_below_full_scale(performance: Performance) -> None:
    """No stem and no sum of all stems reaches 0 dBFS."""
    assert np.abs(performance.stems).max() < 1.0
    assert np.abs(performance.stems.sum(axis=0)).max() < 1.0


def test_resting_stems_are_digital_silence(performance: Performance) -> None:
    """From 150 ms after its section to 50 ms before the next, a resting stem is zero."""
    bass, lead = performance.stems[1], performance.stems[3]
    for stem in (bass, lead):
        assert not stem[: 8 * SAMPLES_PER_BEAT - 2400].any()
        assert not stem[16 * SAMPLES_PER_BEAT + TAIL :].any()
    assert not performance.stems[0, 16 * SAMPLES_PER_BEAT + TAIL :].any()
    assert performance.stems[2, 16 * SAMPLES_PER_BEAT + TAIL :].any()


def test_loud_sections_are_louder(performance: Performance) -> None:
    """The harmony of the verse (intensity 0.9) is louder than that of the break (0.3)."""
    harmony = performance.stems[2].reshape(3, -1)
    assert sounding_rms(harmony[1]) > 1.3 * sounding_rms(harmony[2])


def test_the_same_piece_gives_the_same_samples(performance: Performance) -> None:
    """Playing something else in between changes nothing."""
    band = Band()
    band.play(hand_made(seed=4, bass="bass_acid", lead="lead_supersaw", drums="kit_808"))
    assert np.array_equal(band.play(hand_made()).stems, performance.stems)


def test_notes_outside_the_active_sections_are_not_played(performance: Performance) -> None:
    """Onsets lie within the sections where the stem plays."""
    piece = hand_made()
    for stem in STEMS:
        beats = performance.onsets[stem] * piece.tempo / 60
        inside = [
            any(start <= beat < stop for start, stop in active_spans(piece, stem)) for beat in beats
        ]
        assert all(inside)
        assert len(inside) > 0


def test_a_stem_without_a_part_is_silent() -> None:
    """A piece may lack a whole stem."""
    piece = hand_made()
    trio = replace(piece, parts=tuple(p for p in piece.parts if p.stem != "bass"))
    performance = Band().play(trio)
    assert not performance.stems[1].any()
    assert performance.instruments["bass"] == []


def test_a_missing_soundfont_says_what_to_do(tmp_path: object) -> None:
    """The error tells the package to install and the option to pass."""
    from pathlib import Path

    with pytest.raises(SoundFontMissing, match=r"musescore-general-soundfont-small.*--soundfont"):
        find_soundfont(Path(str(tmp_path)) / "none.sf3")
