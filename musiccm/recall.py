"""A sound to go on from, heard by a performer: what it is, where its bars are, who plays what."""

from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musiccm.errors import PromptError
from musiccm.listener import mix_mel
from musiccm.mel import LogMel, rest_quiet_frames
from musiccm.past import KEPT_FRAMES, SHORTEST_SECONDS, Past
from musiccm.planner import for_metre
from musiccm.pulse import FASTEST, SLOWEST, Pulse, feel
from musiccm.request import TOKEN_FRAMES
from musiccm.tonality import find_key
from musiccm.unmix import describe, unmix

if TYPE_CHECKING:
    from musiccm.performer import Performer

LOUDNESS = -10.7  # dB: power of the louder frames (75th percentile) of a mix of the recordings
QUIETEST = 1e-4  # of full scale, -80 dB: there is nothing to go on from
_METRES = {4: "4/4", 3: "3/4", 2: "6/8"}
Audio = NDArray[np.float32]


@torch.inference_mode()
def recall(
    performer: "Performer", audio: Audio, beats_per_bar: int, bpm: float | None, whole: bool
) -> Past:
    """Return the past that a sound is: ``audio`` (1, n) is a mix, (stems, n) is its stems, 48 kHz.

    Tempo, bars and key are those that are heard; a given ``bpm`` wins. What comes after the last
    whole bar is left out. A ``whole`` sound is there from its beginning on.

    Raises
    ------
    PromptError
        For a sound that is too short or silent.
    """
    config = performer.mel_config
    mix = _trimmed(audio.sum(axis=0))
    if len(mix) < SHORTEST_SECONDS * config.sample_rate:
        raise PromptError(f"too short to go on from: give at least {SHORTEST_SECONDS:g} s of music")
    text = _style(performer, mix)
    pulse = feel(mix, beats_per_bar, bpm, _usual(performer, text, beats_per_bar), whole)
    key, bars = find_key(mix), pulse.bars(len(mix) / config.sample_rate, beats_per_bar)
    end = _end(pulse, bars, beats_per_bar, config.sample_rate)
    mel = _mel_before(performer, audio, end)
    if len(audio) == 1:
        beats = -(np.arange(len(mel), 0, -1) - 0.5) * pulse.bpm / 60 / config.frame_rate
        known = describe(beats, beats_per_bar, pulse.bpm, key)
        mel = unmix(
            performer.denoiser, performer.network, performer.compute, mel[:, 0], text, known
        )
    played = rest_quiet_frames(mel, config).to(torch.float16).cpu().numpy()
    return Past(played, pulse.bpm, key, bars, beats_per_bar)


def _style(performer: "Performer", mix: Audio) -> NDArray[np.float32]:
    """Return the vector of words for the sound; zeros, no words, where the checkpoint is deaf."""
    if performer.listener is None:
        return np.zeros(performer.denoiser.config.text_dim, np.float32)
    return performer.listener.hear(torch.from_numpy(mix), performer.mel_config).numpy()


def _trimmed(mix: Audio) -> Audio:
    """Return mono ``mix`` without the silence after it. Raises PromptError for silence alone."""
    peak = float(np.abs(mix).max(initial=0.0))
    if peak < QUIETEST:
        raise PromptError("there is only silence to go on from")
    return mix[: int(np.flatnonzero(np.abs(mix) > 1e-3 * peak)[-1]) + 1]


def _usual(
    performer: "Performer", text: NDArray[np.float32], beats_per_bar: int
) -> tuple[float, float]:
    """Return the tempi that the style of a vector is usually played at."""
    if not text.any():
        return SLOWEST, FASTEST
    style = performer.planner.styles[performer.planner.style_of(text)]
    low, high = for_metre(style["tempo"], _METRES[beats_per_bar])
    return max(low, SLOWEST), min(high, FASTEST)


def _end(pulse: Pulse, bars: int, beats_per_bar: int, sample_rate: int) -> int:
    """Return the sample where the last whole bar ends; the last beat where no bar is whole."""
    seconds = pulse.downbeat + bars * beats_per_bar * 60 / pulse.bpm
    return max(0, round(seconds * sample_rate))


def _mel_before(performer: "Performer", audio: Audio, end: int) -> Tensor:
    """Return up to KEPT_FRAMES of log-mel (F, rows, n_mels) that end at the sample ``end``.

    As loud as the recordings that the model knows.
    """
    config = performer.mel_config
    frames = min(KEPT_FRAMES, end // config.hop_length) // TOKEN_FRAMES * TOKEN_FRAMES
    if not frames:
        raise PromptError("no whole bar of it can be gone on from: give more of it, or its tempo")
    rest = -(-config.n_fft // config.hop_length)  # what the last windows hear of what follows
    heard = np.zeros((len(audio), (frames + rest) * config.hop_length), np.float32)
    piece = audio[:, end - frames * config.hop_length :][:, : heard.shape[1]]
    heard[:, : piece.shape[1]] = piece
    analyse, samples = LogMel(config), torch.from_numpy(heard)
    power = mix_mel(analyse(samples).transpose(0, 1)[:frames]).exp().square().sum(dim=-1)
    gain = (10 ** (LOUDNESS / 10) / power.quantile(0.75).clamp(min=1e-12)).sqrt()
    return analyse(samples * gain).transpose(0, 1)[:frames].to(performer.compute.device)
