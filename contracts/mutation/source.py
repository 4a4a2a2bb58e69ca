"""Solidity text with comments, strings and imports blanked, so that only code is changed."""

import re
from dataclasses import dataclass
from pathlib import Path

_NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"'
    r"|^(?:import|pragma|using)\b[^;]*;|^\s*(?:error|event)\s[^;]*;",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file of contracts/src."""

    path: str
    """Relative to contracts/."""
    text: str
    code: str
    """As long as `text`, with blanks where there is no code."""


def read_source(contracts: Path, path: str) -> Source:
    """Return the file at `path`."""
    text = (contracts / path).read_text()
    return Source(path, text, blanked(text))


def blanked(text: str) -> str:
    """Return `text` with everything but code blanked; lines stay where they are."""
    return _NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
