import json
import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFUSED = re.compile(
    r"GPL|GNU|SSPL|BUSL|EUPL|CDDL|Business Source|Commons Clause|proprietary|non-?commercial"
    r"|CC-BY-(NC|ND|SA)|all rights reserved",
    re.IGNORECASE,
)
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|0BSD|FreeBSD|ISC|Apache|PSF|PSFL|Python Software Foundation|CNRI-Python|CC0"
    r"|Unlicense|MPL|Mozilla Public License|Zlib|Public Domain)\b",
    re.IGNORECASE,
)
NPM_WITHOUT_FIELD = {"memorystream": "MIT"}
"""Packages of npm that state their licence in their README only."""


def is_permissive(licence: str) -> bool:
    return bool(PERMISSIVE.search(licence)) and not REFUSED.search(licence)


def licence_of(distribution: Distribution) -> str:
    """Return what a distribution says of its licence: expression, else classifiers, else text."""
    metadata = distribution.metadata
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License")
    ]
    return metadata["License-Expression"] or ", ".join(classifiers) or metadata["License"] or ""


@pytest.mark.parametrize(
    "licence",
    [
        "",
        "UNKNOWN",
        "GPL-3.0-only",
        "AGPL-3.0",
        "LGPL-2.1-or-later",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "MIT AND GPL-2.0",
        "BUSL-1.1",
        "Proprietary",
        "CC-BY-NC-4.0",
    ],
)
def test_licences_that_bind_or_that_nobody_knows_are_refused(licence: str) -> None:
    assert not is_permissive(licence)


@pytest.mark.parametrize(
    "distribution",
    sorted(distributions(), key=lambda found: found.name),
    ids=lambda distribution: distribution.name,
)
def test_every_installed_distribution_is_permissively_licensed(distribution: Distribution) -> None:
    assert is_permissive(licence_of(distribution)), licence_of(distribution)


@pytest.mark.parametrize("folder", ["contracts", "web"])
def test_every_locked_npm_package_is_permissively_licensed(folder: str) -> None:
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    for path, package in packages.items():
        name = path.rpartition("node_modules/")[2] or package["name"]
        licence = package.get("license") or NPM_WITHOUT_FIELD.get(name, "")
        assert is_permissive(licence), f"{name}: {licence!r}"


def test_the_project_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert text.rstrip().endswith("limitations under the License.")
    for folder in ("contracts", "web"):
        assert json.loads((ROOT / folder / "package.json").read_text())["license"] == "Apache-2.0"
