"""Help is there at once; what cannot be done is said in one sentence."""

import subprocess
import sys

import pytest
import typer
from typer.core import TyperGroup

from labelfield.cli.exits import Exit
from labelfield.cli.main import app, main
from tests.cli.running import done, labelfield

SLOW = ("numpy", "sqlalchemy", "fastapi", "pydantic", "httpx", "eth_account", "web3", "uvicorn")


def paths(group: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(group, TyperGroup):
        return [path]
    found = [paths(command, (*path, name)) for name, command in group.commands.items()]
    return [path, *(each for several in found for each in several)]


@pytest.mark.parametrize("path", paths(typer.main.get_command(app)), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    said = done(*path, "--help")
    assert "Usage: " in said.out
    assert said.err == ""
    assert done(*path, "-h").out == said.out


def test_help_does_not_wait_for_anything_slow() -> None:
    code = (
        "import sys; from labelfield.cli.main import main; sys.argv = ['labelfield', '--help']\n"
        f"try: main()\nexcept SystemExit: print([m for m in {SLOW!r} if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_a_command_that_does_not_exist_is_refused() -> None:
    said = labelfield("labell")
    assert said.code == Exit.REFUSED
    assert "No such command 'labell'" in said.err


def test_an_interrupted_command_says_so_by_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("labelfield.cli.doctor.home_folder", interrupt)
    assert labelfield("doctor").code == Exit.INTERRUPTED
    monkeypatch.setattr("labelfield.cli.main.app", lambda: interrupt(None))
    monkeypatch.setattr(sys, "argv", ["labelfield"])
    with pytest.raises(SystemExit, match="130"):
        main()


def test_python_can_run_the_command_line_as_a_module() -> None:
    command = [sys.executable, "-m", "labelfield.cli", "--help"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0
    assert "Usage: " in ran.stdout
