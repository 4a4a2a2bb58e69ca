"""Submissions: what is checked without the database, in which order, and signed receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labelfield.api.models import AnswersRequest, SignedReceipt
from labelfield.db.projects import NO_CLASS
from labelfield.labeling.answers import label_of
from labelfield.labeling.errors import LabelingError
from labelfield.labeling.validate import validate_answer
from labelfield.protocol import errors as protocol_errors
from labelfield.protocol.canonical import Json, canonical_json
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import Address, Hash32, ProjectNumber
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Answer, Receipt, answer_hash, digest
from labelfield.protocol.tasks import parse_task
from labelfield.protocol.typed_data import struct_digest
from labelfield.server import refusals
from labelfield.server.context import Coordinator, Holder, ProjectFacts
from labelfield.settle.judged import said_by

LATEST_AHEAD_S = 120
"""How far a labeler's clock may run ahead of the server's."""


@dataclass(frozen=True, slots=True)
class Link:
    """One submitted answer, checked as far as possible without the database."""

    answer: Answer
    answer_json: bytes
    label: int
    """Its class; NO_CLASS where there is more to it, which is checked on its task."""

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
    signer = _signer(coordinator, links[-1], request.signature)
    if signer != holder.key:
        raise refusals.BadSignature(
            "The last answer is not signed by the session's key.", expected=holder.key, found=signer
        )
    if any(link.answer.time_s > holder.valid_until_s for link in links):
        raise refusals.WrongSession(
            "The session ended before the answer was given.", valid_until_s=holder.valid_until_s
        )
    return Submission(holder, tuple(links), request.signature)


def _signer(coordinator: Coordinator, last: Link, signature: str) -> Address:
    """Return who signed the chain's head, which is the hash of the last answer."""
    digest = struct_digest(coordinator.pool.domain, bytes_of(last.head, 32))
    try:
        return recover(digest, bytes_of(signature, 65))
    except protocol_errors.BadSignature as error:
        raise refusals.BadSignature(f"The batch's signature is malformed: {error}.") from error


def _link(facts: ProjectFacts, holder: Holder, submitted: Any, now_s: int) -> Link:
    if submitted.time_s > now_s + LATEST_AHEAD_S:
        raise refusals.Malformed(
            f"time_s {submitted.time_s} lies in the future: check the device's clock.", now_s=now_s
        )
    label, answer_json = _checked(facts, submitted.answer, submitted.sequence)
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
        label=label,
        salt=submitted.salt,
        head=answer.head(),
    )


def _checked(facts: ProjectFacts, answer: Json, sequence: int) -> tuple[int, bytes]:
    """Return an answer's class, if it has one, and canonical JSON; refuse what is no answer."""
    choice = facts.choices.get(_chosen(answer))
    if choice is not None and choice.answer == answer:
        return choice.label, choice.answer_json
    try:
        return _label(facts, answer), canonical_json(answer)
    except (LabelingError, protocol_errors.ProtocolError) as error:
        raise refusals.InvalidAnswer(str(error), sequence=sequence) from error


def _chosen(answer: Json) -> str:
    """Return the label of an answer that looks like one choice, else nothing."""
    match answer:
        case [{"value": {"choices": [str(label)]}}]:
            return label
    return ""


def _label(facts: ProjectFacts, answer: Json) -> int:
    if facts.manifest.scoring.controls:
        validate_answer(facts.config, answer)
        return NO_CLASS
    return facts.manifest.scoring.classes.index(label_of(facts.config, answer))


def stored_answer(facts: ProjectFacts, task_json: bytes, answer_json: bytes) -> bytes:
    """Return what is compared of an answer to a task; refuse one that does not fit the task."""
    task = parse_task(task_json)
    try:
        said = said_by(facts.config, facts.manifest.scoring, task, answer_json)
    except LabelfieldError as error:
        raise refusals.InvalidAnswer(str(error)) from error
    assert isinstance(said, bytes)
    return said


def receipt_of(number: ProjectNumber, row: Mapping[str, Any]) -> Receipt:
    """Return the receipt of an answer as it is stored."""
    return Receipt(
        labeler=row["labeler"],
        number=row["receipt_number"],
        owed=row["owed"],
        project=number,
        sequence=row["sequence"],
        head=row["head"],
        task=row["task"],
        position=row["position"],
        settle_by_s=row["settle_by_s"],
    )


def sign_receipt(coordinator: Coordinator, receipt: Receipt) -> SignedReceipt:
    """Return a receipt with the operator's signature, which is the same every time."""
    signature = coordinator.receipt_key.sign(digest(coordinator.pool.domain, receipt))
    return SignedReceipt.model_construct(  # of values that were checked when they came
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
