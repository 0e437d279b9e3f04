"""Songs on disk."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from musiccm.controls import STEMS
from musiccm.errors import MusicCMError
from musiccm.song import SongFiles

RATE = 48_000
STEREO = np.linspace(-0.5, 0.5, 2000, dtype=np.float32).reshape(2, 1000)
FOUR = np.linspace(-0.5, 0.5, 4000, dtype=np.float32).reshape(4, 1000)


def test_blocks_make_one_song(tmp_path: Path) -> None:
    """Blocks follow one another in a 24-bit stereo file and a mono file per stem."""
    out = tmp_path / "song.wav"
    with SongFiles(out, tmp_path, RATE) as files:
        for part in (slice(0, 300), slice(300, 1000)):
            files.write(STEREO[:, part], FOUR[:, part])
    assert sf.info(out).subtype == "PCM_24"
    assert np.allclose(sf.read(out)[0].T, STEREO, atol=2**-23)
    stems = [sf.read(tmp_path / f"{name}.wav")[0] for name in STEMS]
    assert np.allclose(stems, FOUR, atol=2**-23)


def test_an_interrupt_leaves_what_was_made(tmp_path: Path) -> None:
    """The file of a render that was stopped is whole as far as it goes."""
    out = tmp_path / "song.wav"
    with pytest.raises(KeyboardInterrupt), SongFiles(out, None, RATE) as files:
        files.write(STEREO, FOUR)
        raise KeyboardInterrupt
    assert sf.info(out).frames == 1000


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    """The error says which file, and what to do."""
    folder = tmp_path / "folder.wav"
    folder.mkdir()
    with (
        pytest.raises(MusicCMError, match=r"folder\.wav.*another --out"),
        SongFiles(folder, None, RATE),
    ):
        pass
