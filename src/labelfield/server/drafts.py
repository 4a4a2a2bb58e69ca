"""Drafts: a requester's tasks and gold become a manifest whose hash can be opened on chain."""

import secrets
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection

from labelfield.api.models import Draft, DraftAccepted
from labelfield.collect.objects import TASKS_FILE
from labelfield.db.projects import DraftRow, GoldAnswer, get_project_by_id, insert_draft
from labelfield.labeling.config import LabelingConfig, image_fields, media_fields
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import LabelingError
from labelfield.labeling.payable import scored_controls
from labelfield.labeling.validate_task import validate_task
from labelfield.market.errors import MarketError
from labelfield.market.quote import Offer, quote
from labelfield.protocol.canonical import LARGEST_INTEGER, canonical_json
from labelfield.protocol.errors import LabelfieldError, ProtocolError
from labelfield.protocol.hashes import hex_of, keccak_hex
from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.manifest import (
    MAX_UNOPENED_LIMIT,
    Manifest,
    manifest_hash,
    manifest_json,
    parse_answers_per_task,
)
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Gold, Task, gold_root, task_id, task_json
from labelfield.server import refusals
from labelfield.server.config_refusals import of_config
from labelfield.server.context import Coordinator
from labelfield.server.draft_scoring import scoring_of
from labelfield.server.media import MEDIA_BUCKET, content_type_of
from labelfield.server.private_projects import make_private
from labelfield.settle.judged import said_by
from labelfield.storage.bundle import BundleItem, write_bundle
from labelfield.storage.content import put_content
from labelfield.storage.names import bucket_of

USUAL_MAX_UNOPENED = 25_000_000
"""Units: a small project's records need no opening before their time."""


@dataclass(frozen=True, slots=True)
class PreparedDraft:
    """A checked draft with everything that will be stored of it."""

    row: DraftRow
    manifest: Manifest
    batch: bytes
    largest_spend: int


def prepare_draft(coordinator: Coordinator, draft: Draft) -> PreparedDraft:
    """Return the draft's manifest and rows; refuse the first thing that is wrong, by its key."""
    try:
        config = parse_config(draft.config)
        controls = scored_controls(config)
    except LabelingError as error:
        raise of_config(error) from error
    tasks = _tasks(draft, config)
    scoring = scoring_of(draft, config, controls)
    golds = _gold(draft, config, scoring, tasks)
    batch = _batch(coordinator, config, tasks)
    manifest = _manifest(coordinator, draft, scoring, tasks, golds, batch)
    largest_spend = _largest_spend(manifest)
    if draft.max_unopened is None:
        manifest = replace(manifest, max_unopened=_usual_max_unopened(largest_spend))
    identity = manifest_hash(manifest)
    domain = coordinator.pool.domain
    row = DraftRow(
        manifest_hash=identity,
        manifest_json=manifest_json(manifest),
        requester=draft.requester,  # type: ignore[arg-type]
        bucket=bucket_of(domain.chain_id, domain.pool, identity),
        kind="image" if image_fields(config) else "text",
        tasks=[(identifier, task_json(task)) for identifier, task in tasks.items()],
        gold=golds,
        reserved=_reserved(draft, tasks),
    )
    return PreparedDraft(row, manifest, batch, largest_spend)


def publish_draft(coordinator: Coordinator, prepared: PreparedDraft) -> None:
    """Put the tasks and the manifest into the public store."""
    bucket = prepared.row.bucket
    if prepared.manifest.privacy == "private":
        make_private(coordinator.sealed, bucket, prepared.row.manifest_hash)
    put_content(coordinator.store, bucket, prepared.batch)
    put_content(coordinator.store, bucket, prepared.row.manifest_json)


def store_draft(
    coordinator: Coordinator, connection: Connection, prepared: PreparedDraft
) -> DraftAccepted:
    """Store a published draft and return what to open on chain."""
    identifier = insert_draft(connection, prepared.row)
    number = get_project_by_id(connection, identifier).number
    if number is not None:
        raise refusals.Conflict(
            f"Project {number} has exactly this manifest: change its title, or add gold.",
            project=number,
        )
    return DraftAccepted(
        manifest_hash=prepared.row.manifest_hash,
        manifest=prepared.row.manifest_json.decode(),
        store=coordinator.store_url,
        fee_bps=prepared.manifest.fee_bps,
        max_unopened=prepared.manifest.max_unopened,
        most_that_can_be_spent=prepared.largest_spend,
    )


def _largest_spend(manifest: Manifest) -> int:
    """Return the deposit that pays for every answer; refuse what no amount in JSON can hold."""
    offer = Offer(
        tasks=manifest.task_count,
        minimum_answers=manifest.answers_per_task.minimum,
        maximum_answers=manifest.answers_per_task.maximum,
        price=manifest.price,
        fee_bps=manifest.fee_bps,
    )
    try:
        largest = quote(offer).largest_spend
    except MarketError as error:
        raise refusals.Malformed(str(error)) from error
    if largest > LARGEST_INTEGER:
        raise refusals.Malformed(f"The project may cost {largest} units: too many to count.")
    return largest


def _usual_max_unopened(largest_spend: int) -> int:
    """Return a tenth of what can be spent, but not less than a small project as a whole."""
    return min(max(largest_spend // 10, USUAL_MAX_UNOPENED), MAX_UNOPENED_LIMIT)


def _opening_interval_s(coordinator: Coordinator, draft: Draft) -> int:
    """Return how long records may stay sealed: half of what the pool allows leaves time to act."""
    longest = coordinator.pool.periods.opening_interval // 2
    wanted = draft.opening_interval_s
    if wanted is None:
        return min(coordinator.settings.opening_interval_s, longest)
    if wanted > longest:
        raise refusals.Malformed(
            f"opening_interval_s is {wanted}: in this pool it can be {longest} at most."
        )
    return wanted


def _tasks(draft: Draft, config: LabelingConfig) -> dict[TaskId, Task]:
    repeated = [
        key for key, times in Counter(task.key for task in draft.tasks).items() if times > 1
    ]
    if repeated:
        raise refusals.Malformed(f"Task key {repeated[0]!r} stands twice.", key=repeated[0])
    found: dict[TaskId, Task] = {}
    for item in draft.tasks:
        try:
            validate_task(config, item.data)
            task = Task(item.key, item.data)
            found[task_id(task)] = task
        except (LabelingError, ProtocolError) as error:
            raise refusals.Malformed(f"Task {item.key!r}: {error}", key=item.key) from error
    return found


def _gold(
    draft: Draft, config: LabelingConfig, scoring: Scoring, tasks: dict[TaskId, Task]
) -> list[GoldAnswer]:
    by_key = {task.key: identifier for identifier, task in tasks.items()}
    found: dict[str, GoldAnswer] = {}
    for item in draft.gold:
        if item.key not in by_key:
            raise refusals.Malformed(f"Gold names task {item.key!r}, which is not there.")
        if item.key in found:
            raise refusals.Malformed(f"Gold for task {item.key!r} stands twice.")
        identifier = by_key[item.key]
        try:
            answer_json = canonical_json(item.answer)
            said = said_by(config, scoring, tasks[identifier], answer_json)
        except LabelfieldError as error:
            raise refusals.Malformed(f"Gold of task {item.key!r}: {error}") from error
        salt = Hash32(hex_of(secrets.token_bytes(32)))
        found[item.key] = GoldAnswer(Gold(identifier, answer_json, salt), said)
    return list(found.values())


def _reserved(draft: Draft, tasks: dict[TaskId, Task]) -> dict[TaskId, Any] | None:
    if draft.reserved is None:
        if draft.privacy == "private":
            raise refusals.Malformed("A private project names its labelers: reserved.")
        return None
    by_key = {task.key: identifier for identifier, task in tasks.items()}
    unknown = sorted(draft.reserved.keys() - by_key.keys())
    if unknown:
        raise refusals.Malformed(f"Reserved task {unknown[0]!r} is not there.", key=unknown[0])
    return {by_key[key]: sorted(set(labelers)) for key, labelers in draft.reserved.items()}


def _batch(coordinator: Coordinator, config: LabelingConfig, tasks: dict[TaskId, Task]) -> bytes:
    lines = b"".join(task_json(task) + b"\n" for task in tasks.values())
    items = [BundleItem(TASKS_FILE, lines, "application/jsonl")]
    media = {
        str(task.data[field]): task.key for task in tasks.values() for field in media_fields(config)
    }
    for name, key in media.items():
        plain = PurePosixPath(name).name
        if name != f"media/{plain}" or not coordinator.sealed.has(MEDIA_BUCKET, plain):
            raise refusals.Malformed(
                f"Task {key!r} names {name!r}: upload it first, by PUT /api/media.", key=key
            )
        data = coordinator.sealed.get(MEDIA_BUCKET, plain)
        items.append(BundleItem(name, data, content_type_of(plain)))
    return write_bundle(items)


def _manifest(
    coordinator: Coordinator,
    draft: Draft,
    scoring: Scoring,
    tasks: dict[TaskId, Task],
    golds: list[GoldAnswer],
    batch: bytes,
) -> Manifest:
    try:
        return Manifest(
            title=draft.title,
            instructions=draft.instructions,
            config=draft.config,
            task_batches=(keccak_hex(batch),),
            task_count=len(tasks),
            gold_count=len(golds),
            gold_root=gold_root(item.gold for item in golds),
            price=draft.price,
            answers_per_task=parse_answers_per_task(dict(draft.answers_per_task)),
            scoring=scoring,
            lease_s=draft.lease_s,
            fee_bps=coordinator.settings.fee_bps,
            operator=coordinator.pool.operator,
            opening_interval_s=_opening_interval_s(coordinator, draft),
            max_unopened=draft.max_unopened or MAX_UNOPENED_LIMIT,
            privacy=draft.privacy,
        )
    except ProtocolError as error:
        raise refusals.Malformed(str(error)) from error
