"""What must hold for the tree as a whole."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("musiccm", "bridge", "gui", "training", "max_patches")
MAX_WEIGHT_BYTES = 48 * 2**20
TORCH_FREE = (
    "musiccm",
    "musiccm.controls",
    "musiccm.errors",
    "musiccm.marks",
    "musiccm.mixer",
    "musiccm.onsets",
    "musiccm.request",
    "bridge.app",
    "bridge.commands.run",
    "bridge.commands.devices",
)
# A path that only one machine has: in somebody's home, or beside this very checkout.
OWN_TOP = "home" if ROOT.parts[1] == "tmp" else re.escape(ROOT.parts[1])
MACHINE_PATH = re.compile(rf"(?<![\w.$}}/~-])/(?:home|Users|root|{OWN_TOP})/\w")


def _tracked() -> list[Path]:
    """Return the files that git tracks, or all but the ignored where there is no git."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip("not a git checkout")
    files = (ROOT / name for name in listing.stdout.split("\0") if name)
    return [file for file in files if file.is_file()]


def _modules() -> list[str]:
    found = list(PACKAGES)
    for package in PACKAGES:
        walk = pkgutil.walk_packages([str(ROOT / package)], prefix=f"{package}.")
        found += [module.name for module in walk if not module.name.endswith("__main__")]
    return found


@pytest.mark.parametrize("name", _modules())
def test_every_module_imports(name: str) -> None:
    """Every module imports without warnings and without its optional extras."""
    importlib.import_module(name)


def test_the_import_contracts_hold() -> None:
    """Nobody imports whom it should not (the contracts are in pyproject.toml)."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    run = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", TORCH_FREE)
def test_the_torch_free_doors_stay_so(name: str) -> None:
    """The daemon, and what it shares with the model, do not import torch."""
    code = f"import sys, {name}; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_protocol_needs_the_standard_library_only() -> None:
    """bridge.protocol can be copied into any client: it imports nothing else."""
    for file in (ROOT / "bridge" / "protocol").glob("**/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in _imported(node):
                top = name.partition(".")[0]
                fine = top in sys.stdlib_module_names or name.startswith("bridge.protocol")
                assert fine or name.startswith("bridge.errors"), f"{file.name} imports {name}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return []


def test_no_file_names_a_machine() -> None:
    """No tracked text file contains a path that only one machine has."""
    found = []
    for file in _tracked():
        if file == Path(__file__) or file.suffix in {".safetensors", ".png", ".npz"}:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        found += [f"{file.relative_to(ROOT)}: {m.group()}" for m in MACHINE_PATH.finditer(text)]
    assert not found


def test_the_weights_are_small() -> None:
    """All weights together are at most 48 MB, and none of them is a pickle."""
    files = _tracked()
    assert not [file for file in files if file.suffix in {".pt", ".pth", ".ckpt", ".pkl"}]
    sizes = [file.stat().st_size for file in files if file.suffix == ".safetensors"]
    assert sum(sizes) <= MAX_WEIGHT_BYTES


def _tests(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [function for function in functions if function.name.startswith("test_")]


def test_every_test_says_what_holds() -> None:
    """Every test has a docstring: one sentence that says what holds."""
    files = (file for file in _tracked() if file.match("test_*.py"))
    silent = [
        f"{file.name}: {t.name}" for file in files for t in _tests(file) if not ast.get_docstring(t)
    ]
    assert not silent


def test_the_licence_is_there() -> None:
    """The full text of the Apache licence is in LICENSE, as pyproject.toml says."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
