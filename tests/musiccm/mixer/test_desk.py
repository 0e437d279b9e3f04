"""The mixer: streaming, bitwise independent of blocks, safe in mono."""

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from musiccm.controls import STEMS
from musiccm.mixer import Mixer, mix

RATE = 48_000


def _noise(seconds: float, level: float = 0.1, seed: int = 0) -> NDArray[np.float32]:
    noise = np.random.default_rng(seed).standard_normal((len(STEMS), int(seconds * RATE)))
    return (level * noise).astype(np.float32)


def _gestures(mixer: Mixer, at: int) -> None:
    if at == 5_000:
        mixer.set("drums", gain=0.3)
        mixer.set("lead", mute=True)
    if at == 5_200:  # within the ramp of the first
        mixer.set("bass", pan=0.8)
        mixer.set_master(6.0)


def _in_cuts(stems: NDArray[np.float32], cuts: list[int]) -> NDArray[np.float32]:
    mixer, parts = Mixer(RATE), []
    edges = sorted({0, *cuts, 5_000, 5_200, stems.shape[1]})
    for start, stop in zip(edges, edges[1:], strict=False):
        _gestures(mixer, start)
        parts.append(mixer.process(stems[:, start:stop]))
    return np.concatenate(parts, axis=1)


@pytest.mark.parametrize("seed", range(5))
def test_the_result_does_not_depend_on_the_blocks(seed: int) -> None:
    """However the input is cut, with gains moving, every sample has the very same bits."""
    stems = _noise(1.0)
    cuts = np.random.default_rng(seed).integers(1, stems.shape[1], 80).tolist()
    assert np.array_equal(_in_cuts(stems, []), _in_cuts(stems, [*cuts, 7, 8, 5_001]))


def test_one_sample_at_a_time_is_the_same_too() -> None:
    """Blocks of one sample give the bits of one block."""
    stems = _noise(0.05)
    assert np.array_equal(_in_cuts(stems, list(range(stems.shape[1]))), Mixer().process(stems))


@pytest.mark.parametrize("stem", STEMS)
def test_mono_keeps_the_level(stem: str) -> None:
    """Folded to (L + R) / sqrt 2, no stem loses more than 1.5 dB of its stereo power."""
    stems = np.zeros_like(_noise(4.0))
    stems[STEMS.index(stem)] = _noise(4.0)[STEMS.index(stem)]
    left, right = mix(stems).astype(np.float64)
    stereo = np.sum(left**2 + right**2)
    mono = np.sum(((left + right) / np.sqrt(2)) ** 2)
    assert 10 * np.log10(stereo / mono) <= 1.5


@pytest.mark.parametrize("stem", ["drums", "harmony", "lead"])
def test_stems_with_width_are_wide(stem: str) -> None:
    """Left and right differ for all stems but the bass, which stays in the middle."""
    stems = np.zeros_like(_noise(1.0))
    stems[STEMS.index(stem)] = _noise(1.0)[0]
    left, right = mix(stems)
    assert np.corrcoef(left, right)[0, 1] < 0.97


def test_a_gain_change_ramps_within_ten_milliseconds() -> None:
    """A fader that jumps to zero takes 10 ms, without a step, and then the stem is silent."""
    mixer = Mixer()
    for stem in STEMS:
        mixer.set(stem, send=0.0, width=0.0)
    ones = np.ones((len(STEMS), RATE // 10), np.float32) * 0.05
    mixer.process(np.zeros_like(ones))
    mixer.process(ones)
    for stem in STEMS:
        mixer.set(stem, gain=0.0)
    out = np.abs(mixer.process(ones)).max(axis=0)
    assert np.abs(np.diff(out)).max() < 0.002
    assert out[240 + mixer.latency] > 0.01
    assert out[480 + mixer.latency :].max() == 0.0


def test_mute_keeps_the_fader() -> None:
    """Unmuting brings the stem back at the gain that it had."""
    mixer = Mixer()
    mixer.set("drums", gain=0.5)
    mixer.set("drums", mute=True)
    mixer.set("drums", mute=False)
    assert mixer.strip("drums").gain == 0.5


def test_solo_leaves_the_others_out() -> None:
    """While stems are soloed only they are heard; a muted one stays silent; then all are back."""
    stems = _noise(0.1)
    heard = {}
    for solo in ((), ("bass",), ("bass", "lead")):
        mixer = Mixer()
        mixer.set("lead", mute=True)
        for stem in solo:
            mixer.set(stem, solo=True)
        mixer.mix(np.zeros_like(stems))
        out = mixer.mix(stems).stems[:, mixer.latency :]
        heard[solo] = {stem for stem, row in zip(STEMS, out, strict=True) if row.any()}
    assert heard[()] == {"drums", "bass", "harmony"}
    assert heard["bass",] == heard["bass", "lead"] == {"bass"}


def test_the_width_is_the_side() -> None:
    """Without width a centred stem is the same on both sides; with it the sides part."""
    stems = np.zeros_like(_noise(0.2))
    stems[STEMS.index("bass")] = _noise(0.2)[0]
    correlation = []
    for width in (0.0, 0.5, 1.0):
        mixer = Mixer()
        mixer.set("bass", width=width, send=0.0)
        mixer.process(np.zeros_like(stems))
        correlation.append(float(np.corrcoef(mixer.process(stems))[0, 1]))
    assert correlation[0] == pytest.approx(1.0)
    assert correlation[0] > correlation[1] > correlation[2]


def test_the_master_is_in_step_with_the_stems() -> None:
    """A click sounds at its own sample: the limiter's look ahead is made up for."""
    stems = np.zeros((len(STEMS), 4_000), np.float32)
    stems[STEMS.index("bass"), 1_000] = 0.5
    mixer = Mixer()
    mixed = mixer.mix(stems)
    assert mixed.master.shape == (2, 4_000 - mixer.latency)
    assert np.flatnonzero(mixed.master[0])[0] == 1_000
    for point in (mixed.stems, mixed.dry):
        assert np.array_equal(point, stems[:, : -mixer.latency])
    assert mix(stems).shape == (2, 4_000)


def test_the_stems_have_their_faders() -> None:
    """The stem outputs follow gain and mute, not pan, width and master; the dry ones nothing."""
    stems, mixer = _noise(0.1), Mixer()
    mixer.set("drums", gain=0.5, pan=-1.0)
    mixer.set("lead", mute=True)
    mixer.set_master(0.1)
    mixer.mix(np.zeros_like(stems))
    mixed, expected = mixer.mix(stems), stems.copy()
    expected[STEMS.index("drums")] *= 0.5
    expected[STEMS.index("lead")] = 0.0
    late, n = mixer.latency, stems.shape[1]
    assert np.array_equal(mixed.stems[:, late:], expected[:, : n - late])
    assert np.array_equal(mixed.dry[:, late:], stems[:, : n - late])


def test_nothing_leaves_above_the_ceiling() -> None:
    """Music that is thirty times too loud stays under the ceiling of -1 dB."""
    assert np.abs(mix(_noise(0.5, level=3.0))).max() <= 10 ** (-1 / 20)


def test_the_room_dies_away() -> None:
    """Two seconds after a click the room is more than 100 dB down."""
    stems = np.zeros((len(STEMS), 2 * RATE), np.float32)
    stems[STEMS.index("lead"), 0] = 1.0
    out = mix(stems)
    assert np.abs(out[:, 4_800:9_600]).max() > 1e-5
    assert np.abs(out[:, -9_600:]).max() < 1e-5


def test_an_empty_block_is_welcome() -> None:
    """A block of no samples gives none and changes nothing."""
    mixer, stems = Mixer(), _noise(0.1)
    assert mixer.process(stems[:, :0]).shape == (2, 0)
    assert np.array_equal(mixer.process(stems), Mixer().process(stems))


def test_an_unknown_stem_is_an_error() -> None:
    """A name that is no stem raises KeyError."""
    with pytest.raises(KeyError):
        Mixer().set("vocals", gain=1.0)


def test_it_needs_no_torch() -> None:
    """Importing the mixer does not import torch: the daemon uses it."""
    code = "import sys, musiccm.mixer; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_it_needs_no_scipy() -> None:
    """The daemon mixes without scipy's 80 MB."""
    code = "import sys, musiccm.mixer, bridge.app; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
