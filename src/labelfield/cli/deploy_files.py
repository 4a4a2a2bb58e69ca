"""The files of `labelfield deploy`: transactions, addresses, explorers' forms."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from labelfield.cli.errors import FileTrouble
from labelfield.cli.files import make_folder, read_text, write_whole


def read_signed(file: Path) -> list[str]:
    """Return the raw transactions in a file: one in hexadecimal a line, blank lines ignored."""
    lines = [line.strip() for line in read_text(file).splitlines() if line.strip()]
    if not lines:
        raise FileTrouble(file, "is empty: it must hold a signed transaction a line")
    return lines


def write_unsigned(file: Path, transactions: Sequence[Mapping[str, str]]) -> None:
    """Write transactions for a wallet to sign."""
    write_whole(file, [_json(transactions)])


def write_deployment(
    folder: Path,
    facts: Mapping[str, object],
    forms: Sequence[Mapping[str, str]],
    standard_input: bytes,
) -> None:
    """Write where the contracts are, and what block explorers ask for."""
    make_folder(folder)
    write_whole(folder / "deployment.json", [_json(facts)])
    write_whole(folder / "verification.json", [_json(forms)])
    write_whole(folder / "standard-input.json", [standard_input])


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()
