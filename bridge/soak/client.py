"""A performer's end of OSC: speaks to a daemon from outside and notes when answers come."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bridge.config import HOST
from bridge.osc.packets import PacketError, build, parse
from bridge.protocol.parameters import ROOT, STATUS

LONGEST = 65_536  # bytes of a datagram
RENEW = 20.0  # seconds between two renewals of the lease
Argument = float | int | str | bool


@dataclass(frozen=True)
class Heard:
    """An answer, and when it came (``time.monotonic``); ``unix`` is its time tag, None for now."""

    time: float
    address: str
    arguments: tuple[object, ...]
    unix: float | None = None

    def status(self) -> dict[str, object]:
        """Return the fields of a status.reply by their names."""
        return dict(zip((field.name for field in STATUS), self.arguments, strict=True))


class Client:
    """One socket; a thread of its own takes in the answers and hands them to ``on_answer``.

    ``on_answer`` is called on that thread. ``newest`` is the last status that came.
    """

    def __init__(self, port: int, on_answer: Callable[[Heard], None] | None = None) -> None:
        self._to, self.on_answer = (HOST, port), on_answer
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self._socket.settimeout(0.2)
        self.newest: Heard | None = None
        self._ended = threading.Event()
        self._came = threading.Condition()
        self._answers: list[Heard] = []
        self._thread = threading.Thread(target=self._listen, name="soak client", daemon=True)
        self._thread.start()

    def say(self, address: str, *arguments: Argument) -> float:
        """Send one message and return when (``time.monotonic``); ``address`` without the root."""
        datagram = build(f"{ROOT}/{address}", arguments)
        now = time.monotonic()
        self._socket.sendto(datagram, self._to)
        return now

    def _listen(self) -> None:
        renew = time.monotonic() + RENEW
        while not self._ended.is_set():
            if time.monotonic() > renew:
                renew = time.monotonic() + RENEW
                self.say("ping")
            try:
                datagram = self._socket.recv(LONGEST)
            except OSError:  # nothing came, or the daemon is gone for now
                continue
            self._take(datagram, time.monotonic())

    def _take(self, datagram: bytes, now: float) -> None:
        try:
            messages = parse(datagram)
        except PacketError:
            return
        for message in messages:
            address = message.address.removeprefix(f"{ROOT}/")
            self._note(Heard(now, address, message.arguments, message.unix))

    def _note(self, heard: Heard) -> None:
        if heard.address == "status.reply":
            self.newest = heard
        if self.on_answer:
            self.on_answer(heard)
        with self._came:
            self._answers = [*self._answers[-255:], heard]
            self._came.notify_all()

    def ask(
        self, address: str, *arguments: Argument, answer: str, seconds: float = 10.0
    ) -> Heard | None:
        """Send a message and wait for ``answer``; None when it does not come in time."""
        since = self.say(address, *arguments)
        return self.await_answer(lambda h: h.address == answer and h.time >= since, seconds)

    def await_answer(self, wanted: Callable[[Heard], bool], seconds: float) -> Heard | None:
        """Wait for the first answer that is wanted, among those that have come lately too."""
        deadline = time.monotonic() + seconds
        with self._came:
            while True:
                if found := next(filter(wanted, self._answers), None):
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or not self._came.wait(left):
                    return next(filter(wanted, self._answers), None)

    def close(self) -> None:
        """End the thread and the socket."""
        self._ended.set()
        self._thread.join()
        self._socket.close()
