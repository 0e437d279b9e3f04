"""Spectrograms of what the checkpoint plays, with the asked beats drawn over them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from musiccm.mel import LogMel, MelConfig
from musiccm.mixer import mix
from musiccm.performer import Performer
from musiccm.planner import BEATS_PER_BAR
from musiccm.render import render_stems
from musiccm.request import Score

MAX_BYTES = 150_000
INCHES, DPI = (10.0, 3.4), 110
TICKS = (100, 300, 1000, 3000, 10_000)


@dataclass(frozen=True)
class Picture:
    """A prompt and the file that shows it."""

    name: str
    prompt: str
    seconds: float = 20.0
    seed: int = 7


PICTURES = (
    Picture("first_sound", "warm rhodes and brushed drums, late at night", 60.0),
    Picture("techno", "dark driving techno, 128 bpm, A minor"),
    Picture("bossa_nova", "sunny bossa nova with nylon guitar"),
    Picture("drum_and_bass", "fast drum and bass, rolling bass, 174 bpm"),
    Picture("waltz", "a slow waltz in 3/4 for strings, no drums"),
    Picture("house_no_drums", "deep house chords and bass, no drums"),
)


def draw(performer: Performer, picture: Picture, folder: Path) -> Path:
    """Render the prompt as ``musiccm render`` does and write its spectrogram."""
    score = Score(prompts=((picture.prompt, 1.0),), seed=picture.seed)
    found = performer.suggest(score)
    rate = performer.mel_config.sample_rate
    stems = render_stems(performer, score, found.bpm, round(picture.seconds * rate))
    master = mix(stems).mean(axis=0)
    path = folder / f"{picture.name}.png"
    title = (
        f"“{picture.prompt}”  {found.bpm:g} bpm, {found.key}, {found.metre}, seed {picture.seed}"
    )
    plot(path, log_mel(master), title, found.bpm, BEATS_PER_BAR[found.metre])
    return path


def log_mel(audio: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log-mel (F, n_mels) of mono audio, in dB."""
    config = MelConfig()
    usable = len(audio) // config.hop_length * config.hop_length
    with torch.inference_mode():
        mel = LogMel(config)(torch.from_numpy(np.ascontiguousarray(audio[:usable])))
    return mel.numpy() * np.float32(20 / np.log(10))


def plot(path: Path, mel: NDArray[np.float32], title: str, bpm: float, beats_per_bar: int) -> None:
    """Write a spectrogram (F, n_mels) in dB with a line on each bar and a tick on each beat."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    config = MelConfig()
    seconds = len(mel) / config.frame_rate
    figure, axes = plt.subplots(figsize=INCHES, dpi=DPI, layout="constrained")
    axes.imshow(
        mel.T, origin="lower", aspect="auto", cmap="magma", vmin=-75, vmax=-5,
        extent=(0, seconds, 0, config.n_mels),
    )  # fmt: skip
    beats = np.arange(0, seconds, 60 / bpm)
    axes.vlines(beats[::beats_per_bar], 0, config.n_mels, colors="white", alpha=0.45, lw=0.7)
    axes.vlines(beats, config.n_mels * 0.97, config.n_mels, colors="white", lw=0.7)
    axes.set_yticks([_bin_of(hz) for hz in TICKS], [f"{hz:g}" for hz in TICKS])
    axes.set(xlabel="seconds; lines are the asked bars, ticks the asked beats", ylabel="Hz")
    axes.set_title(title, fontsize=9)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    plt.close(figure)
    shrink(path)


def _bin_of(hz: float) -> float:
    """Return the mel bin of a frequency."""
    config = MelConfig()
    low, mel, high = (np.log10(1 + f / 700) for f in (config.f_min, hz, config.f_max))
    return float((mel - low) / (high - low) * (config.n_mels + 1) - 0.5)


def shrink(path: Path, limit: int = MAX_BYTES) -> None:
    """Rewrite a PNG with as many colours as fit into ``limit`` bytes."""
    from PIL import Image

    with Image.open(path) as image:
        whole = image.convert("RGB")
    for colours in (128, 64, 32, 16, 8):
        whole.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= limit:
            return
