"""Verifies one project from a chain's RPC and a store, and from nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from labelfield.chain.events import CheckpointEvent, ProjectOpened
from labelfield.chain.pool import Pool
from labelfield.collect.objects import read_manifest, read_record, read_tasks
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import ZERO_HASH, Address, ProjectNumber
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.record import Record
from labelfield.quality.reference import consensus
from labelfield.storage.errors import ObjectMissing
from labelfield.storage.names import bucket_of
from labelfield.storage.store import Store, open_store
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.dataset import check_dataset
from labelfield.verify.errors import Mismatch, NotPublishedYet, expect
from labelfield.verify.money import MoneyCheck

Read = TypeVar("Read")


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
) -> Report:
    """Recompute a project and return what was checked; raise Mismatch at the first difference.

    `store_url` stands in for the store that the project's opening names. `progress` hears which
    checkpoint is being read. Chain reads end at one block.
    """
    audit = _Audit(pool, number, first_block, store_url)
    return audit.run(progress)


class _Audit:
    """One audit: chain facts read at its start, records one after another."""

    def __init__(self, pool: Pool, number: int, first_block: int, store_url: str | None) -> None:
        last_block = pool.block_number()
        self._pool = pool
        self._number = number
        self._opened = _opening(pool, number, first_block, last_block)
        self._events = pool.checkpoints(ProjectNumber(number), first_block, last_block)
        self._labelers = pool.labelers_registered(first_block, last_block)
        self._store = open_store(store_url or self._opened.store)
        self._bucket = bucket_of(pool.chain_id, pool.address, self._opened.manifest_hash)

    def run(self, progress: Callable[[str], None]) -> Report:
        progress("reading the manifest and the tasks")
        manifest = self._read(
            lambda store, bucket: read_manifest(store, bucket, self._opened.manifest_hash)
        )
        expect(self._where(0), "fee_bps", self._opened.fee_bps, manifest.fee_bps)
        config = parse_config(manifest.config)
        tasks = self._read(lambda store, bucket: read_tasks(store, bucket, manifest))
        answers = AnswerCheck(self._pool.domain, config, tasks)
        money = MoneyCheck(manifest, config, consensus, answers.labels)
        previous = ZERO_HASH
        for place, event in enumerate(self._events, start=1):
            where = self._where(place)
            progress(where)
            record = self._record(event)
            self._check_header(record, event, place, where)
            expect(where, "previous record", previous, record.header.previous)
            answers.read(record, where)
            money.read(record, where)
            self._check_entries(record, event, where)
            previous = event.record_hash
        self._check_totals(money)
        labels = self._check_dataset(manifest, money, answers)
        return Report(
            project=self._number,
            checkpoints=len(self._events),
            settlements=money.settlements,
            answers=len(answers.labels),
            signatures=answers.signatures,
            labelers=len({labeler for _, labeler in answers.labels}),
            labels=labels,
            credited=money.credited,
            fees=money.fees,
            final=money.final,
        )

    def _where(self, checkpoint: int) -> str:
        place = f"project {self._number}"
        return f"{place}, checkpoint {checkpoint}" if checkpoint else place

    def _read(self, read: Callable[[Store, str], Read]) -> Read:
        try:
            return read(self._store, self._bucket)
        except LabelfieldError as error:
            where = self._where(0)
            raise Mismatch(where, "public objects", "what the chain names", error) from error

    def _record(self, event: CheckpointEvent) -> Record:
        try:
            return read_record(self._store, self._bucket, event.record_hash)
        except ObjectMissing as error:
            raise NotPublishedYet(self._number, event.number) from error
        except LabelfieldError as error:
            where = self._where(event.number)
            raise Mismatch(where, "record", f"the object {event.record_hash}", error) from error

    def _check_header(self, record: Record, event: CheckpointEvent, place: int, where: str) -> None:
        header = record.header
        expect(where, "number on chain", place, event.number)
        expect(where, "number in the record", place, header.checkpoint)
        expect(where, "chain", self._pool.chain_id, header.chain_id)
        expect(where, "pool", self._pool.address, header.pool)
        expect(where, "project", self._number, header.project)
        expect(where, "fee on chain", header.fee, event.fee)

    def _check_entries(self, record: Record, event: CheckpointEvent, where: str) -> None:
        claimed = {credit.index: credit.amount for credit in record.credits}
        credited: dict[int, int] = {}
        for index, amount in event.entries:
            credited[index] = credited.get(index, 0) + amount
        for credit in record.credits:
            at = f"{where}, labeler {credit.labeler}"
            expect(at, "index in the Registry", self._labelers.get(credit.index), credit.labeler)
            expect(at, "credit on chain", credit.amount, credited.get(credit.index, 0))
        for index in sorted(credited.keys() - claimed.keys()):
            labeler = self._labelers.get(index, Address("unknown"))
            raise Mismatch(f"{where}, labeler {labeler}", "credit on chain", 0, credited[index])

    def _check_totals(self, money: MoneyCheck) -> None:
        state = self._pool.project(self._number)
        expect(self._where(0), "debited on chain", money.credited + money.fees, state.debited)
        expect(self._where(0), "fees on chain", money.fees, state.fees)

    def _check_dataset(self, manifest: Manifest, money: MoneyCheck, answers: AnswerCheck) -> int:
        if not money.final or money.last is None:
            return 0
        return check_dataset(
            self._store,
            self._bucket,
            manifest,
            money.last,
            answers,
            self._where(0),
        )


def _opening(pool: Pool, number: int, first_block: int, last_block: int) -> ProjectOpened:
    for event in pool.projects_opened(first_block, last_block):
        if event.project == number:
            return event
    raise Mismatch(f"pool {pool.address}", "projects", f"number {number}", "no such opening")
