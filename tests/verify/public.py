"""What the public sees of a finished project, so that tests can change it as a liar would."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from unittest.mock import patch

from labelfield.chain.events import CheckpointEvent, CloseRequested, ProjectOpened, RecordsOpened
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import Periods, ProjectState
from labelfield.collect.objects import read_record
from labelfield.collect.record_keys import record_keys
from labelfield.formats.published import DATASET_OBJECT
from labelfield.protocol.hashes import hex_of, keccak_hex
from labelfield.protocol.ids import ZERO_HASH, Address, TaskId
from labelfield.protocol.record import Record
from labelfield.protocol.record_json import rows_root
from labelfield.protocol.sealing import RecordPlace, seal
from labelfield.protocol.typed_data import Domain
from labelfield.publish.record import record_bundle
from labelfield.quality.crowd import ConsensusFunction
from labelfield.storage.folder import FolderStore
from labelfield.storage.memory import MemoryStore
from labelfield.storage.names import bucket_of
from labelfield.verify.both import both
from labelfield.verify.errors import Mismatch
from labelfield.verify.project import Report, verify_project

Edit = Callable[[list[Record]], list[Record]]


@dataclass(frozen=True)
class HeardPool:
    """A pool as it answered once; it stands in for `chain.pool.Pool`."""

    address: Address
    domain: Domain
    operator: Address
    opened: ProjectOpened
    events: tuple[CheckpointEvent, ...]
    closes: tuple[CloseRequested, ...]
    openings: tuple[RecordsOpened, ...]
    registered: dict[int, Address]
    state: ProjectState
    periods: Periods
    time_s: int
    block: int
    """The latest."""

    def block_number(self) -> int:
        return self.block

    def chain_time_s(self) -> int:
        return self.time_s

    def project(self, number: int) -> ProjectState:
        assert number == self.opened.project
        return self.state

    def opening(self, number: int, first: int) -> ProjectOpened | None:
        found = number == self.opened.project and first <= self.opened.block_number
        return self.opened if found else None

    def checkpoints(self, number: int, first: int, last: int) -> tuple[CheckpointEvent, ...]:
        assert number == self.opened.project
        return tuple(event for event in self.events if first <= event.block_number <= last)

    def records_opened(self, number: int, first: int, last: int) -> tuple[RecordsOpened, ...]:
        assert number == self.opened.project
        return tuple(event for event in self.openings if first <= event.block_number <= last)

    def closings(self, first: int, last: int) -> tuple[CloseRequested, ...]:
        return tuple(event for event in self.closes if first <= event.block_number <= last)

    def labelers_registered(self, first: int, last: int) -> dict[int, Address]:
        assert first <= last
        return self.registered


@dataclass(frozen=True)
class Public:
    """One project: what the chain says and what its bucket holds."""

    pool: HeardPool
    bucket: str
    objects: dict[str, bytes]

    @property
    def records(self) -> list[Record]:
        """The records that the chain names and opened."""
        store, keys = stored(self), record_keys(self.pool.openings)
        return [
            read_record(store, self.bucket, e.record_hash, keys[e.number], self.place(e.number))
            for e in self.pool.events
            if e.number in keys
        ]

    def place(self, checkpoint: int) -> RecordPlace:
        """Where a record is sealed to."""
        return RecordPlace(self.pool.domain, self.pool.opened.project, checkpoint)

    def sealed(self, record: Record, checkpoint: int) -> bytes:
        """Return the object of a checkpoint with another record in it."""
        key = record_keys(self.pool.openings)[checkpoint]
        return seal(key, self.place(checkpoint), record_bundle(record))

    def with_pool(self, **changes: object) -> "Public":
        """Return the project with a chain that says something else."""
        return replace(self, pool=replace(self.pool, **changes))

    def with_object(self, name: str, data: bytes | None) -> "Public":
        """Return the project with an object replaced, or removed."""
        kept = {key: value for key, value in self.objects.items() if key != name}
        return replace(self, objects=kept if data is None else kept | {name: data})


def heard(pool: Pool, number: int, first_block: int, store: FolderStore) -> Public:
    """Return what chain and store say of a project now."""
    last = pool.block_number()
    opened = pool.opening(number, first_block)
    assert opened is not None
    bucket = bucket_of(pool.chain_id, pool.address, opened.manifest_hash)
    said = HeardPool(
        address=pool.address,
        domain=pool.domain,
        operator=pool.operator,
        opened=opened,
        events=pool.checkpoints(number, first_block, last),
        closes=tuple(e for e in pool.closings(first_block, last) if e.project == number),
        openings=pool.records_opened(number, first_block, last),
        registered=pool.labelers_registered(first_block, last),
        state=pool.project(number),
        periods=pool.periods,
        time_s=pool.chain_time_s(),
        block=last,
    )
    return Public(said, bucket, {name: store.get(bucket, name) for name in store.names(bucket)})


def stored(public: Public) -> MemoryStore:
    """Return a store that holds the project's objects."""
    store = MemoryStore()
    for name, data in public.objects.items():
        store.put(public.bucket, name, data)
    return store


def audit(public: Public, consensus: ConsensusFunction = both) -> Report:
    """Verify the project."""
    with patch("labelfield.verify.project.open_store", return_value=stored(public)):
        return verify_project(
            public.pool,  # type: ignore[arg-type]
            public.pool.opened.project,
            0,
            consensus=consensus,
        )


def mismatch(public: Public) -> Mismatch:
    """Return what the audit finds; fail where it finds nothing."""
    try:
        report = audit(public)
    except Mismatch as found:
        return found
    raise AssertionError(f"nothing was found: {report}")


def anchored(public: Public, records: Sequence[Record]) -> Public:
    """Return the project with these records stored and named on chain, as they are."""
    objects, events = dict(public.objects), []
    for record, event in zip(records, public.pool.events, strict=True):
        data = public.sealed(record, event.number)
        objects[keccak_hex(data)] = data
        events.append(replace(event, record_hash=keccak_hex(data)))
    return replace(public.with_pool(events=tuple(events)), objects=objects)


def rewritten(public: Public, edit: Edit) -> Public:
    """Return the project with edited records, consistent in themselves and anchored on chain."""
    before = public.records
    edited_records = edit(public.records)
    if [record.contents for record in edited_records] == [record.contents for record in before]:
        edited_records = fitting_contents(edited_records)
    records, previous = [], ZERO_HASH
    for number, record in enumerate(edited_records, start=1):
        header = replace(record.header, previous=previous, rows_root=rows_root(record.answers))
        records.append(replace(record, header=header))
        previous = keccak_hex(public.sealed(records[-1], number))
    return anchored(public, records)


def open_until(public: Public, checkpoint: int) -> Public:
    """Return the project as it was while it ran, with the records up to a checkpoint open."""
    (opening,) = public.pool.openings
    key = hex_of(record_keys(public.pool.openings)[checkpoint])
    earlier = replace(opening, last_checkpoint=checkpoint, key=key)
    since_s = public.pool.time_s - 1
    state = replace(public.pool.state, unopened_since_s=since_s, closes_at_s=0)
    running = public.with_pool(openings=(earlier,), state=state)
    return running.with_object(DATASET_OBJECT, None)


def fitting_contents(records: Sequence[Record]) -> list[Record]:
    """Return the records with each content where its task closes, as a careful liar would."""
    known = {(row.labeler, row.sequence): row for record in records for row in record.contents}
    answers: dict[TaskId, list[tuple[Address, int]]] = {}
    found = []
    for record in records:
        for row in record.answers:
            answers.setdefault(row.task, []).append((row.labeler, row.sequence))
        places = {place for row in record.closings for place in answers.pop(row.task, [])}
        contents = tuple(known[place] for place in sorted(places & known.keys()))
        found.append(replace(record, contents=contents))
    return found


def edited(checkpoint: int, **rows: Callable) -> Edit:
    """Return an edit that applies a function to each named kind of row of one record."""

    def edit(records: list[Record]) -> list[Record]:
        record = records[checkpoint - 1]
        changes = {name: tuple(change(getattr(record, name))) for name, change in rows.items()}
        records[checkpoint - 1] = replace(record, **changes)
        return records

    return edit


def with_row(place: int, **changes: object) -> Callable:
    """Return a function that changes fields of one row; a callable gets the old value."""

    def change(rows: Sequence) -> list:
        found = list(rows)
        values = {
            name: value(getattr(found[place], name)) if callable(value) else value
            for name, value in changes.items()
        }
        found[place] = replace(found[place], **values)
        return found

    return change


def without_row(place: int) -> Callable:
    """Return a function that drops one row."""
    return lambda rows: [row for number, row in enumerate(rows) if number != place % len(rows)]
