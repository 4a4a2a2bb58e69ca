"""A requester's desk: drafts that are kept, changed, checked and at last prepared for the chain."""

from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from labelfield.api.models import Draft, DraftAccepted
from labelfield.api.quote_models import AnswersWanted, QuoteRequest
from labelfield.api.workspace_models import (
    DraftCheck,
    KeptDraft,
    KeptDraftChange,
    KeptDraftList,
    KeptDraftRequest,
    KeptDraftSummary,
    Problem,
)
from labelfield.db import workspace as workspace_db
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import LabelingError
from labelfield.labeling.face import face_of
from labelfield.protocol.canonical import canonical_json, parse_json
from labelfield.protocol.errors import NotCanonical
from labelfield.protocol.ids import Address
from labelfield.server import refusals
from labelfield.server.callers import Caller, check_requester
from labelfield.server.context import Coordinator
from labelfield.server.drafts import create_draft, prepared_draft

MOST_KEPT = 200
MOST_PROBLEMS = 100


def keep(
    connection: Connection, caller: Caller, request: KeptDraftRequest, now_s: int
) -> KeptDraft:
    """Keep a new draft."""
    if workspace_db.count_kept(connection, caller.address) >= MOST_KEPT:
        raise refusals.Conflict(f"An account may keep {MOST_KEPT} drafts: delete some.")
    identifier = workspace_db.insert_kept(
        connection, caller.address, request.title, _content(request), now_s
    )
    return get(connection, caller, identifier)


def get(connection: Connection, caller: Caller, identifier: int) -> KeptDraft:
    """Return one of the caller's drafts."""
    row = _row(connection, caller.address, identifier)
    content: Any = parse_json(row.content_json)
    return KeptDraft(**_summary(row), content=content)


def list_of(connection: Connection, caller: Caller) -> KeptDraftList:
    """Return the caller's drafts."""
    rows = workspace_db.list_kept(connection, caller.address)
    return KeptDraftList(drafts=[KeptDraftSummary(**_summary(row)) for row in rows])


def change(
    connection: Connection, caller: Caller, identifier: int, request: KeptDraftChange, now_s: int
) -> KeptDraft:
    """Store the next revision; refuse when another came in between."""
    row = _row(connection, caller.address, identifier)
    if row.revision != request.revision:
        raise refusals.Conflict(
            f"The draft was changed elsewhere: it is at revision {row.revision}.",
            revision=row.revision,
        )
    workspace_db.change_kept(connection, row, request.title, _content(request), now_s)
    return get(connection, caller, identifier)


def forget(connection: Connection, caller: Caller, identifier: int) -> None:
    """Delete one of the caller's drafts."""
    if not workspace_db.delete_kept(connection, caller.address, identifier):
        raise refusals.NotFound(f"The account keeps no draft {identifier}.")


def check(
    coordinator: Coordinator, caller: Caller, kept: KeptDraft
) -> tuple[DraftCheck, QuoteRequest | None]:
    """Return everything that is wrong with a draft; where nothing is, what to quote."""
    config, problems = _config_of(kept.content)
    face = None if config is None else face_of(config)
    try:
        draft = Draft.model_validate(kept.content)
    except ValidationError as error:
        problems += _problems(error)
        return DraftCheck(problems=problems, face=face, quote=None, tasks=None, gold=None), None
    counts = {"tasks": len(draft.tasks), "gold": len(draft.gold)}
    try:
        with prepared_draft(coordinator, draft, caller.address) as prepared:
            counts["tasks"] = prepared.manifest.task_count
            found = len(prepared.manifest.scoring.classes)
    except refusals.Refusal as refusal:
        place = str(refusal.details.get("key", ""))
        problems.append(Problem(field=place, message=refusal.message))
        return DraftCheck(problems=problems, face=face, quote=None, **counts), None
    request = QuoteRequest(
        tasks=counts["tasks"],
        price=draft.price,
        answers_per_task=AnswersWanted(**draft.answers_per_task),
        classes=max(found, 2),
    )
    return DraftCheck(problems=problems, face=face, quote=None, **counts), request


def prepare(coordinator: Coordinator, caller: Caller, kept: KeptDraft) -> DraftAccepted:
    """Publish and store a draft; refuse the first thing that is wrong."""
    try:
        draft = Draft.model_validate(kept.content)
    except ValidationError as error:
        first = _problems(error)[0]
        raise refusals.Malformed(f"{first.field}: {first.message}", field=first.field) from error
    check_requester(caller, draft.requester)
    return create_draft(coordinator, draft, caller.address)


def _config_of(content: dict[str, Any]) -> tuple[LabelingConfig | None, list[Problem]]:
    xml = content.get("config")
    if not isinstance(xml, str):
        return None, []
    try:
        return parse_config(xml), []
    except LabelingError as error:
        return None, [Problem(field="config", message=str(error))]


def _problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(field=".".join(str(part) for part in each["loc"]), message=each["msg"])
        for each in error.errors(include_input=False, include_url=False)[:MOST_PROBLEMS]
    ]


def _content(request: KeptDraftRequest) -> bytes:
    try:
        return canonical_json(request.content)
    except NotCanonical as error:
        raise refusals.Malformed(f"content: {error}") from error


def _row(connection: Connection, requester: Address, identifier: int) -> Any:
    row = workspace_db.get_kept(connection, requester, identifier)
    if row is None:
        raise refusals.NotFound(f"The account keeps no draft {identifier}.")
    return row


def _summary(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "revision": row.revision,
        "changed_s": row.changed_s,
        "manifest_hash": row.manifest_hash,
    }
