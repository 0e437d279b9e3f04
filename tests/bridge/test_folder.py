"""Names from outside: plain ones become files in the session folder, tricks become nothing."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import NameRefused
from bridge.folder import SessionFolder, safe_name

TRICKS = [
    "", ".", "..", "../x", "..\\x", "/etc/passwd", "C:\\x", "C:x", "\\\\host\\share", "a/b", "a\\b",
    "~", "~root", ".hidden", "con", "NUL", "nul.wav", "Aux.txt", "COM1", "lpt9.x", "x.", "x ",
    "a\0b", "a\nb", "x" * 65, "a..b", "-rf", "/dev/null", "file:///x", "$HOME", "%TEMP%",
    "a:b", "*",
]  # fmt: skip


@pytest.mark.parametrize("name", TRICKS)
def test_tricks_are_refused(name: str) -> None:
    """Paths, devices, hidden files and names that a system reads differently are refused."""
    with pytest.raises(NameRefused, match="plain name"):
        safe_name(name)


@pytest.mark.parametrize(
    "name", ["take", "take 2", "Café Zürich", "a.b", "x-1_(live) +2,#3", "コン"]
)
def test_plain_names_stay(name: str) -> None:
    """Letters of any language, digits and a few marks are fine."""
    assert safe_name(name) == name


@given(st.text(max_size=80))
def test_no_name_leads_out(name: str) -> None:
    """Whatever the name, the file lies in its folder, or there is none."""
    folder = SessionFolder(Path("session"))
    try:
        path = folder.file("takes", name)
    except NameRefused:
        return
    assert path.parent == Path("session/takes")
    assert path.resolve().parent == Path("session/takes").resolve()


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    """A link in the session folder that points elsewhere is refused."""
    root = tmp_path / "session"
    root.mkdir()
    (root / "takes").symlink_to(tmp_path)
    with pytest.raises(NameRefused, match="leads out"):
        SessionFolder(root).file("takes", "x")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A name that exists gets a number, and asking for paths makes nothing."""
    folder = SessionFolder(tmp_path)
    assert folder.fresh("takes", "x") == tmp_path / "takes" / "x"
    (tmp_path / "takes" / "x").mkdir(parents=True)
    (tmp_path / "takes" / "x 2").mkdir()
    assert folder.fresh("takes", "x").name == "x 3"
    assert len(list((tmp_path / "takes").iterdir())) == 2


def test_the_newest_recordings_come_first(tmp_path: Path) -> None:
    """Path, size and age of WAV files of the asked kinds, newest first, no more than asked."""
    for n, name in enumerate(("captures/a/one.wav", "takes/b/two.wav", "captures/c/three.wav")):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes(10 + n))
        os.utime(path, (1000.0 + n, 1000.0 + n))
    (tmp_path / "captures/a/notes.txt").write_text("no sound")
    rows = SessionFolder(tmp_path).newest(("captures", "takes"), 2, now=1010.0)
    assert [(Path(str(path)).name, size, age) for path, size, age in rows] == [
        ("three.wav", 12, 8.0),
        ("two.wav", 11, 9.0),
    ]
    assert SessionFolder(tmp_path / "nothing").newest(("captures",), 5, 0.0) == []
