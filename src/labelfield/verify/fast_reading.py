"""Reads all open records of a project by columns, on all cores, for audits of many answers.

It leaves what the plain reading leaves (`reading.read_plainly`): accepted answers, what they say,
how many signatures were checked. It does not name differences: who meets one here reads plainly,
which says exactly where it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat

import numpy as np

from labelfield.chain.events import CheckpointEvent
from labelfield.market.appeals import ANSWERS_AN_APPEAL
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.merkle import root_of
from labelfield.protocol.record import Record
from labelfield.protocol.record_json import parse_frame
from labelfield.verify.accepted import AcceptedRow, MoneyRecord, money_of
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.columns import Int64s
from labelfield.verify.errors import expect
from labelfield.verify.order import check_order
from labelfield.verify.part import HERE, PartFound
from labelfield.verify.predictions import PredictionCheck
from labelfield.verify.processes import Readers
from labelfield.verify.splitting import parts_of


@dataclass(slots=True)
class FastReading:
    """Reads records in order into the checks of an audit that has read nothing yet."""

    answers: AnswerCheck
    predictions: PredictionCheck
    since: int
    """Signatures up to this checkpoint are believed."""
    names: Sequence[TaskId] = field(init=False)
    _places: Mapping[TaskId, int] = field(init=False)
    _taken: Int64s = field(init=False)
    """Answers of each task."""
    _latest: Int64s = field(init=False)
    """Settlements done when the last of them was accepted."""
    _most: Int64s = field(init=False)

    def __post_init__(self) -> None:
        self.names = list(self.answers.tasks)
        self._places = {name: place for place, name in enumerate(self.names)}
        self._taken = np.zeros(len(self.names), np.int64)
        self._latest = np.zeros(len(self.names), np.int64)
        self._most = np.full(len(self.names), self.answers.maximum, np.int64)

    def records(
        self,
        events: Sequence[CheckpointEvent],
        files_of: Callable[[CheckpointEvent], Mapping[str, bytes]],
        readers: Readers,
        count: int,
    ) -> Iterator[MoneyRecord]:
        """Yield what money follows from, record by record.

        While the processes check one record, the next is fetched.
        """
        waiting: Record | None = None
        for event in events:
            files = files_of(event)
            frame = parse_frame(files)
            check_order(frame, HERE)
            parts = parts_of(files, frame, self._places, count, event.number <= self.since)
            found = readers.end() if waiting is not None else []
            readers.begin(parts)
            if waiting is not None:
                yield self._take(waiting, found)
            waiting = frame
        if waiting is not None:
            yield self._take(waiting, readers.end())

    def _take(self, frame: Record, found: Sequence[PartFound]) -> MoneyRecord:
        """Note what the parts of a record hold."""
        root = root_of(list(chain.from_iterable(part.leaves for part in found)))
        expect(HERE, "rows_root", frame.header.rows_root, hex_of(root))
        rows = list(chain.from_iterable(map(self._accepted, found)))
        self._check_positions(frame, found)
        self._note(rows, found)
        self.predictions.read(frame, HERE)
        return replace(money_of(frame), answers=tuple(rows))

    def _accepted(self, part: PartFound) -> Iterator[AcceptedRow]:
        numbers = {name: column.tolist() for name, column in part.numbers.items()}
        return map(
            AcceptedRow,
            _spread(part.labelers),
            numbers["sequence"],
            map(self.names.__getitem__, part.task.tolist()),
            numbers["settlement"],
            numbers["increment"],
            numbers["receipt_number"],
            numbers["owed"],
        )

    def _note(self, rows: Sequence[AcceptedRow], found: Sequence[PartFound]) -> None:
        kept, before = self.answers.sequences, len(self.answers.sequences)
        kept.update({(row.task, row.labeler): row.sequence for row in rows})
        expect(HERE, "one answer a labeler", before + len(rows), len(kept))
        for part in found:
            self.answers.signatures += part.signatures
            tasks = map(self.names.__getitem__, part.opened.tolist())
            places = list(zip(tasks, _spread(part.openers), strict=True))
            self.answers.contents.said.update(zip(places, part.said, strict=True))
            self.answers.contents.answers.update(zip(places, part.answers, strict=True))

    def _check_positions(self, frame: Record, found: Sequence[PartFound]) -> None:
        """Positions count a task's answers as they were accepted, over all records."""
        for appeal in frame.appeals:
            self._most[self._places[appeal.task]] = self.answers.maximum + ANSWERS_AN_APPEAL
        task = np.concatenate([part.task for part in found])
        position = np.concatenate([part.position for part in found])
        settlement = np.concatenate([part.numbers["settlement"] for part in found])
        order = np.lexsort((position, task))
        task, position, settlement = task[order], position[order], settlement[order]
        first = np.ones(len(task), bool)
        first[1:] = task[1:] != task[:-1]
        before = np.where(first, self._taken[task], np.roll(position, 1))
        latest = np.where(first, self._latest[task], np.roll(settlement, 1))
        expect(HERE, "positions", True, bool((position == before + 1).all()))
        expect(HERE, "positions", True, bool((position <= self._most[task]).all()))
        expect(HERE, "settlements", True, bool((settlement >= latest).all()))
        last = np.roll(first, -1)
        self._taken[task[last]], self._latest[task[last]] = position[last], settlement[last]


def _spread(counted: Sequence[tuple[Address, int]]) -> Iterator[Address]:
    """Yield each name as often as it counts."""
    return chain.from_iterable(repeat(name, count) for name, count in counted)
