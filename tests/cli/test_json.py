"""Every command that prints facts prints them as JSON too."""

import pytest
import typer
from typer.core import TyperGroup

from labelfield.cli.main import app

NOUNS = ("project", "wallet", "key", "case", "receipts", "storage")
STATES = [("dispute", "status"), ("operator", "status")]
LIVE = {("project", "watch")}
"""What shows something that changes."""


def commands() -> list[tuple[str, str]]:
    nouns = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    return [
        (noun, name)
        for noun in NOUNS
        if isinstance(nouns[noun], TyperGroup)
        for name in nouns[noun].commands
    ]


@pytest.mark.parametrize("path", [*commands(), *STATES], ids=" ".join)
def test_a_command_that_prints_facts_takes_json(path: tuple[str, str]) -> None:
    noun, name = path
    command = typer.main.get_command(app).commands[noun].commands[name]  # type: ignore[attr-defined]
    flags = {flag for parameter in command.params for flag in parameter.opts}
    assert ("--json" in flags) != (path in LIVE)
