"""The listener: sound as a prompt."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
import torch

from musiccm.checkpoint import load_checkpoint, save_checkpoint
from musiccm.compute import resolve
from musiccm.errors import CheckpointError, PromptError
from musiccm.listener import Listener, ListenerConfig, make_ear, mix_mel, pool, read_mono
from musiccm.mel import LogMel, MelConfig
from musiccm.performer import Performer
from musiccm.text import TextEncoder, sound_of
from tests.musiccm import tiny

MEL = MelConfig()
CONFIG = ListenerConfig(dim=16, n_layers=2)
RNG = np.random.default_rng(0)


@pytest.fixture
def listener() -> Listener:
    torch.manual_seed(0)
    return Listener(CONFIG).eval()


def test_a_mix_is_the_power_of_its_stems() -> None:
    """Two equal stems are 3 dB over one; what rests adds nothing."""
    mel = torch.full((5, 4, 96), -30.0)
    mel[:, :2] = -1.0
    assert torch.allclose(mix_mel(mel), torch.full((5, 96), -1.0 + 0.5 * np.log(2)))


def test_level_does_not_count(listener: Listener) -> None:
    """The same music 20 dB softer has the same unit vector."""
    steps = torch.randn(2, 64, 96)
    heard = listener(steps)
    assert torch.allclose(heard.norm(dim=1), torch.ones(2))
    assert torch.allclose(heard, listener(steps - 2.3), atol=1e-5)


def test_long_music_is_the_mean_of_its_crops(listener: Listener) -> None:
    """A crop repeated sounds like itself; what is too short to judge is refused."""
    audio = torch.from_numpy(RNG.standard_normal(1024 * 512).astype(np.float32)) * 0.1
    once = listener.hear(audio, MEL)
    mel = LogMel(MEL)(audio[None])
    assert torch.allclose(once, listener(pool(mel))[0], atol=1e-5)
    assert torch.dot(once, listener.hear(audio.repeat(3), MEL)) > 0.99
    with pytest.raises(ValueError, match="at least 1.4 s"):
        listener.hear(audio[:30_000], MEL)


def test_a_file_of_another_rate_is_the_same_music(tmp_path: Path) -> None:
    """A 440 Hz tone at 44.1 kHz stereo comes as 440 Hz at 48 kHz mono."""
    time = np.arange(44_100) / 44_100
    sf.write(tmp_path / "a.wav", np.stack([np.sin(2 * np.pi * 440 * time)] * 2, 1), 44_100)
    mono = read_mono(tmp_path / "a.wav", 48_000).numpy()
    assert len(mono) == 48_000
    assert np.argmax(np.abs(np.fft.rfft(mono))) == 440


def test_what_cannot_be_heard_is_one_line(tmp_path: Path, listener: Listener) -> None:
    """A missing file, a text file and a click of sound name the file and the reason."""
    ear = make_ear(listener, MEL)
    (tmp_path / "b.wav").write_text("no sound")
    sf.write(tmp_path / "c.wav", np.zeros(100), 48_000)
    for name in ("a.wav", "b.wav", "c.wav"):
        with pytest.raises(PromptError, match=name):
            ear(tmp_path / name)


def test_a_checkpoint_carries_its_listener(tmp_path: Path, listener: Listener) -> None:
    """With one, "@FILE" is a prompt; its file is checked like the others."""
    whole = replace(tiny.checkpoint(), listener_config=CONFIG, listener=listener.state_dict())
    save_checkpoint(tmp_path, whole)
    read = load_checkpoint(tmp_path)
    assert read.listener_config == CONFIG
    (tmp_path / "listener.safetensors").unlink()
    with pytest.raises(CheckpointError, match="listener"):
        load_checkpoint(tmp_path)
    sf.write(tmp_path / "loop.wav", RNG.standard_normal(100_000) * 0.1, 48_000)
    performer = Performer(read, resolve("cpu"))
    heard = performer.text.vector(f"@{tmp_path / 'loop.wav'}")
    assert np.isclose(np.linalg.norm(heard), 1.0, atol=1e-3)
    mixed = performer.text.mix(((f"@{tmp_path / 'loop.wav'}", 1.0), ("dark techno", 1.0)))
    assert heard @ mixed > heard @ performer.text.vector("dark techno")


def test_a_checkpoint_without_one_says_so() -> None:
    """A sound as a prompt is refused in words; words that hold an @ stay words."""
    with pytest.raises(PromptError, match="cannot hear loop.wav"):
        TextEncoder().vector("@loop.wav")
    assert sound_of("drums @ 120 bpm") is None
    assert sound_of("@ loop.wav") == Path("loop.wav")
