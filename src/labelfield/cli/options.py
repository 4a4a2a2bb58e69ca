"""Options that several commands share, and the key that signs for a requester."""

import os
from pathlib import Path
from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        help="The requester's key file (`labelfield wallet create`); its password comes from "
        "LABELFIELD_PASSWORD or the prompt. The development requester where not given.",
    ),
]


def private_key(key_file: Path | None) -> bytes:
    """Return the requester's key: of a file, or the development chain's."""
    from labelfield.chain.anvil import DEV_KEYS
    from labelfield.cli.wallet import read_key_file

    if key_file is None:
        return DEV_KEYS[3]
    password = os.environ.get("LABELFIELD_PASSWORD") or typer.prompt("Password", hide_input=True)
    return read_key_file(key_file, password)
