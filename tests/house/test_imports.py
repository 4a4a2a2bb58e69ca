import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "labelfield"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
    )


def declared_rooms() -> set[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(entry for entry in contracts["contracts"] if entry["type"] == "layers")
    return {room.strip(" ()") for layer in layers["layers"] for room in layer.split("|")}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package and its settings that a test may spoil."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignore = shutil.ignore_patterns("__pycache__", "assets", "artifacts")
    shutil.copytree(PACKAGE, tmp_path / "src" / "labelfield", ignore=ignore)
    return tmp_path


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("protocol/wrong.py", "import labelfield.quality"),
        ("quality/wrong.py", "import labelfield.ledger"),
        ("storage/wrong.py", "import labelfield.chain"),
        ("sdk/wrong.py", "import labelfield.server"),
        ("verify/wrong.py", "import labelfield.db"),
        ("collect/wrong.py", "import labelfield.db"),
        ("settle/wrong.py", "import os"),
        ("quality/wrong.py", "import random"),
        ("ledger/wrong.py", "import time"),
        ("labeling/wrong.py", "import logging"),
        ("chain/wrong.py", "import sqlalchemy"),
        ("newroom/__init__.py", ""),
    ],
)
def test_a_wrong_arrow_or_an_undeclared_room_is_found(copy: Path, place: str, wrong: str) -> None:
    file = copy / "src" / "labelfield" / place
    file.parent.mkdir(exist_ok=True)
    file.write_text(wrong + "\n")
    done = lint_imports(copy)
    assert done.returncode, done.stdout
    assert Path(place).parts[0] in done.stdout


def test_every_import_points_downward() -> None:
    done = lint_imports(ROOT)
    assert not done.returncode, done.stdout + done.stderr


def test_every_room_is_declared_and_every_declared_room_exists() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == declared_rooms()


def test_every_module_lies_in_a_room() -> None:
    assert [path.name for path in PACKAGE.glob("*.py")] == ["__init__.py"]
