"""What the vocoder is told besides the mel: which stem it plays and which notes are likely.

Mel bands are 26 Hz apart at the low end, semitones 6: below a few hundred hertz the mel alone does
not say which note is played. The score does. Hints are part of the vocoder's input frames, so they
stream as the mel does; zeros mean that nothing is known.
"""

import torch
from torch import Tensor

from musiccm.controls import SLICES, STEMS

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
NOTES = ("chord_root", "chord_chroma")
N_NOTES = 12 * (len(NOTES) + 1)  # and the key's scale
N_HINTS = len(STEMS) + N_NOTES


def _scales() -> Tensor:
    """Return the pitch classes of every key, (2, 12 tonics, 12): major, then natural minor."""
    table = torch.zeros(2, 12, 12)
    for mode, steps in enumerate((MAJOR, MINOR)):
        for tonic in range(12):
            table[mode, tonic, [(tonic + step) % 12 for step in steps]] = 1.0
    return table


def note_hints(controls: Tensor) -> Tensor:
    """Return chord root, chord and scale as pitch classes (…, N_NOTES) of (…, N_CHANNELS)."""
    key = controls[..., SLICES["key"]]
    tonic, minor = key[..., :12], key[..., 12:]
    major_scale, minor_scale = (tonic @ scale for scale in _scales().to(controls))
    scale = (1 - minor) * major_scale + minor * minor_scale
    return torch.cat([*(controls[..., SLICES[name]] for name in NOTES), scale], dim=-1)


def stem_hints(n_frames: int) -> Tensor:
    """Return which stem each item of a batch of all stems is, (stems, n_frames, stems)."""
    return torch.eye(len(STEMS))[:, None].expand(-1, n_frames, -1)


def with_hints(mel: Tensor, controls: Tensor) -> Tensor:
    """Return the vocoder's input (stems, F, n_mels + N_HINTS).

    ``mel`` is (stems, F, n_mels), ``controls`` (F, N_CHANNELS); what they leave unknown is zero.
    """
    notes = note_hints(controls).expand(len(STEMS), -1, -1)
    return torch.cat([mel, stem_hints(mel.shape[1]).to(mel), notes.to(mel)], dim=-1)
