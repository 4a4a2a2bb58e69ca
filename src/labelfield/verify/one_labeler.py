"""Audits one labeler's part of a project: its signatures, its answers, its receipts, its money.

Of each record only the labeler's rows are read, so that a project of a million answers takes
seconds. What depends on everybody's answers, scores and so rates and increments, is left to the
audit of the whole project, and so is the order of other people's rows.
"""

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from labelfield.chain.events import CheckpointEvent
from labelfield.chain.pool import Pool
from labelfield.collect.objects import read_manifest, read_record_files, read_tasks
from labelfield.collect.private_view import private_view
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.canonical import Json, parse_canonical
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.messages import answer_hash
from labelfield.protocol.record import AnswerRow, ContentRow, CreditRow, Record
from labelfield.protocol.record_json import rows_of_labeler
from labelfield.protocol.sealing import RecordPlace
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.names import bucket_of
from labelfield.storage.private_store import PrivateStore
from labelfield.storage.store import Store, open_store
from labelfield.verify.answers import AnswerCheck, answer_place
from labelfield.verify.chain_facts import ChainFacts, read_facts
from labelfield.verify.contents import ContentCheck
from labelfield.verify.errors import Mismatch, NeedsKeys, expect
from labelfield.verify.processes import processes


@dataclass(frozen=True, slots=True)
class LabelerReport:
    """What an audit of one labeler found in order. Amounts are units."""

    project: int
    labeler: Address
    checkpoints: int
    sealed: int
    answers: int
    signatures: int
    contents: int
    """Answers whose content is open, and is what was signed."""
    promised: int
    """The total of the last receipt, over all projects of the pool."""
    credited: int
    """In this project."""
    credited_in_pool: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """One answer as it stands in the records."""

    labeler: Address
    sequence: int
    checkpoint: int
    task: TaskId
    position: int
    time_s: int
    answer_hash: str
    answer: Json
    """None while its task is open."""
    receipt_number: int
    increment: int
    owed: int
    settle_by_s: int


@dataclass(slots=True)
class _Part:
    """One labeler's rows as far as they were read."""

    labeler: Address
    answers: AnswerCheck
    contents: int = 0
    last: AnswerRow | None = None
    credited: int = 0
    rows: dict[int, tuple[int, AnswerRow]] = field(default_factory=dict)
    """Checkpoint and row of each answer, by sequence."""
    said: dict[int, ContentRow] = field(default_factory=dict)

    def read(self, record: Record, event: CheckpointEvent, index: int, where: str) -> None:
        """Check the rows of the next record."""
        self.answers.read_chains(record, where)
        for row in record.answers:
            self._check_receipt(row, where)
            self.rows[row.sequence] = (event.number, row)
        for content in record.contents:
            self._open(content, where)
        self._check_credit(record.credits, event, index, where)

    def _check_receipt(self, row: AnswerRow, where: str) -> None:
        at = answer_place(row, where)
        if self.last is not None and row.receipt_number <= self.last.receipt_number:
            least = f"at least {self.last.receipt_number + 1}"
            raise Mismatch(at, "receipt number", least, row.receipt_number)
        if self.last is not None and row.owed < self.last.owed:
            raise Mismatch(at, "receipt's owed", f"at least {self.last.owed}", row.owed)
        self.last = row

    def _open(self, content: ContentRow, where: str) -> None:
        at = f"{where}, content of labeler {content.labeler}, answer {content.sequence}"
        if content.sequence not in self.rows:
            raise Mismatch(at, "answer", "one of this sequence", "none")
        sealed = self.rows[content.sequence][1].answer_hash
        expect(at, "answer_hash", sealed, answer_hash(content.salt, content.answer_json))
        self.said[content.sequence] = content
        self.contents += 1

    def _check_credit(
        self, credits: tuple[CreditRow, ...], event: CheckpointEvent, index: int, where: str
    ) -> None:
        at = f"{where}, labeler {self.labeler}"
        on_chain = sum(amount for place, amount in event.entries if place == index)
        expect(at, "credit on chain", sum(row.amount for row in credits), on_chain)
        for row in credits:
            expect(at, "index in the Registry", index, row.index)
        self.credited += on_chain


def verify_labeler(
    pool: Pool,
    number: int,
    labeler: Address,
    first_block: int,
    store_url: str | None = None,
    ring: KeyRing | None = None,
) -> tuple[LabelerReport, Mapping[int, AnswerReport]]:
    """Check all that one labeler signed, was promised and was credited in a project.

    Return that, and the answers by sequence; raise Mismatch at the first difference.
    """
    facts = read_facts(pool, number, first_block)
    store, bucket = _store(facts, store_url, ring)
    manifest = _manifest(facts, store, bucket)
    opened = facts.checkpoints[: len(facts.keys)]
    records = _records(facts, store, bucket, labeler)
    answered = {row.task for record in records for row in record.answers}
    part = _start(facts, store, bucket, manifest, (labeler, answered))
    index = next((place for place, who in facts.labelers.items() if who == labeler), 0)
    for event, record in zip(opened, records, strict=True):
        part.read(record, event, index, f"project {number}, checkpoint {event.number}")
    report = LabelerReport(
        project=number,
        labeler=labeler,
        checkpoints=len(opened),
        sealed=len(facts.checkpoints) - len(opened),
        answers=len(part.rows),
        signatures=part.answers.signatures,
        contents=part.contents,
        promised=part.last.owed if part.last else 0,
        credited=part.credited,
        credited_in_pool=pool.credit_of(labeler),
        withdrawn=pool.withdrawn_of(labeler),
    )
    _check_paid(pool, report, part.last)
    return report, {sequence: _answer(part, sequence) for sequence in part.rows}


def _store(facts: ChainFacts, url: str | None, ring: KeyRing | None) -> tuple[Store, str]:
    identity = facts.opened.manifest_hash
    bucket = bucket_of(facts.domain.chain_id, facts.domain.pool, identity)
    return private_view(open_store(url or facts.opened.store), bucket, identity, ring), bucket


def _manifest(facts: ChainFacts, store: Store, bucket: str) -> Manifest:
    with _public(facts):
        manifest = read_manifest(store, bucket, facts.opened.manifest_hash)
    if manifest.privacy == "private" and not isinstance(store, PrivateStore):
        raise NeedsKeys(facts.number)
    return manifest


def _start(
    facts: ChainFacts,
    store: Store,
    bucket: str,
    manifest: Manifest,
    own: tuple[Address, Collection[TaskId]],
) -> _Part:
    """Return checks for a labeler's rows; of the tasks only those it answered are looked at."""
    labeler, answered = own
    with _public(facts):
        tasks = read_tasks(store, bucket, manifest, answered)
    contents = ContentCheck(parse_config(manifest.config), manifest.scoring, tasks)
    maximum = manifest.answers_per_task.maximum
    return _Part(labeler, AnswerCheck(facts.domain, contents, tasks, maximum))


@contextmanager
def _public(facts: ChainFacts) -> Iterator[None]:
    """Name a public object that is not what the chain says."""
    try:
        yield
    except LabelfieldError as error:
        where = f"project {facts.number}"
        raise Mismatch(where, "public objects", "what the chain names", error) from error


def _records(facts: ChainFacts, store: Store, bucket: str, labeler: Address) -> list[Record]:
    """Return each open record with the labeler's rows alone.

    All bytes of all records are hashed, on several threads: that is what takes time.
    """

    def read(event: CheckpointEvent) -> Record:
        place = RecordPlace(facts.domain, facts.opened.project, event.number)
        key, where = facts.keys[event.number], f"project {facts.number}, checkpoint {event.number}"
        try:
            files = read_record_files(store, bucket, event.record_hash, key, place)
            return rows_of_labeler(files, labeler)
        except LabelfieldError as error:
            expected = f"the object {event.record_hash}, opened by the key on chain"
            raise Mismatch(where, "record", expected, error) from error

    with ThreadPoolExecutor(processes()) as threads:
        return list(threads.map(read, facts.checkpoints[: len(facts.keys)]))


def _check_paid(pool: Pool, report: LabelerReport, last: AnswerRow | None) -> None:
    """What the last receipt promises must be credited once its settle-by and the grace are over."""
    if last is None or report.credited_in_pool >= last.owed:
        return
    if pool.chain_time_s() > last.settle_by_s + pool.periods.grace:
        where = f"project {report.project}, labeler {report.labeler}, answer {last.sequence}"
        expected = f"{last.owed} since {last.settle_by_s}"
        raise Mismatch(where, "credit in the pool", expected, report.credited_in_pool)


def _answer(part: _Part, sequence: int) -> AnswerReport:
    checkpoint, row = part.rows[sequence]
    content = part.said.get(sequence)
    return AnswerReport(
        labeler=row.labeler,
        sequence=sequence,
        checkpoint=checkpoint,
        task=row.task,
        position=row.position,
        time_s=row.time_s,
        answer_hash=row.answer_hash,
        answer=None if content is None else parse_canonical(content.answer_json),
        receipt_number=row.receipt_number,
        increment=row.increment,
        owed=row.owed,
        settle_by_s=row.settle_by_s,
    )
