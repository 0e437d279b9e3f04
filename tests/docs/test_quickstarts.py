"""The quickstarts tell the truth: commands, messages, maps and links."""

import re
import shlex
from pathlib import Path

import pytest
from click import Command, Group

from bridge.cli import cli
from bridge.config import OSC_PORT
from bridge.midi.maps import CALLS, MODES, read_map
from bridge.protocol.codec import decode
from bridge.protocol.parameters import BY_NAME

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [*sorted((DOCS / "quickstart").glob("*.md")), DOCS / "troubleshooting.md"]
PAGES += [DOCS / "examples" / "README.md"]
TAGS = {"f": float, "i": int, "s": str}


def _lines(page: Path, program: str) -> list[str]:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    found = (re.search(rf"\b{program} \w.*", line) for line in lines)
    return [match[0] for match in found if match and not match[0].startswith("musiccm-")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_their_options_exist(page: Path) -> None:
    """Every `musiccm` line of a page is a command with options that it has."""
    for line in _lines(page, "musiccm"):
        words = shlex.split(line, comments=True)[1:]
        command: Command = cli
        while isinstance(command, Group):
            context = command.make_context("musiccm", [], resilient_parsing=True)
            found = command.get_command(context, words.pop(0))
            assert found is not None, line
            command = found
        options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        assert {w for w in words if w.startswith("--")} <= options | {"--help"}, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_messages_are_understood(page: Path) -> None:
    """Every `oscsend` line decodes to one message; what is to be learned can be."""
    for line in _lines(page, "oscsend"):
        _, _, port, address, *rest = shlex.split(line, comments=True)
        tags, *values = [*rest, ""] if len(rest) < 2 else rest
        given = [TAGS[t](v) for t, v in zip(tags, values, strict=False)]
        assert int(port) == OSC_PORT and len(decode(address, given)) == 1, line
        if address == "/mcm/midi/learn":
            assert given[0] in BY_NAME or given[0] in CALLS, line
            assert given[1:] in ([], *([mode] for mode in MODES)), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page is a file."""
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), link


def test_the_map_of_the_page_can_be_read() -> None:
    """The YAML that the MIDI page shows is a map of four rows."""
    page = (DOCS / "quickstart" / "midi_controller.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert [len(read_map(block).rows) for block in blocks] == [4]
