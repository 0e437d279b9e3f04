"""The one entry point, ``musiccm``: a table of commands, each imported when it is called.

``musiccm --help`` imports neither torch nor a sound library, so it answers at once.
"""

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import click

from bridge.errors import BridgeError
from musiccm.errors import MusicCMError

EXTRAS = {
    "diffusers": "musicldm",
    "essentia": "judges",
    "librosa": "judges",
    "mir_eval": "judges",
    "sklearn": "judges",
    "matplotlib": "train",
    "tinysoundfont": "train",
    "rtmidi": "midi",
    "jack": "jack",
    "link": "link",
    "psutil": "soak",
    "PyQt6": "panel",
}


@dataclass(frozen=True)
class Lazy:
    """A command by name: ``target`` is ``module:attribute``, ``help`` the line in the list.

    With the option ``flag`` it is another command, ``instead``.
    """

    target: str
    help: str
    flag: str = ""
    instead: str = ""


COMMANDS = {
    "run": Lazy("bridge.commands.run:run", "Play without end; follow prompts over OSC."),
    "render": Lazy(
        "musiccm.commands.render:command",
        "Render a prompt to a WAV file, or with --log a gig again.",
        "--log",
        "bridge.commands.rerender:command",
    ),
    "panel": Lazy("gui.command:panel", "The window: everything that a performer touches."),
    "soak": Lazy("bridge.commands.soak:command", "Play it under load and faults, and judge."),
    "fuzz": Lazy("bridge.commands.fuzz:command", "Throw rubbish at it and look what happens."),
    "devices": Lazy("bridge.commands.devices:devices", "List the sound devices."),
}

BENCHES = {
    "model": Lazy("musiccm.commands.bench:command", "What the model costs on this machine."),
    "daemon": Lazy("bridge.commands.bench_daemon:command", "What the daemon costs: CPU, memory."),
    "panel": Lazy("gui.bench:command", "What the panel costs: start, frames, CPU."),
    "gestures": Lazy(
        "bridge.commands.bench_gestures:command", "Whether gestures are on their lines, and click."
    ),
    "sync": Lazy("bridge.commands.bench_sync:command", "How well a leader's beats are kept."),
    "rescue": Lazy("bridge.commands.bench_rescue:command", "Whether music stops with its engine."),
    "flood": Lazy("bridge.commands.bench_flood:command", "Whether changes in a flood pile up."),
}

ENGINES = {
    "serve": Lazy("bridge.commands.engine:serve", "Draw for daemons on other machines."),
    "keys": Lazy("bridge.commands.engine:keys", "Make the keys that both machines need."),
}

STAGES = {
    "data": Lazy("training.data.cli:command", "1. Compose and render the training data."),
    "vocoder": Lazy("training.vocoder.cli:command", "2. Train the vocoder: mel to sound."),
    "teacher": Lazy("training.teacher.cli:command", "3. Train the diffusion teacher."),
    "distill": Lazy("training.distill.cli:command", "4. Distil it into the four-step student."),
    "polish": Lazy("training.polish.cli:command", "5. Optional: polish it adversarially."),
    "listener": Lazy("training.listener.cli:command", "Optional: sound as a prompt."),
    "eval": Lazy("training.evaluate.cli:command", "6. Judge a checkpoint: the model card's table."),
    "fidelity": Lazy("training.fidelity.cli:command", "How near it comes to recordings."),
    "seams": Lazy("training.seams.cli:command", "Whether the joints of windows can be found."),
    "export": Lazy("training.export.cli:command", "7. Write the checkpoint folder that plays."),
    "quality": Lazy("training.quality.cli:command", "Judge how well it follows what is asked."),
}

EPILOG = """\b
Examples:
  musiccm run "warm rhodes and brushed drums"
  oscsend localhost 7000 /mcm/prompt/1/text s "dark techno"
  musiccm render "sunny bossa nova" --seconds 60 --bpm 120 --out song.wav
  musiccm devices

\b
What happens: a four-step consistency model draws four stems (drums, bass,
harmony, lead) on your beat; a vocoder makes them sound. All of it runs on
this machine; nothing is downloaded, nothing leaves it.
Files: a command writes only where --out, --stems, --record, --log or --folder
say (run: out/), training under runs/. Exit code: 0 done, 1 a gig that did not
come out as it was, or a missed goal, 2 something to put right (one line says what).
"""

TRAIN_EPILOG = """\b
Examples:
  musiccm train data --help
  musiccm train teacher --dry-run
  musiccm train teacher --minutes 120

\b
Each stage reads what the one before it wrote under runs/, stops cleanly when
its --minutes are over or at Ctrl-C, and goes on from there when called again.
"""


class UserError(click.ClickException):
    """Something that the user can put right: one line, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print ``musiccm: what to do`` on stderr."""
        click.echo(f"musiccm: {' '.join(self.message.split())}", err=True, file=file)


class LazyGroup(click.Group):
    """A group that lists its commands from a table and imports one only to call it."""

    def __init__(self, *args: Any, table: Mapping[str, Lazy] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = dict(table or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the table's order, which is the order of use."""
        return [*self.table, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, ``None`` for an unknown name."""
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        return load(self.table[cmd_name], ctx.command_path + " " + cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first of ``args`` names, and its options."""
        name, command, rest = super().resolve_command(ctx, args)
        lazy = self.table.get(name or "")
        if lazy and lazy.flag and any(a.partition("=")[0] == lazy.flag for a in rest):
            command = load(replace(lazy, target=lazy.instead), f"{ctx.command_path} {name}")
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        rows = [(name, lazy.help) for name, lazy in self.table.items()]
        rows += [(name, command.get_short_help_str(80)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class DefaultGroup(LazyGroup):
    """A group whose first command is meant where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first command's name before options that are not the group's own."""
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = [next(iter(self.table)), *args]
        return super().parse_args(ctx, args)


class OneLineErrors(LazyGroup):
    """The root: turns what a user may cause into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with ``--traceback`` errors keep their traceback."""
        try:
            return super().invoke(ctx)
        except (MusicCMError, BridgeError, OSError, ModuleNotFoundError) as error:
            if ctx.params.get("traceback"):
                raise
            raise UserError(explain(error)) from error


def load(lazy: Lazy, path: str) -> click.Command:
    """Import the command of a table's row.

    Raises
    ------
    UserError
        When the module is not in this build; a missing third party's error passes through.
    """
    module, _, attribute = lazy.target.partition(":")
    try:
        command = getattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name and module.startswith(error.name):
            raise UserError(f"'{path}' is not in this build ({error.name} is missing)") from error
        raise
    assert isinstance(command, click.Command)
    return command


def explain(error: Exception) -> str:
    """Return the line that tells a user what to do about an error."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        extra = EXTRAS.get(error.name.partition(".")[0])
        wanted = f"musiccm-bridge[{extra}]" if extra else "musiccm-bridge"
        return f"the Python package {error.name} is missing: pip install '{wanted}'"
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error) or type(error).__name__


@click.group(cls=OneLineErrors, table=COMMANDS, epilog=EPILOG)
@click.version_option(package_name="musiccm-bridge", message="%(prog)s %(version)s")
@click.option("--traceback", is_flag=True, help="Show the traceback of an error.")
def cli(traceback: bool) -> None:
    """Play music from words: a live instrument that never stops and stays on the beat.

    Start with `musiccm run "a prompt"`, or render to a file with `musiccm render "a prompt"`.
    `musiccm COMMAND --help` explains each command with examples.
    """


@cli.group(cls=DefaultGroup, table=BENCHES)
def bench() -> None:
    """Measure this machine: will it hold? Without a name, the model is measured."""


@cli.group(cls=DefaultGroup, table=ENGINES)
def engine() -> None:
    """Be the engine of a daemon on another machine, such as one with a GPU.

    \b
    musiccm engine keys keys         once; copy keys/daemon to the daemon's machine
    musiccm engine --listen tcp://0.0.0.0:5555 --keys keys/engine
    musiccm run "dub techno" --engine tcp://gpu-box:5555 --keys keys/daemon
    """  # noqa: D301


@cli.group(cls=LazyGroup, table=STAGES, epilog=TRAIN_EPILOG)
def train() -> None:
    """Make a checkpoint of your own, stage by stage."""


def main() -> None:
    """Run ``musiccm`` with the arguments of this process."""
    # Spinning OpenMP threads starve the DAW beside us; torch reads this when it loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    cli.main(prog_name="musiccm", windows_expand_args=False)


if __name__ == "__main__":
    main()
