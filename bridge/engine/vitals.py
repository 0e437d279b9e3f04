"""Whether another process waits for the processor: what tells a starved one from a hung one."""

from enum import Enum
from pathlib import Path


class Vitals(Enum):
    """What a process that does not answer is doing."""

    STOPPED = "stopped"  # by a signal or a debugger
    STARVED = "starved"  # it would work if the machine let it: no processor, or a slow disk
    WAITING = "waiting"  # for something that no processor gives
    UNKNOWN = "unknown"  # this system does not tell


def vitals(pid: int) -> Vitals:
    """Look at all threads of a process, as proc(5) tells of them on Linux."""
    try:
        stats = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/stat")]
    except OSError:  # it ends at this very moment
        return Vitals.UNKNOWN
    states = {stat.rpartition(")")[2].split()[0] for stat in stats}
    if not states:
        return Vitals.UNKNOWN
    if states & {"T", "t"}:
        return Vitals.STOPPED
    return Vitals.STARVED if states & {"R", "D"} else Vitals.WAITING
