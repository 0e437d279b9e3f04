"""The patches that are shipped are those that the parameter table makes."""

import pytest

from max_patches.generate.files import FOLDER, files


@pytest.mark.parametrize("name", files())
def test_the_committed_file_is_the_generated_one(name: str) -> None:
    """A generated file is as `make patches` would write it now."""
    assert (FOLDER / name).read_bytes() == files()[name], "run: python -m max_patches.generate"
