import numpy as np
import pytest
import torch

from musiccm.controls import N_CHANNELS, SLICES
from musiccm.mel import LogMel, MelConfig
from tests.training.band.pieces import hand_made
from training.band.band import Band
from training.data.production import (
    EXCERPT_FRAMES,
    EXCERPT_SAMPLES,
    Produced,
    excerpt_start,
    log_mel,
    produce,
    stack,
)

ANALYSE = LogMel(MelConfig())


@pytest.fixture(scope="module")
def produced() -> Produced:
    return produce(hand_made(), Band(), ANALYSE, None)


def test_shapes_and_types_are_those_of_a_shard(produced: Produced) -> None:
    """Half floats for features, 16-bit integers for audio, as documented."""
    assert produced.mel.shape == (1125, 4, 96)
    assert produced.controls.shape == (1125, N_CHANNELS)
    assert produced.excerpt.shape == (5, EXCERPT_SAMPLES)
    assert [x.dtype.name for x in (produced.mel, produced.controls)] == ["float16"] * 2
    assert produced.excerpt.dtype.name == "int16"
    assert EXCERPT_SAMPLES == 4 * 48_000


def test_the_excerpt_is_of_its_place_and_sums_to_the_mix(produced: Produced) -> None:
    """The mix is the sum of the four stems, and its mel is that of the same frames."""
    stems, mix = produced.excerpt[:4].astype(int), produced.excerpt[4].astype(int)
    assert np.abs(stems.sum(axis=0) - mix).max() <= 2
    start = produced.metadata["excerpt_start"]
    audio = torch.from_numpy(produced.excerpt[0].astype(np.float32) / 32767)
    again = ANALYSE(audio).numpy()[10:-10]
    stored = produced.mel[start + 10 : start + EXCERPT_FRAMES - 10, 0].astype(np.float32)
    loud = stored > -5
    assert loud.any()
    assert np.abs(again[loud] - stored[loud]).max() < 0.1


def test_the_excerpt_prefers_the_whole_band() -> None:
    """Where all stems sound for four seconds, there the excerpt lies."""
    controls = np.zeros((2000, N_CHANNELS), np.float32)
    controls[:, SLICES["level"]] = [0.6, 0, 0, 0]
    controls[1000:1400, SLICES["level"]] = 0.6
    starts = {excerpt_start(controls, np.random.default_rng(seed)) for seed in range(20)}
    assert min(starts) >= 980
    assert max(starts) <= 1045
    assert len(starts) > 3


def test_mel_in_chunks_equals_mel_of_the_whole() -> None:
    """Chunked analysis gives the frames of the whole signal, silence included."""
    rng = np.random.default_rng(1)
    stems = rng.normal(0, 0.1, (2, 512 * 333)).astype(np.float32)
    stems[:, 512 * 60 : 512 * 300] = 0
    stems[1] = 0
    with torch.inference_mode():
        whole = ANALYSE(torch.from_numpy(stems)).numpy()
    assert np.allclose(log_mel(stems, ANALYSE), whole, atol=1e-5)


def test_production_is_deterministic(produced: Produced) -> None:
    """The same piece gives the same bits and the same metadata."""
    again = produce(hand_made(), Band(), ANALYSE, None)
    assert np.array_equal(again.mel, produced.mel)
    assert np.array_equal(again.controls, produced.controls)
    assert np.array_equal(again.excerpt, produced.excerpt)
    assert again.metadata == produced.metadata


def test_stacking_counts_offsets_in_frames(produced: Produced) -> None:
    """Pieces lie one after another in a shard."""
    features, audio, rows = stack([produced, produced])
    assert [row["offset"] for row in rows] == [0, 1125]
    assert features["mel"].shape == (2250, 4, 96)
    assert audio["audio"].shape == (2, 5, EXCERPT_SAMPLES)
    assert np.array_equal(features["controls"][1125:], produced.controls)
