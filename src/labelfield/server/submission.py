"""Accepting answers: what is checked, in which order, and what a receipt promises."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from labelfield.api.models import AnswersRequest, SignedReceipt
from labelfield.db import answers as answers_db
from labelfield.db.labelers import unsettled_total
from labelfield.labeling.answers import label_of
from labelfield.labeling.errors import LabelingError
from labelfield.ledger.deposit import covers_another, credits_within
from labelfield.ledger.receipt import Standing, increment_down
from labelfield.protocol import errors as protocol_errors
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, TaskId
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Answer, Receipt, answer_hash, digest
from labelfield.server import refusals
from labelfield.server.context import Coordinator, Holder, ProjectFacts, project_facts

LATEST_AHEAD_S = 120
"""How far a labeler's clock may run ahead of the server's."""


@dataclass(frozen=True, slots=True)
class Link:
    """One submitted answer, checked as far as possible without the database."""

    answer: Answer
    answer_json: bytes
    label: int
    salt: str
    head: Hash32


@dataclass(frozen=True, slots=True)
class Submission:
    """A batch of links that follow each other, and the signature that covers them."""

    holder: Holder
    links: tuple[Link, ...]
    signature: str


def check_submission(
    coordinator: Coordinator,
    facts: ProjectFacts,
    holder: Holder,
    request: AnswersRequest,
    now_s: int,
) -> Submission:
    """Return the batch as links; refuse what is wrong whatever the database says."""
    links: list[Link] = []
    for submitted in request.answers:
        link = _link(facts, holder, submitted, now_s)
        if links and link.answer.sequence != links[-1].answer.sequence + 1:
            raise refusals.WrongSequence(
                f"Within a batch, answer {links[-1].answer.sequence + 1} was expected next, "
                f"{link.answer.sequence} came.",
                expected=links[-1].answer.sequence + 1,
                found=link.answer.sequence,
            )
        if links and link.answer.previous != links[-1].head:
            raise refusals.WrongPrevious(
                f"Answer {link.answer.sequence} does not follow the answer before it.",
                expected=links[-1].head,
            )
        links.append(link)
    last = links[-1]
    try:
        signer = recover(
            digest(coordinator.pool.domain, last.answer), bytes_of(request.signature, 65)
        )
    except protocol_errors.BadSignature as error:
        raise refusals.BadSignature(f"The batch's signature is malformed: {error}.") from error
    if signer != holder.key:
        raise refusals.BadSignature(
            "The last answer is not signed by the session's key.", expected=holder.key, found=signer
        )
    if any(link.answer.time_s > holder.valid_until_s for link in links):
        raise refusals.WrongSession(
            "The session ended before the answer was given.", valid_until_s=holder.valid_until_s
        )
    return Submission(holder, tuple(links), request.signature)


def _link(facts: ProjectFacts, holder: Holder, submitted: Any, now_s: int) -> Link:
    if submitted.time_s > now_s + LATEST_AHEAD_S:
        raise refusals.Malformed(
            f"time_s {submitted.time_s} lies in the future: check the device's clock.", now_s=now_s
        )
    try:
        label = label_of(facts.config, submitted.answer)
        answer_json = canonical_json(submitted.answer)
    except (LabelingError, protocol_errors.ProtocolError) as error:
        raise refusals.InvalidAnswer(str(error), sequence=submitted.sequence) from error
    answer = Answer(
        project=facts.number,
        labeler=holder.labeler,
        task=submitted.task,
        answer_hash=answer_hash(submitted.salt, answer_json),
        sequence=submitted.sequence,
        previous=submitted.previous,
        time_s=submitted.time_s,
    )
    return Link(
        answer=answer,
        answer_json=answer_json,
        label=facts.manifest.scoring.classes.index(label),
        salt=submitted.salt,
        head=answer.head(),
    )


def store_submission(
    coordinator: Coordinator, connection: Connection, submission: Submission, now_s: int
) -> list[Receipt]:
    """Store a batch and return its receipts, or refuse it whole."""
    labeler = submission.holder.labeler
    first = submission.links[0].answer
    facts, project = project_facts(coordinator, connection, first.project)
    member = answers_db.get_standing(connection, facts.project_id, labeler)
    if member is None:
        raise refusals.NoLease("Join the project and fetch tasks first.")
    if first.sequence <= member.sequence:
        return _receipts_again(connection, facts, submission, member)
    _check_follows(member, first)
    if project.state != "open":
        raise refusals.ProjectClosed("The project takes no more answers.", state=project.state)
    if coordinator.watch.halted:
        raise refusals.OperatorHalted(
            "The operator was stopped on chain and can promise nothing more. What is credited can "
            "be withdrawn; for what is not, file a claim with your receipts."
        )
    acceptance = _Acceptance(coordinator, connection, facts, project, member, now_s)
    return acceptance.accept(submission)


def _check_follows(member: Any, first: Answer) -> None:
    if first.sequence != member.sequence + 1:
        raise refusals.WrongSequence(
            f"Answer {member.sequence + 1} was expected next, {first.sequence} came.",
            expected=member.sequence + 1,
            head=member.head,
        )
    if first.previous != member.head:
        raise refusals.WrongPrevious(
            "The answer does not follow the last one accepted.", expected=member.head
        )


def _receipts_again(
    connection: Connection, facts: ProjectFacts, submission: Submission, member: Any
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
    return [receipt_of(facts.number, row) for row in stored]


class _Acceptance:
    """One batch on its way into the database: totals that grow with each answer."""

    def __init__(
        self,
        coordinator: Coordinator,
        connection: Connection,
        facts: ProjectFacts,
        project: Any,
        member: Any,
        now_s: int,
    ) -> None:
        self._connection = connection
        self._facts = facts
        self._project = project
        self._member = member
        self._now_s = now_s
        self._settle_by_s = now_s + coordinator.settings.settle_by_s
        self._standing = Standing(member.earned, member.rate32)
        funds, unsettled = coordinator.watch.funds, unsettled_total(connection)
        self._float_left = funds.float - unsettled
        self._bond_left = credits_within(funds.room, facts.manifest.fee_bps) - unsettled
        self._project_owed: int = member.owed
        self._receipts: int = member.total_receipts
        self._owed: int = member.total_owed
        self._credited: int = member.total_credited
        self._due_s: int | None = member.due_s
        self._accepted: int = project.accepted
        self._closed = 0

    def accept(self, submission: Submission) -> list[Receipt]:
        rows = [self._accept_one(link) for link in submission.links]
        rows[-1] |= {"key": submission.holder.key, "signature": submission.signature}
        for row in rows[:-1]:
            row |= {"key": None, "signature": None}
        answers_db.insert_answers(self._connection, rows)
        last = submission.links[-1]
        labeler = submission.holder.labeler
        place = (self._connection, self._facts.project_id)
        answers_db.advance_member(
            *place, labeler, last.answer.sequence, last.head, self._project_owed
        )
        answers_db.advance_labeler(
            self._connection, labeler, self._receipts, self._owed, self._due_s
        )
        answers_db.advance_project(*place, len(rows), self._closed)
        return [_receipt(self._facts.number, row) for row in rows]

    def _accept_one(self, link: Link) -> dict[str, Any]:
        task = link.answer.task
        position = self._take_place(task, link.answer.labeler)
        increment = self._promise()
        self._project_owed += increment
        self._owed += increment
        self._receipts += 1
        if self._due_s is None and self._owed > self._credited:
            self._due_s = self._settle_by_s
        return {
            "project_id": self._facts.project_id,
            "labeler": link.answer.labeler,
            "sequence": link.answer.sequence,
            "task": task,
            "position": position,
            "answer_json": link.answer_json,
            "label": link.label,
            "salt": link.salt,
            "time_s": link.answer.time_s,
            "head": link.head,
            "settlement": self._project.settlements,
            "increment": increment,
            "receipt_number": self._receipts,
            "owed": self._owed,
            "settle_by_s": self._settle_by_s,
        }

    def _take_place(self, task: TaskId, labeler: Address) -> int:
        """Return the answer's place within its task; the lease ends, the task may close."""
        place = (self._connection, self._facts.project_id, task, labeler)
        found = answers_db.get_held_task(*place)
        if found is None:
            raise refusals.UnknownTask(f"The project has no task {task}.", task=task)
        if found.closing is not None:
            raise refusals.TaskClosed("The task has enough answers.", task=task)
        if found.expires_s is None or found.expires_s < self._now_s:
            raise refusals.NoLease("The task is not held by this labeler now.", task=task)
        position = int(found.answers) + 1
        closes = position >= self._facts.manifest.answers_per_task.maximum
        answers_db.take_place(*place, self._project.settlements + 1 if closes else None)
        self._closed += closes
        return position

    def _promise(self) -> int:
        """Return what this answer adds to what is owed; refuse it if nobody could pay for it."""
        manifest = self._facts.manifest
        if not covers_another(
            self._project.deposit, manifest.price, self._accepted, manifest.fee_bps
        ):
            raise refusals.DepositSpent("The project's deposit may not cover one more answer.")
        self._accepted += 1
        increment = increment_down(
            manifest.price,
            self._project_owed,
            self._standing,
            manifest.scoring.credit_line_percent,
        )
        if increment > self._float_left:
            raise refusals.FloatSpent("Unsettled receipts have reached the operator's float.")
        if increment > self._bond_left:
            raise refusals.BondSpent("Unsettled receipts have reached what the bond covers.")
        self._float_left -= increment
        self._bond_left -= increment
        return increment


def receipt_of(number: int, row: Any) -> Receipt:
    """Return the receipt that a stored answer got."""
    return _receipt(number, row._mapping)


def _receipt(number: int, row: Any) -> Receipt:
    return Receipt(
        labeler=Address(row["labeler"]),
        number=row["receipt_number"],
        owed=row["owed"],
        project=number,  # type: ignore[arg-type]
        sequence=row["sequence"],
        head=Hash32(row["head"] or ZERO_HASH),
        task=TaskId(row["task"]),
        position=row["position"],
        settle_by_s=row["settle_by_s"],
    )


def sign_receipt(coordinator: Coordinator, receipt: Receipt) -> SignedReceipt:
    """Return a receipt with the operator's signature, which is the same every time."""
    signature = coordinator.receipt_key.sign(digest(coordinator.pool.domain, receipt))
    return SignedReceipt(
        labeler=receipt.labeler,
        number=receipt.number,
        owed=receipt.owed,
        project=receipt.project,
        sequence=receipt.sequence,
        head=receipt.head,
        task=receipt.task,
        position=receipt.position,
        settle_by_s=receipt.settle_by_s,
        signature=hex_of(signature),
    )
