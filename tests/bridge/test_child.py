"""How a child process ends: by its standard input, or by force."""

import subprocess
import sys
import threading

import pytest

from bridge import child


def _start(code: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_a_child_ends_with_its_input() -> None:
    """One that reads to the end goes by itself, its last words are read, nothing stays open."""
    process, heard = _start("import sys; sys.stdin.read(); print('bye')"), []
    assert process.stdout is not None and process.stdin is not None
    reader = threading.Thread(target=lambda: heard.extend(process.stdout or ()))
    reader.start()
    child.end(process, reader)
    assert process.returncode == 0 and heard == ["bye\n"]
    assert process.stdin.closed and process.stdout.closed and not reader.is_alive()


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that goes on is killed after a while."""
    monkeypatch.setattr(child, "END_SECONDS", 0.2)
    process = _start("import time; print('here', flush=True); time.sleep(600)")
    assert process.stdout is not None and process.stdout.readline() == "here\n"
    child.end(process)
    assert process.returncode < 0


def test_words_that_nobody_reads_any_more_are_lost() -> None:
    """One that has ended already, with words on their way to it, is no error."""
    process = _start("")
    process.wait(60)
    assert process.stdin is not None
    process.stdin.write("more than it has ever read")
    child.end(process)
    assert process.returncode == 0
