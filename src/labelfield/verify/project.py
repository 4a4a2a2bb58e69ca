"""Verifies one project from a chain's RPC and a store, and from nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from labelfield.chain.events import CheckpointEvent
from labelfield.chain.pool import Pool
from labelfield.collect.objects import read_manifest, read_tasks
from labelfield.collect.private_view import private_view
from labelfield.formats.concluded import Project
from labelfield.formats.published import DATASET_OBJECT
from labelfield.labeling.config import LabelingConfig, classes, is_one_choice
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.payable import USUAL_REACH, scored_controls
from labelfield.ledger.amounts import BASIS
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Address, Hash32, TaskId
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.scoring import ControlScoring
from labelfield.protocol.tasks import Task
from labelfield.quality.crowd import ConsensusFunction
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.names import bucket_of
from labelfield.storage.private_store import PrivateStore
from labelfield.storage.store import Store, open_store
from labelfield.verify.accepted import MoneyRecord
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.both import PLAIN, both
from labelfield.verify.chain_facts import ChainFacts, place_of, read_facts
from labelfield.verify.closings import ClosingCheck
from labelfield.verify.contents import ContentCheck
from labelfield.verify.dataset import Expected, check_dataset
from labelfield.verify.errors import Mismatch, NeedsKeys, expect
from labelfield.verify.gold import GoldCheck
from labelfield.verify.money import MoneyCheck
from labelfield.verify.part import Terms
from labelfield.verify.predictions import PredictionCheck
from labelfield.verify.reading import Begin, Reading, Records, read_records, recomputable


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
    rules = _rules(facts, store, bucket)
    places = Records(facts, store, bucket, since, progress)
    terms = Terms(
        facts.domain, facts.opened.project, rules.config, rules.manifest.scoring, rules.tasks
    )
    reading = read_records(places, terms, rules.checks(facts), consensus is PLAIN)
    records = reading.records
    audit = _Audit(facts, store, bucket, rules, reading, rules.money(reading, consensus))
    for event, record in zip(places.opened, records, strict=True):
        progress(f"recomputing {place_of(facts, event.number)}")
        audit.recompute(event, record)
    labels = audit.finish()
    return Report(
        project=number,
        checkpoints=len(records),
        settlements=audit.money.settlements,
        answers=audit.money.answers,
        signatures=reading.answers.signatures,
        labelers=len({labeler for _, labeler in reading.answers.sequences}),
        labels=labels,
        credited=audit.money.credited,
        fees=audit.money.fees,
        final=audit.money.final,
        sealed=len(facts.checkpoints) - len(records),
        title=audit.money.manifest.title,
        chain_id=facts.domain.chain_id,
        pool=facts.domain.pool,
        records=tuple(map(_checked, places.opened, records)),
        predictions=len(reading.predictions.said),
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


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a project's requester committed to."""

    manifest: Manifest
    config: LabelingConfig
    tasks: Mapping[TaskId, Task]

    def checks(self, facts: ChainFacts) -> Begin:
        """Return what makes checks of answers and predictions that have heard of nothing."""

        def begin() -> tuple[AnswerCheck, PredictionCheck]:
            scoring, maximum = self.manifest.scoring, self.manifest.answers_per_task.maximum
            contents = ContentCheck(self.config, scoring, self.tasks)
            answers = AnswerCheck(facts.domain, contents, self.tasks, maximum)
            return answers, PredictionCheck(self.config, scoring, self.tasks)

        return begin

    def money(self, reading: Reading, consensus: ConsensusFunction) -> MoneyCheck:
        """Return a check of the money that follows from what was read."""
        return MoneyCheck(
            manifest=self.manifest,
            consensus=consensus,
            said=reading.answers.contents.said,
            predicted=reading.predictions.said,
            gold=GoldCheck(self.manifest, self.config, self.tasks),
            closings=ClosingCheck(self.manifest.answers_per_task, self.tasks),
        )


@dataclass(slots=True)
class _Audit:
    """One audit: what the chain and the manifest say, what was read, and the money's check."""

    facts: ChainFacts
    store: Store
    bucket: str
    rules: _Rules
    reading: Reading
    money: MoneyCheck

    def recompute(self, event: CheckpointEvent, record: MoneyRecord) -> None:
        """Check the money of the next record; all that any of them opens has been read."""
        where = place_of(self.facts, event.number)
        with recomputable(where):
            self.money.read(record, where)
            self._check_end(event, where)
            _check_entries(self.facts, record, event, where)

    def finish(self) -> int:
        """Check totals and the dataset; return how many labels agree."""
        where, state, money = place_of(self.facts), self.facts.state, self.money
        read = len(self.reading.records)
        sealed = self.facts.checkpoints[read:]
        self._check_openings(sealed, where)
        if not sealed:
            money.check_complete(place_of(self.facts, read))
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
        terms = Project(self.facts.opened.manifest_hash, self.rules.config, manifest.scoring)
        expected = Expected(terms, self.reading.answers, money.last)
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

    def _check_end(self, event: CheckpointEvent, where: str) -> None:
        """Only the requester, or contested gold, ends a project whose tasks are not all closed."""
        asked = self.facts.close_block
        if self.money.contested:
            return
        if self.money.closings.ended_early and (asked is None or asked > event.block_number):
            expected = "one after all tasks closed, or after the requester asked for the close"
            raise Mismatch(where, "final settlement", expected, "neither")


def _rules(facts: ChainFacts, store: Store, bucket: str) -> _Rules:
    """Return the manifest and the tasks, which must be what the chain names and allows."""
    where = place_of(facts)
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
    return _Rules(manifest, config, tasks)


def _check_offer(facts: ChainFacts, manifest: Manifest, config: LabelingConfig) -> None:
    where = place_of(facts)
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
