"""The vocoder on a tiny, untrained model: what must hold by construction."""

import copy
import dataclasses
import math

import pytest
import torch

from musiccm.mel import LogMel
from musiccm.request import LAG_FRAMES
from musiccm.vocoder import (
    OSCILLATOR_PERIOD,
    RECEPTIVE_FRAMES,
    InverseSTFT,
    MelEnvelope,
    Vocoder,
    VocoderConfig,
    oscillator_cycles,
)

SMALL = VocoderConfig(dim=16, n_layers=2)
FLOOR = math.log(3e-5)


@pytest.fixture(scope="module")
def vocoder() -> Vocoder:
    torch.manual_seed(0)
    return Vocoder(SMALL).eval()


@pytest.fixture(scope="module")
def mel() -> torch.Tensor:
    return -5 + torch.randn(2, 300, 96, generator=torch.Generator().manual_seed(0))


def test_default_fits_the_lag() -> None:
    """The shipped shape needs no more future than a request promises."""
    assert RECEPTIVE_FRAMES <= LAG_FRAMES


@torch.inference_mode()
def test_frames_become_hops(vocoder: Vocoder, mel: torch.Tensor) -> None:
    """T frames give exactly T · 512 samples."""
    assert vocoder(mel[:, :7]).shape == (2, 7 * 512)


@torch.inference_mode()
@pytest.mark.parametrize("size", [1, 8, 130])
def test_streaming_equals_offline(vocoder: Vocoder, mel: torch.Tensor, size: int) -> None:
    """Spans decoded one by one are the whole decode."""
    whole = vocoder(mel, 40)
    last = mel.shape[1] if size > 1 else 12
    spans = [
        vocoder.decode_span(mel, first, min(first + size, last), origin=40)
        for first in range(0, last, size)
    ]
    assert torch.allclose(torch.cat(spans, dim=1), whole[:, : last * 512], atol=1e-5)


@torch.inference_mode()
def test_a_window_cut_from_the_music_decodes_the_same(vocoder: Vocoder, mel: torch.Tensor) -> None:
    """Given its absolute frame, a window with its context sounds as in the whole."""
    context = vocoder.receptive_frames
    window = mel[:, 100 - context : 150 + context]
    span = vocoder.decode_span(window, context, context + 50, origin=100 - context)
    assert torch.allclose(span, vocoder(mel)[:, 100 * 512 : 150 * 512], atol=1e-5)


@torch.inference_mode()
def test_a_resting_stem_changes_nothing_for_the_others(vocoder: Vocoder, mel: torch.Tensor) -> None:
    """Items whose mel is at the floor come out silent, the others as they would alone."""
    rest = torch.full_like(mel[:1], math.log(vocoder.config.mel().floor))
    span = vocoder.decode_span(torch.cat([mel, rest]), 10, 60)
    assert torch.allclose(span[:-1], vocoder.decode_span(mel, 10, 60), atol=1e-6)
    assert span[-1].abs().max() == 0
    assert vocoder.decode_span(rest, 10, 60).abs().max() == 0


@torch.inference_mode()
def test_hints_are_heard_and_may_be_left_out(mel: torch.Tensor) -> None:
    """Hints change the sound; a mel alone is a mel whose hints are all zero."""
    torch.manual_seed(0)
    hinted = Vocoder(dataclasses.replace(SMALL, n_hints=5)).eval()
    frames = torch.nn.functional.pad(mel, (0, 5))
    assert torch.equal(hinted(frames), hinted(mel))
    frames[..., -1] = 1.0
    assert not torch.allclose(hinted(frames), hinted(mel))


@torch.inference_mode()
def test_nothing_beyond_the_receptive_field_is_heard(vocoder: Vocoder, mel: torch.Tensor) -> None:
    """A changed frame moves samples up to the receptive field away, and none farther."""
    changed = mel.clone()
    changed[:, 150] += 1.0
    moved = (vocoder(changed) != vocoder(mel)).view(2, -1, 512).any(dim=(0, 2)).nonzero()
    assert int(moved.min()) >= 150 - vocoder.receptive_frames
    assert int(moved.max()) <= 150 + vocoder.receptive_frames
    assert int(moved.max()) > 150 and int(moved.min()) < 150


@torch.inference_mode()
def test_a_floor_mel_is_silence(vocoder: Vocoder) -> None:
    """The floor decodes under -70 dBFS whatever the weights are."""
    audio = vocoder(torch.full((1, 32, 96), FLOOR))
    assert float(audio.abs().max()) < 10 ** (-70 / 20)


@torch.inference_mode()
def test_a_floor_mel_stored_in_half_precision_is_silence(vocoder: Vocoder) -> None:
    """Rounding of the features to fp16 does not wake the vocoder."""
    audio = vocoder(torch.full((1, 32, 96), FLOOR).half().float())
    assert float(audio.abs().max()) < 10 ** (-70 / 20)


@torch.inference_mode()
def test_a_steady_mel_does_not_hum_at_the_frame_rate(vocoder: Vocoder) -> None:
    """A steady mel decodes to nothing that repeats every hop, however loud the own phasors are."""
    loud = copy.deepcopy(vocoder)
    loud.head.weight[-2 * vocoder.config.audible_bins :] *= 100
    blocks = loud(torch.full((1, 96, 96), -5.0)).view(96, 512)[32:-32]
    unit = blocks / blocks.norm(dim=1, keepdim=True)
    assert float((unit[1:] * unit[:-1]).sum(dim=1).mean().abs()) < 0.3


@torch.inference_mode()
def test_bf16_weights_keep_35_db(vocoder: Vocoder, mel: torch.Tensor) -> None:
    """Held in bf16, what differs is 35 dB under the music."""
    held, whole = copy.deepcopy(vocoder), vocoder(mel)
    held.hold_weights(torch.bfloat16)
    error = held(mel) - whole
    assert float(10 * (whole.square().mean() / error.square().mean()).log10()) > 35


@torch.inference_mode()
def test_an_own_frame_number_per_item(vocoder: Vocoder, mel: torch.Tensor) -> None:
    """``origin`` per item equals decoding the items alone, and matters."""
    both = vocoder(mel[:, :20], torch.tensor([3, 900]))
    assert torch.allclose(both[1:], vocoder(mel[1:, :20], 900), atol=1e-5)
    assert not torch.allclose(both[1:], vocoder(mel[1:, :20], 3), atol=1e-3)


def test_istft_inverts_the_stft_of_the_features() -> None:
    """Spectra of the features' own frames give the waveform back."""
    audio = torch.randn(1, 40 * 512, generator=torch.Generator().manual_seed(0))
    window = torch.hann_window(2048)
    padded = torch.nn.functional.pad(audio, (768, 768))
    spectrum = torch.stft(padded, 2048, 512, window=window, center=False, return_complex=True)
    istft = InverseSTFT(SMALL)
    n_bins = SMALL.audible_bins
    centre = 1 - 2 * (torch.arange(n_bins) % 2)  # phases of the frame's middle
    centred = spectrum.transpose(1, 2)[..., :n_bins] * centre
    audible = torch.fft.rfft(audio)
    audible[:, math.ceil(20_000 / 48_000 * audio.shape[1]) :] = 0
    blocks = [(part.real, part.imag) for part in centred.split(7, dim=1)]
    again = istft(blocks, centred.shape[1])
    inner = slice(2048, -2048)  # the reference's filter rings at its ends
    assert torch.allclose(again[:, inner], torch.fft.irfft(audible)[:, inner], atol=0.05)


def test_envelope_keeps_the_level_of_noise() -> None:
    """The magnitudes made from a mel have that mel again, within a few decibels."""
    audio = 0.1 * torch.randn(1, 64 * 512, generator=torch.Generator().manual_seed(0))
    features = LogMel(SMALL.mel())
    mel = features(audio)
    filters = features.filters[:, : SMALL.audible_bins] * 2 / features.window.sum()
    again = (MelEnvelope(SMALL)(mel) @ filters.T).clamp(min=3e-5).log()
    assert float((again - mel).abs().mean()) < 0.35


def test_oscillators_stand_on_the_pitches() -> None:
    """The open strings of a bass and concert A have an oscillator within two cents."""
    hz = oscillator_cycles(SMALL) * 48_000 / 512 / OSCILLATOR_PERIOD
    for wanted in (41.203, 55.0, 440.0, 1318.51):
        assert 1200 * float((hz / wanted).log2().abs().min()) < 2


def test_weights_hold_in_half_precision(vocoder: Vocoder) -> None:
    """The state is finite in fp16, and holds no table."""
    state = vocoder.state_dict()
    assert all(torch.isfinite(value.half()).all() for value in state.values())
    assert not [name for name in state if "sources" in name or "window" in name]


def test_a_hop_that_does_not_divide_is_refused() -> None:
    """The overlap must be whole, and the error names the config."""
    with pytest.raises(ValueError, match="VocoderConfig"):
        Vocoder(dataclasses.replace(SMALL, hop_length=600))
