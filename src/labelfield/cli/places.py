"""Where a command finds the home folder, the server and the chain."""

import os
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.errors import BadStorageKey
from labelfield.requesting.places import (
    Deployed,
    deployed,
    home_folder,
    requester_client,
    server_url,
)

__all__ = [
    "Deployed",
    "HomeOption",
    "deployed",
    "greenfield_secret",
    "home_folder",
    "requester_client",
    "server_url",
]

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        envvar="LABELFIELD_HOME",
        help="Folder of the server's data; ~/.labelfield where not set.",
    ),
]


def greenfield_secret() -> bytes | None:
    """Return the key of the Greenfield account that the environment names, if it names one."""
    text = os.environ.get("LABELFIELD_GREENFIELD_KEY")
    if not text:
        return None
    try:
        secret = bytes.fromhex(text.strip().removeprefix("0x"))
    except ValueError:
        secret = b""
    if len(secret) != 32:
        raise BadStorageKey()
    return secret
