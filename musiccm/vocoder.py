"""Log-mel → waveform: a Vocos-type network on sources that know where in the music they are.

A network that sees nothing but a steady mel can only answer with a signal that repeats every hop,
a hum at 93.75 Hz. So the phase of every bin is mixed from three sources: oscillators at the pitches
of music (the network gives each a complex gain), a fixed field of noise, and phasors of the
network's own for attacks. Both tables are functions of the absolute frame alone, so any chunk
decodes to the same samples. The magnitude is the mel's own envelope times a bounded correction; a
mel at its floor is silence by construction.

Backbone and iSTFT head after Siuzdak 2023 (Vocos, arXiv 2306.00814); harmonic-plus-noise sources
after Wang et al. 2019 (neural source-filter models, arXiv 1904.12088).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from musiccm.compute import hold_weights
from musiccm.mel import MelConfig, mel_filterbank

OSCILLATOR_PERIOD = 2048  # frames after which the oscillators repeat: 0.046 Hz resolution
NOISE_PERIOD = 256  # frames; divides OSCILLATOR_PERIOD
_CONCERT_A = 440.0
_SPECTRUM_FRAMES = 128  # frames of spectra made at a time: they stay in the processor's cache
_PARTIAL_CENTS = (0.0, -13.7, -31.2)  # partials 1 2 4 8 …, 5 10 …, 7 14 … off the equal temperament


@dataclass(frozen=True)
class VocoderConfig:
    """Sizes of the vocoder; the hop is ``hop_length`` samples at ``sample_rate``."""

    n_mels: int = 96
    n_hints: int = 0  # channels beside the mel (see musiccm.hints); 0: the mel alone
    dim: int = 256
    n_layers: int = 6
    expansion: float = 2.0
    kernel_size: int = 7
    n_fft: int = 2048
    hop_length: int = 512
    sample_rate: int = 48_000
    tonal_max_hz: float = 6500.0  # oscillators and fine magnitudes live under it
    max_correction: float = 6.0  # nats that the magnitude may leave the mel's envelope by
    steady_frames: int = 15  # odd: what stays over so many frames moves no phasor

    @property
    def receptive_frames(self) -> int:
        """Frames on either side that a decoded frame depends on."""
        network = (self.n_layers + 1) * (self.kernel_size // 2)
        return network + self.steady_frames // 2 + self.overlap_frames

    @property
    def overlap_frames(self) -> int:
        """Frames on either side whose windows reach into a frame's hop."""
        return self.n_fft // (2 * self.hop_length)

    @property
    def tonal_bins(self) -> int:
        """FFT bins under ``tonal_max_hz``."""
        return min(self.n_fft // 2, math.ceil(self.tonal_max_hz * self.n_fft / self.sample_rate))

    @property
    def audible_bins(self) -> int:
        """FFT bins that the mel's filters reach; the bins above stay silent."""
        return math.ceil(self.mel().f_max * self.n_fft / self.sample_rate)

    def mel(self) -> MelConfig:
        """Return the analysis that this vocoder inverts."""
        return MelConfig(self.sample_rate, self.n_fft, self.hop_length, self.n_mels)


RECEPTIVE_FRAMES = VocoderConfig().receptive_frames


def oscillator_cycles(config: VocoderConfig) -> Tensor:
    """Return the oscillators' cycles in OSCILLATOR_PERIOD frames, (n_oscillators,) int64."""
    per_hz = OSCILLATOR_PERIOD * config.hop_length / config.sample_rate
    cycles = set()
    for cents in _PARTIAL_CENTS:
        for note in range(21 if cents == 0 else 55, 136):
            hz = _CONCERT_A * 2 ** ((note - 69) / 12 + cents / 1200)
            if hz < config.tonal_max_hz - 2 * config.sample_rate / config.n_fft:
                cycles.add(round(hz * per_hz))
    return torch.tensor(sorted(cycles))


def _hann_lobe(offset: Tensor) -> Tensor:
    """Main lobe of the Hann window's transform at ``offset`` bins, 1 at its centre."""
    lobe = torch.sinc(offset) + 0.5 * (torch.sinc(offset - 1) + torch.sinc(offset + 1))
    return lobe * (offset.abs() < 2)


def _noise_field(config: VocoderConfig) -> Tensor:
    """STFT of one fixed circular white noise, (NOISE_PERIOD, audible_bins), unit variance."""
    noise = torch.randn(
        NOISE_PERIOD * config.hop_length, generator=torch.Generator().manual_seed(1)
    )
    wrapped = torch.cat([noise, noise[: config.n_fft - config.hop_length]])
    frames = wrapped.unfold(0, config.n_fft, config.hop_length)
    window = torch.hann_window(config.n_fft)
    spectrum = torch.fft.rfft(frames * window) / window.square().sum().sqrt()
    return spectrum[:, : config.audible_bins]


class ConvNeXtBlock(nn.Module):
    """Depthwise convolution over time, then a pointwise MLP; (B, T, dim) → (B, T, dim)."""

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        dim, hidden = config.dim, round(config.dim * config.expansion)
        self.depthwise = nn.Conv1d(
            dim, dim, config.kernel_size, padding=config.kernel_size // 2, groups=dim
        )
        self.norm = nn.LayerNorm(dim)
        self.expand = nn.Linear(dim, hidden)
        self.reduce = nn.Linear(hidden, dim)
        self.scale = nn.Parameter(torch.full((dim,), 0.3))

    def forward(self, x: Tensor) -> Tensor:
        """Return ``x`` plus its correction."""
        y = self.norm(self.depthwise(x.transpose(1, 2)).transpose(1, 2))
        hidden = nn.functional.gelu(self.expand(y.to(self.expand.weight.dtype)))
        return torch.addcmul(x, self.scale, self.reduce(hidden))


class MelEnvelope(nn.Module):
    """Log-mel → magnitude of every FFT bin, each band spread over its filter; 0 at the floor."""

    spread: Tensor
    to_bins: Tensor

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        mel = config.mel()
        filters = mel_filterbank(mel)[:, : config.audible_bins]
        spread = filters / filters.sum(dim=0).clamp(min=1e-9)
        to_amplitude = torch.hann_window(config.n_fft).sum() / 2
        self.floor = 1.1 * mel.floor  # a little above: rounding of the features stays silent
        self.register_buffer("spread", spread, persistent=False)  # (n_mels, audible_bins)
        self.register_buffer("to_bins", to_amplitude / filters.sum(dim=1), persistent=False)

    def per_band(self, mel: Tensor) -> Tensor:
        """Return the STFT magnitude (B, T, n_mels) of a bin of each band."""
        return (mel.exp() - self.floor).clamp(min=0) * self.to_bins

    def forward(self, mel: Tensor) -> Tensor:
        """Return STFT magnitudes (B, T, n_bins) of a mel (B, T, n_mels)."""
        return self.to_every_bin(self.per_band(mel))

    def to_every_bin(self, bands: Tensor) -> Tensor:
        """Spread values of bands (…, n_mels) over the FFT bins (…, n_bins)."""
        return (bands.to(self.spread.dtype) @ self.spread).float()


class Sources(nn.Module):
    """What the phases are mixed from; a function of the absolute frame."""

    cos: Tensor
    sin: Tensor
    noise_re: Tensor
    noise_im: Tensor
    lobes: Tensor

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        cycles = oscillator_cycles(config)
        frames = torch.arange(OSCILLATOR_PERIOD)
        start = torch.rand(len(cycles), generator=torch.Generator().manual_seed(0))
        turns = (frames[:, None] * cycles % OSCILLATOR_PERIOD) / OSCILLATOR_PERIOD + start
        angle = 2 * math.pi * turns
        self.register_buffer("cos", angle.cos(), persistent=False)  # (period, n_oscillators)
        self.register_buffer("sin", angle.sin(), persistent=False)
        noise = _noise_field(config)
        centre = 1 - 2 * (torch.arange(noise.shape[1]) % 2)  # phases refer to the frame's centre
        self.register_buffer("noise_re", noise.real * centre, persistent=False)
        self.register_buffer("noise_im", noise.imag * centre, persistent=False)
        bins_per_cycle = config.n_fft / (OSCILLATOR_PERIOD * config.hop_length)
        offset = torch.arange(config.tonal_bins) - cycles[:, None] * bins_per_cycle
        self.register_buffer("lobes", _hann_lobe(offset), persistent=False)

    def tones(self, position: Tensor, re: Tensor, im: Tensor) -> tuple[Tensor, Tensor]:
        """Return real and imaginary spectra (B, T, tonal_bins) of the oscillators under a gain."""
        frame = position % OSCILLATOR_PERIOD
        cos, sin = self.cos[frame], self.sin[frame]
        gains = torch.stack([re * cos - im * sin, re * sin + im * cos])
        tones_re, tones_im = (gains.to(self.lobes.dtype) @ self.lobes).float()
        return tones_re, tones_im

    def noise(self, position: Tensor) -> tuple[Tensor, Tensor]:
        """Return real and imaginary spectra (B, T, audible_bins) of the noise."""
        frame = position % NOISE_PERIOD
        return self.noise_re[frame], self.noise_im[frame]


class InverseSTFT(nn.Module):
    """Spectra → windowed frames → waveform (B, T · hop); frame i is on (i + 0.5) · hop.

    Phases refer to the frame's centre: the inverse transform starts there, so its halves are taken
    in swapped order.
    """

    window: Tensor

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        if config.n_fft % (2 * config.hop_length):
            raise ValueError("n_fft must be an even multiple of hop_length: change VocoderConfig")
        self.hop_length, self.n_fft = config.hop_length, config.n_fft
        self.overlap = config.n_fft // config.hop_length
        window = torch.hann_window(config.n_fft)
        self.register_buffer("window", window.roll(config.n_fft // 2), persistent=False)

    def forward(self, blocks: Iterable[tuple[Tensor, Tensor]], n_frames: int) -> Tensor:
        """Return the least-squares waveform of spectra.

        ``blocks`` are real and imaginary parts (B, t, n_bins) of consecutive frames, n_frames in
        all; each block is added to the waveform before the next one is asked for.
        """
        total, first = self.window.new_zeros(0), 0
        for re, im in blocks:
            if not first:
                shape = (re.shape[0], n_frames + self.overlap - 1, self.hop_length)
                total = re.new_zeros(shape)
            frames = torch.fft.irfft(torch.complex(re, im), self.n_fft) * self.window
            self._add(total, frames, first)
            first += re.shape[1]
        weight = total.new_zeros(1, *total.shape[1:])
        self._add(weight, self.window.square().expand(1, n_frames, -1), 0)
        return self._cut(total, n_frames) / self._cut(weight, n_frames)

    def _add(self, total: Tensor, frames: Tensor, first: int) -> None:
        """Add frames (B, t, n_fft) to ``total`` (B, n_frames + overlap - 1, hop)."""
        parts = frames.reshape(*frames.shape[:2], self.overlap, self.hop_length)
        for i in range(self.overlap):
            part = parts[:, :, (i + self.overlap // 2) % self.overlap]
            total[:, first + i : first + i + frames.shape[1]] += part

    def _cut(self, total: Tensor, n_frames: int) -> Tensor:
        pad = (self.n_fft - self.hop_length) // 2
        return total.flatten(1)[:, pad : pad + n_frames * self.hop_length]


class Vocoder(nn.Module):
    """Log-mel and hints (B, T, n_mels + n_hints) → mono audio (B, T · hop_length).

    Stems are the batch. Input frames of n_mels alone are taken as those without a hint.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, config: VocoderConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or VocoderConfig()
        n_bins, dim = config.audible_bins, config.dim
        self.register_buffer("mean", torch.full((config.n_mels,), -7.0))
        self.register_buffer("std", torch.full((config.n_mels,), 2.5))
        width = config.n_mels + config.n_hints
        self.embed = nn.Conv1d(width, dim, config.kernel_size, padding=config.kernel_size // 2)
        self.embed_norm = nn.LayerNorm(dim)
        self.blocks = nn.ModuleList(ConvNeXtBlock(config) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(dim)
        self.envelope = MelEnvelope(config)
        self.sources = Sources(config)
        self.istft = InverseSTFT(config)
        n_tones = int(self.sources.lobes.shape[0])
        # fine magnitudes, coarse magnitudes, noise gain, oscillator gains, own phasors
        self._sizes: list[int] = [
            config.tonal_bins,
            config.n_mels,
            config.n_mels,
            n_tones,
            n_tones,
            n_bins,
            n_bins,
        ]
        self.head = nn.Linear(dim, sum(self._sizes))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        tones = slice(sum(self._sizes[:3]), sum(self._sizes[:5]))
        nn.init.zeros_(self.head.weight[tones])  # silent until the network knows which to play
        self.compute_dtype: torch.dtype | None = None  # of the backbone; None: as the weights are

    def hold_weights(self, dtype: torch.dtype) -> None:
        """Multiply matrices in ``dtype`` from now on, for inference; see compute.hold_weights.

        The convolutions stay in fp32: in bf16 they alone cost 10 dB of what the rest keeps.
        """
        hold_weights(self, dtype)
        self.envelope.spread = self.envelope.spread.to(dtype)
        self.sources.lobes = self.sources.lobes.to(dtype)

    @property
    def receptive_frames(self) -> int:
        """Frames on either side that a decoded frame depends on."""
        return self.config.receptive_frames

    def forward(
        self, frames: Tensor, origin: int | Tensor = 0, first: int = 0, last: int | None = None
    ) -> Tensor:
        """Decode frames ``[first, last)`` of ``frames``, all of them unless told otherwise.

        ``origin`` is the absolute frame of ``frames[:, 0]``, an int or one per item (B,). The same
        music decodes to the same samples in any chunk as long as its frames keep their number.
        """
        n_frames, hop = frames.shape[1], self.config.hop_length
        mel = frames[..., : self.config.n_mels]
        last = n_frames if last is None else last
        low = max(0, first - self.config.overlap_frames)
        high = min(n_frames, last + self.config.overlap_frames)
        start = torch.as_tensor(origin, device=mel.device).reshape(-1, 1)
        position = start + torch.arange(n_frames, device=mel.device)
        hidden = self._backbone(frames)
        parts = (
            x[:, low:high].split(_SPECTRUM_FRAMES, dim=1)
            for x in (mel, hidden, self._changes(hidden), position)
        )
        spectra = (self._spectrum(*part) for part in zip(*parts, strict=True))
        audio = self.istft(spectra, high - low)
        return audio[:, (first - low) * hop : (last - low) * hop]

    def decode_span(self, frames: Tensor, first: int, last: int, origin: int = 0) -> Tensor:
        """Decode frames ``[first, last)`` as the whole decode would sound there.

        ``frames`` is (B, T, n_mels + n_hints), T ≥ last + receptive_frames unless the music ends
        there; returns (B, (last - first) · hop_length). Only the span and its context are
        computed, and items that rest there are not.
        """
        low = max(0, first - self.receptive_frames)
        high = min(frames.shape[1], last + self.receptive_frames)
        context = frames[:, low:high]
        audio = context.new_zeros(len(frames), (last - first) * self.config.hop_length)
        playing = self.playing(context)
        if playing.any():
            audio[playing] = self(context[playing], origin + low, first - low, last - low)
        return audio

    def playing(self, frames: Tensor) -> Tensor:
        """Return which items (B,) bool of ``frames`` are not at rest all the time."""
        loudness = self.envelope.per_band(frames[..., : self.config.n_mels])
        return loudness.flatten(1).any(dim=1)

    def _backbone(self, frames: Tensor) -> Tensor:
        dtype, config = self.compute_dtype, self.config
        mel, hints = frames[..., : config.n_mels], frames[..., config.n_mels :]
        silent = config.n_hints - hints.shape[-1]  # all of them where only the mel was given
        with torch.autocast(mel.device.type, dtype=dtype, enabled=dtype is not None):
            x = torch.cat([(mel - self.mean) / self.std, hints], dim=-1)
            x = nn.functional.pad(x, (0, silent))
            x = self.embed_norm(self.embed(x.transpose(1, 2)).transpose(1, 2))
            for block in self.blocks:
                x = block(x)
            return self.norm(x).float()

    def _changes(self, hidden: Tensor) -> Tensor:
        """Return what of ``hidden`` (B, T, dim) is not its mean over the frames around."""
        n = self.config.steady_frames
        channels = hidden.transpose(1, 2)
        mean = nn.functional.avg_pool1d(channels, n, 1, n // 2, count_include_pad=False)
        return (channels - mean).transpose(1, 2)

    def _spectrum(
        self, mel: Tensor, x: Tensor, changes: Tensor, position: Tensor
    ) -> tuple[Tensor, Tensor]:
        sizes, n_own = self._sizes, sum(self._sizes[-2:])
        weight, bias = self.head.weight, self.head.bias
        steady = nn.functional.linear(x.to(weight.dtype), weight[:-n_own], bias[:-n_own]).float()
        fine, coarse, noise, tone_re, tone_im = steady.split(sizes[:-2], dim=-1)
        own = nn.functional.linear(changes.to(weight.dtype), weight[-n_own:]).float()
        re, im = own.split(sizes[-2:], dim=-1)
        loudness = self.envelope.per_band(mel)
        bands = torch.stack([coarse, nn.functional.softplus(noise), loudness])
        bins, tonal = self.envelope.to_every_bin(bands), slice(self.config.tonal_bins)
        bins[0, ..., tonal] += fine
        correction, hiss, magnitude = bins
        noise_re, noise_im = self.sources.noise(position)
        re, im = torch.addcmul(re, hiss, noise_re), torch.addcmul(im, hiss, noise_im)
        tones = self.sources.tones(position, tone_re, tone_im)
        re[..., tonal] += tones[0]
        im[..., tonal] += tones[1]
        limit = self.config.max_correction
        magnitude = magnitude * (limit * torch.tanh(correction / limit)).exp()
        unit = magnitude * torch.addcmul(re.square() + 1e-4, im, im).rsqrt()
        return re * unit, im * unit
