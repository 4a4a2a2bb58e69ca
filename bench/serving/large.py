"""A large project in one server: handing out tasks, settling, and what it takes of memory."""

import resource
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import Connection, Table, insert

from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.deploy import DEVELOPMENT_PERIODS
from labelfield.chain.pool_state import Funds, PoolState
from labelfield.db.database import open_database
from labelfield.db.projects import DraftRow, begin_draft, finish_draft, insert_tasks, open_project
from labelfield.db.schema import upgrade
from labelfield.db.tables import answers, labelers, memberships, projects, tasks
from labelfield.db.writer import Writer
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import ZERO_HASH, Address, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.manifest import AnswersPerTask, Manifest, manifest_hash, manifest_json
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task, task_id, task_json
from labelfield.protocol.typed_data import Domain
from labelfield.server.context import ChainWatch, Coordinator, PoolFacts, known_facts
from labelfield.server.leasing import lease
from labelfield.server.settings import Settings
from labelfield.server.settlement import load_compiled, settle_due
from labelfield.storage.folder import FolderStore

EACH = 5
"""Answers to a task."""
AT_ONCE = 20_000
ROUNDS = 2_000
"""Times that somebody asks for a task."""
OPERATOR = Key(DEV_KEYS[0]).address


@dataclass(frozen=True, slots=True)
class Size:
    """How large the project is."""

    tasks: int
    labelers: int
    answers: int
    """Settled and to be settled."""
    new: int
    """Of them those that the measured settlement counts first."""


def measure(size: Size, folder: Path, config: str, url: str | None) -> None:
    """Print a line for each of the measurements."""
    filling = get_context("spawn").Process(target=_prepare, args=(size, folder, config, url))
    filling.start()  # in a process of its own: its memory is not the server's
    filling.join()
    coordinator, people = _coordinator(folder, url), _people(size)
    writer = coordinator.writer
    facts = writer.run(lambda connection: known_facts(coordinator, connection, 1))
    delays = sorted(_ask(coordinator, people) for _ in range(ROUNDS))
    print(
        f"next task, {size.tasks:,} tasks, {size.labelers:,} labelers: "
        f"p50 {delays[ROUNDS // 2] * 1e3:.2f} ms, p99 {delays[ROUNDS * 99 // 100] * 1e3:.2f} ms"
        "   (wanted 5 ms)"
    )
    load_compiled(size.answers)  # as the settlement worker does when it starts
    started, worked = time.perf_counter(), time.process_time()
    assert settle_due(writer, facts)
    seconds = time.perf_counter() - started
    print(
        f"settlement of {size.new:,} new of {size.answers:,} answers: {seconds:.1f} s, "
        f"processor {time.process_time() - worked:.1f} s   (wanted 5 s)"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"memory at the most: {peak:.0f} MB   (wanted 500 MB)")
    writer.close()


def _prepare(size: Size, folder: Path, config: str, url: str | None) -> None:
    writer = _coordinator(folder, url).writer
    project_id = writer.run(lambda connection: _open(connection, size, config))
    _fill(writer, project_id, size, _people(size), config)
    writer.close()


def _people(size: Size) -> list[Address]:
    return [Address(f"0x{place:040x}") for place in range(1, size.labelers + 1)]


def _ask(coordinator: Coordinator, people: Sequence[Address]) -> float:
    """Return how long somebody waited for a task, with nobody before them."""
    labeler, now_s = secrets.choice(people), int(time.time())
    started = time.perf_counter()
    found = coordinator.writer.run(
        lambda connection: lease(coordinator, connection, 1, labeler, 1, now_s)
    )
    assert found.leases
    return time.perf_counter() - started


def _coordinator(folder: Path, url: str | None) -> Coordinator:
    database = open_database(url or f"sqlite:///{folder / 'labelfield.sqlite'}")
    upgrade(database)
    funds = Funds(PoolState.RUNNING, float=10**15, bond=10**16, unproven=0)
    return Coordinator(
        settings=Settings(home=folder),
        pool=PoolFacts(
            domain=Domain(31337, OPERATOR),
            token=OPERATOR,
            token_symbol="TUSD",  # noqa: S106 (a name)
            token_decimals=18,
            unit_decimals=6,
            operator=OPERATOR,
            periods=DEVELOPMENT_PERIODS,
        ),
        receipt_key=Key(DEV_KEYS[2]),
        api_key="",
        writer=Writer(database),
        store=FolderStore(folder / "store"),
        sealed=FolderStore(folder / "sealed"),
        store_url="folder:store",
        record_secret=bytes(32),
        watch=ChainWatch(time.monotonic(), int(time.time()), funds),
    )


def _open(connection: Connection, size: Size, config: str) -> int:
    manifest = Manifest(
        title="Large",
        instructions="Choose.",
        config=config,
        task_batches=(ZERO_HASH,),
        task_count=size.tasks,
        gold_count=0,
        gold_root=ZERO_HASH,
        price=1_000,
        answers_per_task=AnswersPerTask(EACH, EACH, 10_000),
        scoring=Scoring(("yes", "no")),
        lease_s=600,
        fee_bps=200,
        operator=OPERATOR,
        opening_interval_s=3_600,
        max_unopened=10**9,
        privacy="public",
    )
    name = manifest_hash(manifest)
    shown = [Task(f"t{place}", {"text": f"Statement {place}."}) for place in range(size.tasks)]
    rows = [(task_id(task), task_json(task)) for task in shown]
    draft = DraftRow(name, manifest_json(manifest), OPERATOR, "large", "choices", (), None)
    project_id = begin_draft(connection, draft)
    insert_tasks(connection, project_id, list(enumerate(rows)))
    finish_draft(connection, project_id, draft)
    assert open_project(connection, name, OPERATOR, 1, 10**15)
    return project_id


def _fill(
    writer: Writer, project_id: int, size: Size, people: Sequence[Address], config: str
) -> None:
    """Store what others answered before: tasks are full in the order of their ids."""
    names = writer.run(
        lambda connection: (
            connection.execute(
                tasks.select().with_only_columns(tasks.c.task).limit(size.answers // EACH)
            )
            .scalars()
            .all()
        )
    )
    parsed = parse_config(config)
    said = [canonical_json(answer_of(parsed, label)) for label in ("yes", "no")]
    given = _given(project_id, names, people, said)
    _insert(writer, answers, given, size.answers // EACH * EACH)
    counts = {"project_id": project_id, "head": ZERO_HASH, "rate32": 20}
    each = max(size.answers // size.labelers, 1)
    _insert(writer, labelers, ({"labeler": who, "receipts": each} for who in people), len(people))
    members = ({**counts, "labeler": who, "sequence": each} for who in people)
    _insert(writer, memberships, members, len(people))
    writer.run(lambda connection: _close(connection, project_id, names, size))


def _given(
    project_id: int, names: Sequence[TaskId], people: Sequence[Address], said: Sequence[bytes]
) -> Iterator[dict[str, object]]:
    for place, name in enumerate(names):
        for turn in range(EACH):
            number = place * EACH + turn
            label = (place + (number % 7 == 0)) % 2
            yield {
                "project_id": project_id,
                "labeler": people[number % len(people)],
                "sequence": number // len(people) + 1,
                "task": name,
                "position": turn + 1,
                "answer_json": said[label],
                "label": label,
                "salt": "0x" + "ab" * 16,
                "time_s": 1,
                "head": keccak_hex(number.to_bytes(8)),
                "settlement": 0,
                "increment": 0,
                "receipt_number": number // len(people) + 1,
                "owed": 0,
                "settle_by_s": 1,
            }


def _insert(writer: Writer, table: Table, rows: Iterator[dict[str, object]], count: int) -> None:
    for start in range(0, count, AT_ONCE):
        some = [next(rows) for _ in range(min(AT_ONCE, count - start))]
        writer.run(lambda connection, some=some: connection.execute(insert(table), some))


def _close(connection: Connection, project_id: int, names: Sequence[TaskId], size: Size) -> None:
    """Close the answered tasks: the last for the settlement that is due, the others before."""
    old = len(names) - size.new // EACH
    for closing, some in ((1, names[:old]), (2, names[old:])):
        for start in range(0, len(some), AT_ONCE):
            chosen = some[start : start + AT_ONCE]
            connection.execute(
                tasks.update()
                .where(tasks.c.project_id == project_id, tasks.c.task.in_(chosen))
                .values(closing=closing, answers=EACH)
            )
    connection.execute(
        projects.update().values(
            settlements=1,
            begun_settlements=1,
            accepted=size.answers,
            closed_tasks=len(names),
        )
    )
