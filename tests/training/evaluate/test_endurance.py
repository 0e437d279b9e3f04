"""Long renders: what repeats and what drifts is noticed."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from numpy.typing import NDArray

from musiccm.controls import STEMS
from tests.training.evaluate.synthetic import chord, data_set
from training.classifier.judge import StyleJudge, load_judge, train_judge
from training.evaluate import endurance
from training.evaluate.endurance import Endurance, closest, file_blocks, judge_take, listen

BPM = 240.0  # 8 bars of 4 beats last 8 s
BLOCK = 8 * 48_000


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> StyleJudge:
    folder = tmp_path_factory.mktemp("judge")
    train_judge(data_set(folder / "data"), folder / "run", steps=2)
    return load_judge(folder / "run")


@pytest.fixture(autouse=True)
def short_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute of eleven seconds."""
    monkeypatch.setattr(endurance, "MINUTE", 11 * 48_000)


def bars(seed: int, gain: float = 1.0) -> NDArray[np.float32]:
    """Return 8 bars of random chords and hits, (4, BLOCK)."""
    rng = np.random.default_rng(seed)
    tones = [chord(tuple(rng.integers(48, 72, 3)), BLOCK // 16) for _ in range(16)]
    hits = np.zeros(BLOCK, np.float32)
    for at in rng.choice(BLOCK // 6000, 20, replace=False) * 6000:
        hits[at : at + 2000] = 0.3 * rng.standard_normal(2000)
    return np.float32(gain) * np.stack([hits, *3 * [np.concatenate(tones)]])


def judged(
    blocks: list[NDArray[np.float32]],
    judge: StyleJudge,
    fresh: list[NDArray[np.float32]] | None = None,
) -> Endurance:
    """Judge a take; what is fresh are its own last blocks unless told otherwise."""
    fresh = fresh or blocks
    take, begun = (listen(part, sum(b.shape[1] for b in part)) for part in (blocks, fresh))
    return judge_take(take, begun.last, judge, style="house", bpm=BPM, beats_per_bar=4)


def test_a_loop_is_a_repeat(judge: StyleJudge) -> None:
    """The same 8 bars again are found wherever they come back."""
    found = judged([bars(0), bars(1), bars(0)], judge)
    assert found.blocks == 3
    assert found.max_both > 0.99
    assert not found.reached


def test_other_bars_are_not(judge: StyleJudge) -> None:
    """Different bars correlate less, and steady music keeps loudness and centroid."""
    found = judged([bars(0), bars(1), bars(2)], judge)
    assert found.max_both < 0.95
    assert abs(found.since_first.loudness_db) < 3
    assert found.since_fresh.harmless
    assert found.reached


def test_a_fade_is_noticed(judge: StyleJudge) -> None:
    """Music at half the level reads 6 dB under minute 1 and under the same bars begun afresh."""
    played = [bars(0), bars(1), bars(2, 0.5), bars(3, 0.5)]
    found = judged(played, judge, fresh=[bars(0), bars(1), bars(2), bars(3)])
    assert found.since_first.loudness_db == pytest.approx(-6, abs=1.5)
    assert found.since_fresh.loudness_db == pytest.approx(-6, abs=1.5)
    assert not found.reached


def test_a_file_is_heard_like_the_stream(tmp_path: Path) -> None:
    """Stem files give back the samples in blocks, whatever their length."""
    audio = bars(0)[:, :100_001]
    for name, stem in zip(STEMS, audio, strict=True):
        sf.write(tmp_path / f"{name}.wav", stem, 48_000, subtype="FLOAT")
    blocks = list(file_blocks(tmp_path, seconds=1))
    assert [block.shape for block in blocks] == [(4, 48_000), (4, 48_000), (4, 4001)]
    assert np.array_equal(np.concatenate(blocks, axis=1), audio)


def test_the_take_keeps_the_first_and_the_last_minute() -> None:
    """However the stream is cut, its minutes are exact and the mix is whole."""
    ramp = np.tile(np.linspace(0, 0.5, 40 * 48_000, dtype=np.float32), (4, 1))

    def cut(size: int) -> Iterator[NDArray[np.float32]]:
        yield from (ramp[:, i : i + size] for i in range(0, ramp.shape[1], size))

    take = listen(cut(100_000), 39 * 48_000)
    minute = 11 * 48_000
    assert take.seconds == 39
    assert np.array_equal(take.first[0], ramp[:, :minute])
    starts = [17 * 48_000, 28 * 48_000]
    for (stems, master), start in zip(take.last, starts, strict=True):
        assert np.array_equal(stems, ramp[:, start : start + minute])
        assert take.first[1].shape == master.shape == (2, minute)
    assert np.allclose(take.mono, 4 * ramp[0, : 39 * 48_000])


def test_silence_repeats_nothing() -> None:
    """Blocks without any sound correlate by 0, a single block by nothing."""
    zeros = np.zeros((3, 24), np.float32)
    assert closest(zeros, zeros) == (0.0, 0.0, 0.0)
    assert closest(zeros[:1], zeros[:1]) == (0.0, 0.0, 0.0)
