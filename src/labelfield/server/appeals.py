"""Appeals: taken in from labelers, asked of others, and what came of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from labelfield.api.market_models import AppealRequest, OwnAppeal
from labelfield.db import answers as answers_db
from labelfield.db import appeals as appeals_db
from labelfield.db.labelers import get_membership
from labelfield.db.tables import AnyRow
from labelfield.ledger.deposit import covers_another
from labelfield.market.appeals import ANSWERS_AN_APPEAL, most_of_labeler, most_of_project
from labelfield.market.assignment import Candidate
from labelfield.protocol import errors as protocol_errors
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import TaskId
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Appeal, digest
from labelfield.server import refusals
from labelfield.server.answer_history import judged_wrong, own_appeal
from labelfield.server.context import Coordinator, Holder, ProjectFacts, project_facts
from labelfield.server.submission import LATEST_AHEAD_S


def check_wrong(
    coordinator: Coordinator, connection: Connection, number: int, holder: Holder, sequence: int
) -> None:
    """Refuse an appeal against what was not judged wrong, or what nobody can see judged yet.

    It only reads, since judging takes a while: the connection may be a snapshot's.
    """
    facts, _ = project_facts(coordinator, connection, number)
    member = get_membership(connection, facts.project_id, holder.labeler)
    if member is None or sequence > member.sequence:
        raise refusals.NotFound(f"There is no answer {sequence} of this labeler.")
    wrong = judged_wrong(coordinator, connection, facts, holder.labeler, sequence)
    if wrong is None:
        raise refusals.Conflict(
            "The task is open, or its record is sealed: appeal when you can see why it was judged."
        )
    if not wrong:
        raise refusals.Conflict("The answer was not judged wrong: there is nothing to restore.")


def accept(
    coordinator: Coordinator,
    connection: Connection,
    number: int,
    holder: Holder,
    request: AppealRequest,
    now_s: int,
) -> OwnAppeal:
    """Store a labeler's appeal; the same one again is the same."""
    facts, project = project_facts(coordinator, connection, number)
    [answer] = answers_db.answers_of(
        connection, facts.project_id, holder.labeler, request.sequence, request.sequence
    )
    [task] = answers_db.get_task_states(connection, facts.project_id, [answer.task])
    known = appeals_db.get_appeal(connection, facts.project_id, answer.task)
    if known is not None and known.labeler != holder.labeler:
        raise refusals.Conflict("Others were asked about this task already.", task=answer.task)
    if known is None:
        _check_signature(coordinator, facts, holder, answer.task, request, now_s)
        _check_open(coordinator, facts, project)
        _check_limits(connection, facts, holder)
        _check_means(connection, facts, project, answer.task)
        appeals_db.insert_appeal(
            connection,
            {
                "project_id": facts.project_id,
                "task": answer.task,
                "labeler": holder.labeler,
                "time_s": request.time_s,
                "key": holder.key,
                "signature": request.signature,
                "settlement": project.settlements,
                "accepted_s": now_s,
                "before": task.answers,
            },
        )
        known = appeals_db.get_appeal(connection, facts.project_id, answer.task)
    return own_appeal(known, task.answers)


def asked_candidates(
    connection: Connection, facts: ProjectFacts, member: AnyRow
) -> Sequence[Candidate]:
    """Return tasks of which others are asked, as they would come to this labeler among the rest.

    Only to those who earn something and are in no cluster: neither the appellant's ring nor new
    names may decide.
    """
    if not member.rate32 or member.alike:
        return ()
    rows = appeals_db.asked_tasks(connection, facts.project_id, member.labeler)
    return [
        Candidate(
            task=row.task,
            answers=row.answers,
            leases=row.leases,
            wanted=row.before + ANSWERS_AN_APPEAL,
            is_gold=False,
        )
        for row in rows
        if row.answers + row.leases < row.before + ANSWERS_AN_APPEAL
    ]


def _check_signature(
    coordinator: Coordinator,
    facts: ProjectFacts,
    holder: Holder,
    task: TaskId,
    request: AppealRequest,
    now_s: int,
) -> None:
    if request.time_s > now_s + LATEST_AHEAD_S:
        raise refusals.Malformed(
            f"time_s {request.time_s} lies in the future: check the device's clock.", now_s=now_s
        )
    if request.time_s > holder.valid_until_s:
        raise refusals.WrongSession(
            "The session ended before the appeal was made.", valid_until_s=holder.valid_until_s
        )
    appeal = Appeal(facts.number, holder.labeler, task, request.time_s)
    try:
        signed = digest(coordinator.pool.domain, appeal)
        signer = recover(signed, bytes_of(request.signature, 65))
    except protocol_errors.BadSignature as error:
        raise refusals.BadSignature(f"The appeal's signature is malformed: {error}.") from error
    if signer != holder.key:
        raise refusals.BadSignature(
            "The appeal is not signed by the session's key.", expected=holder.key, found=signer
        )


def _check_open(coordinator: Coordinator, facts: ProjectFacts, project: AnyRow) -> None:
    if coordinator.watch.halted:
        raise refusals.OperatorHalted("The operator was stopped on chain and can ask nobody.")
    if project.state != "open" or project.contested or project.hidden:
        raise refusals.ProjectClosed(
            "The project takes no more answers, so nobody can be asked.", state=project.state
        )
    if facts.closed_to_others:
        raise refusals.Conflict("The tasks of this project are kept for certain labelers.")


def _check_limits(connection: Connection, facts: ProjectFacts, holder: Holder) -> None:
    place = (connection, facts.project_id, holder.labeler)
    member = get_membership(*place)
    most = most_of_labeler(0 if member is None else member.closed_answers)
    if appeals_db.count_appeals(*place) >= most:
        raise refusals.Conflict(
            f"You may appeal {most} times by now: once for every ten answers that were judged, "
            "and three times in a project.",
            most=most,
        )
    most = most_of_project(facts.manifest.task_count)
    if appeals_db.count_appeals(connection, facts.project_id) >= most:
        raise refusals.Conflict(f"The project has had the {most} appeals that it takes.", most=most)


def _check_means(connection: Connection, facts: ProjectFacts, project: Any, task: TaskId) -> None:
    """Refuse what would take answers from tasks that need them, or could find nobody to ask."""
    manifest = facts.manifest
    awaited = appeals_db.awaited_answers(
        connection, facts.project_id, manifest.answers_per_task.maximum, ANSWERS_AN_APPEAL
    )
    last = project.accepted + awaited + ANSWERS_AN_APPEAL - 1
    if not covers_another(project.deposit, manifest.price, last, manifest.fee_bps):
        raise refusals.DepositSpent(
            "What the deposit covers may all be needed for tasks that are open: nobody can be "
            "asked besides until the requester adds to it."
        )
    if appeals_db.may_be_asked(connection, facts.project_id, task) < ANSWERS_AN_APPEAL:
        raise refusals.Conflict(
            f"Fewer than {ANSWERS_AN_APPEAL} labelers could be asked about this task now."
        )
