"""Reads the open records of a project, plainly or fast: both come to the same, or one is wrong.

The plain way makes an object of each row and names the first difference. The fast way
(`fast_reading`) reads columns on all cores and names nothing. A small project is read in both ways,
and they must agree; of a large one the fast way speaks, and what it refuses is read plainly, which
says what is wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from labelfield.chain.events import CheckpointEvent
from labelfield.collect.objects import read_record_files
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import ZERO_HASH, Hash32
from labelfield.protocol.record import RecordHeader
from labelfield.protocol.record_json import parse_record
from labelfield.protocol.sealing import RecordPlace
from labelfield.storage.store import Store
from labelfield.verify.accepted import MoneyRecord, money_of
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.chain_facts import ChainFacts, place_of
from labelfield.verify.errors import Mismatch, VerifyError, expect
from labelfield.verify.fast_reading import FastReading
from labelfield.verify.order import check_order
from labelfield.verify.part import Terms
from labelfield.verify.predictions import PredictionCheck
from labelfield.verify.processes import processes, readers

LARGE_BYTES = 8 * 1024 * 1024
"""Of all records of a project: from there on it is read the fast way alone. Some ten thousand
answers, about as many as the plain consensus is asked for."""

THIS_PROGRAM = "this program: records"


@dataclass(frozen=True, slots=True)
class Records:
    """Where records lie, and how many signatures need no check."""

    facts: ChainFacts
    store: Store
    bucket: str
    since: int
    progress: Callable[[str], None]

    @property
    def opened(self) -> tuple[CheckpointEvent, ...]:
        """The checkpoints whose records are open: all up to the last opening's."""
        return self.facts.checkpoints[: len(self.facts.keys)]

    def files(self, event: CheckpointEvent) -> Mapping[str, bytes]:
        """Return the files of a record; its object must be the one on chain."""
        where = place_of(self.facts, event.number)
        self.progress(f"reading {where}")
        place = RecordPlace(self.facts.domain, self.facts.opened.project, event.number)
        key = self.facts.keys[event.number]
        with _readable(event, where):
            return read_record_files(self.store, self.bucket, event.record_hash, key, place)

    def bytes(self) -> int:
        """Return how large they are together; 0 where one is missing, which reading will say."""
        try:
            return sum(self.store.size(self.bucket, event.record_hash) for event in self.opened)
        except LabelfieldError:
            return 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and the checks that heard of it."""

    answers: AnswerCheck
    predictions: PredictionCheck
    records: list[MoneyRecord]


Begin = Callable[[], tuple[AnswerCheck, PredictionCheck]]
"""Makes checks that have heard of nothing."""


def read_records(records: Records, terms: Terms, begin: Begin, plain: bool) -> Reading:
    """Return all open records with their answers checked; raise Mismatch at the first difference.

    `plain` asks for the plain way alone, however long it takes.
    """
    large = records.bytes() > LARGE_BYTES
    found = None if large and not plain else read_plainly(records, begin)
    if found is not None and plain:
        return found
    try:
        fast = read_fast(records, terms, begin, processes() if large else 1)
    except Exception as error:
        if found is None:
            read_plainly(records, begin)
        raise Mismatch(THIS_PROGRAM, "fast reading", "what the plain one finds", error) from error
    if found is not None:
        _compare(found, fast)
    return fast


def read_plainly(records: Records, begin: Begin) -> Reading:
    """Read row by row; raise Mismatch at the first difference."""
    answers, predictions = begin()
    found: list[MoneyRecord] = []
    previous = ZERO_HASH
    for place, event in enumerate(records.opened, start=1):
        where = place_of(records.facts, place)
        expect(where, "number on chain", place, event.number)
        files = records.files(event)
        with _readable(event, where):
            record = parse_record(files)
        with recomputable(where):
            _check_header(records.facts, record.header, event, previous)
            check_order(record, where)
            answers.believed = event.number <= records.since
            answers.read(record, where)
            predictions.read(record, where)
        previous = event.record_hash
        found.append(money_of(record))
    return Reading(answers, predictions, found)


def read_fast(records: Records, terms: Terms, begin: Begin, count: int) -> Reading:
    """Read by columns in `count` processes; raise any error at a difference, whatever it is."""
    answers, predictions = begin()
    fast = FastReading(answers, predictions, records.since)
    with readers(terms, count) as reading:
        found = list(fast.records(records.opened, records.files, reading, count))
    previous = ZERO_HASH
    for event, record in zip(records.opened, found, strict=True):
        _check_header(records.facts, record.header, event, previous)
        previous = event.record_hash
    return Reading(answers, predictions, found)


def _compare(plain: Reading, fast: Reading) -> None:
    """Raise Mismatch unless both ways found the same."""
    expect(THIS_PROGRAM, "rows by fast and plain code", True, plain.records == fast.records)
    one, other = plain.answers, fast.answers
    for name in ("sequences", "signatures"):
        expect(THIS_PROGRAM, name, True, getattr(one, name) == getattr(other, name))
    for name in ("said", "answers"):
        same = getattr(one.contents, name) == getattr(other.contents, name)
        expect(THIS_PROGRAM, name, True, same)
    expect(THIS_PROGRAM, "predictions", True, plain.predictions.said == fast.predictions.said)


def _check_header(
    facts: ChainFacts, header: RecordHeader, event: CheckpointEvent, previous: Hash32
) -> None:
    where = place_of(facts, event.number)
    expect(where, "number in the record", event.number, header.checkpoint)
    expect(where, "chain", facts.domain.chain_id, header.chain_id)
    expect(where, "pool", facts.domain.pool, header.pool)
    expect(where, "project", facts.number, header.project)
    expect(where, "previous record", previous, header.previous)
    expect(where, "fee on chain", header.fee, event.fee)


@contextmanager
def _readable(event: CheckpointEvent, where: str) -> Iterator[None]:
    """Name an object that is no record as a record that is withheld."""
    try:
        yield
    except LabelfieldError as error:
        expected = f"the object {event.record_hash}, opened by the key on chain"
        raise Mismatch(where, "record", expected, error) from error


@contextmanager
def recomputable(where: str) -> Iterator[None]:
    """Name what cannot be recomputed at all as a difference."""
    try:
        yield
    except VerifyError:
        raise
    except LabelfieldError as error:
        raise Mismatch(where, "record", "one that can be recomputed", error) from error
