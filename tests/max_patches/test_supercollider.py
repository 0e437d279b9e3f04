"""The SuperCollider quark, in an sclang without a screen against a real daemon."""

import re
import shutil
from pathlib import Path

import pytest

from bridge.protocol.parameters import BY_NAME, PARAMETERS
from max_patches.generate.supercollider.tables import plain
from tests.bridge.daemon import running
from tests.max_patches.sclang import QUARK, played

SESSION = Path(__file__).with_name("session.scd")
STEPS = ("connected", "all values", "prompt", "weight", "status", "chord", "key", "auto", "heard",
         "muted", "stopped")  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what session.scd prints; the prompt that the daemon has then is the last line."""
    if not shutil.which("sclang"):
        pytest.skip("sclang is not installed (make supercollider)")
    home = tmp_path_factory.mktemp("sc")
    with running("--device", "null") as daemon:
        lines = played(home, SESSION, str(daemon.port))
        prompt = daemon.ask("/mcm/prompt/1/text/get").arguments[0]
    return [*lines, f"MCM daemon {prompt}"]


@pytest.mark.parametrize("step", STEPS)
def test_a_session_in_sclang_goes_as_asked(session: list[str], step: str) -> None:
    """The class connects, writes, reads back, hears a muted stem go, and stops the music."""
    assert f"MCM {step} true" in session, "\n".join(session[-40:])


def test_the_daemon_has_what_sclang_sent(session: list[str]) -> None:
    """The daemon, asked by another client, has the words that the class sent."""
    assert session[-1] == "MCM daemon dark 808 techno"


def test_what_does_not_exist_is_an_error_in_sclang(session: list[str]) -> None:
    """A name that is not in the table throws at once; what the daemon refuses is an event."""
    errors = [line for line in session if line.startswith("MCM error")]
    assert len(errors) == 2
    assert "no parameter stem/tuba/gain" in errors[0]
    assert any(line.startswith("MCM event error /mcm/key takes one of C") for line in session)


def test_the_specs_have_the_ranges_of_the_table(session: list[str]) -> None:
    """``MusicCM.spec`` has the range of the parameter."""
    ceiling = BY_NAME["master/ceiling"]
    spec = next(line for line in session if line.startswith("MCM spec")).split()[2:]
    assert [float(bound) for bound in spec] == [ceiling.low, ceiling.high]


def test_every_method_of_the_help_page_exists(session: list[str]) -> None:
    """The help page documents methods that the class has, and it has one for each plain name."""
    page = (QUARK / "HelpSource" / "Classes" / "MusicCM.schelp").read_text()
    named = [n for names in re.findall(r"^method:: (.*)$", page, re.M) for n in names.split(", ")]
    methods = next(line for line in session if line.startswith("MCM methods")).split()
    assert set(named) <= set(methods)
    assert {p.name for p in PARAMETERS if "/" not in p.name} <= set(named)


def test_the_help_page_lists_every_parameter() -> None:
    """Each parameter of the table has a row on the help page."""
    page = (QUARK / "HelpSource" / "Classes" / "MusicCM.schelp").read_text()
    assert re.findall(r"^## (\S+) \|\|", page, re.M) == [p.name for p in PARAMETERS]


def test_methods_have_names_that_sclang_can_read() -> None:
    """Every generated method is named as SuperCollider allows."""
    text = (QUARK / "Classes" / "extMusicCM.sc").read_text()
    names = re.findall(r"^\t(\S+) \{", text, re.M)
    assert len(names) == 2 * len(plain())
    assert all(re.fullmatch(r"[a-z]\w*", name) for name in names)
