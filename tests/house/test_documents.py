"""Every command, setting and option is documented, and every documented command exists."""

import re
from collections.abc import Iterator

import pytest
import typer
from typer.core import TyperGroup

from labelfield.cli.main import app
from tests.house.tracked import ROOT, texts

DOCUMENTS = {
    name: text
    for name, text in texts(".md").items()
    if name.startswith(("README", "CONTRIBUTING", "docs/"))
}
EVERYTHING = "\n".join(DOCUMENTS.values())
TARGETS = set(re.findall(r"^([a-z][a-z-]*):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
SETTING = re.compile(r"\bLABELFIELD_[A-Z][A-Z_]*[A-Z]\b")
CALL = r"(?:^|`|\$ |&& |\.venv/bin/){program} ([a-z][a-z-]*(?: [a-z][a-z-]*)*)"


def commands(group: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield each command of the CLI with the words that name it."""
    if not isinstance(group, TyperGroup):
        yield path, group
        return
    for name, command in group.commands.items():
        yield from commands(command, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


def mentioned(program: str) -> set[tuple[str, str]]:
    """Return (document, words) for each call of `program` that a document shows."""
    call = re.compile(CALL.replace("{program}", program), re.MULTILINE)
    return {(name, words) for name, text in DOCUMENTS.items() for words in call.findall(text)}


def test_every_make_command_in_the_documents_is_a_target() -> None:
    named = {(name, words.split()[0]) for name, words in mentioned("make")}
    assert {(name, target) for name, target in named if target not in TARGETS} == set()


def test_every_labelfield_command_in_the_documents_exists() -> None:
    groups = {path[:1] for path in COMMANDS if len(path) > 1}
    for name, words in mentioned("labelfield"):
        path = tuple(words.split())
        known = path[:1] in COMMANDS or path[:2] in COMMANDS or path in groups
        assert known, f"{name}: labelfield {words}"


@pytest.mark.parametrize("target", sorted(TARGETS - {"all"}))
def test_every_make_target_is_documented(target: str) -> None:
    assert f"make {target}" in EVERYTHING


@pytest.mark.parametrize("path", sorted(COMMANDS), ids=" ".join)
def test_every_labelfield_command_is_documented(path: tuple[str, ...]) -> None:
    assert f"labelfield {' '.join(path)}" in EVERYTHING


@pytest.mark.parametrize("path", sorted(COMMANDS), ids=" ".join)
def test_every_option_is_documented(path: tuple[str, ...]) -> None:
    flags = [
        flag
        for parameter in COMMANDS[path].params
        for flag in parameter.opts
        if flag.startswith("--") and flag != "--help"
    ]
    assert [flag for flag in flags if not re.search(rf"{flag}\b", EVERYTHING)] == []


def test_every_setting_is_documented() -> None:
    sources = "\n".join(text for name, text in texts(".py").items() if name.startswith("src/"))
    assert set(SETTING.findall(sources)) - set(SETTING.findall(EVERYTHING)) == set()


def test_every_documented_setting_is_read() -> None:
    sources = "\n".join(text for name, text in texts(".py").items() if name not in DOCUMENTS)
    assert set(SETTING.findall(EVERYTHING)) - set(SETTING.findall(sources)) == set()


def test_every_make_target_says_what_it_does() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(phony[1].split()) == TARGETS


def test_every_decision_has_a_number_of_its_own() -> None:
    pages = sorted(name for name in DOCUMENTS if name.startswith("docs/decisions/"))
    numbers = [int(page.removeprefix("docs/decisions/")[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
