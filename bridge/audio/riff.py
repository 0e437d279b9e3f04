"""Chunks that a sampler reads and no sound library writes: ``acid`` and ``smpl``.

A WAV file is a RIFF list of chunks; these are appended when the file is whole.
"""

import os
import struct
from pathlib import Path

_ROOT_VALID, _STRETCH = 0x02, 0x04
MIDDLE_C = 60


def append_chunks(path: Path, chunks: dict[bytes, bytes]) -> None:
    """Append chunks (four letters → content) to a WAV file and correct its length.

    Raises
    ------
    ValueError
        For a file that is no RIFF file, or that would be too long for one.
    """
    with path.open("r+b") as file:
        head = file.read(4)
        size = file.seek(0, os.SEEK_END)
        if head != b"RIFF":
            raise ValueError(f"{path} is no RIFF file")
        more = b"\0" * (size % 2) + b"".join(_chunk(name, data) for name, data in chunks.items())
        if size + len(more) - 8 >= 1 << 32:
            raise ValueError(f"{path} is too long for more chunks")
        file.write(more)
        file.seek(4)
        file.write(struct.pack("<I", size + len(more) - 8))


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def acid(quarters: int, numerator: int, denominator: int, bpm: float, root: int | None) -> bytes:
    """Return the ``acid`` chunk of a loop: its length in quarters, metre, tempo and root note."""
    flags, note = (_STRETCH, MIDDLE_C) if root is None else (_STRETCH | _ROOT_VALID, root)
    values = (flags, note, 0x8000, 0.0, quarters, denominator, numerator, bpm)
    return struct.pack("<IHHfIHHf", *values)


def smpl(n_frames: int, sample_rate: int, root: int | None) -> bytes:
    """Return the ``smpl`` chunk of a file that loops from its first to its last frame for ever."""
    period, note = round(1e9 / sample_rate), MIDDLE_C if root is None else root
    sampler = struct.pack("<9I", 0, 0, period, note, 0, 0, 0, 1, 0)
    loop = struct.pack("<6I", 0, 0, 0, n_frames - 1, 0, 0)
    return sampler + loop
