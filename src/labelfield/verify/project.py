"""Verifies one project from a chain's RPC and a store, and from nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from labelfield.chain.events import CheckpointEvent
from labelfield.chain.pool import Pool
from labelfield.collect.objects import read_manifest, read_record, read_tasks
from labelfield.collect.private_view import private_view
from labelfield.formats.published import DATASET_OBJECT
from labelfield.labeling.config import LabelingConfig, classes
from labelfield.labeling.config_xml import parse_config
from labelfield.ledger.amounts import BASIS
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.record import Record
from labelfield.quality.reference import consensus
from labelfield.storage.errors import ObjectMissing
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.names import bucket_of
from labelfield.storage.private_store import PrivateStore
from labelfield.storage.store import Store, open_store
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.chain_facts import ChainFacts, read_facts
from labelfield.verify.closings import ClosingCheck
from labelfield.verify.dataset import Expected, check_dataset
from labelfield.verify.errors import Mismatch, NeedsKeys, NotPublishedYet, VerifyError, expect
from labelfield.verify.gold import GoldCheck
from labelfield.verify.money import MoneyCheck
from labelfield.verify.order import check_order


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit that found no error looked at. Amounts are units."""

    project: int
    checkpoints: int
    settlements: int
    answers: int
    signatures: int
    labelers: int
    labels: int
    credited: int
    fees: int
    final: bool
    """Whether the project is settled for good."""


def verify_project(
    pool: Pool,
    number: int,
    first_block: int,
    store_url: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
    ring: KeyRing | None = None,
) -> Report:
    """Recompute a project and return what was checked; raise Mismatch at the first difference.

    `store_url` stands in for the store that the project's opening names. `progress` hears which
    checkpoint is being read. `ring` holds the keys of a private project.
    """
    facts = read_facts(pool, number, first_block)
    manifest_hash = facts.opened.manifest_hash
    bucket = bucket_of(facts.domain.chain_id, facts.domain.pool, manifest_hash)
    public = open_store(store_url or facts.opened.store)
    store = private_view(public, bucket, manifest_hash, ring)
    progress("reading the manifest and the tasks")
    audit = _start(facts, store, bucket)
    for place, event in enumerate(facts.checkpoints, start=1):
        progress(_where(facts, place))
        audit.read(place, event)
    labels = audit.finish()
    return Report(
        project=number,
        checkpoints=len(facts.checkpoints),
        settlements=audit.money.settlements,
        answers=audit.money.answers,
        signatures=audit.answers.signatures,
        labelers=len({labeler for _, labeler in audit.answers.labels}),
        labels=labels,
        credited=audit.money.credited,
        fees=audit.money.fees,
        final=audit.money.final,
    )


@dataclass(slots=True)
class _Audit:
    """One audit: what the chain and the manifest say, and checks that hear of every record."""

    facts: ChainFacts
    store: Store
    bucket: str
    config: LabelingConfig
    answers: AnswerCheck
    money: MoneyCheck
    previous: Hash32 = ZERO_HASH

    def read(self, place: int, event: CheckpointEvent) -> None:
        """Check the record of the next checkpoint; raise Mismatch at the first error."""
        where = _where(self.facts, place)
        record = self._record(event, where)
        try:
            self._check_header(record, event, place)
            check_order(record, where)
            self.answers.read(record, where)
            self.money.read(record, where)
            self._check_end(event, where)
            _check_entries(self.facts, record, event, where)
        except VerifyError:
            raise
        except LabelfieldError as error:
            raise Mismatch(where, "record", "one that can be recomputed", error) from error
        self.previous = event.record_hash

    def finish(self) -> int:
        """Check totals and the dataset; return how many labels agree."""
        where, state, money = _where(self.facts), self.facts.state, self.money
        money.check_complete(_where(self.facts, len(self.facts.checkpoints)))
        expect(where, "debited on chain", money.credited + money.fees, state.debited)
        expect(where, "fees on chain", money.fees, state.fees)
        manifest = money.manifest
        most = state.deposit * BASIS // (manifest.price * (BASIS + manifest.fee_bps))
        if money.answers > most:
            raise Mismatch(
                where, "answers that the deposit covers", f"at most {most}", money.answers
            )
        if not money.final or money.last is None:
            return 0
        expected = Expected(self.facts.opened.manifest_hash, self.config, self.answers, money.last)
        return check_dataset(self.store, self.bucket, expected, where)

    def _record(self, event: CheckpointEvent, where: str) -> Record:
        expected = f"the object {event.record_hash}"
        try:
            return read_record(self.store, self.bucket, event.record_hash)
        except ObjectMissing as error:
            if self.facts.notice_over or self.store.has(self.bucket, DATASET_OBJECT):
                raise Mismatch(
                    where, "record", f"{expected}, public since the close", error
                ) from error
            raise NotPublishedYet(self.facts.number, event.number) from error
        except LabelfieldError as error:
            raise Mismatch(where, "record", expected, error) from error

    def _check_header(self, record: Record, event: CheckpointEvent, place: int) -> None:
        where, header = _where(self.facts, place), record.header
        expect(where, "number on chain", place, event.number)
        expect(where, "number in the record", place, header.checkpoint)
        expect(where, "chain", self.facts.domain.chain_id, header.chain_id)
        expect(where, "pool", self.facts.domain.pool, header.pool)
        expect(where, "project", self.facts.number, header.project)
        expect(where, "previous record", self.previous, header.previous)
        expect(where, "fee on chain", header.fee, event.fee)

    def _check_end(self, event: CheckpointEvent, where: str) -> None:
        """Only the requester ends a project whose tasks are not all closed."""
        asked = self.facts.close_block
        if self.money.closings.ended_early and (asked is None or asked > event.block_number):
            expected = "one after all tasks closed, or after the requester asked for the close"
            raise Mismatch(where, "final settlement", expected, "neither")


def _start(facts: ChainFacts, store: Store, bucket: str) -> _Audit:
    """Return an audit that has read the manifest and the tasks."""
    where = _where(facts)
    try:
        manifest = read_manifest(store, bucket, facts.opened.manifest_hash)
        if manifest.privacy == "private" and not isinstance(store, PrivateStore):
            raise NeedsKeys(facts.number)
        config = parse_config(manifest.config)
        tasks = read_tasks(store, bucket, manifest)
    except NeedsKeys:
        raise
    except LabelfieldError as error:
        raise Mismatch(where, "public objects", "what the chain names", error) from error
    _check_offer(facts, manifest, config)
    answers = AnswerCheck(facts.domain, config, tasks, manifest.answers_per_task.maximum)
    closings = ClosingCheck(manifest.answers_per_task, tasks)
    money = MoneyCheck(manifest, consensus, answers.labels, GoldCheck(manifest, config), closings)
    return _Audit(facts, store, bucket, config, answers, money)


def _check_offer(facts: ChainFacts, manifest: Manifest, config: LabelingConfig) -> None:
    where = _where(facts)
    expect(where, "fee_bps", facts.opened.fee_bps, manifest.fee_bps)
    expect(where, "operator", facts.operator, manifest.operator)
    expect(where, "classes", classes(config), manifest.scoring.classes)


def _check_entries(facts: ChainFacts, record: Record, event: CheckpointEvent, where: str) -> None:
    """The transaction credits what the record says, to whom it says."""
    credited: dict[int, int] = {}
    for index, amount in event.entries:
        credited[index] = credited.get(index, 0) + amount
    for credit in record.credits:
        at = f"{where}, labeler {credit.labeler}"
        expect(at, "index in the Registry", facts.labelers.get(credit.index), credit.labeler)
        expect(at, "credit on chain", credit.amount, credited.pop(credit.index, 0))
    for index in sorted(credited):
        labeler = facts.labelers.get(index, Address("unknown"))
        raise Mismatch(f"{where}, labeler {labeler}", "credit on chain", 0, credited[index])


def _where(facts: ChainFacts, checkpoint: int = 0) -> str:
    place = f"project {facts.number}"
    return f"{place}, checkpoint {checkpoint}" if checkpoint else place
