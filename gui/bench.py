"""``musiccm bench panel``: start, frames and CPU of the real panel on a daemon that plays."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

BEGUN = "MUSICCM_PANEL_BEGUN"  # Unix time when the panel's process was started

_RUN = (sys.executable, "-m", "bridge.cli")
_TONE = ("anything", "--engine", "tone", "--device", "null", "--keep", "0", "--log", "none")
_SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 1920x1200x24")
_STAMP = ("sh", "-c", f'{BEGUN}=$(date +%s.%N) exec "$@"', "sh")  # once the screen is there
PATIENCE = 120  # seconds


@click.command("panel", short_help="What the panel costs: start, frames, CPU.")
@click.option("--seconds", type=click.FloatRange(1, 600), default=10.0, show_default=True)
def command(seconds: float) -> None:
    """Open the panel on a daemon with the tone engine, measure, and print one line of JSON.

    On the display that there is, else on xvfb's, else on none that can be seen.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        daemon = subprocess.Popen(
            [*_RUN, "run", *_TONE, "--no-oscquery", "--osc-port", str(port), "--folder", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            click.echo(_measure(port, seconds, Path(folder)).strip())
        finally:
            daemon.terminate()
            daemon.wait()


def _measure(port: int, seconds: float, folder: Path) -> str:
    panel = [*_RUN, "panel", "--no-start", "--port", str(port), "--report", str(seconds)]
    screen, environment = _screen()
    environment[BEGUN] = str(time.time())
    done = subprocess.run(
        [*screen, *panel, "--prefs", str(folder / "panel.ini")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE + seconds,
    )
    if done.returncode:
        raise click.ClickException(done.stderr.strip() or "the panel ended early")
    return done.stdout


def _screen() -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the words before the command, and its environment."""
    environment = dict(os.environ)
    if environment.get("DISPLAY") or not sys.platform.startswith("linux"):
        return (), environment
    if shutil.which(_SCREEN[0]):
        environment.pop("QT_QPA_PLATFORM", None)
        return (*_SCREEN, *_STAMP), environment
    return (), {**environment, "QT_QPA_PLATFORM": "offscreen"}


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
