"""Where a command finds the home folder, the server and the chain."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import BadStorageKey
from labelfield.requesting.places import (
    Deployed,
    deployed,
    home_folder,
    requester_client,
    server_url,
)

if TYPE_CHECKING:
    from labelfield.chain.pool import Pool

__all__ = [
    "Deployed",
    "HomeOption",
    "PoolOption",
    "RpcOption",
    "deployed",
    "greenfield_secret",
    "home_folder",
    "pool_at",
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


RpcOption = Annotated[
    str | None, typer.Option("--rpc", help="A node of the chain; the home's where not set.")
]
PoolOption = Annotated[
    str | None, typer.Option("--pool", help="The LabelPool contract; the home's where not set.")
]


def pool_at(home: Path | None, rpc: str | None, pool: str | None) -> "Pool":
    """Return the home's pool, or the one named."""
    from labelfield.chain.pool import Pool
    from labelfield.protocol.ids import parse_address

    if rpc is None or pool is None:
        known = deployed(home_folder(home))
        rpc, pool = rpc or known.rpc_url, pool or known.pool
    return Pool(rpc, parse_address(pool))


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
