"""What one run of the daemon is asked to do, and the constants of its audio."""

from dataclasses import dataclass
from pathlib import Path

SAMPLE_RATE = 48_000
HOP_LENGTH = 512  # samples of one mel frame
BLOCK = 512  # samples that are mixed at once, 10.7 ms
OUTPUT_SECONDS = 0.06  # mixed and handed to the device ahead of time: what is committed
MOST_OUTPUT_SECONDS = 0.24  # what that may grow to on a machine that is too busy
OSC_PORT = 7000
HOST = "127.0.0.1"  # only this machine may speak to the daemon unless it is told otherwise
KEPT_MINUTES = 10.0


@dataclass(frozen=True)
class RunConfig:
    """The options of ``musiccm run``; None leaves a choice to the planner."""

    prompts: tuple[str, ...]
    bpm: float | None = None
    key: str | None = None
    metre: str | None = None
    seed: int = 0
    steps: int = 4
    device: str | None = None
    input: str | None = None
    outputs: str = "stereo"
    channels: tuple[int, ...] | None = None
    rate: int | None = None
    folder: Path = Path("out")
    continue_from: Path | None = None
    keep: float | None = None  # minutes; None is KEPT_MINUTES, and none under the offline clock
    scenes: Path | None = None
    log: Path | None = None
    midi: bool = False
    midi_clock: str = ""
    record: Path | None = None
    stems: Path | None = None
    seconds: float | None = None
    osc_port: int = OSC_PORT
    listen_on: str = HOST
    oscquery: bool = True  # never under the offline clock
    oscquery_port: int = 0
    checkpoint: Path | None = None
    checkpoints: Path | None = None  # where others are found by name; None is in ``folder``
    compute: str = "auto"
    dtype: str = "auto"
    engine: str = "model"  # or "tone", or where it listens: tcp://HOST:PORT
    spare: bool = False  # keep a second engine loaded
    keys: Path | None = None  # of this side, for an engine that listens
    offline: bool = False
    leader: str = "internal"

    @property
    def kept_seconds(self) -> float:
        """How much of the past stays on disk to be captured."""
        unasked = 0.0 if self.offline else KEPT_MINUTES
        return 60.0 * (unasked if self.keep is None else self.keep)
