"""Checks the answers of some of a project's labelers: what the fast audit does on each core.

The same checks as `AnswerCheck.read_chains` and `ContentCheck`, on columns. It says only that
something is wrong; the plain audit, run then, names the first difference.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from labelfield.labeling.config import LabelingConfig
from labelfield.protocol.hashes import bytes_of, keccak
from labelfield.protocol.ids import Address, ProjectNumber, TaskId
from labelfield.protocol.keys import recover
from labelfield.protocol.merkle import leaf_of
from labelfield.protocol.messages import Appeal, Session, link_hash
from labelfield.protocol.record import AppealRow, SessionRow
from labelfield.protocol.record_json import parse_sessions, parse_signatures
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task
from labelfield.protocol.typed_data import Domain, encode_address, encode_uint, struct_digest
from labelfield.settle.judged import Said, said_by
from labelfield.verify.columns import (
    AnswerColumns,
    ContentColumns,
    Int64s,
    answer_columns,
    content_columns,
    runs_of,
)
from labelfield.verify.errors import Mismatch, expect

HERE = "a part of the record"
"""Where a difference is; the plain audit says it exactly."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What all records of a project are checked by."""

    domain: Domain
    project: ProjectNumber
    config: LabelingConfig
    scoring: Scoring
    tasks: Mapping[TaskId, Task]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some labelers' lines of a record, and what they need of the rest of it."""

    sessions: bytes
    answers: bytes
    signatures: bytes
    contents: bytes
    appeals: tuple[AppealRow, ...]
    closings: Int64s
    """Places of the tasks that the record closes."""
    believed: bool
    """Whether signatures need no check, because an audit before has checked them."""


@dataclass(frozen=True, slots=True, eq=False)
class PartFound:
    """What a part's rows say, all of them in order."""

    leaves: list[bytes]
    """Of the answer rows."""
    signatures: int
    labelers: list[tuple[Address, int]]
    """With each how many answer rows follow."""
    task: Int64s
    """Place of each answer's task."""
    numbers: Mapping[str, Int64s]
    """The other columns of answers that money follows from, by the names of `AcceptedRow`."""
    position: Int64s
    openers: list[tuple[Address, int]]
    """Labelers of contents, and how many of them."""
    opened: Int64s
    """Place of each content's task."""
    said: list[Said]
    answers: list[bytes]


@dataclass(slots=True)
class _Own:
    """One labeler's chain, and the answers in it."""

    whose: bytes
    head: bytes = bytes(32)
    tasks: "array[int]" = field(default_factory=lambda: array("i"))
    hashes: bytearray = field(default_factory=bytearray)
    """32 bytes an answer."""
    opened: bytearray = field(default_factory=bytearray)
    """1 for each answer whose content was read."""


class PartCheck:
    """Reads the parts of one group of labelers, in the order of records."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._tasks = list(terms.tasks.values())
        self._place = {name[2:].encode(): place for place, name in enumerate(terms.tasks)}
        self._own: dict[bytes, _Own] = {}
        self._unopened = np.zeros(len(terms.tasks), np.int64)
        """Answers of each task whose contents were not read."""
        self._sessions: dict[SessionRow, bool] = {}
        """Those whose signatures were checked: most come again in every record."""
        self._classes: dict[bytes, Said] = {}

    def read(self, part: Part) -> PartFound:
        """Check the next record's rows; raise LabelfieldError where something is wrong."""
        sessions = self._read_sessions(part)
        signatures = len(sessions)
        signatures += self._check_appeals(part, sessions)
        answers = answer_columns(part.answers)
        tasks = self._places(answers.task)
        runs = runs_of(answers.labeler)
        signatures += self._follow(part, answers, tasks, sessions)
        np.add.at(self._unopened, tasks, 1)
        contents = content_columns(part.contents)
        opened, said = self._open(part, contents)
        names = ("sequence", "settlement", "increment", "receipt_number", "owed")
        return PartFound(
            leaves=[leaf_of(line) for line in part.answers.split(b"\n")[:-1]],
            signatures=signatures,
            labelers=_counted(runs),
            task=tasks,
            numbers={name: getattr(answers, name) for name in names},
            position=answers.position,
            openers=_counted(runs_of(contents.labeler)),
            opened=opened,
            said=said,
            answers=list(contents.answer),
        )

    def _read_sessions(self, part: Part) -> dict[tuple[Address, Address], int]:
        rows = parse_sessions(part.sessions)
        for row in rows:
            if row not in self._sessions:
                session = Session(row.labeler, row.key, row.valid_until_s)
                expect(HERE, "signer", row.labeler, self._signer(session.struct_hash(), row))
                self._sessions[row] = True
        found = {(row.labeler, row.key): row.valid_until_s for row in rows}
        expect(HERE, "order", sorted(found), list(found))
        expect(HERE, "sessions", len(rows), len(found))
        used = {(row.labeler, row.key) for row in part.appeals}
        used |= {(row.labeler, row.key) for row in parse_signatures(part.signatures)}
        expect(HERE, "signatures under sessions", found.keys(), used)
        return found

    def _check_appeals(self, part: Part, sessions: Mapping[tuple[Address, Address], int]) -> int:
        """An appeal is against one's own answer of a record before, and signed like answers."""
        for row in part.appeals:
            own = self._own[row.labeler.encode()]
            expect(HERE, "answer", True, self._place[row.task[2:].encode()] in own.tasks)
            appeal = Appeal(self._terms.project, row.labeler, row.task, row.time_s)
            if not part.believed:
                expect(HERE, "signer", row.key, self._signer(appeal.struct_hash(), row))
            expect(HERE, "time", True, row.time_s <= sessions[row.labeler, row.key])
        return 0 if part.believed else len(part.appeals)

    def _places(self, tasks: Sequence[bytes]) -> Int64s:
        found = [self._place.get(each, -1) for each in tasks]
        expect(HERE, "tasks of the manifest", True, min(found, default=0) >= 0)
        return np.array(found, np.int64)

    def _follow(
        self,
        part: Part,
        answers: AnswerColumns,
        tasks: Int64s,
        sessions: Mapping[tuple[Address, Address], int],
    ) -> int:
        """Follow every chain to its end; return how many signatures were checked."""
        rows = parse_signatures(part.signatures)
        signed = {(row.labeler.encode(), row.sequence): row for row in rows}
        places = list(signed)
        expect(HERE, "order", sorted(places), places)
        expect(HERE, "signatures", len(rows), len(signed))
        words = _words(answers, b"".join(map(bytes.fromhex, map(bytes.decode, answers.task))))
        times = answers.time_s.tolist()
        for name, start, end in runs_of(answers.labeler):
            own = self._chain(name)
            first = len(own.tasks) + 1
            expect(HERE, "sequence", first, int(answers.sequence[start]))
            expect(HERE, "sequence", first + end - start - 1, int(answers.sequence[end - 1]))
            head, covered = own.head, start
            for row in range(start, end):
                link = words[row * 128 : (row + 1) * 128]
                head = link_hash(own.whose, link[:64], link[64:96] + head, link[96:])
                signature = signed.pop((name, first + row - start), None)
                if signature is not None:
                    if not part.believed:
                        expect(HERE, "signer", signature.key, self._signer(head, signature))
                    latest_s = max(1, *times[covered : row + 1])
                    until_s = sessions[signature.labeler, signature.key]
                    expect(HERE, "time", True, latest_s <= until_s)
                    covered = row + 1
            expect(HERE, "covered answers", end, covered)
            own.head = head
            own.tasks.extend(tasks[start:end].tolist())
            own.hashes += answers.answer_hash[start * 32 : end * 32]
            own.opened += bytes(end - start)
        expect(HERE, "signatures without an answer", 0, len(signed))
        return 0 if part.believed else len(rows)

    def _chain(self, name: bytes) -> _Own:
        own = self._own.get(name)
        if own is None:
            project = encode_uint(self._terms.project, 32, "project")
            own = self._own[name] = _Own(project + encode_address(name.decode()))
        return own

    def _open(self, part: Part, contents: ContentColumns) -> tuple[Int64s, list[Said]]:
        """Open exactly the answers of the tasks that close; return their places, and what they say.

        As many as are due, each once, and each of a task that closes: so none is missing.
        """
        closing = set(part.closings.tolist())
        due = int(self._unopened[list(closing)].sum())
        expect(HERE, "contents", due, len(contents.labeler))
        places: list[int] = []
        said: list[Said] = []
        sequences = contents.sequence.tolist()
        for name, start, end in runs_of(contents.labeler):
            own = self._own[name]
            for row in range(start, end):
                place = sequences[row] - 1
                task, answer = own.tasks[place], contents.answer[row]
                if task not in closing or own.opened[place]:
                    raise Mismatch(HERE, "content", "of a task that closes, once", "another")
                found = keccak(contents.salt[row * 16 : (row + 1) * 16] + answer)
                if own.hashes[place * 32 : (place + 1) * 32] != found:
                    raise Mismatch(HERE, "answer_hash", "of the content", "another")
                own.opened[place] = 1
                places.append(task)
                said.append(self._say(task, answer))
        self._unopened[list(closing)] = 0
        return np.array(places, np.int64), said

    def _say(self, task: int, answer: bytes) -> Said:
        known = self._classes.get(answer)
        if known is None:
            terms = self._terms
            known = said_by(terms.config, terms.scoring, self._tasks[task], answer)
            if not terms.scoring.controls:
                self._classes[answer] = known
        return known

    def _signer(self, struct_hash: bytes, row: object) -> Address:
        signature = bytes_of(getattr(row, "signature", None), 65)
        return recover(struct_digest(self._terms.domain, struct_hash), signature)


def _words(answers: AnswerColumns, tasks: bytes) -> bytes:
    """Return 128 bytes a row: task, answer's hash, sequence and time, as a link encodes them."""
    count = len(answers.labeler)
    words = np.zeros((count, 128), np.uint8)
    words[:, :32] = np.frombuffer(tasks, np.uint8).reshape(count, 32)
    words[:, 32:64] = np.frombuffer(answers.answer_hash, np.uint8).reshape(count, 32)
    for end, column in ((96, answers.sequence), (128, answers.time_s)):
        words[:, end - 8 : end] = column.astype(">u8").view(np.uint8).reshape(count, 8)
    return words.tobytes()


def _counted(runs: Sequence[tuple[bytes, int, int]]) -> list[tuple[Address, int]]:
    return [(Address(name.decode()), end - start) for name, start, end in runs]
