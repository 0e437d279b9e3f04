"""The set-up scripts, run with fakes of pip, dpkg-query and musiccm."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
TOOLS = ("sh", "uname", "id", "tail", "rm", "mktemp", "dirname", "mkdir", "echo", "env", "touch")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="make is for Linux and macOS")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Return a folder whose bin/ holds a few plain tools and nothing else."""
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or "")
    return tmp_path


def _fake(box: Path, name: str, body: str) -> Path:
    """Put a tool into the box that logs its arguments, then does ``body``."""
    file = box / "bin" / name
    file.write_text(f'#!/bin/sh\necho "{name} $*" >> "{box}/log"\n{body}\n')
    file.chmod(0o755)
    return file


def _run(box: Path, script: str, *args: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(box / "bin")}
    command = [str(box / "bin" / "sh"), str(SCRIPTS / script), *map(str, args)]
    return subprocess.run(command, cwd=box, env=environment, capture_output=True, text=True)


def _log(box: Path) -> list[str]:
    return (box / "log").read_text().splitlines() if (box / "log").exists() else []


def test_torch_is_the_cpu_build_without_a_gpu(box: Path) -> None:
    """Without nvidia-smi the CPU build is asked for by name, then from PyTorch's own index."""
    python = _fake(box, "python", 'case "$*" in *index-url*) exit 0;; *) exit 1;; esac')
    assert _run(box, "torch.sh", python, "torch==9.9").returncode == 0
    assert _log(box) == [
        "python -m pip install --quiet torch==9.9+cpu",
        "python -m pip install --quiet torch==9.9 --index-url https://download.pytorch.org/whl/cpu",
    ]


@pytest.mark.parametrize("wanted", ["torch==9.9", "torch==9.9+cu130"])
def test_torch_is_what_was_asked_for_with_a_gpu(box: Path, wanted: str) -> None:
    """With nvidia-smi, or a build that the caller names, pip is asked for just that."""
    _fake(box, "nvidia-smi", "")
    python = _fake(box, "python", "")
    assert _run(box, "torch.sh", python, wanted).returncode == 0
    assert _log(box) == [f"python -m pip install --quiet {wanted}"]


def test_system_does_nothing_when_all_is_there(box: Path) -> None:
    """Installed packages cost no call of apt-get."""
    _fake(box, "dpkg-query", "printf installed")
    result = _run(box, "system.sh", "to play", "libportaudio2")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert not any("apt-get" in line for line in _log(box))


def test_system_says_what_is_missing_without_root(box: Path) -> None:
    """Where apt is not allowed, the line names the packages and the command that gets them."""
    (box / "bin" / "id").unlink()
    _fake(box, "id", "echo 1000")
    _fake(box, "dpkg-query", "exit 1")
    result = _run(box, "system.sh", "to play", "libportaudio2", "jackd2")
    assert result.returncode == 0
    assert "sudo apt-get install libportaudio2 jackd2" in result.stderr


def test_system_installs_without_a_question(box: Path) -> None:
    """As root the missing packages are installed, and only those, with no debconf question."""
    (box / "bin" / "id").unlink()
    _fake(box, "id", "echo 0")
    _fake(
        box,
        "dpkg-query",
        f'case "$*" in *lib*|*jack*) [ -e {box}/done ];; esac && printf installed',
    )
    _fake(
        box,
        "apt-get",
        f'[ "$DEBIAN_FRONTEND" = noninteractive ] || exit 1; touch {box}/done',
    )
    result = _run(box, "system.sh", "to test", "already", "jackd2")
    assert result.returncode == 0
    assert result.stderr == ""
    installs = [line for line in _log(box) if "install -" in line or "install --" in line]
    assert [line for line in installs if "apt-get" in line] == [
        "apt-get -q -y install --no-install-recommends jackd2"
    ]


@pytest.mark.parametrize(("device", "wanted"), [(True, "bass --seed"), (False, "--device null")])
def test_play_falls_back_to_a_recording(
    box: Path, monkeypatch: pytest.MonkeyPatch, device: bool, wanted: str
) -> None:
    """Without a sound device `make play` says so and records a minute."""
    _fake(box, "python", f"exit {0 if device else 1}")
    _fake(box, "musiccm", "")
    monkeypatch.setenv("PROMPT", 'a "fat" bass')
    result = _run(box, "play.sh", box / "bin", "--seed", "3")
    assert 'musiccm run a "fat" bass' in _log(box)[-1]
    assert wanted in _log(box)[-1]
    assert _log(box)[-1].endswith("--seed 3")
    assert ("No sound device" in result.stdout) is not device
