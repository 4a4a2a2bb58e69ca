"""What is shipped is what the sources build, within the pages' budgets."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.web.conftest import ASSETS, WEB

BUDGETS = {"requester": 75_000, "verify": 45_000}
"""Bytes, gz, of a first load: code, styles and one language."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Build all pages anew; return their folder and what the build printed."""
    if not (WEB / "node_modules").exists():
        pytest.fail("the page is not built: run make install")
    folder = tmp_path_factory.mktemp("assets")
    command = ["node", "build.mjs", "--out", str(folder)]
    done = subprocess.run(command, cwd=WEB, check=True, capture_output=True, text=True)
    return folder, done.stdout


def test_the_shipped_pages_are_what_their_sources_build(built: tuple[Path, str]) -> None:
    assert _files(built[0]) == _files(ASSETS)


@pytest.mark.parametrize("page", BUDGETS)
def test_a_first_load_is_within_its_budget(built: tuple[Path, str], page: str) -> None:
    found = re.search(rf"(\d+) gz  first load of {page}/", built[1])
    assert found is not None
    assert int(found[1]) <= BUDGETS[page]


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}
