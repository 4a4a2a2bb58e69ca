"""Where the home folder, the server and the chain are."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labelfield.protocol.ids import Address, parse_address
from labelfield.requesting.errors import NoApiKey, NoServer, NotDeployed

if TYPE_CHECKING:
    from labelfield.sdk.requester import Requester


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
    running = json.loads(path.read_text())
    if not _is_running(running["pid"]):
        raise NoServer(home)
    return str(running["url"])


def requester_client(home: Path) -> "Requester":
    """Return a client with the home's API key."""
    from labelfield.sdk.requester import Requester

    url = server_url(home)
    api_key = os.environ.get("LABELFIELD_API_KEY")
    if not api_key:
        file = home / "api.key"
        if not file.exists():
            raise NoApiKey(home)
        api_key = file.read_text().strip()
    return Requester(url, api_key)


def deployed(home: Path) -> Deployed:
    """Return where the contracts of the named server or of a home are; raise NotDeployed.

    A server that LABELFIELD_URL names is asked; its node is too, unless LABELFIELD_RPC names one.
    """
    if url := os.environ.get("LABELFIELD_URL"):
        return _told(url.rstrip("/"))
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


def _told(url: str) -> Deployed:
    from labelfield.sdk.chain import CHAIN_PATH, chain_facts

    facts = chain_facts(url)
    return Deployed(
        chain_id=facts.chain_id,
        pool=parse_address(facts.pool),
        block=facts.first_block,
        rpc_url=os.environ.get("LABELFIELD_RPC") or url + CHAIN_PATH,
        store=facts.store,
    )


def _is_running(pid: int) -> bool:
    """Tell whether a process is there; a killed server leaves its address behind."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
