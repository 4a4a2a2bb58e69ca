"""Starting and stopping one coordinator with everything it needs on this machine."""

import fcntl
import gc
import json
import logging
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import uvicorn

from labelfield.chain.anvil import DEV_KEYS, Anvil, start_anvil, stop_anvil
from labelfield.chain.deploy import (
    CourtSettings,
    Deployment,
    PoolSettings,
    deploy_development,
)
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import Periods
from labelfield.db.database import open_database
from labelfield.db.schema import upgrade
from labelfield.db.totals import keep_for_pool
from labelfield.db.writer import Writer
from labelfield.protocol.ids import parse_address
from labelfield.protocol.keys import Key
from labelfield.server.app import create_app
from labelfield.server.context import Contracts, Coordinator, PoolFacts
from labelfield.server.errors import (
    AlreadyRunning,
    ChainForgotten,
    NoFreePort,
    OlderHome,
    SettleByTooLong,
)
from labelfield.server.heartbeat import Heartbeat
from labelfield.server.high_water import check_newest
from labelfield.server.media_expiry import MediaExpiry
from labelfield.server.private_projects import privacy_of
from labelfield.server.settings import Settings
from labelfield.server.storage import PublicStorage, opened_storage
from labelfield.server.storage_watch import storage_watch
from labelfield.server.webhooks import Deliverer
from labelfield.server.worker import Worker
from labelfield.storage.folder import FolderStore
from labelfield.storage.private_store import PrivateStore

OPERATOR_KEY, CHECKPOINT_KEY, RECEIPT_KEY, REQUESTER_KEY, RELAYER_KEY = DEV_KEYS
PORTS_TO_TRY = 50
STREAMS_END_S = 3
"""Streams that clients hold open are cut off so long after the stop was asked for."""
SWITCH_INTERVAL_S = 0.0005
"""The event loop and the database's thread hand over often; the default of 5 ms is waited out."""
NEW_OBJECTS = 20_000
"""Between two looks for cycles, of which requests leave few; the default is 700."""
PRIVATE_FOLDERS = ("sealed", "pieces")
DEVELOPMENT_PERIODS = Periods(
    settle_within=120,
    grace=60,
    checkpoint_interval=60,
    close_notice=300,
    float_exit_delay=300,
    bond_exit_delay=600,
    opening_interval=7_200,
    challenge_window=120,
    claim_time=3_600,
)
"""Short, so that everything can be watched."""
DEVELOPMENT_DISPUTES = CourtSettings(
    answer_window_s=300,
    reveal_window_s=120,
    arbitration_window_s=1_200,
    overdue_grace_s=120,
    commit_window_s=120,
)
"""A dispute ends within the claim time."""

log = logging.getLogger("labelfield.server")


@dataclass(frozen=True, slots=True)
class OperatorKeys:
    """With which keys a server acts for its operator."""

    checkpoint: bytes = field(repr=False)
    """Credits, and opens records."""
    receipt: bytes = field(repr=False)
    """Signs receipts."""
    relayer: bytes = field(repr=False)
    """Pays for withdrawals, registrations and proofs."""


DEVELOPMENT_KEYS = OperatorKeys(CHECKPOINT_KEY, RECEIPT_KEY, RELAYER_KEY)


@dataclass(frozen=True, slots=True)
class Running:
    """What a started server tells whoever started it."""

    url: str
    rpc_url: str
    deployment: Deployment
    home: Path
    store_url: str


@dataclass(frozen=True, slots=True)
class Served:
    """A pool to be served, and everything that is needed for it."""

    settings: Settings
    pool: Pool
    deployment: Deployment
    keys: OperatorKeys
    storage: PublicStorage


def run_server(settings: Settings, started: Callable[[Running], None]) -> None:
    """Serve until SIGINT or SIGTERM; `started` is called once requests are answered.

    Whoever calls it has SIGTERM raise KeyboardInterrupt, as the command line does.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with (
        holding(settings.home),
        _development_chain(settings.home) as anvil,
        opened_storage(settings) as storage,
    ):
        deployment = _deployment(settings.home, anvil.rpc_url, storage.url)
        pool = Pool(anvil.rpc_url, deployment.pool)

        def announce(running: Running) -> None:
            facts = {"url": running.url, "pid": os.getpid()}
            write_json(settings.home / "server.json", facts)
            started(running)

        try:
            serve_all([Served(settings, pool, deployment, DEVELOPMENT_KEYS, storage)], announce)
        finally:
            (settings.home / "server.json").unlink(missing_ok=True)


def serve_all(wanted: Sequence[Served], started: Callable[[Running], None]) -> None:
    """Serve pools until SIGINT or SIGTERM, each at its own port; `started` is told of each.

    Each has its own threads, database and loop; when one of them ends, all do.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    one_at_a_time = threading.Lock()

    def tell(running: Running) -> None:
        with one_at_a_time:
            started(running)

    with ExitStack() as stack:
        first, *others = [stack.enter_context(_ready(each, tell)) for each in wanted]
        gc.freeze()  # what is loaded stays: looking through it again and again holds answers up
        gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
        gc.enable()  # the command that starts has it wait
        beside = [threading.Thread(target=each.serve_beside, args=(first,)) for each in others]
        for thread in beside:
            thread.start()
        try:
            first.run()
        finally:
            for each in others:
                each.should_exit = True
            for thread in beside:
                thread.join()


@contextmanager
def _ready(served: Served, started: Callable[[Running], None]) -> Iterator["_Server"]:
    """Yield a server that takes requests once it runs; it settles when it is its turn."""
    settings, pool, keys = served.settings, served.pool, served.keys
    listener = _listen(settings.host, settings.port)
    with (
        coordinating(settings, pool, keys, served.storage, served.deployment) as coordinator,
        ExitStack() as running,
    ):
        check_newest(coordinator.writer, pool, settings.home)
        watch = storage_watch(coordinator)
        if watch is not None:
            running.callback(watch.stop)
        first_block = served.deployment.block
        for each in (  # they end in the other order, the worker first
            MediaExpiry(coordinator),
            Deliverer(coordinator),
            Heartbeat(coordinator.watch, pool),
            Worker(coordinator, pool, keys.checkpoint, keys.relayer, first_block),
        ):
            each.start()
            running.callback(each.stop)
        url = settings.public_url or _url(settings.host, listener.getsockname()[1])
        places = (served.deployment, settings.home, served.storage.url)
        told = partial(started, Running(url, pool.rpc_url, *places))
        yield _Server(coordinator, listener, told)


class _Server(uvicorn.Server):
    """Answers requests at its own socket, and tells when it does."""

    def __init__(
        self, coordinator: Coordinator, listener: socket.socket, started: Callable[[], None]
    ) -> None:
        super().__init__(
            uvicorn.Config(
                create_app(coordinator),
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the application knows which proxies it believes
                timeout_graceful_shutdown=STREAMS_END_S,
            )
        )
        self._listener = listener
        self._tell = started

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until it is to end: by a signal, on the main thread."""
        super().run(sockets or [self._listener])

    def serve_beside(self, first: "_Server") -> None:
        """Serve on a thread of its own; when it ends, so does the first."""
        try:
            self.run()
        finally:
            first.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._tell()


@contextmanager
def holding(home: Path) -> Iterator[None]:
    """Hold the home's lock: two servers on one database would tell two stories."""
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(home) from error
        yield


@contextmanager
def _development_chain(home: Path) -> Iterator[Anvil]:
    anvil = start_anvil(home / "chain")
    try:
        yield anvil
    finally:
        stop_anvil(anvil)


def _deployment(home: Path, rpc_url: str, store_url: str) -> Deployment:
    """Return where the contracts are; deploy them on a new chain."""
    path = home / "deployment.json"
    if path.exists():
        deployment = read_deployment(home)
        if Pool(rpc_url, deployment.pool).block_number() < deployment.block:
            raise ChainForgotten(home)
        return deployment
    settings = PoolSettings(
        checkpoint_key=Key(CHECKPOINT_KEY).address,
        receipt_key=Key(RECEIPT_KEY).address,
        disputes=DEVELOPMENT_DISPUTES,
        periods=DEVELOPMENT_PERIODS,
    )
    deployment = deploy_development(rpc_url, OPERATOR_KEY, settings)
    write_json(path, {**asdict(deployment), "rpc_url": rpc_url, "store": store_url})
    return deployment


def read_deployment(home: Path) -> Deployment:
    """Return where the contracts of a home are; raises FileNotFoundError on a new one."""
    facts = json.loads((home / "deployment.json").read_text())
    if "court" not in facts:
        raise OlderHome(home)
    return Deployment(
        chain_id=facts["chain_id"],
        token=parse_address(facts["token"]),
        registry=parse_address(facts["registry"]),
        court=parse_address(facts["court"]),
        pool=parse_address(facts["pool"]),
        block=facts["block"],
        deposits=parse_address(facts["deposits"]) if facts.get("deposits") else None,
    )


@contextmanager
def coordinating(
    settings: Settings,
    pool: Pool,
    keys: OperatorKeys,
    storage: PublicStorage,
    deployment: Deployment,
) -> Iterator[Coordinator]:
    """Yield what all use cases share, on the home's database; nothing is served yet."""
    if settings.settle_by_s > pool.periods.settle_within:
        raise SettleByTooLong(settings.settle_by_s, pool.periods.settle_within)
    _keep_private(settings)
    database = open_database(
        settings.database_url or f"sqlite:///{settings.home / 'labelfield.sqlite'}"
    )
    upgrade(database)
    writer = Writer(database)
    writer.run(lambda connection: keep_for_pool(connection, deployment.chain_id, pool.address))
    sealed = FolderStore(settings.home / "sealed")
    try:
        yield Coordinator(
            settings=settings,
            pool=_pool_facts(pool),
            receipt_key=Key(keys.receipt),
            api_key=_secret(settings.home / "api.key"),
            writer=writer,
            store=PrivateStore(storage.store, lambda bucket: privacy_of(sealed, bucket)),
            sealed=sealed,
            store_url=storage.url,
            contracts=Contracts(deployment.registry, deployment.block, deployment.deposits),
            greenfield=storage.greenfield,
            record_secret=bytes.fromhex(_secret(settings.home / "record.secret")),
            rpc_url=pool.rpc_url,
        )
    finally:
        writer.close()


def _keep_private(settings: Settings) -> None:
    """Let no other user of the machine read what is sealed, wherever the home lies."""
    for name in PRIVATE_FOLDERS:
        (settings.home / name).mkdir(mode=0o700, exist_ok=True)
    if settings.database_url is None:
        (settings.home / "labelfield.sqlite").touch(mode=0o600)


def _pool_facts(pool: Pool) -> PoolFacts:
    return PoolFacts(
        domain=pool.domain,
        token=pool.token,
        token_symbol=pool.token_symbol,
        token_decimals=pool.token_decimals,
        unit_decimals=pool.unit_decimals,
        operator=pool.operator,
        periods=pool.periods,
    )


def _secret(path: Path) -> str:
    """Return the home's secret of this name, made at its first use."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on `port` or the next free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + PORTS_TO_TRY):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError:
            listener.close()
            continue
        listener.listen(1024)
        return listener
    raise NoFreePort(host, port, PORTS_TO_TRY)


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def write_json(path: Path, content: dict[str, object]) -> None:
    """Write a file of facts, whole or not at all."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(content, indent=1) + "\n")
    temporary.replace(path)
