"""Serving pools that are on a chain already, alone or beside other servers of the same pools."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from labelfield.chain.anvil import CHAIN_ID
from labelfield.chain.deploy import Deployment
from labelfield.chain.pool import Pool
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key
from labelfield.server.errors import NoKeys, NoPool, SharedAccount, WrongKey
from labelfield.server.run import (
    DEVELOPMENT_KEYS,
    OperatorKeys,
    Running,
    Served,
    holding,
    read_deployment,
    serve_all,
    write_json,
)
from labelfield.server.settings import Settings
from labelfield.server.storage import opened_storage


@dataclass(frozen=True, slots=True)
class Place:
    """Which pool a home is for; what is not given is what the home began with."""

    rpc_url: str | None
    pool: Address | None
    first_block: int | None
    """No event of the pool is older; the newest block where a new home is not told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pool that is to be served."""

    settings: Settings
    place: Place

    keys: OperatorKeys | None
    """None on a chain on which nothing is worth anything."""


def serve(wanted: Sequence[Wanted], started: Callable[[Running], None]) -> None:
    """Serve pools in one process until SIGINT or SIGTERM.

    Servers of one pool share a PostgreSQL database and the home folder; on a SQLite file there is
    one.
    """
    with ExitStack() as stack:
        found = [stack.enter_context(_served(each)) for each in wanted]
        _check_apart(found)
        serve_all(found, started)


@contextmanager
def _served(wanted: Wanted) -> Iterator[Served]:
    settings = wanted.settings
    settings.home.mkdir(parents=True, exist_ok=True)
    with _alone(settings), opened_storage(settings) as storage:
        rpc_url, deployment = _where(settings.home, wanted.place, storage.url)
        pool = Pool(rpc_url, deployment.pool)
        pool.require_chain(deployment.chain_id)
        keys = wanted.keys or _development_keys(deployment.chain_id)
        _check_keys(pool, keys)
        yield Served(settings, pool, deployment, keys, storage)


def _check_apart(served: Sequence[Served]) -> None:
    """Refuse pools on one chain whose transactions would take each other's nonces."""
    users: dict[tuple[int, Address], Address] = {}
    for each in served:
        for account in {Key(each.keys.checkpoint).address, Key(each.keys.relayer).address}:
            place = each.deployment.chain_id, account
            if place in users:
                raise SharedAccount(account, users[place], each.pool.address)
            users[place] = each.pool.address


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Hold the home where the database is in it."""
    if settings.database_url is not None:
        yield
        return
    with holding(settings.home):
        yield


def _where(home: Path, place: Place, store_url: str) -> tuple[str, Deployment]:
    """Return the node and the contracts; a new home remembers them."""
    path = home / "deployment.json"
    if path.exists():
        deployment = read_deployment(home)
        if place.pool not in (None, deployment.pool):
            raise NoPool(f"{home} is for the pool {deployment.pool}, not {place.pool}")
        return place.rpc_url or _remembered_node(home), deployment
    if place.pool is None or place.rpc_url is None:
        raise NoPool(f"{home} is new: say --rpc-url and --pool")
    pool = Pool(place.rpc_url, place.pool)
    block = pool.block_number() if place.first_block is None else place.first_block
    deployment = Deployment(pool.chain_id, pool.token, pool.registry, pool.court, place.pool, block)
    write_json(path, {**asdict(deployment), "rpc_url": place.rpc_url, "store": store_url})
    return place.rpc_url, deployment


def _remembered_node(home: Path) -> str:
    return str(json.loads((home / "deployment.json").read_text())["rpc_url"])


def _development_keys(chain_id: int) -> OperatorKeys:
    """Return the keys that everybody knows, on the chain on which nothing is worth anything."""
    if chain_id != CHAIN_ID:
        raise NoKeys(chain_id)
    return DEVELOPMENT_KEYS


def _check_keys(pool: Pool, keys: OperatorKeys) -> None:
    """Refuse keys that the Registry does not know: nothing that they sign would count."""
    checkpoint, receipt = Key(keys.checkpoint).address, Key(keys.receipt).address
    if checkpoint != pool.checkpoint_key():
        raise WrongKey("checkpoint", checkpoint, pool.operator)
    if not pool.is_receipt_key(receipt):
        raise WrongKey("receipt", receipt, pool.operator)
