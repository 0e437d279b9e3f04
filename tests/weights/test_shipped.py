"""The shipped checkpoint: the only tests that need it, and they judge it."""

import numpy as np
import pytest
import torch

from musiccm.checkpoint import SHIPPED
from musiccm.controls import STEMS
from musiccm.mel import MelConfig
from musiccm.mixer import mix
from musiccm.performer import Performer
from musiccm.render import Grid, render_stems
from musiccm.request import PlanRequest, Score

pytestmark = pytest.mark.weights

SECONDS, RATE, BPM = 24, 48_000, 120.0
WEIGHT_LIMIT = 48e6


def level(x: np.ndarray) -> float:
    """RMS in dBFS."""
    return 20 * float(np.log10(np.sqrt(np.mean(np.square(x, dtype=np.float64))) + 1e-12))


@pytest.fixture(scope="module")
def performer() -> Performer:
    """The shipped model on the CPU."""
    return Performer.load(compute="cpu")


@pytest.fixture(scope="module")
def stems(performer: Performer) -> np.ndarray:
    """Some house, all stems."""
    score = Score(prompts=(("house music with piano and synth bass", 1.0),), seed=11)
    return render_stems(performer, score, BPM, SECONDS * RATE)


def test_all_weights_fit_into_their_limit() -> None:
    """Everything that ships is under 48 MB."""
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= WEIGHT_LIMIT


def test_music_has_a_sane_level(stems: np.ndarray) -> None:
    """The master is neither silent nor clipped."""
    master = mix(stems)
    assert -40 < level(master) < -6
    assert np.abs(master).max() < 1.0
    assert np.isfinite(master).all()


def test_bf16_sounds_like_fp32() -> None:
    """The vocoder keeps 24 dB on every stem, even distorted, and four steps 30 dB of the mel."""
    request = PlanRequest(
        Score((("heavy rock", 1.0),)), 0, Grid(BPM, MelConfig().frame_rate).beats(0, 512)
    )
    exact, fast = (Performer.load(compute="cpu", dtype=dtype) for dtype in ("fp32", "bf16"))
    sketch = exact.sketch(request)
    mel = sketch.mel.astype(np.float32)
    error = fast.sketch(request).mel.astype(np.float32) - mel
    assert 10 * np.log10(mel.var() / np.square(error).mean()) > 30
    audio = exact.finish(sketch).audio
    difference = fast.finish(sketch).audio - audio
    for stem, loss in zip(audio, difference, strict=True):
        assert level(loss) < max(level(stem) - 24, -100)


def test_a_rest_is_a_rest(performer: Performer, stems: np.ndarray) -> None:
    """A stem that is asked to rest lies 20 dB under itself when it plays."""
    score = Score(
        prompts=(("house music with piano and synth bass", 1.0),), seed=11, rests=("drums",)
    )
    resting = render_stems(performer, score, BPM, SECONDS * RATE)
    drums = STEMS.index("drums")
    assert level(resting[drums]) < level(stems[drums]) - 20


def test_drums_follow_the_asked_tempo(performer: Performer) -> None:
    """Onset energy of the drums repeats at the asked beat, more than between the beats."""
    score = Score(prompts=(("driving techno, 909 drums", 1.0),), seed=2)
    for bpm in (112.0, 128.0):
        drums = render_stems(performer, score, bpm, SECONDS * RATE)[0]
        assert _pulse(drums, bpm) > 2 * _pulse(drums, bpm * 1.31)


def _pulse(x: np.ndarray, bpm: float) -> float:
    """Strength of the onset envelope at ``bpm`` and its double."""
    hop = 512
    energy = np.log1p(100 * np.abs(x[: len(x) // hop * hop]).reshape(-1, hop).max(axis=1))
    onset = np.maximum(np.diff(energy), 0)
    time = np.arange(len(onset)) * hop / RATE
    waves = [np.exp(-2j * np.pi * k * bpm / 60 * time) for k in (1, 2)]
    return float(sum(abs((onset * wave).sum()) for wave in waves))


def test_silence_decodes_to_silence(performer: Performer) -> None:
    """A mel at its floor is under -70 dBFS."""
    mel = torch.full((1, 200, 96), float(np.log(MelConfig().floor)))
    with torch.inference_mode():
        assert level(performer.vocoder(mel).numpy()) < -70


def test_words_reach_the_sound(performer: Performer) -> None:
    """Another prompt on the same seed, grid and key is other music."""
    prompts = ("fast heavy metal with distorted guitars", "slow ambient pads")
    one, two = (
        render_stems(performer, Score(((p, 1.0),), seed=1, key="Am"), BPM, 10 * RATE)
        for p in prompts
    )
    assert abs(level(one) - level(two)) > 1 or np.abs(np.corrcoef(one[0], two[0])[0, 1]) < 0.9
