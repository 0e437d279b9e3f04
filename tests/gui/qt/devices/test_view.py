"""Devices as a widget: what plays, what is wanted, and what takes effect later."""

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from bridge.protocol.parameters import STATUS
from gui.devices.view import DEVICE, MIDI, DevicesView, run_options
from gui.line import FakeLine

DEVICES = [
    ("output", "Scarlett 2i2", "ALSA, 4 channels, 48000 Hz", 1),
    ("output", "HDMI", "ALSA, 2 channels, 48000 Hz", 0),
    ("midi", "Knobs", "in", 1),
]


class Bench:
    """A view with its line and preferences."""

    def __init__(self, **prefs: str) -> None:
        self.line, self.prefs = FakeLine(), prefs
        self.view = DevicesView(self.line, self.read, self.prefs.__setitem__)

    def read(self, key: str) -> str:
        return self.prefs.get(key, "")

    def tell(self) -> None:
        for device in DEVICES:
            self.view.receive("/mcm/device", device)
        self.view.receive("/mcm/devices.reply", [len(DEVICES)])

    def items(self) -> list[QTreeWidgetItem]:
        tree = self.view.outputs
        found = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
        return [item for item in found if item]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench()
    qtbot.addWidget(bench.view)
    bench.view.show()
    yield bench


def test_it_asks_when_it_is_opened_and_shows_what_plays(bench: Bench) -> None:
    """Outputs and inputs are told apart, those in use are marked in words."""
    assert bench.line.take() == [("/mcm/devices", ())]
    bench.tell()
    assert [item.text(0) for item in bench.items()] == ["Default", "Scarlett 2i2", "HDMI"]
    assert [item.text(2) for item in bench.items()] == ["", "plays now", ""]
    knobs = bench.view.inputs.topLevelItem(0)
    assert knobs is not None and (knobs.text(0), knobs.text(2)) == ("Knobs", "heard now")
    bench.view.again_button.click()
    assert bench.line.take() == [("/mcm/devices", ())]


def _checked(bench: Bench) -> list[str]:
    return [item.text(0) for item in bench.items() if item.checkState(0).value]


def test_a_choice_plays_from_now_on_and_is_kept(bench: Bench) -> None:
    """The daemon is told at once, the next one will be; what plays is the one that is chosen."""
    bench.tell()
    assert _checked(bench) == ["Scarlett 2i2"]
    bench.line.take()
    bench.items()[2].setCheckState(0, Qt.CheckState.Checked)
    assert bench.line.take() == [("/mcm/output/device", ("HDMI",))]
    assert "opening HDMI" in bench.view.notice.text()
    bench.view.receive("/mcm/done", ["/mcm/output/device", "HDMI"])
    assert bench.view.notice.text() == "HDMI plays now."
    assert run_options(bench.read) == ["--device", "HDMI"]
    assert bench.line.take() == [("/mcm/devices", ())]
    bench.items()[0].setCheckState(0, Qt.CheckState.Checked)
    assert bench.line.take() == [("/mcm/output/device", ("default",))]
    assert run_options(bench.read) == []


@pytest.mark.parametrize("answer", ["fail", "error"])
def test_a_choice_that_does_not_open_is_taken_back(bench: Bench, answer: str) -> None:
    """What plays goes on, and so does what was wanted; the line says why."""
    bench.prefs[DEVICE] = "Scarlett 2i2"
    bench.tell()
    bench.items()[2].setCheckState(0, Qt.CheckState.Checked)
    bench.view.receive(f"/mcm/{answer}", ["/mcm/output/device", "device busy"])
    bench.tell()
    assert _checked(bench) == ["Scarlett 2i2"] and bench.prefs[DEVICE] == "Scarlett 2i2"
    assert bench.view.notice.text() == "device busy: the one so far plays on."


def test_midi_devices_are_switched_one_by_one_or_together(bench: Bench) -> None:
    """From now on, and all of them when the daemon starts next."""
    bench.tell()
    bench.line.take()
    knobs = bench.view.inputs.topLevelItem(0)
    assert knobs is not None and bench.view.midi.isChecked()
    knobs.setCheckState(0, Qt.CheckState.Unchecked)
    bench.view.midi.click()
    assert bench.line.take() == [("/mcm/midi/use", (0, "Knobs")), ("/mcm/midi/use", (0,))]
    bench.view.midi.click()
    assert run_options(bench.read) == ["--midi"]
    bench.view.receive("/mcm/fail", ["/mcm/midi/use", "MIDI needs python-rtmidi"])
    assert run_options(bench.read) == []


def test_another_panels_choice_is_seen(bench: Bench) -> None:
    """When the status names another device, the list is asked for again."""
    blank = {f.name: "" if f.tag == "s" else 0 for f in STATUS}
    bench.line.take()
    for output in ("HDMI", "HDMI", "null"):
        bench.view.receive("/mcm/status.reply", [*{**blank, "output": output}.values()])
    assert bench.line.take() == 2 * [("/mcm/devices", ())]


def test_a_wanted_device_that_is_gone_is_named(qtbot: QtBot) -> None:
    """Who comes with the wrong cable reads it before the gig."""
    bench = Bench(**{DEVICE: "Fireface", MIDI: "1"})
    qtbot.addWidget(bench.view)
    bench.tell()
    assert "Fireface is wanted and not there" in bench.view.notice.text()
    assert bench.view.midi.isChecked()


def test_a_system_that_does_not_tell_is_said(bench: Bench) -> None:
    """A failed look is one line; other failures are not this widget's."""
    bench.view.receive("/mcm/fail", ["/mcm/capture", "no"])
    assert bench.view.notice.text() == "looking …"
    bench.view.receive("/mcm/fail", ["/mcm/devices", "the system does not tell its devices"])
    assert "does not tell" in bench.view.notice.text()


def test_every_control_has_a_name_and_a_tip(bench: Bench) -> None:
    """Screen readers and those who hover learn what each control is."""
    view = bench.view
    for widget in (view.outputs, view.inputs, view.again_button, view.midi):
        assert widget.accessibleName() and widget.toolTip()
