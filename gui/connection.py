"""The panel's line to the daemon: one UDP socket on Qt's loop, leases, and finding it again."""

import math
import socket
import time

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtNetwork import QHostAddress, QUdpSocket

from bridge.protocol.parameters import ROOT
from gui.model.due import Due
from gui.model.presence import Presence
from gui.model.store import Argument
from gui.wire import build, parse

HOST = "127.0.0.1"
TICK_MS = 200
LEASE = 60
FEATURES_RATE = 30.0  # a second, each told with the time when it is heard


def is_taken(port: int) -> bool:
    """Return whether a program already listens there: a daemon, perhaps one that still loads."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


class Connection(QObject):
    """Pings until a daemon answers, subscribes, and does so again after each silence.

    ``received`` carries address and arguments of each message; ``appeared`` and ``vanished`` tell
    of the daemon, ``ticked`` comes five times a second.
    """

    received = pyqtSignal(str, list)
    appeared = pyqtSignal()
    vanished = pyqtSignal()
    ticked = pyqtSignal()

    def __init__(self, port: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.port = port
        self.presence = Presence()
        self._host = QHostAddress(HOST)
        self._socket = QUdpSocket(self)
        self._socket.readyRead.connect(self._read)
        self._due: Due[tuple[str, list[object]]] = Due()
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.setTimerType(Qt.TimerType.PreciseTimer)
        self._alarm.timeout.connect(self._deliver)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def open(self) -> None:
        """Bind the socket and look for the daemon."""
        self._socket.bind(QHostAddress(HOST), 0)
        self._timer.start()
        self._tick()

    def close(self) -> None:
        """End the subscription and close the socket."""
        self._timer.stop()
        self._alarm.stop()
        if self._socket.state() == QUdpSocket.SocketState.BoundState:
            self.send(f"{ROOT}/unsubscribe")
            self._socket.close()

    def send(self, address: str, *arguments: Argument) -> None:
        """Send one message; without a daemon it is lost, as a gesture on a dead stage is."""
        self._socket.writeDatagram(build(address, arguments), self._host, self.port)

    def ended(self) -> bool:
        """Note that the daemon's process has ended; return True when it was there until now."""
        was_there = self.presence.ended(time.monotonic())
        if was_there:
            self.vanished.emit()
        return was_there

    def _tick(self) -> None:
        now = time.monotonic()
        if self.presence.lost(now):
            self.vanished.emit()
        if self.presence.call_due(now):
            self.send(f"{ROOT}/ping", 0)
        self.ticked.emit()

    def _read(self) -> None:
        while self._socket.hasPendingDatagrams():
            datagram = self._socket.receiveDatagram()
            if datagram.senderPort() == self.port:
                for message in parse(datagram.data().data()):
                    self._take(*message)

    def _take(self, unix: float, address: str, arguments: list[object]) -> None:
        if self.presence.heard(time.monotonic()):
            self._due.clear()
            self.send(f"{ROOT}/subscribe", LEASE, "features", FEATURES_RATE)
            self.appeared.emit()
        if self._due.add(unix, (address, arguments), time.time()):
            self._set_alarm()
        else:
            self.received.emit(address, arguments)

    def _set_alarm(self) -> None:
        wait = self._due.wait(time.time())
        if wait is not None and not self._alarm.isActive():
            self._alarm.start(math.ceil(1000 * wait))

    def _deliver(self) -> None:
        """Tell what is heard by now."""
        for address, arguments in self._due.take(time.time()):
            self.received.emit(address, arguments)
        self._set_alarm()
