"""A song on disk: master and stems, written while they are made."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile as sf
from numpy.typing import NDArray

from musiccm.controls import STEMS
from musiccm.errors import MusicCMError

Audio = NDArray[np.float32]


class SongFiles:
    """A stereo WAV file and, where a folder is given, a mono one per stem; all of 24 bits.

    What was written before an error or an interrupt is a whole, shorter file.
    """

    def __init__(self, out: Path, stems: Path | None, sample_rate: int) -> None:
        self.out, self.stems, self.sample_rate = out, stems, sample_rate
        self._open = ExitStack()
        self._files: list[sf.SoundFile] = []

    def __enter__(self) -> Self:
        """Open the files.

        Raises
        ------
        MusicCMError
            If one cannot be written.
        """
        parts = [self.stems / f"{name}.wav" for name in STEMS] if self.stems else []
        try:
            for path, channels in ((self.out, 2), *((path, 1) for path in parts)):
                file = sf.SoundFile(path, "w", self.sample_rate, channels, "PCM_24", format="WAV")
                self._files.append(self._open.enter_context(file))
        except (OSError, sf.LibsndfileError) as error:
            self._open.close()
            raise self._failure(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the files."""
        self._open.close()

    def write(self, master: Audio, stems: Audio) -> None:
        """Append a block: master (2, n) and stems (4, n).

        Raises
        ------
        MusicCMError
            If the disk is full or gone.
        """
        try:
            for file, audio in zip(self._files, (master, *stems), strict=False):
                file.write(audio.T)
        except (OSError, sf.LibsndfileError) as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> MusicCMError:
        return MusicCMError(
            f"cannot write {self.out} ({error}): free some space or choose another --out"
        )
