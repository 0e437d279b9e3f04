"""What the tests of the polish share."""

from pathlib import Path

import pytest

from tests.training.polish.tiny import write_runs


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the runs of a tiny teacher and its student."""
    folder = tmp_path_factory.mktemp("polish")
    write_runs(folder)
    return folder
