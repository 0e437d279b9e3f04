"""Messages leave at their times."""

import threading

from bridge.clock import OfflineClock, WallClock
from bridge.midi.postman import Postman


def test_what_is_due_leaves_in_the_order_of_its_times() -> None:
    """The earliest first; of two for one moment the older."""
    sent: list[bytes] = []
    clock = OfflineClock()
    postman = Postman(clock, lambda name, data, time: sent.append(data))
    for data, when in ((b"c", 0.2), (b"a", 0.1), (b"b", 0.1), (b"d", 0.3)):
        postman.post("box", data, when)
    clock.advance(0.2)
    postman.tick()
    assert sent == [b"a", b"b", b"c"]
    postman.close()
    assert sent == [b"a", b"b", b"c", b"d"]


def test_a_thread_delivers_without_the_loop() -> None:
    """Messages leave when their time comes, one posted later for sooner too; then it ends."""
    clock, heard = WallClock(), threading.Semaphore(0)
    sent: list[tuple[bytes, float]] = []

    def send(name: str, data: bytes, time: float) -> None:
        sent.append((data, clock.now()))
        heard.release()

    postman = Postman(clock, send)
    postman.start()
    begun = clock.now()
    postman.post("box", b"late", begun + 0.2)
    postman.post("box", b"soon", begun + 0.05)
    assert heard.acquire(timeout=30) and heard.acquire(timeout=30)
    postman.close()
    assert [data for data, _ in sent] == [b"soon", b"late"]
    assert all(when >= begun + due for (_, when), due in zip(sent, (0.05, 0.2), strict=True))
    assert not [t for t in threading.enumerate() if t.name == "midi out"]
