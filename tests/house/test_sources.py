import re
from pathlib import Path

import pytest

from tests.house.tracked import ROOT, texts, tracked_files

LONGEST = 400
LONGEST_CONTRACT = 300
SOURCES = (".py", ".ts", ".tsx", ".mjs", ".sol", ".css")
GRAB_BAGS = {"common", "core", "helpers", "manager", "misc", "util", "utils"}
ABSOLUTE = re.compile(r"(?<![\w.}~/-])/(?:home|root|Users|mnt|media/\w+|private/var)/[\w.-]+")
REGISTRY = re.compile(
    r"registry\.(?:npmjs|yarnpkg)\.\w+|(?:files\.)?pythonhosted\.org|pypi\.org/simple"
    r"|test\.pypi\.org|index-url\s*=\s*\S+://|registry\s*=\s*\S+://"
)
OPEN_WORK = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b(?!\(#\d+\))")


def places(pattern: re.Pattern[str]) -> list[str]:
    """Return where `pattern` stands in the repository's files: file, line, text."""
    return [
        f"{name}:{number}: {match.group()}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        for match in [pattern.search(line)]
        if match and name != "tests/house/test_sources.py"
    ]


def test_no_file_names_a_machines_folders() -> None:
    here = re.compile(rf"(?<![\w.}}~/-]){re.escape(str(ROOT))}(?=[/\s'\"`)]|$)")
    assert places(ABSOLUTE) == []
    assert len(ROOT.parts) < 3 or places(here) == []


def test_no_file_names_a_registrys_host() -> None:
    assert places(REGISTRY) == []


def test_open_work_stands_in_an_issue() -> None:
    assert places(OPEN_WORK) == []


def test_no_source_file_is_longer_than_400_lines() -> None:
    lengths = {name: len(text.splitlines()) for name, text in texts(*SOURCES).items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_contract_has_more_than_300_lines_of_code() -> None:
    for name, text in texts(".sol").items():
        if name.startswith("contracts/src/"):
            code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
            assert len([line for line in code.splitlines() if line.strip()]) <= LONGEST_CONTRACT


def test_no_file_is_a_grab_bag() -> None:
    assert [path for path in tracked_files() if path.stem in GRAB_BAGS] == []


def test_every_source_file_says_what_it_is_for() -> None:
    modules = texts(".py")
    package = {name: text for name, text in modules.items() if name.startswith(("src/", "bench/"))}
    assert [name for name, text in package.items() if not text.startswith(('"""', "#!"))] == []


@pytest.mark.parametrize("name", ["node_modules", "__pycache__", ".venv", ".uv", ".cache", "out"])
def test_nothing_that_a_tool_made_is_tracked(name: str) -> None:
    assert [path for path in tracked_files() if name in Path(path).parts] == []


def test_every_test_is_named_by_a_sentence() -> None:
    names = [
        (file, name)
        for file, text in texts(".py").items()
        for name in re.findall(r"^ *(?:async )?def (test_\w+)", text, re.MULTILINE)
    ]
    assert [pair for pair in names if pair[1].count("_") < 2] == []
