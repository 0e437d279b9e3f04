"""The README tells the truth: its commands and its files exist."""

import re
import shlex
from pathlib import Path

import pytest
from click import Command, Context, Group
from click.testing import CliRunner

from bridge.cli import cli
from bridge.config import OSC_PORT
from bridge.protocol.codec import decode

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL)
LINES = [line.strip() for block in BLOCKS for line in block.replace("\\\n", "").splitlines()]


def _options(command: Command) -> set[str]:
    return {option for param in command.params for option in (*param.opts, *param.secondary_opts)}


def test_make_targets_exist() -> None:
    """Every `make` target that the README names is in the Makefile."""
    targets = {line.split()[1] for line in LINES if line.startswith("make ")}
    assert {"play", "test"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("musiccm ")])
def test_musiccm_examples_are_valid(line: str) -> None:
    """Every `musiccm` example in the README names a command and options that exist."""
    words = re.sub(r'"[^"]*"', "text", line).split("#")[0].split()[1:]
    command: Command = cli
    while isinstance(command, Group) and words:
        if words[0].startswith("--"):  # the first command of a group is meant where none is named
            words.insert(0, command.list_commands(Context(command))[0])
        found = command.get_command(
            command.make_context("musiccm", [], resilient_parsing=True), words[0]
        )
        assert found is not None, words[0]
        command, words = found, words[1:]
    assert {word for word in words if word.startswith("--")} <= _options(command) | {"--help"}


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("oscsend ")])
def test_oscsend_examples_are_understood(line: str) -> None:
    """Every `oscsend` example in the README decodes to one message."""
    _, _, port, address, tags, *values = [*shlex.split(line, comments=True), ""]
    assert int(port) == OSC_PORT
    read = {"f": float, "i": int, "s": str}
    arguments = [True] if tags == "T" else [read[t](v) for t, v in zip(tags, values, strict=False)]
    assert len(decode(address, arguments)) == 1


def test_the_files_it_links_to_exist() -> None:
    """Every relative link of the README leads to a file."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link


def test_make_help_names_every_public_target() -> None:
    """Every phony target of the Makefile tells what it does."""
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    for target in phony.group(1).split():
        assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE), target


def test_every_command_answers_help() -> None:
    """Each command of the table imports and explains itself."""
    for path in _paths(cli, []):
        result = CliRunner().invoke(cli, [*path, "--help"], prog_name="musiccm")
        assert result.exit_code == 0, (path, result.output)


def _paths(group: Group, path: list[str]) -> list[list[str]]:
    context = group.make_context("musiccm", [], resilient_parsing=True)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append([*path, name])
        if isinstance(command, Group):
            found += _paths(command, [*path, name])
    return found
