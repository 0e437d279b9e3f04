"""A daemon whose MIDI comes from a fake port: ``python -m bridge.commands.fake_midi PORT OPTIONS``.

For machines without MIDI. Every datagram that comes to the UDP port is a message of a controller.
"""

import socket
import sys
import threading

from bridge import app
from bridge.commands.run import run
from bridge.config import HOST
from bridge.midi.ports import FakePorts

NAME = "soak"
_LONGEST = 1024


class UdpPorts(FakePorts):
    """One controller that plays what comes over UDP."""

    def __init__(self, port: int) -> None:
        super().__init__(NAME)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, port))
        self._thread = threading.Thread(target=self._listen, name="fake MIDI", daemon=True)
        self._thread.start()

    def send(self, name: str, message: bytes, at: float | None = None) -> None:
        """Let go of what lights the controller has."""

    def _listen(self) -> None:
        while True:
            try:
                message = self._socket.recv(_LONGEST)
            except OSError:
                return
            if NAME in self._receivers:
                self.play(NAME, *message)

    def close(self) -> None:
        """End listening."""
        super().close()
        self._socket.close()


def main() -> None:
    """Run the usual command with this port in place of the system's."""
    port = int(sys.argv.pop(1))
    setattr(app, "ProcessPorts", lambda: UdpPorts(port))  # noqa: B010
    run()


if __name__ == "__main__":
    main()
