"""Captures as a widget: buttons that say, and files that can be dragged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.capture.view import BARS, CaptureView
from gui.line import FakeLine

FOLDER = "/session/captures/2026-01-31 22.15.00"


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CaptureView]:
    view = CaptureView(FakeLine())
    qtbot.addWidget(view)
    view.show()
    _said(view)
    yield view


def _said(view: CaptureView) -> list[tuple[str, tuple[object, ...]]]:
    line = view._line
    assert isinstance(line, FakeLine)
    return [(address, arguments) for address, arguments in line.take()]


def _tell(view: CaptureView, *parts: str) -> None:
    for part in parts:
        path = f"{FOLDER}/bars04_120bpm_Am_{part}.wav"
        view.receive("/mcm/file", [path, 2_304_044, 70.0])
    view.receive("/mcm/files.reply", [len(parts)])


def test_the_buttons_capture_and_record(view: CaptureView) -> None:
    """Each button asks for its bars; Record becomes Stop once the daemon records."""
    for button in view.buttons:
        button.click()
    assert _said(view) == [("/mcm/capture", (bars,)) for bars in BARS]
    view.record_button.click()
    view.receive("/mcm/done", ["/mcm/record/start", "/session/takes/one"])
    assert view.record_button.isChecked()
    view.record_button.click()
    names = [address for address, _ in _said(view)]
    assert names == ["/mcm/record/start", "/mcm/files", "/mcm/record/stop"]


def test_a_refused_recording_is_not_shown_as_one(view: CaptureView) -> None:
    """Where the disk is full the button comes up again, and the reason is read."""
    view.record_button.click()
    view.receive("/mcm/fail", ["/mcm/record/start", "no room on the disk"])
    assert not view.record_button.isChecked()
    assert view.notice.text() == "no room on the disk"


def test_files_are_shown_with_bars_tempo_key_and_size(view: CaptureView) -> None:
    """A moment is one row with its files under it, the master first."""
    _tell(view, "drums", "master")
    top = view.files.topLevelItem(0)
    assert top is not None
    texts = [top.text(column) for column in range(4)]
    assert texts == ["2026-01-31 22.15.00", "4 bars · 120 bpm · Am", "4.6 MB", "1 min ago"]
    children = [top.child(n) for n in range(top.childCount())]
    assert [child.text(0) for child in children if child] == ["master", "drums"]


def test_a_drag_carries_file_urls(view: CaptureView) -> None:
    """A stem is one file, a moment all of its files, each once; a DAW only copies them."""
    _tell(view, "master", "drums", "bass")
    top = view.files.topLevelItem(0)
    assert top is not None
    [drums] = [top.child(n) for n in range(3) if (c := top.child(n)) and c.text(0) == "drums"]
    assert drums is not None
    [url] = view.files.mimeData([drums]).urls()
    assert Path(url.toLocalFile()) == Path(f"{FOLDER}/bars04_120bpm_Am_drums.wav")
    assert len(view.files.mimeData([top, drums]).urls()) == 3
    assert view.files.supportedDropActions() == Qt.DropAction.CopyAction
    assert view.files.dragEnabled()


def test_a_capture_asks_for_the_new_list(view: CaptureView) -> None:
    """What was written is shown at once, and the newest moment is open."""
    view.receive("/mcm/done", ["/mcm/capture", FOLDER])
    assert view.notice.text() == "captured: 2026-01-31 22.15.00"
    assert _said(view) == [("/mcm/files", (100,))]
    _tell(view, "master")
    top = view.files.topLevelItem(0)
    assert top is not None and top.isExpanded()


def test_every_button_has_a_name_and_a_tip_and_hiding_ends_the_questions(view: CaptureView) -> None:
    """Screen readers learn what each control is; a hidden panel asks nothing."""
    for button in view.findChildren(QPushButton):
        assert button.accessibleName() and button.toolTip()
    view.hide()
    assert not view._questions.isActive()
