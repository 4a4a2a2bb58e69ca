"""What anyone may see of projects and of the pool."""

from typing import Any, Literal, cast

from sqlalchemy import Connection

from labelfield.api.models import (
    AnswersPerTaskRange,
    ChoiceTag,
    ControlTag,
    ObjectTag,
    PoolFacts,
    ProjectDetails,
    ProjectList,
    ProjectState,
    ProjectSummary,
    Readiness,
)
from labelfield.api.progress_models import CheckpointFacts, Progress
from labelfield.db.answers import gold_counts
from labelfield.db.checkpoints import credit_rows, mined_checkpoints, totals_before
from labelfield.db.errors import DatabaseUnreachable
from labelfield.db.labelers import answering_members
from labelfield.db.projects import list_projects
from labelfield.labeling.config import Choices
from labelfield.labeling.face import face_of
from labelfield.server import appeal_window
from labelfield.server.context import Coordinator, ProjectFacts, project_facts

_SHOWN = ("open", "closing", "complete", "halted")
_NO_LIMIT = 2**31 - 1


def pool_view(coordinator: Coordinator, now_s: int) -> PoolFacts:
    """Return what a client must know to sign and to check."""
    pool = coordinator.pool
    return PoolFacts(
        chain_id=pool.domain.chain_id,
        pool=pool.domain.pool,
        token=pool.token,
        token_symbol=pool.token_symbol,
        token_decimals=pool.token_decimals,
        unit_decimals=pool.unit_decimals,
        operator=pool.operator,
        receipt_key=coordinator.receipt_key.address,
        settle_within_s=pool.periods.settle_within,
        halted=coordinator.watch.halted,
        relay_fee=coordinator.settings.relay_fee,
        chain_time_s=coordinator.watch.time_s,
        now_s=now_s,
    )


async def readiness(coordinator: Coordinator, *, chain: bool) -> Readiness:
    """Return whether the database and the chain answer and the operator may promise."""
    try:
        await coordinator.writer.submit(lambda connection: list_projects(connection, ()))
    except DatabaseUnreachable:
        database = False
    else:
        database = True
    halted = coordinator.watch.halted
    return Readiness(
        ready=database and chain and not halted,
        database="ok" if database else "unreachable",
        chain="ok" if chain else "unreachable",
        halted=halted,
    )


def project_list(coordinator: Coordinator, connection: Connection) -> ProjectList:
    """Return every project that was opened on chain."""
    rows = [row for row in list_projects(connection, _SHOWN) if not row.hidden]
    found = [project_facts(coordinator, connection, row.number) for row in rows]
    return ProjectList(projects=[ProjectSummary(**summary(facts, row)) for facts, row in found])


def project_details(
    coordinator: Coordinator, connection: Connection, number: int
) -> ProjectDetails:
    """Return all that a labeler needs to start."""
    facts, row = project_facts(coordinator, connection, number)
    manifest = facts.manifest
    credited, _ = totals_before(connection, facts.project_id, _NO_LIMIT)
    headers = [
        ObjectTag(name=f"header{index}", kind="header", field=text)
        for index, text in enumerate(facts.config.headers)
    ]
    shown = [
        ObjectTag(name=tag.name, kind=tag.kind, field=tag.field) for tag in facts.config.objects
    ]
    return ProjectDetails(
        **summary(facts, row),
        instructions=manifest.instructions,
        manifest_hash=row.manifest_hash,
        config=manifest.config,
        objects=headers + shown,
        controls=[
            ControlTag(
                name=control.name,
                to_name=control.to_name,
                kind="choices",
                choices=[
                    ChoiceTag(value=choice.label, title=choice.value, hotkey=choice.hotkey)
                    for choice in control.choices
                ],
            )
            for control in facts.config.controls
            if isinstance(control, Choices)
        ],
        face=face_of(facts.config),
        answers_per_task=AnswersPerTaskRange(
            minimum=manifest.answers_per_task.minimum, maximum=manifest.answers_per_task.maximum
        ),
        deposit=row.deposit,
        credited=credited,
        minimum_answers=manifest.scoring.minimum_answers,
    )


def progress(connection: Connection, facts: ProjectFacts, row: Any) -> Progress:
    """Return what a requester watches."""
    members = answering_members(connection, facts.project_id)
    gold_answers, gold_right = gold_counts(connection, facts.project_id)
    return Progress(
        **summary(facts, row),
        deposit=row.deposit,
        receipts=row.accepted,
        settlements=row.settlements,
        labelers=len(members),
        owed=sum(member.owed for member in members),
        credited=sum(member.credited for member in members),
        gold_answers=gold_answers,
        gold_right=gold_right,
        opened_checkpoints=row.opened_checkpoints,
        checkpoints=[
            CheckpointFacts(
                number=checkpoint.number,
                record=checkpoint.record,
                transaction=checkpoint.transaction_hash,
                gas_used=checkpoint.gas_used,
                gas_price_wei=checkpoint.gas_price_wei,
                credited=checkpoint.credited,
                fee=checkpoint.fee,
                labelers=len(credit_rows(connection, facts.project_id, checkpoint.number)),
            )
            for checkpoint in mined_checkpoints(connection, facts.project_id)
        ],
        appeals=appeal_window.awaited(connection, facts, row),
    )


def summary(facts: ProjectFacts, row: Any) -> dict[str, Any]:
    """Return the fields of a project's line in a list."""
    return {
        "project": facts.number,
        "title": facts.manifest.title,
        "state": cast("ProjectState", row.state),
        "kind": cast("Literal['image', 'text']", facts.kind),
        "price": facts.manifest.price,
        "tasks": facts.manifest.task_count,
        "closed_tasks": row.closed_tasks,
        "accepted_answers": row.accepted,
        "reserved": facts.closed_to_others,
        "disputes": row.disputes,
    }
