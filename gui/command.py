"""``musiccm panel``."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

PROMPT = "warm rhodes and brushed drums, late at night"


class CannotOpen(click.ClickException):
    """No window can be opened: one line, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the line on stderr."""
        click.echo(f"musiccm panel: {self.message}", err=True, file=file)


@click.command("panel", short_help="The window: everything that a performer touches.")
@click.argument("run", nargs=-1, metavar="[PROMPT...] [-- RUN OPTIONS]")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="OSC port of the daemon on this machine.  [default: the preferences', at first 7000]",
)
@click.option("--no-start", is_flag=True, help="Wait for a daemon; never start one.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Session folder of a daemon that is started.  [default: the preferences', at first out]",
)
@click.option(
    "--prefs",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the preferences.  [default: musiccm/panel.ini among the user's settings]",
)
@click.option("--report", type=float, default=0.0, hidden=True)
@click.option("--scale", type=click.FloatRange(0.5, 4), help="Everything larger, such as 1.5.")
def panel(
    run: tuple[str, ...],
    port: int | None,
    no_start: bool,
    folder: Path | None,
    prefs: Path | None,
    report: float,
    scale: float | None,
) -> None:
    """Open the panel on a daemon that runs here, or start one.

    \b
    musiccm panel
    musiccm panel "dub techno" "warm rhodes"
    musiccm panel -- "dub techno" --bpm 126 --midi --device jack
    musiccm panel --no-start --port 7001

    A daemon that the panel has started ends when its window is closed; a panel that crashes leaves
    it playing, and the next one finds it.
    """  # noqa: D301
    if scale:
        os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    check_display()
    from gui.application import Options
    from gui.application import run as open_panel

    if not run or run[0].startswith("-"):
        run = (PROMPT, *run)
    sys.exit(open_panel(Options(port, not no_start, folder, prefs, run, report)))


def check_display() -> None:
    """Raise a line that says what to do where no window can be shown."""
    chosen = os.environ.get("QT_QPA_PLATFORM")
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not shown and not chosen:
        raise CannotOpen(
            "no display here (DISPLAY and WAYLAND_DISPLAY are empty): run it in a desktop session, "
            "or under xvfb-run"
        )
    try:
        open_qt()
    except ModuleNotFoundError:
        raise
    except ImportError as error:  # such as libEGL.so.1: cannot open shared object file
        raise CannotOpen(
            f"Qt cannot start ({error}): on Debian or Ubuntu, "
            "sudo apt-get install libegl1 libxkbcommon-x11-0 libxcb-cursor0"
        ) from error


def open_qt() -> None:
    """Load what draws windows. Raises ImportError."""
    importlib.import_module("PyQt6.QtWidgets")
