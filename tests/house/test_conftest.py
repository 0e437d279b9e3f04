"""The guards of tests/conftest.py, tried on tests that break them."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[1] / "conftest.py"
INI = "[pytest]\nmarkers = real_client"

LEAKY = """
import subprocess, sys, threading

def test_process():
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])

def test_thread():
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def test_tidy():
    subprocess.run([sys.executable, "-c", ""], check=True)
"""

SKIPPED = """
import pytest

@pytest.mark.real_client
def test_client():
    pytest.skip("no client here")

def test_other():
    pytest.skip("something else")
"""


@pytest.fixture
def guarded(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a folder of tests with this project's conftest, less patient and without plugins."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini(INI)
    pytester.makeconftest(CONFTEST.read_text().replace("GRACE_S = 5.0", "GRACE_S = 0.2"))
    return pytester


def test_a_leaked_thread_or_process_fails_its_test(guarded: pytest.Pytester) -> None:
    """A test that leaves a process or a thread behind is an error, a tidy one is not."""
    guarded.makepyfile(LEAKY)
    result = guarded.runpytest_subprocess("-p", "no:warnings")
    result.assert_outcomes(passed=3, errors=3)  # the thread lasts to the end
    result.stdout.fnmatch_lines(["*left behind: process*", "*left behind: thread*"])


@pytest.mark.parametrize(("ci", "failed"), [("true", 1), ("", 0)])
def test_ci_does_not_skip_real_clients(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, failed: int
) -> None:
    """A skipped real_client test fails where CI is set and nowhere else."""
    monkeypatch.setenv("CI", ci)
    guarded.makepyfile(SKIPPED)
    guarded.runpytest_subprocess().assert_outcomes(failed=failed, skipped=2 - failed)
