"""MusicLDM's time on the grid of requests and chunks.

Requests count in frames of 512 samples at 48 kHz; a mel frame of MusicLDM is 160 samples at 16 kHz
and a latent four of these. Neither divides the other, so both have places of their own: latent j is
``[j, j + 1)`` latents after the piece's first sample, wherever a request begins.

What a chunk returns as mel, and gets back as its past, is kept in frames all the same: a frame
carries the latent that sounds at its centre, and the one or two mel frames whose centres lie in it.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musiccm.controls import STEMS
from musiccm.errors import CheckpointError
from musiccm.mel import MelConfig

STEM = "bass"  # its strip in the mix is the plainest: centre, mono, hardly any room
ROW = STEMS.index(STEM)
HOP = MelConfig().hop_length
RATE = MelConfig().sample_rate

Half = NDArray[np.float16]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LatentGrid:
    """Sizes of one model: ``mel_samples`` at 48 kHz in a mel frame, ``per_latent`` mel frames.

    A latent is (``channels``, ``bins``), a mel frame ``n_mels`` values.
    """

    mel_samples: int
    per_latent: int
    channels: int
    bins: int
    n_mels: int

    @classmethod
    def of(
        cls, *, sample_rate: int, hop_length: int, per_latent: int, channels: int, n_mels: int
    ) -> "LatentGrid":
        """Return the grid of a vocoder at ``sample_rate`` and a VAE.

        Raises
        ------
        CheckpointError
            If a mel frame is not a whole number of samples at 48 kHz.
        """
        samples, rest = divmod(hop_length * RATE, sample_rate)
        if rest:
            raise CheckpointError(
                f"mel frames of {hop_length} samples at {sample_rate} Hz do not fit {RATE} Hz: "
                "this vocoder cannot be played"
            )
        return cls(samples, per_latent, channels, n_mels // per_latent, n_mels)

    @property
    def latent_samples(self) -> int:
        """Samples at 48 kHz in a latent."""
        return self.mel_samples * self.per_latent

    @property
    def slots(self) -> int:
        """Most mel frames that have their centre in one frame."""
        return -(-HOP // self.mel_samples)

    @property
    def width(self) -> int:
        """Values that a frame carries."""
        return self.channels * self.bins + self.slots * self.n_mels

    def latents(self, first: int, last: int) -> tuple[int, int]:
        """Return the latents that cover the frames ``[first, last)``, as a range."""
        return first * HOP // self.latent_samples, -(-last * HOP // self.latent_samples)

    def pack(self, latents: Floats, mel: Floats, origin: int, first: int, last: int) -> Half:
        """Return the frames ``[first, last)``, (frames, stems, width).

        ``latents`` (L, channels, bins) and their ``mel`` (L · per_latent, n_mels) begin at the
        absolute latent ``origin`` and cover the frames.
        """
        centres = (np.arange(first, last) + 0.5) * HOP
        here = latents[np.floor(centres / self.latent_samples).astype(int) - origin]
        rows = self._mel_of_frames(first, last) - origin * self.per_latent
        frames = np.zeros((last - first, len(STEMS), self.width), np.float16)
        parts = [here.reshape(len(here), -1), mel[rows].reshape(len(rows), -1)]
        frames[:, ROW] = np.concatenate(parts, axis=1)
        return frames

    def _mel_of_frames(self, first: int, last: int) -> NDArray[np.int64]:
        """Return the absolute mel frames (frames, slots) of frames; a spare slot repeats."""
        edges = np.arange(first, last + 1) * HOP / self.mel_samples
        begin = np.ceil(edges - 0.5).astype(int)  # the first whose centre is not before the edge
        numbers = begin[:-1, None] + np.arange(self.slots)
        return np.minimum(numbers, np.maximum(begin[1:, None] - 1, begin[:-1, None]))

    def unpack_latents(self, frames: Half, first: int) -> tuple[int, Floats]:
        """Return the latents whose centres lie in ``frames``: the first's number, (L, c, b).

        ``frames`` begin at the absolute frame ``first``.
        """
        begin, numbers = self._centred(frames, first, self.latent_samples)
        size = self.channels * self.bins
        rows = frames[numbers, ROW, :size].astype(np.float32)
        return begin, rows.reshape(-1, self.channels, self.bins)

    def unpack_mel(self, frames: Half, first: int) -> tuple[int, Floats]:
        """Return the mel frames centred in ``frames``: the first's number, (M, n_mels)."""
        begin, numbers = self._centred(frames, first, self.mel_samples)
        held = frames[:, ROW, self.channels * self.bins :].reshape(len(frames), self.slots, -1)
        starts = np.ceil((first + numbers) * HOP / self.mel_samples - 0.5).astype(int)
        slots = np.arange(begin, begin + len(numbers)) - starts
        return begin, held[numbers, slots].astype(np.float32)

    def _centred(self, frames: Half, first: int, samples: int) -> tuple[int, NDArray[np.int64]]:
        """Return the first unit of ``samples`` with its centre in the frames, and each one's frame.

        Frame numbers count from the first frame given.
        """
        begin = math.ceil(first * HOP / samples - 0.5)
        end = math.ceil((first + len(frames)) * HOP / samples - 0.5)
        centres = (np.arange(begin, end) + 0.5) * samples
        return begin, np.floor(centres / HOP).astype(int) - first
