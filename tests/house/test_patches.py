"""The patches that are shipped are those that the parameter table makes."""

import pytest

from max_patches.generate.files import FOLDER, files


@pytest.mark.parametrize("name", files())
def test_the_committed_file_is_the_generated_one(name: str) -> None:
    """A generated file is as `make patches` would write it now."""
    same = (FOLDER / name).read_bytes() == files()[name]
    assert same, f"{name} is not what the parameter table makes: run `make patches` and commit"
