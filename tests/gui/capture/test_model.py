"""Recordings without Qt: read from their names, told by moment."""

import pytest

from gui.capture.model import Recording, Recordings, ago, megabytes


def test_a_loop_tells_bars_tempo_and_key_by_its_name() -> None:
    """The daemon's file names are read back; a take has none of it."""
    loop = Recording.of("/out/captures/now/bars04_121.5bpm_C#m_drums.wav", 1, 0.0)
    assert (loop.bars, loop.tempo, loop.key, loop.part) == (4, "121.5", "C#m", "drums")
    assert loop.about == "4 bars · 121.5 bpm · C#m"
    take = Recording.of("/out/takes/first set/master.wav", 1, 0.0)
    assert (take.part, take.about, take.title) == ("master", "take", "first set")
    assert Recording.of("/a/bars01_90bpm_lead.wav", 1, 0.0).about == "1 bar · 90 bpm"


def test_sizes_and_ages_are_readable() -> None:
    """Nobody reads seven digits on a stage."""
    assert (megabytes(1_234_567), megabytes(44_100)) == ("1.2 MB", "44 kB")
    assert (ago(5), ago(300), ago(7300)) == ("just now", "5 min ago", "2 h ago")


def test_files_are_grouped_by_their_moment() -> None:
    """Newest first, each moment's master before its stems."""
    recordings = Recordings()
    for path in ("b/bars04_120bpm_lead.wav", "b/bars04_120bpm_master.wav", "a/master.wav"):
        recordings.receive("/mcm/file", [f"/out/{path}", 10, 1.0])
    assert recordings.groups() == []
    recordings.receive("/mcm/files.reply", [3])
    titles = [[file.title + " " + file.part for file in group] for group in recordings.groups()]
    assert titles == [["b master", "b lead"], ["a master"]]


@pytest.mark.parametrize(
    ("message", "notice", "recording"),
    [
        (("/mcm/done", ["/mcm/capture", "/out/captures/x"]), "captured: x", True),
        (("/mcm/fail", ["/mcm/capture", "only the last 2 bars"]), "only the last 2 bars", True),
        (("/mcm/done", ["/mcm/record/stop", "/out/takes/y"]), "recorded: y", False),
        (("/mcm/fail", ["/mcm/record/stop", "it is not recording"]), "it is not recording", True),
    ],
)
def test_commands_say_how_they_went(
    message: tuple[str, list[object]], notice: str, recording: bool
) -> None:
    """Done and fail become one line, and whether it records is known; others' are left alone."""
    recordings = Recordings()
    recordings.receive("/mcm/done", ["/mcm/record/start", "/out/takes/y"])
    assert recordings.recording
    assert recordings.receive(*message)
    assert (recordings.notice, recordings.recording) == (notice, recording)
    assert not recordings.receive("/mcm/done", ["/mcm/other", ""])
