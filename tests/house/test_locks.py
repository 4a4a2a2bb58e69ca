import json
import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
LOCKED = [
    Requirement(line.rstrip("\\ "))
    for line in LOCK.splitlines()
    if line and not line.startswith((" ", "#"))
]


def is_for_another_platform(package: dict[str, object]) -> bool:
    """Say whether npm would skip the package here: its bytes could not be seen when locking."""
    platform = (package.get("os"), package.get("cpu"))
    return bool(package.get("optional")) and platform not in ((None, None), (["linux"], ["x64"]))


def test_every_locked_distribution_is_pinned_and_hashed() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) == len(LOCKED)
    for entry in entries:
        assert re.match(r"[\w.\[\]-]+==[\w.]+( ; .*)? \\\n", entry), entry
        assert "--hash=sha256:" in entry


@pytest.mark.parametrize("name", ["requirements.lock", "web/package-lock.json"])
def test_a_lock_names_no_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    for word in ("--index-url", "--extra-index-url", "--find-links", '"resolved"'):
        assert word not in text


def test_the_lock_holds_all_that_the_project_asks_for() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    asked += settings["build-system"]["requires"]
    pins = {canonicalize_name(entry.name): str(entry.specifier)[2:] for entry in LOCKED}
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def test_what_is_installed_is_what_is_locked() -> None:
    installed = {canonicalize_name(found.name): found.version for found in distributions()}
    expected = {
        canonicalize_name(entry.name): str(entry.specifier)[2:]
        for entry in LOCKED
        if entry.marker is None or entry.marker.evaluate()
    }
    assert installed.keys() - {"labelfield", "pip", "setuptools"} <= expected.keys()
    assert {name: installed.get(name) for name in expected} == expected, "run make install"


@pytest.mark.parametrize("folder", ["contracts", "web"])
def test_npm_packages_are_pinned_exactly_and_hashed(folder: str) -> None:
    wanted = json.loads((ROOT / folder / "package.json").read_text())
    asked = wanted.get("dependencies", {}) | wanted.get("devDependencies", {})
    assert all(re.fullmatch(r"\d+\.\d+\.\d+[\w.-]*", version) for version in asked.values()), asked
    locked = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all("resolved" not in package for package in locked.values())
    for path, package in locked.items():
        assert not path or "integrity" in package or is_for_another_platform(package), path
