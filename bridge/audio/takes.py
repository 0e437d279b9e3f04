"""What is being recorded: the master to one file, the stems before the mix to a folder."""

from dataclasses import dataclass
from pathlib import Path

from bridge.audio.recorder import Recorder
from bridge.errors import RecordError
from bridge.protocol.parameters import STEMS
from musiccm.mixer import Mixed


@dataclass(frozen=True)
class Take:
    """One recording: the open files of master and stems."""

    master: Recorder | None
    stems: tuple[Recorder, ...]
    folder: Path | None = None

    def close(self) -> None:
        """Write what is left and close the files."""
        for recorder in self.recorders:
            recorder.close()

    @property
    def recorders(self) -> tuple[Recorder, ...]:
        """All files."""
        return (*((self.master,) if self.master else ()), *self.stems)

    def write(self, block: Mixed) -> None:
        """Hand a block over."""
        if self.master:
            self.master.write(block.master)
        for recorder, row in zip(self.stems, block.dry, strict=False):
            recorder.write(row[None])


class Takes:
    """Opens, feeds and closes recordings. Loop thread; each file has a thread that writes.

    With ``wait`` (offline clock) a slow disk holds the music up instead of ending the recording.
    """

    def __init__(self, sample_rate: int, wait: bool = False) -> None:
        self._sample_rate, self._wait = sample_rate, wait
        self._takes: list[Take] = []
        self._told: set[Recorder] = set()

    def start(self, master: Path | None, stems: Path | None) -> Take:
        """Open the files that are not None.

        Raises
        ------
        RecordError
            When one cannot be written; none stays open then.
        """
        opened: list[Recorder] = []
        paths = [stems / f"{stem}.wav" for stem in STEMS] if stems else []
        try:
            if stems:
                _make_folder(stems)
            first = self._open(master, 2, opened) if master else None
            take = Take(first, tuple(self._open(path, 1, opened) for path in paths), stems)
        except RecordError:
            for recorder in opened:
                recorder.close()
            raise
        self._takes.append(take)
        return take

    def _open(self, path: Path, channels: int, opened: list[Recorder]) -> Recorder:
        opened.append(Recorder(path, self._sample_rate, channels, wait=self._wait))
        return opened[-1]

    def write(self, block: Mixed) -> None:
        """Give a block to all recordings; nobody may change it afterwards."""
        for take in self._takes:
            take.write(block)

    def stop(self, take: Take) -> None:
        """Close one recording; any thread."""
        self._takes = [other for other in self._takes if other is not take]
        take.close()

    def failures(self) -> list[str]:
        """Return what has gone wrong since the last call, each file's trouble once."""
        recorders = {r for take in self._takes for r in take.recorders if r.error}
        new = recorders - self._told
        self._told |= new
        return sorted(str(recorder.error) for recorder in new)

    def close(self) -> None:
        """Close what is open. Failures can still be asked for."""
        for take in self._takes:
            take.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"cannot make the folder {folder}: {error.strerror}") from error
