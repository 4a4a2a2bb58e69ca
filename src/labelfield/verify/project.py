"""Verifies one project from a chain's RPC and a store, and from nothing else."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from labelfield.chain.events import CheckpointEvent
from labelfield.chain.pool import Pool
from labelfield.collect.objects import read_manifest, read_record, read_tasks
from labelfield.collect.private_view import private_view
from labelfield.formats.concluded import Project
from labelfield.formats.published import DATASET_OBJECT
from labelfield.labeling.config import LabelingConfig, classes, is_one_choice
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.payable import USUAL_REACH, scored_controls
from labelfield.ledger.amounts import BASIS
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.record import Record
from labelfield.protocol.scoring import ControlScoring
from labelfield.protocol.sealing import RecordPlace
from labelfield.quality.crowd import ConsensusFunction
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.names import bucket_of
from labelfield.storage.private_store import PrivateStore
from labelfield.storage.store import Store, open_store
from labelfield.verify.accepted import MoneyRecord, money_of
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.both import both
from labelfield.verify.chain_facts import ChainFacts, read_facts
from labelfield.verify.closings import ClosingCheck
from labelfield.verify.contents import ContentCheck
from labelfield.verify.dataset import Expected, check_dataset
from labelfield.verify.errors import Mismatch, NeedsKeys, VerifyError, expect
from labelfield.verify.gold import GoldCheck
from labelfield.verify.money import MoneyCheck
from labelfield.verify.order import check_order
from labelfield.verify.predictions import PredictionCheck


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A checkpoint whose record agrees with it."""

    checkpoint: int
    block: int
    transaction: Hash32
    record: Hash32
    answers: int
    settlements: int
    credits: int
    """Labelers who were credited."""
    credited: int
    fee: int


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
    sealed: int
    """Checkpoints whose records are not open yet, and so not checked."""
    title: str
    chain_id: int
    pool: Address
    records: tuple[CheckedRecord, ...]
    predictions: int = 0
    """Opened ones, of models."""


def verify_project(
    pool: Pool,
    number: int,
    first_block: int,
    store_url: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
    ring: KeyRing | None = None,
    consensus: ConsensusFunction = both,
    since: int = 0,
) -> Report:
    """Recompute a project and return what was checked; raise Mismatch at the first difference.

    `store_url` stands in for the store that the project's opening names. `progress` hears which
    checkpoint is being read. `ring` holds the keys of a private project. `consensus` is by fast and
    plain code, or by `both.PLAIN` alone. The signatures up to checkpoint `since` are believed: an
    audit before has checked them; all else is recomputed, for what comes after rests on it.
    """
    facts = read_facts(pool, number, first_block)
    manifest_hash = facts.opened.manifest_hash
    bucket = bucket_of(facts.domain.chain_id, facts.domain.pool, manifest_hash)
    public = open_store(store_url or facts.opened.store)
    store = private_view(public, bucket, manifest_hash, ring)
    progress("reading the manifest and the tasks")
    audit = _start(facts, store, bucket, consensus)
    records = []
    for event in audit.opened:
        progress(f"reading {_where(facts, event.number)}")
        audit.answers.believed = event.number <= since
        records.append(money_of(audit.read(event)))
    for event, record in zip(audit.opened, records, strict=True):
        progress(f"recomputing {_where(facts, event.number)}")
        audit.recompute(event, record)
    labels = audit.finish()
    return Report(
        project=number,
        checkpoints=len(records),
        settlements=audit.money.settlements,
        answers=audit.money.answers,
        signatures=audit.answers.signatures,
        labelers=len({labeler for _, labeler in audit.answers.sequences}),
        labels=labels,
        credited=audit.money.credited,
        fees=audit.money.fees,
        final=audit.money.final,
        sealed=len(facts.checkpoints) - len(records),
        title=audit.money.manifest.title,
        chain_id=facts.domain.chain_id,
        pool=facts.domain.pool,
        records=tuple(map(_checked, audit.opened, records)),
        predictions=len(audit.predictions.said),
    )


def _checked(event: CheckpointEvent, record: MoneyRecord) -> CheckedRecord:
    return CheckedRecord(
        checkpoint=event.number,
        block=event.block_number,
        transaction=event.transaction_hash,
        record=event.record_hash,
        answers=len(record.answers),
        settlements=len(record.settlements),
        credits=len(record.credits),
        credited=sum(row.amount for row in record.credits),
        fee=event.fee,
    )


@dataclass(slots=True)
class _Audit:
    """One audit: what the chain and the manifest say, and checks that hear of every record."""

    facts: ChainFacts
    store: Store
    bucket: str
    config: LabelingConfig
    answers: AnswerCheck
    predictions: PredictionCheck
    money: MoneyCheck
    previous: Hash32 = ZERO_HASH
    _records: int = 0
    """How many were read."""

    @property
    def opened(self) -> tuple[CheckpointEvent, ...]:
        """The checkpoints whose records are open: all up to the last opening's."""
        return self.facts.checkpoints[: len(self.facts.keys)]

    def read(self, event: CheckpointEvent) -> Record:
        """Return the record of the next checkpoint with its answers checked."""
        place = self._records + 1
        where = _where(self.facts, place)
        expect(where, "number on chain", place, event.number)
        record = self._record(event, where)
        with _recomputable(where):
            self._check_header(record, event, where)
            check_order(record, where)
            self.answers.read(record, where)
            self.predictions.read(record, where)
        self.previous = event.record_hash
        self._records = place
        return record

    def recompute(self, event: CheckpointEvent, record: MoneyRecord) -> None:
        """Check the money of the next record; all that any of them opens has been read."""
        where = _where(self.facts, event.number)
        with _recomputable(where):
            self.money.read(record, where)
            self._check_end(event, where)
            _check_entries(self.facts, record, event, where)

    def finish(self) -> int:
        """Check totals and the dataset; return how many labels agree."""
        where, state, money = _where(self.facts), self.facts.state, self.money
        sealed = self.facts.checkpoints[self._records :]
        self._check_openings(sealed, where)
        if not sealed:
            money.check_complete(_where(self.facts, self._records))
        unread = sum(amount for event in sealed for _, amount in event.entries)
        fees = money.fees + sum(event.fee for event in sealed)
        expect(where, "credited on chain", money.credited + unread, state.credited)
        expect(where, "fees on chain", fees, state.fees)
        manifest = money.manifest
        most = state.deposit * BASIS // (manifest.price * (BASIS + manifest.fee_bps))
        if money.answers > most:
            raise Mismatch(
                where, "answers that the deposit covers", f"at most {most}", money.answers
            )
        if not money.final or money.last is None or sealed:
            return 0
        terms = Project(self.facts.opened.manifest_hash, self.config, manifest.scoring)
        expected = Expected(terms, self.answers, money.last)
        return check_dataset(self.store, self.bucket, expected, where)

    def _check_openings(self, sealed: Sequence[CheckpointEvent], where: str) -> None:
        """What is overdue, or sealed after the end, is withheld."""
        if not sealed:
            return
        allowed_s = self.money.manifest.opening_interval_s + self.facts.grace_s
        overdue = self.facts.sealed_for_s > allowed_s
        ended = self.facts.notice_over or self.store.has(self.bucket, DATASET_OBJECT)
        if overdue or ended:
            expected = f"one of checkpoint {sealed[0].number} by now"
            raise Mismatch(where, "opening", expected, "none")

    def _record(self, event: CheckpointEvent, where: str) -> Record:
        place = RecordPlace(self.facts.domain, self.facts.opened.project, event.number)
        key = self.facts.keys[event.number]
        try:
            return read_record(self.store, self.bucket, event.record_hash, key, place)
        except LabelfieldError as error:
            expected = f"the object {event.record_hash}, opened by the key on chain"
            raise Mismatch(where, "record", expected, error) from error

    def _check_header(self, record: Record, event: CheckpointEvent, where: str) -> None:
        header = record.header
        expect(where, "number in the record", event.number, header.checkpoint)
        expect(where, "chain", self.facts.domain.chain_id, header.chain_id)
        expect(where, "pool", self.facts.domain.pool, header.pool)
        expect(where, "project", self.facts.number, header.project)
        expect(where, "previous record", self.previous, header.previous)
        expect(where, "fee on chain", header.fee, event.fee)

    def _check_end(self, event: CheckpointEvent, where: str) -> None:
        """Only the requester, or contested gold, ends a project whose tasks are not all closed."""
        asked = self.facts.close_block
        if self.money.contested:
            return
        if self.money.closings.ended_early and (asked is None or asked > event.block_number):
            expected = "one after all tasks closed, or after the requester asked for the close"
            raise Mismatch(where, "final settlement", expected, "neither")


def _start(facts: ChainFacts, store: Store, bucket: str, consensus: ConsensusFunction) -> _Audit:
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
    contents = ContentCheck(config, manifest.scoring, tasks)
    answers = AnswerCheck(facts.domain, contents, tasks, manifest.answers_per_task.maximum)
    closings = ClosingCheck(manifest.answers_per_task, tasks)
    predictions = PredictionCheck(config, manifest.scoring, tasks)
    money = MoneyCheck(
        manifest=manifest,
        consensus=consensus,
        said=contents.said,
        predicted=predictions.said,
        gold=GoldCheck(manifest, config, tasks),
        closings=closings,
    )
    return _Audit(facts, store, bucket, config, answers, predictions, money)


def _check_offer(facts: ChainFacts, manifest: Manifest, config: LabelingConfig) -> None:
    where = _where(facts)
    expect(where, "fee_bps", facts.opened.fee_bps, manifest.fee_bps)
    expect(where, "max_unopened", facts.opened.max_unopened, manifest.max_unopened)
    expect(where, "operator", facts.operator, manifest.operator)
    one_choice = is_one_choice(config)
    expect(where, "classes", classes(config) if one_choice else (), manifest.scoring.classes)
    due = scored_controls(config)
    asked = manifest.scoring.controls
    expect(where, "controls", due, tuple(map(_usual, asked)))


def _usual(control: ControlScoring) -> ControlScoring:
    """A control without what the requester may choose: its weight, and keypoints' reach."""
    reach = USUAL_REACH if control.reach else 0
    return replace(control, weight=1, reach=reach)


def _check_entries(
    facts: ChainFacts, record: MoneyRecord, event: CheckpointEvent, where: str
) -> None:
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


@contextmanager
def _recomputable(where: str) -> Iterator[None]:
    """Name what cannot be recomputed at all as a difference."""
    try:
        yield
    except VerifyError:
        raise
    except LabelfieldError as error:
        raise Mismatch(where, "record", "one that can be recomputed", error) from error


def _where(facts: ChainFacts, checkpoint: int = 0) -> str:
    place = f"project {facts.number}"
    return f"{place}, checkpoint {checkpoint}" if checkpoint else place
