"""The auditors' tools: pinned, hashed, in environments of their own, and never imported."""

import re
import tomllib
from pathlib import Path

import pytest

TOOLS = ("halmos", "slither")


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_s_packages_are_pinned_and_hashed_without_a_registry(root: Path, tool: str) -> None:
    asked = (root / f"contracts/tools/{tool}.in").read_text().split()
    lock = (root / f"contracts/tools/{tool}.txt").read_text()
    assert all(f"\n{line} " in f"\n{lock}" for line in asked)
    entries = re.split(r"\n(?=\S)", lock.strip())
    for entry in entries:
        assert re.match(r"[\w.\[\]-]+==[\w.]+( ; .*)? \\\n", entry), entry
        assert "--hash=sha256:" in entry
    assert "--index-url" not in lock
    assert "://" not in lock


@pytest.mark.parametrize("tool", ["halmos", "slither", "crytic", "z3", "yices"])
def test_a_tool_is_no_dependency(root: Path, tool: str) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text())
    asked = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    assert not [requirement for requirement in asked if tool in requirement]
    assert tool not in (root / "requirements.lock").read_text()
