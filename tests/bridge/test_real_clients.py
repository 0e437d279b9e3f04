"""Programs of others speak to the daemon: liblo's oscsend and oscdump, Pd."""

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.osc.packets import build
from tests.bridge.daemon import Daemon, free_port, running

pytestmark = pytest.mark.real_client


def _need(*programs: str) -> None:
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    """One daemon on the null device for all clients."""
    with running("--device", "null") as running_daemon:
        yield running_daemon


def _oscsend(daemon: Daemon, *words: str) -> None:
    subprocess.run(["oscsend", "127.0.0.1", str(daemon.port), *words], check=True, timeout=60)


def _until(daemon: Daemon, address: str, value: object) -> None:
    """Ask until a value is there; datagrams of two senders have no order."""
    for _ in range(2000):
        if daemon.ask(f"{address}/get").arguments == (value,):
            return
    raise AssertionError(f"{address} never became {value}")


def test_oscsend_is_understood(daemon: Daemon) -> None:
    """Liblo's float, int, string and boolean arguments set parameters."""
    _need("oscsend")
    _oscsend(daemon, "/mcm/tempo", "f", "97.0")
    _until(daemon, "/mcm/tempo", 97.0)
    _oscsend(daemon, "/mcm/seed", "i", "12")
    _until(daemon, "/mcm/seed", 12)
    _oscsend(daemon, "/mcm/prompt/1/text", "s", "dark drum and bass")
    _until(daemon, "/mcm/prompt/1/text", "dark drum and bass")
    _oscsend(daemon, "/mcm/stem/*/mute", "T")
    _until(daemon, "/mcm/stem/lead/mute", True)


def test_oscdump_hears_the_answers(daemon: Daemon) -> None:
    """Replies sent to another port by /mcm/reply_port are read by oscdump."""
    _need("oscdump")
    port = free_port()
    command = ["oscdump", "-L", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as dump:
        try:
            assert dump.stdout is not None
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                heard = _nag(client, daemon.port, port, dump)
            assert "/mcm/synced" in heard and " 5" in heard
        finally:
            dump.kill()


def _nag(client: socket.socket, to: int, reply_port: int, dump: "subprocess.Popen[str]") -> str:
    """Send until the listener, which may still be starting, prints its first line."""
    assert dump.stdout is not None
    done = threading.Event()

    def send() -> None:
        while not done.wait(0.2):
            client.sendto(build("/mcm/reply_port", [reply_port]), ("127.0.0.1", to))
            client.sendto(build("/mcm/sync", [5]), ("127.0.0.1", to))

    thread = threading.Thread(target=send)
    thread.start()
    try:
        return dump.stdout.readline()
    finally:
        done.set()
        thread.join()


_PATCH = """\
#N canvas 0 0 450 300 12;
#X obj 10 10 loadbang;
#X obj 10 40 trigger bang bang bang bang;
#X msg 200 70 connect 127.0.0.1 {port};
#X msg 150 100 {reply_port};
#X obj 150 130 oscformat mcm reply_port;
#X msg 100 160 88;
#X obj 100 190 oscformat mcm tempo;
#X msg 10 220 bang;
#X obj 10 250 oscformat mcm tempo get;
#X obj 10 290 netsend -u -b;
#X obj 300 10 netreceive -u -b {reply_port};
#X obj 300 40 oscparse;
#X obj 300 70 print reply;
#X connect 0 0 1 0;
#X connect 1 3 2 0;
#X connect 1 2 3 0;
#X connect 1 1 5 0;
#X connect 1 0 7 0;
#X connect 2 0 9 0;
#X connect 3 0 4 0;
#X connect 4 0 9 0;
#X connect 5 0 6 0;
#X connect 6 0 9 0;
#X connect 7 0 8 0;
#X connect 8 0 9 0;
#X connect 10 0 11 0;
#X connect 11 0 12 0;
"""


def test_pd_writes_and_hears_the_answer_on_another_port(daemon: Daemon, tmp_path: Path) -> None:
    """Pd's netsend sets the tempo; its netreceive on a port of its own gets the value back."""
    _need("pd")
    patch = tmp_path / "client.pd"
    patch.write_text(_PATCH.format(port=daemon.port, reply_port=free_port()))
    command = ["pd", "-nogui", "-noaudio", "-nrt", "-stderr", "-open", str(patch)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as pd:
        try:
            assert pd.stderr is not None
            reply = next(line for line in pd.stderr if line.startswith("reply:"))
        finally:
            pd.kill()
    assert reply.split() == ["reply:", "list", "mcm", "tempo", "88"]
    _until(daemon, "/mcm/tempo", 88.0)
