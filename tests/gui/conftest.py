"""Tests of the panel. Those that need Qt are left out, with a line, where Qt cannot start."""

import importlib
import os
import sys

if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _why_not() -> str:
    """Return why Qt cannot start here, nothing where it can."""
    try:
        for name in ("PyQt6.QtNetwork", "PyQt6.QtWidgets", "pytestqt"):
            importlib.import_module(name)
    except ImportError as error:
        return str(error)
    return ""


WHY_NOT = _why_not()
collect_ignore_glob = ["qt/*"] if WHY_NOT else []


def pytest_report_header() -> str | None:
    """Say that tests are left out, and how to get what they need."""
    return f"no tests of the panel's window: {WHY_NOT} (make test installs it)" if WHY_NOT else None
