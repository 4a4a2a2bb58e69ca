"""Storing checked answers, many labelers' at once, and what their receipts promise.

What a group of submissions touches is read once, changed in memory in the order of arrival, and
written once. A submission is accepted whole or changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from labelfield.db import answers as answers_db
from labelfield.db import appeals as appeals_db
from labelfield.db.totals import add_promised
from labelfield.ledger.deposit import covers_another, credits_within
from labelfield.ledger.receipt import Standing, increment_down
from labelfield.market.appeals import ANSWERS_AN_APPEAL
from labelfield.protocol.ids import Address, Hash32, TaskId
from labelfield.protocol.messages import Receipt
from labelfield.server import refusals
from labelfield.server.context import Coordinator, ProjectFacts, known_facts
from labelfield.server.submission import Link, Submission, receipt_of, stored_answer


@dataclass(frozen=True, slots=True)
class Arrival:
    """A checked submission at a coordinator."""

    coordinator: Coordinator
    submission: Submission
    now_s: int

    @property
    def project(self) -> int:
        """The project's number."""
        return self.submission.links[0].answer.project


@dataclass(frozen=True, slots=True)
class _Member:
    """A labeler's chain and money."""

    sequence: int
    head: Hash32
    owed: int
    standing: Standing
    receipts: int
    total_owed: int
    total_credited: int
    due_s: int | None


@dataclass(frozen=True, slots=True)
class _Task:
    """How far a task is."""

    answers: int
    closing: int | None
    """Of what it is asked now; of a task that is asked once more the first one is over."""

    most: int
    """Answers with which it closes."""

    closed_before: int | None = None
    """Its first closing, where an appeal had it asked once more."""


@dataclass(slots=True)
class _Books:
    """One project while answers are entered."""

    facts: ProjectFacts
    project: Any
    """Its state, deposit and settlements."""
    float_left: int
    bond_left: int
    """Credits that the bond still covers, beyond what receipts promise."""
    accepted: int
    members: dict[Address, _Member]
    tasks: dict[TaskId, _Task]
    leases: dict[tuple[TaskId, Address], int]
    """Until when a labeler holds a task."""

    shown: dict[TaskId, bytes]
    """The tasks themselves, where answers are compared with what they show."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    """Accepted answers that are not stored yet."""


def accept_all(
    connection: Connection, arrivals: Sequence[Arrival]
) -> Sequence[list[Receipt] | Exception]:
    """Return the receipts of each submission, or why it was refused whole."""
    results: list[list[Receipt] | Exception] = []
    for neighbours in _by_project(arrivals):
        try:
            books = _open_books(connection, neighbours)
        except refusals.Refusal as refusal:
            results += [refusal] * len(neighbours)
            continue
        results += [_accepted_or_refused(connection, books, arrival) for arrival in neighbours]
        _store(connection, books)
    return results


def _by_project(arrivals: Sequence[Arrival]) -> Iterable[Sequence[Arrival]]:
    """Yield runs of neighbours: a labeler's totals are the same in the next project's books."""
    start = 0
    for end in range(1, len(arrivals) + 1):
        if end == len(arrivals) or arrivals[end].project != arrivals[start].project:
            yield arrivals[start:end]
            start = end


def _open_books(connection: Connection, arrivals: Sequence[Arrival]) -> _Books:
    coordinator = arrivals[0].coordinator
    facts = known_facts(coordinator, connection, arrivals[0].project)
    labelers = {arrival.submission.holder.labeler for arrival in arrivals}
    tasks = {link.answer.task for arrival in arrivals for link in arrival.submission.links}
    place = (connection, facts.project_id)
    project = answers_db.get_state(*place)
    standings = answers_db.get_standings(*place, labelers)
    states = answers_db.get_task_states(*place, tasks)
    held = answers_db.get_held(*place, tasks)
    funds, unsettled = coordinator.watch.funds, int(project.unsettled)
    return _Books(
        facts=facts,
        project=project,
        float_left=funds.float - unsettled,
        bond_left=credits_within(funds.room, facts.manifest.fee_bps) - unsettled,
        accepted=project.accepted,
        members={row.labeler: _member(row) for row in standings},
        tasks=_tasks(connection, facts, states),
        leases={(row.task, row.labeler): row.expires_s for row in held},
        shown=answers_db.get_tasks(*place, tasks) if facts.manifest.scoring.controls else {},
    )


def _tasks(
    connection: Connection, facts: ProjectFacts, states: Sequence[Any]
) -> dict[TaskId, _Task]:
    """Return how far tasks are; those that closed may be asked once more."""
    maximum = facts.manifest.answers_per_task.maximum
    tasks = {row.task: _Task(row.answers, row.closing, maximum) for row in states}
    closed = [name for name, task in tasks.items() if task.closing is not None]
    again = appeals_db.appeals_to(connection, facts.project_id, closed) if closed else {}
    for name, row in again.items():
        task = tasks[name]
        most = row.before + ANSWERS_AN_APPEAL
        tasks[name] = _Task(task.answers, row.closing, most, closed_before=task.closing)
    return tasks


def _member(row: Any) -> _Member:
    return _Member(
        sequence=row.sequence,
        head=row.head,
        owed=row.owed,
        standing=Standing(row.earned, row.rate32),
        receipts=row.total_receipts,
        total_owed=row.total_owed,
        total_credited=row.total_credited,
        due_s=row.due_s,
    )


def _accepted_or_refused(
    connection: Connection, books: _Books, arrival: Arrival
) -> list[Receipt] | Exception:
    try:
        return _accept(connection, books, arrival)
    except refusals.Refusal as refusal:
        return refusal


def _accept(connection: Connection, books: _Books, arrival: Arrival) -> list[Receipt]:
    submission = arrival.submission
    member = books.members.get(submission.holder.labeler)
    if member is None:
        raise refusals.NoLease("Join the project and fetch tasks first.")
    if submission.links[0].answer.sequence <= member.sequence:
        _store(connection, books)
        return _receipts_again(connection, books.facts, submission, member)
    _check_follows(member, submission.links[0])
    if arrival.coordinator.watch.halted:
        raise refusals.OperatorHalted(
            "The operator was stopped on chain and can promise nothing more. What is credited can "
            "be withdrawn; for what is not, file a claim with your receipts."
        )
    if books.project.state != "open":
        raise refusals.ProjectClosed(
            "The project takes no more answers.", state=books.project.state
        )
    entry = _Entry(books, member, arrival.now_s, arrival.coordinator.settings.settle_by_s)
    for link in submission.links:
        entry.add(link)
    return entry.enter(submission)


def _check_follows(member: _Member, first: Link) -> None:
    if first.answer.sequence != member.sequence + 1:
        raise refusals.WrongSequence(
            f"Answer {member.sequence + 1} was expected next, {first.answer.sequence} came.",
            expected=member.sequence + 1,
            head=member.head,
        )
    if first.answer.previous != member.head:
        raise refusals.WrongPrevious(
            "The answer does not follow the last one accepted.", expected=member.head
        )


def _receipts_again(
    connection: Connection, facts: ProjectFacts, submission: Submission, member: _Member
) -> list[Receipt]:
    sequences = [link.answer.sequence for link in submission.links]
    stored = answers_db.answers_of(
        connection, facts.project_id, submission.holder.labeler, sequences[0], sequences[-1]
    )
    if [row.head for row in stored] != [link.head for link in submission.links]:
        raise refusals.WrongSequence(
            f"Answer {member.sequence + 1} was expected next, {sequences[0]} came, and it differs "
            "from the one accepted.",
            expected=member.sequence + 1,
            head=member.head,
        )
    return [receipt_of(facts.number, row._mapping) for row in stored]


class _Entry:
    """One submission on its way into the books, which change when all of it is accepted."""

    def __init__(self, books: _Books, member: _Member, now_s: int, settle_by_s: int) -> None:
        self._books = books
        self._member = member
        self._now_s = now_s
        self._settle_by_s = now_s + settle_by_s
        self._promised = 0
        self._tasks: dict[TaskId, _Task] = {}
        self._rows: list[dict[str, Any]] = []

    def add(self, link: Link) -> None:
        """Give the answer a place and a promise, or refuse."""
        position = self._take_place(link.answer.task, link.answer.labeler)
        stored = self._stored(link)
        increment = self._promise()
        after = self._member = _member_after(self._member, link, increment, self._settle_by_s)
        self._rows.append(
            {
                "project_id": self._books.facts.project_id,
                "labeler": link.answer.labeler,
                "sequence": link.answer.sequence,
                "task": link.answer.task,
                "position": position,
                "answer_json": link.answer_json,
                "label": link.label,
                "stored": stored,
                "salt": link.salt,
                "time_s": link.answer.time_s,
                "head": link.head,
                "settlement": self._books.project.settlements,
                "increment": increment,
                "receipt_number": after.receipts,
                "owed": after.total_owed,
                "settle_by_s": self._settle_by_s,
                "key": None,
                "signature": None,
            }
        )

    def enter(self, submission: Submission) -> list[Receipt]:
        """Change the books and return the receipts."""
        self._rows[-1] |= {"key": submission.holder.key, "signature": submission.signature}
        books = self._books
        books.members[submission.holder.labeler] = self._member
        books.tasks |= self._tasks
        for row in self._rows:
            del books.leases[row["task"], row["labeler"]]
        books.float_left -= self._promised
        books.bond_left -= self._promised
        books.accepted += len(self._rows)
        books.rows += self._rows
        return [receipt_of(books.facts.number, row) for row in self._rows]

    def _take_place(self, name: TaskId, labeler: Address) -> int:
        """Return the answer's place within its task, which may close with it."""
        books = self._books
        task = books.tasks.get(name)
        if task is None:
            raise refusals.UnknownTask(f"The project has no task {name}.", task=name)
        if task.closing is not None:
            raise refusals.TaskClosed("The task has enough answers.", task=name)
        if name in self._tasks or books.leases.get((name, labeler), -1) < self._now_s:
            raise refusals.NoLease("The task is not held by this labeler now.", task=name)
        position = task.answers + 1
        closing = books.project.begun_settlements + 1 if position >= task.most else None
        self._tasks[name] = _Task(position, closing, task.most, task.closed_before)
        return position

    def _stored(self, link: Link) -> bytes | None:
        """Return what is compared of the answer, where that is more than its class."""
        shown = self._books.shown.get(link.answer.task)
        return None if shown is None else stored_answer(self._books.facts, shown, link.answer_json)

    def _promise(self) -> int:
        """Return what this answer adds to what is owed; refuse it if nobody could pay for it."""
        manifest, project = self._books.facts.manifest, self._books.project
        accepted = self._books.accepted + len(self._rows)
        if not covers_another(project.deposit, manifest.price, accepted, manifest.fee_bps):
            raise refusals.DepositSpent("The project's deposit may not cover one more answer.")
        increment = increment_down(
            manifest.price,
            self._member.owed,
            self._member.standing,
            manifest.scoring.credit_line_percent,
        )
        promised = self._promised + increment
        if promised > self._books.float_left:
            raise refusals.FloatSpent("Unsettled receipts have reached the operator's float.")
        if promised > self._books.bond_left:
            raise refusals.BondSpent("Unsettled receipts have reached what the bond covers.")
        self._promised = promised
        return increment


def _member_after(before: _Member, link: Link, increment: int, settle_by_s: int) -> _Member:
    total_owed, due_s = before.total_owed + increment, before.due_s
    if due_s is None and total_owed > before.total_credited:
        due_s = settle_by_s
    return _Member(
        sequence=link.answer.sequence,
        head=link.head,
        owed=before.owed + increment,
        standing=before.standing,
        receipts=before.receipts + 1,
        total_owed=total_owed,
        total_credited=before.total_credited,
        due_s=due_s,
    )


def _store(connection: Connection, books: _Books) -> None:
    """Write what was accepted and not stored yet."""
    rows, books.rows = books.rows, []
    if not rows:
        return
    project_id = books.facts.project_id
    answers_db.insert_answers(connection, rows)
    add_promised(connection, len(rows), sum(row["increment"] for row in rows))
    touched = {row["task"]: books.tasks[row["task"]] for row in rows}
    place = {"project_id": project_id}
    _store_tasks(connection, project_id, touched)
    members = {row["labeler"]: books.members[row["labeler"]] for row in rows}
    answers_db.set_members(
        connection, [place | _in_project(who, member) for who, member in members.items()]
    )
    answers_db.set_labelers(connection, [_over_all(who, each) for who, each in members.items()])
    first = (task for task in touched.values() if task.closed_before is None)
    closed = sum(task.closing is not None for task in first)
    answers_db.advance_project(connection, project_id, len(rows), closed)


def _store_tasks(connection: Connection, project_id: int, touched: Mapping[TaskId, _Task]) -> None:
    answers_db.set_tasks(
        connection,
        [
            {
                "project_id": project_id,
                "task": name,
                "answers": task.answers,
                "closing": task.closing if task.closed_before is None else task.closed_before,
            }
            for name, task in touched.items()
        ],
    )
    again = {
        name: task.closing
        for name, task in touched.items()
        if task.closed_before is not None and task.closing is not None
    }
    appeals_db.set_closings(connection, project_id, again)


def _in_project(labeler: Address, member: _Member) -> dict[str, object]:
    return {
        "labeler": labeler,
        "sequence": member.sequence,
        "head": member.head,
        "owed": member.owed,
    }


def _over_all(labeler: Address, member: _Member) -> dict[str, object]:
    return {
        "labeler": labeler,
        "receipts": member.receipts,
        "owed": member.total_owed,
        "due_s": member.due_s,
    }
