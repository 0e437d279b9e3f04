"""Captures and takes of a playing daemon: exact bars, told where, never in the way of the music."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from bridge.audio.recorder import Recorder
from bridge.config import SAMPLE_RATE
from tests.bridge.gig import Gig

BEAT = SAMPLE_RATE // 2  # at 120 bpm


def _say(address: str, *arguments: float | str) -> Callable[[Gig], None]:
    return lambda gig: gig.say(address, *arguments)


def _answers(gig: Gig, *addresses: str) -> list[tuple[object, ...]]:
    wanted = addresses or ("/mcm/done", "/mcm/fail", "/mcm/error")
    return [arguments for address, arguments in gig.sent if address in wanted]


def _read(folder: Path, lane: str) -> NDArray[np.float64]:
    [path] = folder.glob(f"*{lane}.wav")
    return soundfile.read(path)[0].T


def test_a_capture_is_the_last_whole_bars(tmp_path: Path) -> None:
    """Asked in the middle of a bar, the loop is the bars before it, sample for sample."""
    gig = Gig(11.3, {9.1: _say("/mcm/capture", 3)}, folder=tmp_path, keep=1, stems=tmp_path / "all")
    master = gig.play()
    [(command, folder)] = _answers(gig)
    assert command == "/mcm/capture"
    assert Path(str(folder)).parent == tmp_path / "captures"
    bars = slice(4 * BEAT, 16 * BEAT)  # bar 4 began at 8 s
    assert np.abs(_read(Path(str(folder)), "_master") - master[:, bars]).max() < 2**-22
    for stem in ("drums", "bass", "harmony", "lead"):
        there = _read(tmp_path / "all", stem)[bars]
        assert np.abs(_read(Path(str(folder)), f"_{stem}") - there).max() < 2**-22
        assert (Path(str(folder)) / f"bars03_120bpm_Am_{stem}.wav").exists()


def test_each_loop_of_a_capture_is_told_with_its_path(tmp_path: Path) -> None:
    """Master and stems come one by one, by paths that lead there from anywhere."""
    gig = Gig(5, {4.5: _say("/mcm/capture", 1)}, folder=tmp_path, keep=1)
    gig.play()
    told = dict(_answers(gig, "/mcm/capture/file"))
    assert sorted(map(str, told)) == ["bass", "drums", "harmony", "lead", "master"]
    assert all(Path(str(path)).is_absolute() and Path(str(path)).exists() for path in told.values())
    [(_, folder)] = _answers(gig, "/mcm/done")
    assert {Path(str(path)).parent for path in told.values()} == {Path(str(folder)).resolve()}


def test_bars_are_exact_at_any_tempo(tmp_path: Path) -> None:
    """At 97 bpm after a change of tempo a loop has the length of its beats, to half a sample."""
    script = {3.0: _say("/mcm/tempo", 97), 19.0: _say("/mcm/capture", 4)}
    gig = Gig(20, script, folder=tmp_path, keep=1)
    gig.play()
    [(_, folder)] = _answers(gig, "/mcm/done")
    drums = _read(Path(str(folder)), "_drums")
    assert len(drums) == round(16 * 60 / 97 * SAMPLE_RATE)
    clicks = np.flatnonzero(np.abs(drums) > 0.05)
    assert clicks[0] < 30  # the loop begins with its first beat


def test_bars_of_two_tempi_are_no_loop(tmp_path: Path) -> None:
    """More bars than there are in one tempo, or in the piece, are refused with their number."""
    script = {2.0: _say("/mcm/capture", 4), 3.0: _say("/mcm/tempo", 97)}
    script[8.0] = _say("/mcm/capture", 4)
    gig = Gig(9, script, folder=tmp_path, keep=1)
    gig.play()
    texts = [str(text) for _, text in _answers(gig, "/mcm/fail")]
    assert "only the last 1 bars" in texts[0]
    assert "in one tempo" in texts[1]
    assert not (tmp_path / "captures").exists()


def test_a_stop_in_the_middle_is_no_loop(tmp_path: Path) -> None:
    """Bars that were interrupted are refused; the bars since then can be captured."""
    script = {3.0: _say("/mcm/transport/stop"), 4.0: _say("/mcm/transport/play")}
    script |= {7.2: _say("/mcm/capture", 3), 9.2: _say("/mcm/capture", 1)}
    gig = Gig(10, script, folder=tmp_path, keep=1)
    gig.play()
    assert "one go" in str(_answers(gig, "/mcm/fail")[0][1])
    assert len(_answers(gig, "/mcm/done")) == 1


def test_nothing_kept_is_said(tmp_path: Path) -> None:
    """Without the last minutes a capture fails with a line that names the option."""
    gig = Gig(5, {4.5: _say("/mcm/capture")}, folder=tmp_path / "none")
    gig.play()
    [(_, text)] = _answers(gig, "/mcm/fail")
    assert "--keep" in str(text)
    assert not (tmp_path / "none").exists()


def test_the_tape_is_shown_and_gone_at_the_end(tmp_path: Path) -> None:
    """While it plays the tape's size is in the status; afterwards nothing is left of it."""
    sizes: list[object] = []
    gig = Gig(4, {3.5: lambda gig: sizes.append(gig.status()["kept"])}, folder=tmp_path, keep=1)
    gig.play()
    assert 0 < float(str(sizes[0])) <= 3.6 * SAMPLE_RATE * 18 / 1e6
    assert any("keeping the last 1 minutes" in line for line in gig.said)
    assert not list(tmp_path.iterdir())


def test_a_take_over_osc(tmp_path: Path) -> None:
    """record/start and record/stop write master and stems to a folder of that name."""
    script = {1.0: _say("/mcm/record/start", "verse"), 3.0: _say("/mcm/record/stop")}
    gig = Gig(4, script, folder=tmp_path)
    master = gig.play()
    folder = str(tmp_path / "takes" / "verse")
    assert _answers(gig) == [("/mcm/record/start", folder), ("/mcm/record/stop", folder)]
    take = _read(Path(folder), "master")
    first = np.flatnonzero(np.abs(master[:, None] - take[:, :1, None]).max(axis=(0, 1)) < 2**-22)
    assert any(np.abs(master[:, f : f + take.shape[1]] - take).max() < 2**-22 for f in first)
    assert take.shape[1] == pytest.approx(2 * SAMPLE_RATE, abs=2000)
    assert len(list(Path(folder).iterdir())) == 5


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "a/b", "CON", "..\\x", ".x"])
def test_path_tricks_do_nothing_and_say_so(tmp_path: Path, name: str) -> None:
    """A name that is a path, absolute or a device makes no file anywhere and gives an error."""
    gig = Gig(2, {1.0: _say("/mcm/record/start", name)}, folder=tmp_path / "session")
    gig.play()
    [(address, text)] = _answers(gig)
    assert address == "/mcm/record/start"
    assert "plain name" in str(text)
    assert not list(tmp_path.iterdir())


def test_an_unwritable_session_folder_stops_no_music(tmp_path: Path) -> None:
    """With a file where the folder should be, the music plays, and each command says why not."""
    (tmp_path / "file").touch()
    script = {1.0: _say("/mcm/record/start"), 2.5: _say("/mcm/capture", 1)}
    gig = Gig(4, script, folder=tmp_path / "file", keep=1)
    assert np.abs(gig.play()[:, 3 * SAMPLE_RATE :]).max() > 0.1
    assert any("cannot keep" in line for line in gig.said)
    assert [address for address, _ in _answers(gig, "/mcm/fail")] == [
        "/mcm/record/start", "/mcm/capture",
    ]  # fmt: skip


def test_a_full_disk_stops_the_take_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, subscribers are told once, and every sample is played."""
    plain = Gig(4).play()

    def full(recorder: Recorder, block: object) -> None:
        recorder.error = recorder.error or f"recording to {recorder.path.name} stopped: full"

    script = {0.5: _say("/mcm/subscribe"), 1.0: _say("/mcm/record/start", "x")}
    script[2.0] = lambda gig: monkeypatch.setattr(Recorder, "_write", full)
    gig = Gig(4, script, folder=tmp_path)
    assert np.array_equal(gig.play(), plain)
    told = [text for address, text in _answers(gig, "/mcm/error") if address == "/mcm/record"]
    assert sorted(told) == sorted(set(told))
    assert len(told) == 5
