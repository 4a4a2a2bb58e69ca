"""A coordinator in this process, served over loopback; its chain is what a test says it heard."""

import asyncio
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvicorn
from sqlalchemy import Connection, Table, select
from starlette.types import ASGIApp, Receive, Scope, Send

from labelfield.api.models import Lease, SignedReceipt
from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.deploy import DEVELOPMENT_PERIODS
from labelfield.db import projects as projects_db
from labelfield.db.database import Database
from labelfield.db.leases import insert_leases
from labelfield.db.tables import metadata
from labelfield.db.writer import Writer
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address, Hash32, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.typed_data import Domain
from labelfield.sdk.labeler import Labeler
from labelfield.server.app import create_app
from labelfield.server.context import (
    ChainWatch,
    Coordinator,
    PoolFacts,
    ProjectFacts,
    project_facts,
)
from labelfield.server.settings import Settings
from labelfield.server.settlement import settle_due
from labelfield.storage.folder import FolderStore
from tests import databases
from tests.server.funds import funds_of

Result = TypeVar("Result")
Json = dict[str, Any]

API_KEY = "the requester's key"
FLOAT = 1_000_000_000
LARGEST_BODY = 256 * 1024
REQUESTER_KEY = Key(DEV_KEYS[3])
REQUESTER = REQUESTER_KEY.address
DOMAIN = Domain(31337, Address("0x" + "33" * 20))
TABLES = tuple(metadata.tables.values())
ORDERED = {table: select(table).order_by(*table.primary_key.columns) for table in TABLES}
QUICK = {"minimum_answers": 2, "deduction_percent": 0, "credit_line_percent": 1000}
"""A scoring preset that finds full rates after two right answers and trusts them long."""

TEXT_CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Choices name="label" toName="text" choice="single">
    <Choice value="no"/><Choice value="yes"/>
  </Choices>
</View>"""
IMAGE_CONFIG = TEXT_CONFIG.replace("<Text ", "<Image ").replace("$text", "$image")


@dataclass(frozen=True, slots=True)
class Terms:
    """A project of short texts, with keys from t0 on."""

    name: str = "text"
    """What its texts begin with: two projects of one name share their tasks' ids."""
    tasks: int = 4
    maximum: int = 3
    minimum: int | None = None
    """The maximum where not set."""
    target_confidence_bps: int = 10_000
    price: int = 1_000
    gold: Mapping[str, str] = field(default_factory=dict)
    reserved: Mapping[str, Sequence[Address]] | None = None
    scoring: Mapping[str, int] = field(default_factory=dict)
    deposit: int | None = None
    """All that can be spent where not set."""
    max_unopened: int | None = None
    opening_interval_s: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the draft that are not as above."""


class Switchboard:
    """One server on loopback for a whole test run; it serves the app that is plugged in."""

    def __init__(self) -> None:
        self.app: ASGIApp = _nobody
        self.url = ""
        self.http = httpx.Client(trust_env=False, timeout=30)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@contextmanager
def switchboard() -> Iterator[Switchboard]:
    """Serve on a free port until the end."""
    board = Switchboard()
    config = uvicorn.Config(board, port=0, lifespan="off", log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    board.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    board.http.base_url = httpx.URL(board.url)
    yield board
    board.http.close()
    server.should_exit = True
    thread.join()


async def _nobody(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("no app is plugged in")


class World:
    """One coordinator, and what a test does to it."""

    def __init__(self, coordinator: Coordinator, board: Switchboard) -> None:
        self.coordinator = coordinator
        self.url = board.url
        self.http = board.http
        self._people: list[Person] = []
        self.app = create_app(coordinator)
        board.app = self.app

    def transact(self, use_case: Callable[[Connection], Result]) -> Result:
        """Run a use case as the server would."""
        return self.coordinator.writer.run(use_case)

    def rows(self, table: Table) -> Sequence[Any]:
        """Return all rows of a table."""
        return self.transact(lambda c: c.execute(ORDERED[table]).all())

    def dump(self) -> dict[str, list[str]]:
        """Return every row of every table."""
        return self.transact(
            lambda c: {t.name: [repr(row) for row in c.execute(ORDERED[t])] for t in TABLES}
        )

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Fail unless the database holds the same afterwards."""
        before = self.dump()
        yield
        assert self.dump() == before

    def as_requester(self, method: str, path: str, **body: Any) -> httpx.Response:
        """Ask with the API key."""
        headers = {"Authorization": f"Bearer {API_KEY}"}
        return self.http.request(method, path, headers=headers, **body)

    def drafted(self, terms: Terms) -> Json:
        """Create a draft over HTTP and return the server's answer."""
        return self._drafted(draft_of(terms))

    def open(self, terms: Terms = Terms()) -> int:
        """Open a project as if the chain had said so, and return its number."""
        return self.open_draft(draft_of(terms), terms.deposit)

    def open_draft(self, draft: Json, deposit: int | None = None) -> int:
        """Open a project of this draft, with all that can be spent where not said."""
        accepted = self._drafted(draft)
        deposit = accepted["most_that_can_be_spent"] if deposit is None else deposit
        number = len(self.rows(metadata.tables["projects"]))
        identity = Hash32(accepted["manifest_hash"])
        assert self.transact(
            lambda c: projects_db.open_project(c, identity, REQUESTER, number, deposit)
        )
        return number

    def _drafted(self, draft: Json) -> Json:
        response = self.as_requester("POST", "/api/drafts", json=draft)
        assert response.status_code == 200, response.text
        accepted: Json = response.json()
        return accepted

    def facts(self, number: int) -> ProjectFacts:
        """Return what never changes about a project."""
        return self.transact(lambda c: project_facts(self.coordinator, c, number)[0])

    def project(self, number: int) -> Any:
        """Return a project's row."""
        return self.transact(lambda c: project_facts(self.coordinator, c, number)[1])

    def set_state(self, number: int, state: str) -> None:
        """Move a project to a state."""
        identifier = self.facts(number).project_id
        self.transact(lambda c: projects_db.set_state(c, identifier, state))

    def settle(self, number: int) -> None:
        """Do the settlement that is due, as the worker does."""
        facts = self.facts(number)
        settle_due(self.coordinator.writer, facts)

    def give(self, number: int, task: str, person: "Person") -> None:
        """Lease a task to somebody, whatever the market says."""
        identifier, later_s = self.facts(number).project_id, int(time.time()) + 600
        chosen = [TaskId(task)]
        self.transact(lambda c: insert_leases(c, identifier, person.address, chosen, later_s))

    def person(self, name: str, *projects: int) -> "Person":
        """Let somebody log in and join projects."""
        found = Person(self, wallet(name))
        self._people.append(found)
        for project in projects:
            found.client.join(project)
        return found

    def people(self, count: int, *projects: int) -> "list[Person]":
        """Let several people log in and join projects."""
        return [self.person(f"person {number}", *projects) for number in range(count)]

    def close(self) -> None:
        """End every connection and the database's thread."""
        for person in self._people:
            person.client.close()
        self.coordinator.writer.close()


class Person:
    """A labeler with a wallet, a session and the SDK's client."""

    def __init__(self, world: World, key: Key) -> None:
        self._world = world
        self.wallet = key
        self.address = key.address
        self.client = Labeler(world.url, key)
        self.client.log_in()

    @property
    def headers(self) -> dict[str, str]:
        """What proves who asks."""
        return dict(self.client._http._headers)

    def get(self, path: str) -> httpx.Response:
        """Ask as this labeler."""
        return self._world.http.get(path, headers=self.headers)

    def post(self, path: str, body: object) -> httpx.Response:
        """Send as this labeler."""
        return self._world.http.post(path, json=body, headers=self.headers)

    def lease(self, project: int, count: int = 1) -> list[str]:
        """Return tasks to label."""
        return [lease.task for lease in self.leases(project, count)]

    def leases(self, project: int, count: int = 1) -> Sequence[Lease]:
        """Return leases."""
        return self.client.lease(project, count)

    def signed(self, project: int, *answers: tuple[str, str]) -> Json:
        """Return the signed request that gives these labels to these tasks."""
        pairs = [(task, answer(label)) for task, label in answers]
        return self.client.signed_answers(project, pairs)[0].model_dump()

    def send(self, project: int, request: object) -> httpx.Response:
        """Send answers."""
        return self.post(f"/api/projects/{project}/answers", request)

    def answer(self, project: int, task: str, label: str = "yes") -> SignedReceipt:
        """Label one task and return the checked receipt."""
        return self.client.submit(project, [(task, answer(label))])[0]

    def label_all(self, project: int, label: Callable[[str], str] = lambda _: "yes") -> int:
        """Label whatever there is, by the text that is shown; return how many answers."""
        given = 0
        while leases := self.leases(project, 50):
            for lease in leases:
                self.answer(project, lease.task, label(lease.data["text"]))
            given += len(leases)
        return given


@contextmanager
def coordinating(
    home: Path, board: Switchboard, pool: PoolFacts | None = None, **settings: Any
) -> Iterator[World]:
    """Yield a coordinator on a folder; its chain was just heard and holds a large float."""
    url = databases.new_url(home)
    world = World(coordinator_at(home, databases.opened(url), pool, **settings), board)
    try:
        yield world
    finally:
        world.close()
        databases.give_back(url)


def coordinator_at(
    home: Path, database: Database, pool: PoolFacts | None = None, **settings: Any
) -> Coordinator:
    """Return a coordinator on a folder and a database."""
    plain = {"chain_silence_s": 3600.0, "largest_body": LARGEST_BODY, "appeal_window_s": 0}
    plain |= settings
    return Coordinator(
        settings=Settings(home=home, **plain),
        pool=pool or pool_facts(DOMAIN),
        receipt_key=Key(DEV_KEYS[2]),
        api_key=API_KEY,
        writer=Writer(database),
        store=FolderStore(home / "store"),
        sealed=FolderStore(home / "sealed"),
        store_url=f"folder:{home / 'store'}",
        record_secret=b"the operator's secret",
        rpc_url="http://127.0.0.1:9",
        watch=ChainWatch(time.monotonic(), int(time.time()), funds_of(FLOAT)),
    )


def pool_facts(domain: Domain, token: str = "0x" + "44" * 20) -> PoolFacts:
    """Return the constants of a pool."""
    return PoolFacts(
        domain=domain,
        token=Address(token),
        token_symbol="TUSD",
        token_decimals=18,
        unit_decimals=6,
        operator=Key(DEV_KEYS[0]).address,
        periods=DEVELOPMENT_PERIODS,
    )


def draft_of(terms: Terms) -> Json:
    """Return the body of POST /api/drafts."""
    minimum = terms.maximum if terms.minimum is None else terms.minimum
    return {
        "title": "Yes or no",
        "instructions": "Choose.",
        "config": TEXT_CONFIG,
        "price": terms.price,
        "answers_per_task": {
            "minimum": minimum,
            "maximum": terms.maximum,
            "target_confidence_bps": terms.target_confidence_bps,
        },
        "scoring": dict(terms.scoring),
        "lease_s": 600,
        "max_unopened": terms.max_unopened,
        "opening_interval_s": terms.opening_interval_s,
        "requester": REQUESTER,
        "tasks": [
            {"key": f"t{number}", "data": {"text": f"{terms.name} {number}"}}
            for number in range(terms.tasks)
        ],
        "gold": [{"key": key, "answer": answer(label)} for key, label in terms.gold.items()],
        "reserved": None
        if terms.reserved is None
        else {key: list(who) for key, who in terms.reserved.items()},
        **terms.changes,
    }


def wallet(name: str) -> Key:
    """Return somebody's key."""
    return Key(keccak(name.encode()))


def answer(label: str) -> list[Any]:
    """Return the Label Studio result that chooses `label`."""
    return answer_of(parse_config(TEXT_CONFIG), label)


def picture(content: bytes) -> tuple[str, bytes]:
    """Return a media name and bytes that hash to it."""
    return f"{hashlib.sha256(content).hexdigest()}.png", content


def right_label(text: str) -> str:
    """Return what honest labelers say: yes to every second text."""
    return "yes" if int(text.rpartition(" ")[2]) % 2 else "no"


def rated(world: World, tasks: int = 12, open_tasks: int = 4) -> tuple[int, Person, list[str]]:
    """Return a project, a labeler with a full rate in it, and tasks that they hold."""
    project = world.open(Terms(tasks=tasks, maximum=2, scoring=QUICK))
    ann, bob = world.person("ann", project), world.person("bob", project)
    mine = ann.leases(project, tasks)
    done = mine[: tasks - open_tasks]
    for person in (ann, bob):
        person.leases(project, tasks)
        for lease in done:
            person.answer(project, lease.task, right_label(lease.data["text"]))
    world.settle(project)
    return project, ann, [lease.task for lease in mine[len(done) :]]


def code_of(response: httpx.Response) -> str:
    """Return the refusal's code."""
    return str(response.json()["error"]["code"])
