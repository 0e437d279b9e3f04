"""The system's MIDI ports, in a process of their own: ``python -m bridge.midi.worker``.

Opening a port takes a thirtieth of a second in which rtmidi lets no other Python thread run: in the
daemon's process every controller that is plugged in would be a gap in the music. Lines of JSON go
both ways, see :class:`bridge.midi.ports.ProcessPorts`; it ends with its standard input.
"""

import json
import math
import signal
import sys
import threading
import time
from typing import Any

from bridge.clock import HostClock
from bridge.errors import StartupError
from bridge.midi.ports import RESCAN_SECONDS, SystemPorts
from bridge.midi.postman import Postman

_ENDED = threading.Event()
_LOCK = threading.Lock()  # lines of several threads do not mix


def say(kind: str, *values: Any) -> None:
    """Tell the daemon."""
    with _LOCK:
        print(json.dumps([kind, *values]), flush=True)


def _heard(name: str, message: bytes) -> None:
    say("midi", name, message.hex())


def _obey(
    ports: SystemPorts,
    postman: Postman,
    kind: str,
    name: str,
    message: str = "",
    at: float | None = None,
) -> None:
    if kind == "send":
        postman.post(name, bytes.fromhex(message), time.monotonic() if at is None else at)
        return
    try:
        ports.open(name, _heard)
    except StartupError as error:
        say("failed", name, str(error))


def _listen(ports: SystemPorts, postman: Postman) -> None:
    for line in sys.stdin:
        _obey(ports, postman, *json.loads(line))
    _ENDED.set()


def main() -> None:
    """Tell which devices are there, open and play them, until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which then ends us
    try:
        ports = SystemPorts()
    except StartupError as error:
        say("error", str(error))
        return
    postman = Postman(HostClock(), ports.send, early=math.inf if ports.places else 0.0)
    postman.start()
    threading.Thread(target=_listen, args=(ports, postman), daemon=True).start()
    told: list[str] | None = None
    while True:
        there = ports.names()
        if there != told:
            told = there
            say("names", there)
        if _ENDED.wait(RESCAN_SECONDS):
            break
    postman.close()
    ports.close()


if __name__ == "__main__":
    main()
