"""How long an audit takes, and how much memory: a project of a million answers, on a real chain.

    python bench/verify.py [ANSWERS]

Makes a running project in a folder store: 20 checkpoints, each with the answers to a twentieth of
the tasks, the settlement that counts them, and the credits it makes due; one task stays open.
Labelers sign 20 answers at once, as the page does. Then `labelfield verify` runs on it in a
process of its own, whole and for one labeler; its wall time and the peak of its memory are
printed beside what is wanted: 60 s and 1.5 GB on two cores, 2 s for one labeler's money.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from labelfield.chain import calls
from labelfield.chain.anvil import DEV_KEYS, start_anvil, stop_anvil
from labelfield.chain.deploy import PoolSettings, deploy_development
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.collect.inputs import ClosedAnswer, Member, collect_inputs
from labelfield.ledger.deposit import fee_down
from labelfield.ledger.receipt import Standing, increment_down
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.manifest import AnswersPerTask, Manifest, manifest_hash, manifest_json
from labelfield.protocol.messages import Answer, Session, answer_hash, digest
from labelfield.protocol.record import (
    AnswerRow,
    ClosingRow,
    ContentRow,
    CreditRow,
    Record,
    RecordHeader,
    SessionRow,
    SettlementRow,
    SignatureRow,
)
from labelfield.protocol.record_json import rows_root
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.sealing import record_key
from labelfield.protocol.tasks import Task, task_id, task_json
from labelfield.publish.record import sealed_record
from labelfield.quality.consensus import consensus
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.settle import judge, settle
from labelfield.storage.bundle import BundleItem, write_bundle
from labelfield.storage.content import put_content
from labelfield.storage.folder import FolderStore
from labelfield.storage.names import bucket_of

ANSWERS = 1_000_000
A_TASK = 10
AN_LABELER = 500
CHECKPOINTS = 20
A_SIGNATURE = 20
PRICE = 1_000
FEE_BPS = 200
RIGHT = 0.85
CONFIG = (
    '<View><Text name="text" value="$text"/><Choices name="label" toName="text" choice="single">'
    '<Choice value="no"/><Choice value="yes"/></Choices></View>'
)
SAID = tuple(
    canonical_json(
        [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": [each]}}]
    )
    for each in ("no", "yes")
)
MOST = 2**40 - 1
SECRET = keccak(b"bench verify")


def main() -> None:
    """Make the project and audit it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        anvil = start_anvil(home / "chain", block_time_s=None)
        try:
            started = time.monotonic()
            project = Project(home, anvil.rpc_url, count)
            project.make()
            print(f"made {count} answers in {time.monotonic() - started:.0f} s", flush=True)
            report("whole project", project.audited())
            report("one labeler's money", project.audited("--labeler", project.people[0].address))
        finally:
            stop_anvil(anvil)


def report(what: str, used: tuple[float, float, float, str]) -> None:
    """Print a line."""
    wall_s, processor_s, megabytes, said = used
    print(
        f"{what:20} {wall_s:7.1f} s, {processor_s:7.1f} s of processor, {megabytes:6.0f} MB  {said}"
    )


@dataclass(slots=True)
class Person:
    """A labeler's chain and money."""

    wallet: Key
    session: Key
    sequence: int = 0
    head: Hash32 = ZERO_HASH
    owed: int = 0
    credited: int = 0
    standing: Standing = field(default_factory=lambda: Standing(0, None))

    @property
    def address(self) -> Address:
        """The wallet's account."""
        return self.wallet.address


@dataclass(slots=True)
class Project:
    """What is made, and where."""

    home: Path
    rpc_url: str
    count: int
    people: list[Person] = field(default_factory=list)
    first_block: int = 0
    pool: Pool = field(init=False)
    number: ProjectNumber = field(init=False)
    manifest: Manifest = field(init=False)
    store: FolderStore = field(init=False)
    bucket: str = ""
    indices: dict[Address, int] = field(default_factory=dict)
    closed: list[ClosedAnswer] = field(default_factory=list)
    previous: Hash32 = ZERO_HASH
    credited: int = 0

    def make(self) -> None:
        """Deploy, open, and write checkpoint after checkpoint."""
        tasks = [
            Task(f"t{number}", {"text": f"text {number}"})
            for number in range(self.count // A_TASK + 1)
        ]
        names = max(self.count // AN_LABELER, A_TASK)
        self.people = [
            Person(Key(keccak(b"wallet %d" % n)), Key(keccak(b"session %d" % n)))
            for n in range(names)
        ]
        self._open(tasks)
        ids = [task_id(task) for task in tasks]
        generator = np.random.default_rng(0)
        for number, some in enumerate(
            np.array_split(np.arange(len(ids) - 1), CHECKPOINTS), start=1
        ):
            self._checkpoint(number, [ids[place] for place in some.tolist()], generator)
        key = Hash32(hex_of(record_key(SECRET, CHECKPOINTS)))
        self._checkpointer().execute(
            calls.open_records(self.pool.address, self.number, CHECKPOINTS, key)
        )

    def audited(self, *options: str) -> tuple[float, float, float, str]:
        """Verify in a process of its own: wall and processor seconds, most MB, words."""
        command = [sys.executable, "-m", "labelfield.cli", "verify", str(self.number), *options]
        command += ["--rpc", self.rpc_url, "--pool", self.pool.address]
        command += [
            "--store",
            f"folder:{self.home / 'store'}",
            "--from-block",
            str(self.first_block),
        ]
        started = time.monotonic()
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            said = process.stdout.read().decode().strip()
            _, _, used = os.wait4(process.pid, 0)
        wall_s = time.monotonic() - started
        return wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said

    def _open(self, tasks: list[Task]) -> None:
        keys = [Key(key).address for key in DEV_KEYS]
        settings = PoolSettings(keys[1], keys[2], float_units=1, bond_units=10 * MOST)
        deployed = deploy_development(self.rpc_url, DEV_KEYS[0], settings)
        self.pool, self.first_block = Pool(self.rpc_url, deployed.pool), deployed.block
        self.store = FolderStore(self.home / "store")
        lines = b"".join(task_json(task) + b"\n" for task in tasks)
        batch = write_bundle([BundleItem("tasks.jsonl", lines, "application/jsonl")])
        self.manifest = Manifest(
            title="Bench",
            instructions="Choose.",
            config=CONFIG,
            task_batches=(Hash32(hex_of(keccak(batch))),),
            task_count=len(tasks),
            gold_count=0,
            gold_root=ZERO_HASH,
            price=PRICE,
            answers_per_task=AnswersPerTask(A_TASK, A_TASK, 10_000),
            scoring=Scoring(("no", "yes")),
            lease_s=600,
            fee_bps=FEE_BPS,
            operator=keys[0],
            opening_interval_s=3_600,
            max_unopened=MOST,
            privacy="public",
        )
        identity = manifest_hash(self.manifest)
        self.bucket = bucket_of(self.pool.chain_id, self.pool.address, identity)
        put_content(self.store, self.bucket, manifest_json(self.manifest))
        put_content(self.store, self.bucket, batch)
        self._lock(identity)

    def _lock(self, identity: Hash32) -> None:
        requester = Sender(self.rpc_url, DEV_KEYS[3])
        deposit = self.count * PRICE * 2
        requester.execute(calls.mint(self.pool.token, requester.address, deposit * self.pool.unit))
        requester.execute(
            calls.approve(self.pool.token, self.pool.address, deposit * self.pool.unit)
        )
        store = f"folder:{self.home / 'store'}"
        terms = calls.ProjectTerms(identity, store, FEE_BPS, MOST)
        requester.execute(calls.open_project(self.pool.address, terms, deposit))
        self.number = ProjectNumber(1)
        addresses = [person.address for person in self.people]
        for start in range(0, len(addresses), 200):
            call = calls.register(self.pool.registry, addresses[start : start + 200])
            self._checkpointer().execute(call)
        self.indices = self.pool.labeler_indices(addresses)

    def _checkpoint(self, number: int, tasks: list[TaskId], generator: np.random.Generator) -> None:
        said = self._answers(tasks, generator)
        rows, contents, signatures, signers = self._accepted(number, said)
        settlement = self._settled(number)
        credits = self._credits()
        total = sum(row.amount for row in credits)
        fee = fee_down(self.credited + total, FEE_BPS) - fee_down(self.credited, FEE_BPS)
        self.credited += total
        header = RecordHeader(
            chain_id=self.pool.chain_id,
            pool=self.pool.address,
            project=self.number,
            checkpoint=number,
            previous=self.previous,
            fee=fee,
            rows_root=rows_root(rows),
        )
        record = Record(
            header=header,
            sessions=tuple(self._session(person) for person in signers),
            answers=tuple(rows),
            signatures=tuple(signatures),
            closings=tuple(ClosingRow(task, number) for task in sorted(tasks)),
            contents=tuple(contents),
            settlements=(settlement,),
            gold=(),
            credits=tuple(credits),
        )
        sealed = sealed_record(record, record_key(SECRET, number))
        self.previous = put_content(self.store, self.bucket, sealed)
        entries = sorted((row.index, row.amount) for row in credits)
        self._checkpointer().execute(
            calls.checkpoint(self.pool.address, self.number, number, self.previous, entries)
        )

    def _answers(
        self, tasks: list[TaskId], generator: np.random.Generator
    ) -> dict[int, list[tuple[TaskId, int, int]]]:
        """Return what each person says of some tasks: task, class, position."""
        found: dict[int, list[tuple[TaskId, int, int]]] = {}
        for place, task in enumerate(tasks):
            first = int(generator.integers(len(self.people)))
            truth = int(generator.integers(2))
            right = generator.random(A_TASK) < RIGHT
            for position in range(A_TASK):
                who = (first + position * (place % 7 + 1)) % len(self.people)
                while any(each[0] == task for each in found.get(who, ())[-1:]):
                    who = (who + 1) % len(self.people)
                label = truth if right[position] else 1 - truth
                found.setdefault(who, []).append((task, label, position + 1))
        return found

    def _accepted(
        self, number: int, said: dict[int, list[tuple[TaskId, int, int]]]
    ) -> tuple[list[AnswerRow], list[ContentRow], list[SignatureRow], list[Person]]:
        rows: list[AnswerRow] = []
        contents: list[ContentRow] = []
        signatures: list[SignatureRow] = []
        people = sorted((self.people[who].address, who) for who in said)
        for _, who in people:
            person = self.people[who]
            for count, (task, label, position) in enumerate(said[who], start=1):
                row, content, link = self._one(person, number, task, label, position)
                rows.append(row)
                contents.append(content)
                if count % A_SIGNATURE == 0 or count == len(said[who]):
                    signature = hex_of(person.session.sign(digest(self.pool.domain, link)))
                    signatures.append(
                        SignatureRow(
                            person.address, row.sequence, person.session.address, signature
                        )
                    )
                self.closed.append(ClosedAnswer(task, person.address, label))
        return rows, contents, signatures, [self.people[who] for _, who in people]

    def _one(
        self, person: Person, number: int, task: TaskId, label: int, position: int
    ) -> tuple[AnswerRow, ContentRow, Answer]:
        salt = hex_of(keccak(b"%d %s" % (person.sequence, person.address.encode()))[:16])
        person.sequence += 1
        sealed = answer_hash(salt, SAID[label])
        link = Answer(
            self.number, person.address, task, sealed, person.sequence, person.head, 1_000 + number
        )
        person.head = link.head()
        added = increment_down(
            PRICE, person.owed, person.standing, self.manifest.scoring.credit_line_percent
        )
        person.owed += added
        row = AnswerRow(
            labeler=person.address,
            sequence=person.sequence,
            task=task,
            position=position,
            answer_hash=sealed,
            time_s=link.time_s,
            settlement=number - 1,
            increment=added,
            receipt_number=person.sequence,
            owed=person.owed,
            settle_by_s=2_000 + number,
        )
        return row, ContentRow(person.address, person.sequence, SAID[label], salt), link

    def _settled(self, number: int) -> SettlementRow:
        members = [
            Member(person.address, person.owed, person.sequence)
            for person in self.people
            if person.sequence
        ]
        inputs = collect_inputs(self.manifest.scoring, PRICE, self.closed, {}, members)
        judgment = judge(inputs, consensus)
        found = settle(inputs, judgment)
        known = {person.address: person for person in self.people}
        for each in found.labelers:
            known[each.labeler].owed = each.owed
            known[each.labeler].standing = Standing(each.earned, each.rate32)
        return SettlementRow(number, False, inputs_hash(inputs), settlement_hash(found))

    def _credits(self) -> list[CreditRow]:
        found = []
        for person in sorted(self.people, key=lambda person: person.address):
            pending = person.owed - person.credited
            if pending:
                found.append(CreditRow(person.address, self.indices[person.address], pending))
                person.credited = person.owed
        return found

    def _session(self, person: Person) -> SessionRow:
        session = Session(person.address, person.session.address, 10_000)
        signature = hex_of(person.wallet.sign(digest(self.pool.domain, session)))
        return SessionRow(person.address, person.session.address, 10_000, signature)

    def _checkpointer(self) -> Sender:
        return Sender(self.rpc_url, DEV_KEYS[1])


if __name__ == "__main__":
    main()
