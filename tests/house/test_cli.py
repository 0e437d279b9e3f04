"""The one entry point: quick help, one-line errors."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from bridge import cli as entry
from musiccm.errors import CheckpointError

HEAVY = ("torch", "transformers", "sounddevice", "soundfile", "zmq", "numpy")
COMMANDS = ("run", "render", "devices", "bench", "train")
STAGES = ("data", "vocoder", "teacher", "distill", "polish", "eval", "export", "quality")


@pytest.mark.parametrize(("path", "names"), [([], COMMANDS), (["train"], STAGES)])
def test_help_lists_every_command(path: list[str], names: tuple[str, ...]) -> None:
    """The help of the entry point names every command and shows examples."""
    result = CliRunner().invoke(entry.cli, [*path, "--help"], prog_name="musiccm")
    assert result.exit_code == 0
    assert "Examples:" in result.output
    for name in names:
        assert f"\n  {name} " in result.output


@pytest.mark.parametrize("path", [[], ["train"]])
def test_help_imports_nothing_heavy(path: list[str]) -> None:
    """The help answers without importing torch, NumPy or a sound library."""
    code = (
        "import sys; from bridge.cli import cli;"
        f"cli.main({[*path, '--help']!r}, standalone_mode=False);"
        f"print('HEAVY', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "HEAVY []"


def test_version_is_the_package_s() -> None:
    """``musiccm --version`` prints the version of the package."""
    from musiccm import __version__

    result = CliRunner().invoke(entry.cli, ["--version"], prog_name="musiccm")
    assert result.output == f"musiccm {__version__}\n"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (CheckpointError("no checkpoint at x: run\nmusiccm train export"), "musiccm train export"),
        (PermissionError(13, "Permission denied", "out.wav"), "out.wav: Permission denied"),
        (ModuleNotFoundError("x", name="essentia.standard"), "musiccm-bridge[judges]"),
    ],
)
def test_an_error_is_one_line(monkeypatch: pytest.MonkeyPatch, error: Exception, line: str) -> None:
    """What a user may cause ends with one line on stderr and exit code 2, no traceback."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(entry, "load", fail)
    result = CliRunner().invoke(entry.cli, ["render", "x"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("musiccm: ")
    assert result.stderr.count("\n") == 1
    assert line in result.stderr


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that no user can cause is not dressed up as one."""
    monkeypatch.setattr(entry, "load", lambda *_: 1 // 0)
    result = CliRunner().invoke(entry.cli, ["render", "x"])
    assert isinstance(result.exception, ZeroDivisionError)


def test_a_command_that_is_not_built_says_so() -> None:
    """A command whose module is not there is one clear line, exit code 2."""
    table = {"panel": entry.Lazy("bridge.nothing:command", "Not there.")}
    group = entry.OneLineErrors(name="musiccm", table=table)
    result = CliRunner().invoke(group, ["panel"])
    assert result.exit_code == 2
    assert "not in this build" in result.stderr
