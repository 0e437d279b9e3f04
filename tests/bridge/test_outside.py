"""What comes from outside and does harm: names that are paths, no numbers, a full disk."""

import math
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from bridge.osc.packets import build
from bridge.protocol.codec import decode
from bridge.protocol.messages import ProtocolError
from bridge.protocol.parameters import COMMANDS, PARAMETERS, ROOT, Command
from tests.bridge.gig import Gig

TRICKS = (
    "../x", "../../etc/passwd", "..", "/etc/passwd", "/dev/null", "/dev/full", "a/b", "a\\b",
    "..\\x",
    "C:\\x", "\\\\host\\share", "~root", "$HOME", "CON", "nul.wav", ".hidden", "x" * 399, "a\nb",
    "file:///etc/passwd", "-rf", "*",
)  # fmt: skip
TAKE_TEXT = [c for c in COMMANDS if any(a.text for a in c.signature)]
# Their text is the name of a file or folder; that of the others is only looked up, or shown.
NAME_FILES = {"continue", "record/start", "scene/export", "scene/import", "model/load"}
_watching: list[set[str]] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event in ("open", "os.mkdir", "os.rename", "os.remove", "os.listdir"):
        _watching[-1].add(str(arguments[0]))


@contextmanager
def _touched() -> Iterator[set[str]]:
    """Gather every path that this process opens, makes or lists meanwhile."""
    if not _watching:
        sys.addaudithook(_hook)  # for good: hooks cannot be taken away
        _watching.append(set())
    _watching.append(set())
    yield _watching[-1]
    _watching.pop()


def _with(command: Command, trick: str) -> list[float | str]:
    return [trick if argument.text else 1.0 for argument in command.signature]


def _say(gig: Gig, address: str, arguments: list[float | str], number: int) -> list[str]:
    """Say it as a client of its own, whose errors are not rationed; return what comes back."""
    gig.say("/mcm/ping")  # takes the answers
    assert gig.app.session is not None and gig.app.session.router is not None
    before = len(gig.sent)
    gig.app.session.router.receive(build(address, arguments), ("127.0.0.1", 10_000 + number))
    return [answer for answer, _ in gig.sent[before:]]


def test_the_table_is_covered() -> None:
    """Every command that names files is one that takes a text."""
    assert NAME_FILES & {c.name for c in COMMANDS} <= {c.name for c in TAKE_TEXT}


def test_path_tricks_do_nothing_to_any_address(tmp_path: Path) -> None:
    """No address of the table touches a file for a name that is a path; those of files say so.

    A prompt that begins with @ is refused as well.
    """
    answers: dict[tuple[str, str], list[str]] = {}
    paths: set[str] = set()

    def try_all(gig: Gig) -> None:
        with _touched() as touched:
            for n, trick in enumerate(TRICKS):
                for m, command in enumerate(TAKE_TEXT):
                    told = _say(gig, command.address, _with(command, trick), 100 * n + m)
                    answers[command.name, trick] = told
                told = _say(gig, f"{ROOT}/prompt/{n % 8 + 1}/text", ["@" + trick], 100 * n + 99)
                answers["prompt", trick] = told
        paths.update(touched)

    folder = tmp_path / "session"
    gig = Gig(2.0, {1.0: try_all}, folder=folder)
    master = gig.play()
    assert np.abs(master[:, -24_000:]).max() > 0.1
    assert set(tmp_path.rglob("*")) <= {folder, folder / "scenes.json"}  # where scenes are kept
    assert not [p for p in paths if any(trick in p for trick in TRICKS if len(trick) > 3)]
    named = [key for key in answers if key[0] in NAME_FILES or key[0] == "prompt"]
    silent = [key for key in named if answers[key] != [f"{ROOT}/error"]]
    assert not silent


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_no_address_takes_a_number_that_is_none(number: float) -> None:
    """NaN and infinity are refused as any argument of any parameter and any command."""
    for parameter in PARAMETERS:
        for arguments in ([number], [number, "now"], [1.0, number]):
            with pytest.raises(ProtocolError):
                decode(parameter.address, arguments)
    for command in COMMANDS:
        usual: list[object] = ["x" if argument.text else 1.0 for argument in command.signature]
        for n in range(len(usual)):
            with pytest.raises(ProtocolError):
                decode(command.address, [*usual[:n], number, *usual[n + 1 :]])


@contextmanager
def _small_files(limit: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``limit`` bytes: what a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_stops_what_is_written_and_no_music(tmp_path: Path) -> None:
    """When files cannot grow any more, take, tape and log end with a line each, the music plays."""
    script = {
        0.5: lambda gig: gig.say("/mcm/subscribe"),
        1.0: lambda gig: gig.say("/mcm/record/start", "x"),
        4.0: lambda gig: gig.say("/mcm/capture", 1),
    }
    plain = Gig(5, {0.5: script[0.5]}).play()
    gig = Gig(5, script, folder=tmp_path, keep=1, log=tmp_path / "gig.jsonl")
    with _small_files(200_000):
        assert np.array_equal(gig.play(), plain)
    told = [text for address, text in gig.sent if address == "/mcm/error"]
    assert len(told) == len(set(told)) and any("master.wav" in str(text) for text in told)
    assert [a for a, arguments in gig.sent if a == "/mcm/fail"] == ["/mcm/fail"]
    assert max(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) <= 200_000


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_log_on_a_full_disk_ends_with_a_line() -> None:
    """The gig log fails alone."""
    plain = Gig(3).play()
    gig = Gig(3, log=Path("/dev/full"))
    assert np.array_equal(gig.play(), plain)
    assert any("No space left" in line for line in gig.said)


def test_a_read_only_folder_keeps_scenes_from_the_disk_only(tmp_path: Path) -> None:
    """Where nothing can be made, an export says so and the scene itself is kept."""
    (tmp_path / "file").touch()
    script = {
        1.0: lambda gig: gig.say("/mcm/scene/save", 1),
        1.1: lambda gig: gig.say("/mcm/scene/export", 0, "set"),
        1.2: lambda gig: gig.say("/mcm/scene/list"),
    }
    gig = Gig(2, script, folder=tmp_path / "file")
    gig.play()
    assert [a for a, _ in gig.sent if "error" in a or "scene" in a] == [
        "/mcm/error", "/mcm/scene", "/mcm/scene/list.reply",
    ]  # fmt: skip
