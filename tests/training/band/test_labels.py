from dataclasses import replace

import numpy as np
import pytest

from musiccm.controls import METRES, N_CHANNELS, N_VALUES, SECTIONS, SLICES
from musiccm.mel import LogMel, MelConfig
from tests.training.band.pieces import SECTIONS as SPANS
from tests.training.band.pieces import hand_made
from training.band import labels
from training.band.band import Band, Performance
from training.data.production import log_mel

PIECE = hand_made()


@pytest.fixture(scope="module")
def performance() -> Performance:
    return Band().play(PIECE)


@pytest.fixture(scope="module")
def controls(performance: Performance) -> labels.Rows:
    mel = log_mel(performance.stems, LogMel(MelConfig()))
    return labels.label(PIECE, performance, mel)


def test_every_group_is_known_and_finite(controls: labels.Rows) -> None:
    """Training data knows all controls; flags are one and no value is NaN."""
    assert controls.shape == (1125, N_CHANNELS)
    assert np.isfinite(controls).all()
    assert (controls[:, N_VALUES:] == 1).all()


def test_the_phase_is_zero_where_a_beat_falls(controls: labels.Rows) -> None:
    """At 120 bpm a beat has 46.875 frames; frame i lies (i + ½) hops into the piece."""
    phase = np.arctan2(*controls[:, SLICES["beat"]].T) / (2 * np.pi) % 1
    expected = (np.arange(len(controls)) + 0.5) / 46.875 % 1
    assert np.allclose(phase, expected, atol=1e-4)
    bar = np.arctan2(*controls[:, SLICES["bar"]].T) / (2 * np.pi) % 1
    assert np.allclose(bar, (np.arange(len(controls)) + 0.5) / 187.5 % 1, atol=1e-4)


def test_score_labels_follow_the_score(controls: labels.Rows) -> None:
    """Chord, key, metre, section and activity hold what the piece says at that frame."""
    frame = int(13.5 * 46.875)  # beat 13.5: fourth bar, verse
    row = controls[frame]
    assert np.argmax(row[SLICES["chord_root"]]) == 7
    assert set(np.flatnonzero(row[SLICES["chord_chroma"]])) == {7, 11, 2}
    assert np.argmax(row[SLICES["key"]][:12]) == 9
    assert row[SLICES["key"]][12] == 1
    assert METRES[int(np.argmax(row[SLICES["metre"]]))] == "4/4"
    assert SECTIONS[int(np.argmax(row[SLICES["section"]]))] == "verse"
    assert list(row[SLICES["activity"]]) == [1, 1, 1, 1]
    assert list(controls[100, SLICES["activity"]]) == [1, 0, 1, 0]
    assert row[SLICES["tempo"]][0] == 0


def test_levels_fall_to_zero_in_rests_and_follow_the_dynamics(performance: Performance) -> None:
    """A resting stem has level 0, a playing one a level near its RMS."""
    level = labels.level_group(performance.stems, 0.1)
    assert level[50:300, 1].max() == 0
    assert (level[420:700, 1] > 0.4).all()
    assert level[-100:, 0].max() == 0


def test_the_label_of_a_level_is_slow(controls: labels.Rows) -> None:
    """No level moves by more than a hundredth a frame: it is no trace of the notes."""
    level = controls[:, SLICES["level"]]
    assert level.max() > 0.4
    assert np.abs(np.diff(level, axis=0)).max() < 0.01


def test_measured_labels_are_within_zero_and_one(controls: labels.Rows) -> None:
    """Density, brightness and intensity are clipped to their range and vary in the piece."""
    for name in ("density", "brightness", "intensity"):
        values = controls[:, SLICES[name]]
        assert values.min() >= 0
        assert values.max() <= 1
        assert values.max() - values.min() > 0.1


def test_density_counts_onsets_not_notes() -> None:
    """A chord is one onset: three notes at a time and one note at a time are as dense."""
    one = {"harmony": np.arange(0, 10, 0.5)}
    three = {"harmony": np.repeat(np.arange(0, 10, 0.5), 3)}
    assert np.array_equal(labels.density_group(one, 900), labels.density_group(three, 900))


@pytest.mark.parametrize("rate", [1.0, 4.0, 12.0])
def test_density_maps_the_rate_on_a_log_axis(rate: float) -> None:
    """A steady rate gives the constant that the data card promises, at the edges too."""
    onsets = {"drums": np.arange(0, 20, 1 / rate) + 0.5 / rate}
    low, high = np.log2(labels.DENSITY_RATE)
    expected = (np.log2(rate) - low) / (high - low)
    density = labels.density_group(onsets, 1875)[:, 0]
    assert np.abs(density - expected).max() < 0.06


def test_brightness_rises_with_the_centroid() -> None:
    """A mel whose energy lies higher is brighter."""
    low, high = np.full((2, 4, 200, labels.MEL.n_mels), -10.0, np.float32)
    low[:, :, 10], high[:, :, 70] = 0.0, 0.0
    assert labels.brightness_group(low).mean() < 0.3 < 0.7 < labels.brightness_group(high).mean()


def test_intensity_follows_loudness() -> None:
    """Ten decibels more are ten of the twenty-eight of its range."""
    noise = np.random.default_rng(0).normal(0, 0.02, (4, 48_128)).astype(np.float32)
    soft, loud = labels.intensity_group(noise), labels.intensity_group(noise * np.float32(10**0.5))
    span = labels.INTENSITY_DB[1] - labels.INTENSITY_DB[0]
    assert np.allclose(loud - soft, 10 / span, atol=1e-3)


def test_sections_start_on_their_frame(controls: labels.Rows) -> None:
    """The section changes at the first frame whose centre is past its start."""
    names = np.argmax(controls[:, SLICES["section"]], axis=1)
    changes = np.flatnonzero(np.diff(names)) + 1
    starts = [int(np.ceil(span.start * 46.875 - 0.5)) for span in SPANS[1:]]
    assert list(changes) == starts


def test_labels_of_compound_time_count_felt_beats(performance: Performance) -> None:
    """In 6/8 a bar has two felt beats."""
    piece = replace(PIECE, metre="6/8", beats_per_bar=2)
    mel = np.full((4, performance.n_frames, labels.MEL.n_mels), -9.0, np.float32)
    controls = labels.label(piece, performance, mel)
    bar = np.arctan2(*controls[:, SLICES["bar"]].T) / (2 * np.pi) % 1
    assert bar[47] == pytest.approx(47.5 / 93.75, abs=1e-3)
    assert METRES[int(np.argmax(controls[0, SLICES["metre"]]))] == "6/8"
