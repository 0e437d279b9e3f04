"""The lines of the SuperCollider quickstart, typed one by one into an sclang beside a daemon."""

import re
import shutil
from pathlib import Path

import pytest

from max_patches.check.pages import lines_of
from tests.bridge.daemon import running
from tests.max_patches.sclang import played

pytestmark = pytest.mark.slow

LINES = lines_of()
SCRIPT = Path(__file__).with_name("lines.scd")
ROUTINE_SECONDS = 7.0  # twice eight beats at 126 and more


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Return what the session told: what, and the rest of the line."""
    if not shutil.which("sclang"):
        pytest.skip("sclang is not installed (make supercollider)")
    home = tmp_path_factory.mktemp("sc")
    lines = home / "lines.txt"
    lines.write_text("\n".join(LINES))
    with running("--device", "null", "--keep", "1", "--folder", str(home / "out")) as daemon:
        daemon.await_music()
        told = played(home, SCRIPT, str(daemon.port), str(lines), str(ROUTINE_SECONDS), "0.1")
        assert daemon.ask("/mcm/prompt/1/text/get").arguments == ("dark techno, no melody",)
        assert daemon.ask("/mcm/tempo/get").arguments == (126.0,)
        assert daemon.ask("/mcm/key/get").arguments == ("Am",)
        assert daemon.ask("/mcm/stem/drums/gain/get").arguments == (0.5,)
    assert not [line for line in told if "ERROR" in line], "\n".join(told)
    found = (re.match(r"MCM [\d.]+ (\w+) (.*)", line) for line in told)
    return [(match[1], match[2]) for match in found if match]


def _of(said: list[tuple[str, str]], what: str) -> list[str]:
    return [text for kind, text in said if kind == what]


def test_every_line_is_run(said: list[tuple[str, str]]) -> None:
    """All lines of both blocks run without an error, and what they set the daemon has."""
    assert _of(said, "line") == LINES
    assert len(LINES) > 20


def test_the_page_says_what_a_line_returns(said: list[tuple[str, str]]) -> None:
    """It is connected when the page says so."""
    answers = dict(zip(_of(said, "line"), _of(said, "value"), strict=True))
    assert answers["m.connected;"] == "true"


def test_the_routine_goes_from_scene_to_scene(said: list[tuple[str, str]]) -> None:
    """After the scenes are saved the Routine brings back the first, then the second."""
    begun = said.index(("line", next(line for line in LINES if line.startswith("r.play"))))
    densities = [
        round(float(text), 3) for kind, text in said[begun:] if kind == "density" and text != "nil"
    ]
    assert densities[:2] == [0.1, 0.9]


def test_a_value_follows_the_drums(said: list[tuple[str, str]]) -> None:
    """``~light`` is a number between 0 and 1, made of what was heard."""
    [light] = _of(said, "light")
    assert 0.0 <= float(light) <= 1.0
    assert len(_of(said, "meters")) > 100
