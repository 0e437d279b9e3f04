"""The patches that are shipped are those that the parameter table makes."""

import pytest

from max_patches.generate.files import FOLDER, files, same

MADE = files()


@pytest.mark.parametrize("name", MADE)
def test_the_committed_file_is_the_generated_one(name: str) -> None:
    """A generated file is as `make patches` would write it now."""
    current = same(name, (FOLDER / name).read_bytes(), MADE[name])
    assert current, f"{name} is not what the parameter table makes: run `make patches` and commit"
