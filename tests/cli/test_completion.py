"""Completion as the shells ask for it; bash itself, and zsh and fish by what they send."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("labelfield")


def answered(shell_asks: dict[str, str]) -> str:
    """Run the program as a shell does when somebody presses the tabulator."""
    done = subprocess.run(
        [PROGRAM], env=os.environ | shell_asks, capture_output=True, text=True, check=False
    )
    return done.stdout


def test_bash_completes_commands_and_options() -> None:
    script = answered({"_LABELFIELD_COMPLETE": "source_bash"})
    assert "complete -o default -F _labelfield_completion labelfield" in script
    asked = (
        f'{script}\ncomplete_words() {{ COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_labelfield_completion labelfield; echo "${COMPREPLY[@]}"; }\n'
        "complete_words labelfield project wa\n"
        "complete_words labelfield project export --fo\n"
    )
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    bash = shutil.which("bash")
    assert bash is not None
    done = subprocess.run(
        [bash, "--norc", "-c", asked], env=os.environ | {"PATH": path}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["watch", "--format"]


@pytest.mark.parametrize(
    ("shell", "asks"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "labelfield wallet fa"}),
        (
            "fish",
            {
                "_TYPER_COMPLETE_ARGS": "labelfield wallet fa",
                "_TYPER_COMPLETE_WORD_TO_COMPLETE": "fa",
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            },
        ),
    ],
)
def test_other_shells_are_told_commands_with_what_they_do(shell: str, asks: dict[str, str]) -> None:
    assert "labelfield" in answered({"_LABELFIELD_COMPLETE": f"source_{shell}"})
    said = answered({"_LABELFIELD_COMPLETE": f"complete_{shell}"} | asks)
    assert "faucet" in said
    assert "test dollars" in said
