"""Where a command finds the home folder, the server and the chain."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import NoServer, NotDeployed
from labelfield.protocol.ids import Address, parse_address

if TYPE_CHECKING:
    from labelfield.sdk.requester import Requester

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        envvar="LABELFIELD_HOME",
        help="Folder of the server's data; ~/.labelfield where not set.",
    ),
]


@dataclass(frozen=True, slots=True)
class Deployed:
    """Where a home's contracts and public objects are."""

    chain_id: int
    pool: Address
    block: int
    rpc_url: str
    store: str


def home_folder(option: Path | None) -> Path:
    """Return the folder that the option or LABELFIELD_HOME names."""
    return (option or Path.home() / ".labelfield").expanduser().resolve()


def server_url(home: Path) -> str:
    """Return the address of the server that runs on a home; raise NoServer."""
    if named := os.environ.get("LABELFIELD_URL"):
        return named
    path = home / "server.json"
    if not path.exists():
        raise NoServer(home)
    return str(json.loads(path.read_text())["url"])


def requester_client(home: Path) -> "Requester":
    """Return a client with the home's API key."""
    from labelfield.sdk.requester import Requester

    url = server_url(home)
    api_key = os.environ.get("LABELFIELD_API_KEY") or (home / "api.key").read_text().strip()
    return Requester(url, api_key)


def deployed(home: Path) -> Deployed:
    """Return where a home's contracts are; raise NotDeployed."""
    path = home / "deployment.json"
    if not path.exists():
        raise NotDeployed(home)
    facts = json.loads(path.read_text())
    return Deployed(
        chain_id=facts["chain_id"],
        pool=parse_address(facts["pool"]),
        block=facts["block"],
        rpc_url=facts["rpc_url"],
        store=facts["store"],
    )
