"""``python -m max_patches.generate``: write every generated file anew."""

from max_patches.generate.files import FOLDER, files, same


def main() -> None:
    """Write the files and name those that changed."""
    for name, content in files().items():
        path = FOLDER / name
        if path.exists() and same(name, path.read_bytes(), content):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(path.relative_to(FOLDER.parent))


if __name__ == "__main__":
    main()
