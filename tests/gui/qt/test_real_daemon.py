"""The panel and a real daemon: found, lost, found again; started and ended."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtNetwork import QUdpSocket
from pytestqt.qtbot import QtBot

from gui.application import Options, Panel
from gui.model.presence import Link
from tests.bridge.daemon import PATIENCE, running

TONE = ("anything", "--engine", "tone", "--device", "null", "--keep", "0", "--log", "none")
Open = Callable[..., Panel]


@pytest.fixture
def open_panel(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Give a way to open panels; all are closed in the end."""
    panels: list[Panel] = []

    def make(port: int, start: bool = False) -> Panel:
        prefs = tmp_path / f"{len(panels)}.ini"
        panel = Panel(Options(port, start, tmp_path / "out", prefs, TONE))
        panels.append(panel)
        panel.open()
        return panel

    yield make
    for panel in panels:
        panel.window.close()
        panel.window.deleteLater()
        panel.deleteLater()


def _until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=round(1000 * PATIENCE))


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_hand_reaches_the_daemon_and_every_panel(qtbot: QtBot, open_panel: Open) -> None:
    """What one panel's fader does the daemon has, and the other panel shows; meters move."""
    with running("--device", "null") as daemon:
        one, other = open_panel(daemon.port), open_panel(daemon.port)
        for panel in (one, other):
            _until(qtbot, lambda p=panel: p.store.link is Link.CONNECTED)
            _until(qtbot, lambda p=panel: p.store["prompt/1/text"] == "anything")
        one.store.write("stem/drums/gain", 0.25)
        _until(qtbot, lambda: other.store["stem/drums/gain"] == 0.25)
        assert daemon.ask("/mcm/stem/drums/gain/get").arguments == (0.25,)
        other.window.scenes.save.click()
        other.window.scenes.press(2)
        _until(qtbot, lambda: 2 in one.store.scenes)
        _until(qtbot, lambda: float(one.store.features.get("drums", -90)) > -60)


def test_two_panels_see_the_same_change_wait(qtbot: QtBot, open_panel: Open) -> None:
    """One asks for a key in eight bars; both show it on their control, with the same bar."""
    with running("--device", "null") as daemon:
        one, other = panels = open_panel(daemon.port), open_panel(daemon.port)
        for panel in panels:
            _until(qtbot, lambda p=panel: bool(p.store.features))
        one.store.write("quantize", "8")
        _until(qtbot, lambda: other.store["quantize"] == "8")
        other.store.write("key", "Am")
        for panel in panels:
            _until(qtbot, lambda p=panel: p.store.coming("key") is not None)
        assert one.store["key"] == "Am"
        assert one.store.coming("key") == other.store.coming("key")
        one.store.call("output/device", "no such card")
        _until(qtbot, lambda: "no such card" in one.store.log[-1].text)
        assert other.store.status["output"] == "null"


def test_what_is_told_of_a_sound_is_shown_when_it_is_heard(qtbot: QtBot, open_panel: Open) -> None:
    """Features come stamped and early; the panel has them at their time, in order, to a frame."""
    with running("--device", "null") as daemon:
        panel = open_panel(daemon.port)
        came: list[tuple[float, str]] = []
        told: list[float] = []
        take = panel.connection._take

        def spy(unix: float, address: str, arguments: list[object]) -> None:
            if address == "/mcm/features.reply":
                told.append(unix)
            take(unix, address, arguments)

        panel.connection._take = spy  # type: ignore[method-assign]
        panel.connection.received.connect(lambda address, _: came.append((time.time(), address)))
        _until(qtbot, lambda: len(told) >= 20)
        _until(qtbot, lambda: sum(a == "/mcm/features.reply" for _, a in came) >= 15)
    heard = [at for at, address in came if address == "/mcm/features.reply"]
    assert all(unix > 0 for unix in told)
    assert all(then - now > -0.001 for now, then in pairwise(told))  # the device's clock wavers
    early = [at - unix for at, unix in zip(heard, sorted(told), strict=False)]
    assert min(early) >= 0, early  # never before its time


def test_a_daemon_that_was_killed_is_found_again(qtbot: QtBot, open_panel: Open) -> None:
    """The panel says that it is gone, waits, and shows the next one's values."""
    with running("--device", "null") as daemon:
        port = daemon.port
        panel = open_panel(port)
        _until(qtbot, lambda: panel.store.link is Link.CONNECTED)
        panel.store.write("tempo", 99.0)
        _until(qtbot, lambda: daemon.ask("/mcm/tempo/get").arguments == (99.0,))
    _until(qtbot, lambda: panel.store.link is Link.LOST)
    assert panel.store.status == {}
    with running("--device", "null", "--osc-port", str(port), "--bpm", "140"):
        _until(qtbot, lambda: panel.store.link is Link.CONNECTED)
        _until(qtbot, lambda: panel.store["tempo"] == 140.0)
        _until(qtbot, lambda: bool(panel.store.features))


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_it_starts_a_daemon_and_takes_it_along(qtbot: QtBot, open_panel: Open) -> None:
    """One is started; killed, it is started again and put right; closed, nothing is left."""
    panel = open_panel(_free_port(), start=True)
    _until(qtbot, lambda: panel.store.link is Link.CONNECTED)
    first = panel.daemon.pid
    assert first is not None
    panel.store.write("stem/bass/gain", 0.5)
    os.kill(first, signal.SIGKILL)
    with qtbot.waitSignal(panel.connection.vanished, timeout=round(1000 * PATIENCE)):
        pass
    _until(qtbot, lambda: panel.store.link is Link.CONNECTED)
    assert panel.daemon.pid not in (None, first)
    _until(qtbot, lambda: not panel.store.waiting)
    assert panel.store["stem/bass/gain"] == 0.5
    second = psutil.Process(panel.daemon.pid)
    panel.window.close()
    assert not panel.daemon.running
    assert not psutil.pid_exists(second.pid) or second.status() == psutil.STATUS_ZOMBIE


def test_a_daemon_that_cannot_start_says_why(qtbot: QtBot, open_panel: Open) -> None:
    """The last line that it left is in the log, and the panel goes on."""
    panel = open_panel(_free_port(), start=False)
    panel.daemon._command += ["--device", "no such card"]
    panel._start_daemon()
    _until(qtbot, lambda: any("no such card" in entry.text for entry in panel.store.log))
    assert panel.store.link is not Link.CONNECTED


def test_a_lost_daemon_is_started_by_a_press_on_play(qtbot: QtBot, open_panel: Open) -> None:
    """A daemon of somebody else is only started again when asked; it is put right then."""
    with running("--device", "null") as daemon:
        panel = open_panel(daemon.port)
        _until(qtbot, lambda: panel.store.link is Link.CONNECTED)
        panel.store.write("stem/bass/gain", 0.5)
        _until(qtbot, lambda: not panel.store.waiting)
    _until(qtbot, lambda: panel.store.link is Link.LOST)
    assert not panel.daemon.running
    panel.window.transport.play.click()
    _until(qtbot, lambda: panel.store.link is Link.CONNECTED)
    assert panel.daemon.running
    _until(qtbot, lambda: not panel.store.waiting)
    assert panel.store["stem/bass/gain"] == 0.5


def test_a_device_that_is_gone_does_not_keep_the_music_from_starting(
    qtbot: QtBot, open_panel: Open
) -> None:
    """The wanted device was left at home: the daemon is started on the system's choice."""
    panel = open_panel(_free_port(), start=False)
    panel.prefs.put("daemon/device", "left at home")
    panel.daemon._command += ["--device", "left at home"]
    panel.window.transport.play.click()
    _until(qtbot, lambda: panel.store.link is Link.CONNECTED)
    assert any("without left at home" in entry.text for entry in panel.store.log)


@pytest.mark.skipif(os.name == "nt", reason="psutil counts threads otherwise")
def test_a_closed_panel_leaves_nothing(qtbot: QtBot, open_panel: Open) -> None:
    """No thread, no timer, no process and no socket of it is left."""
    here = psutil.Process()
    before = here.num_threads(), {child.pid for child in here.children(recursive=True)}
    panel = open_panel(_free_port(), start=True)
    _until(qtbot, lambda: bool(panel.store.features))
    panel.window.studio.open_at("Files")
    panel.window.close()
    timers = [*panel.findChildren(QTimer), *panel.window.findChildren(QTimer)]
    assert timers and not [timer for timer in timers if timer.isActive()]
    left = here.num_threads(), {child.pid for child in here.children(recursive=True)}
    assert left[0] <= before[0] and left[1] <= before[1]
    assert panel.connection._socket.state() == QUdpSocket.SocketState.UnconnectedState
