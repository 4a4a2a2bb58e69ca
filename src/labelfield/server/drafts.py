"""Drafts: a requester's tasks and gold become a manifest whose hash can be opened on chain."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from sqlalchemy import Connection

from labelfield.api.models import Draft, DraftAccepted
from labelfield.db.projects import DraftRow, GoldAnswer, begin_draft, finish_draft, insert_tasks
from labelfield.labeling.config import LabelingConfig, image_fields
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import LabelingError
from labelfield.labeling.payable import scored_controls
from labelfield.market.errors import MarketError
from labelfield.market.quote import Offer, quote
from labelfield.protocol.canonical import LARGEST_INTEGER, canonical_json
from labelfield.protocol.errors import LabelfieldError, ProtocolError
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, Hash32, TaskId
from labelfield.protocol.manifest import (
    MAX_UNOPENED_LIMIT,
    Manifest,
    manifest_hash,
    manifest_json,
    parse_answers_per_task,
)
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Gold, Task, gold_root, task_json
from labelfield.server import refusals
from labelfield.server.config_refusals import of_config
from labelfield.server.context import Coordinator
from labelfield.server.draft_scoring import scoring_of
from labelfield.server.private_projects import make_private
from labelfield.server.problems import Problem
from labelfield.server.quotes import of_offer
from labelfield.server.task_batches import Batches, gather, gathering, media_of
from labelfield.server.task_pieces import tasks_of_pieces
from labelfield.server.waiting import note_shown
from labelfield.settle.judged import said_by
from labelfield.storage.content import put_content
from labelfield.storage.names import bucket_of

USUAL_MAX_UNOPENED = 25_000_000
"""Units: a small project's records need no opening before their time."""


TASKS_AT_ONCE = 2_000
"""Tasks stored in one transaction: answers wait no longer than that takes."""


@dataclass(frozen=True, slots=True)
class PreparedDraft:
    """A checked draft with everything that will be stored of it."""

    row: DraftRow
    manifest: Manifest
    batches: Batches
    largest_spend: int


@contextmanager
def prepared_draft(
    coordinator: Coordinator, draft: Draft, account: Address
) -> Iterator[PreparedDraft]:
    """Yield the draft's manifest and rows; refuse the first thing that is wrong, by its key."""
    try:
        config = parse_config(draft.config)
        controls = scored_controls(config)
    except LabelingError as error:
        raise of_config(error) from error
    named = frozenset(item.key for item in draft.gold) | frozenset(draft.reserved or ())
    with gathering(coordinator) as batches:
        gather(coordinator, batches, config, _tasks(coordinator, draft, account), named)
        scoring = scoring_of(draft, config, controls)
        golds = _gold(draft, config, scoring, batches)
        manifest = _manifest(coordinator, draft, scoring, golds, batches)
        largest_spend = _largest_spend(manifest)
        if draft.max_unopened is None:
            manifest = replace(manifest, max_unopened=_usual_max_unopened(largest_spend))
        row = _row(coordinator, draft, config, manifest, golds, batches)
        yield PreparedDraft(row, manifest, batches, largest_spend)


def create_draft(coordinator: Coordinator, draft: Draft, account: Address) -> DraftAccepted:
    """Check, publish and store a draft; return what to open on chain."""
    with prepared_draft(coordinator, draft, account) as prepared:
        publish_draft(coordinator, prepared)
        return store_draft(coordinator, prepared)


def publish_draft(coordinator: Coordinator, prepared: PreparedDraft) -> None:
    """Put the tasks and the manifest into the public store."""
    bucket = prepared.row.bucket
    if prepared.manifest.privacy == "private":
        make_private(coordinator.sealed, bucket, prepared.row.manifest_hash)
    for batch in prepared.batches.batches():
        name = put_content(coordinator.store, bucket, batch)
        note_shown(coordinator.sealed, name, media_of(batch))
    put_content(coordinator.store, bucket, prepared.row.manifest_json)


def store_draft(coordinator: Coordinator, prepared: PreparedDraft) -> DraftAccepted:
    """Store a published draft, many tasks at a time, and return what to open on chain."""
    run, row = coordinator.writer.run, prepared.row
    identifier = run(lambda connection: begin_draft(connection, row))
    tasks = enumerate(prepared.batches.tasks())
    while some := tuple(islice(tasks, TASKS_AT_ONCE)):
        run(partial(_insert_some, identifier, some))
    number = run(lambda connection: finish_draft(connection, identifier, row))
    if number is not None:
        raise refusals.Conflict(
            f"Project {number} has exactly this manifest: change its title, or add gold.",
            project=number,
            problem=Problem.PROJECT_KNOWN,
        )
    return DraftAccepted(
        manifest_hash=prepared.row.manifest_hash,
        manifest=prepared.row.manifest_json.decode(),
        store=coordinator.store_url,
        fee_bps=prepared.manifest.fee_bps,
        max_unopened=prepared.manifest.max_unopened,
        most_that_can_be_spent=prepared.largest_spend,
    )


def _insert_some(
    identifier: int, some: Sequence[tuple[int, tuple[TaskId, bytes]]], connection: Connection
) -> None:
    insert_tasks(connection, identifier, some)


def _row(
    coordinator: Coordinator,
    draft: Draft,
    config: LabelingConfig,
    manifest: Manifest,
    golds: list[GoldAnswer],
    batches: Batches,
) -> DraftRow:
    identity, domain = manifest_hash(manifest), coordinator.pool.domain
    return DraftRow(
        manifest_hash=identity,
        manifest_json=manifest_json(manifest),
        requester=draft.requester,  # type: ignore[arg-type]
        bucket=bucket_of(domain.chain_id, domain.pool, identity),
        kind="image" if image_fields(config) else "text",
        gold=golds,
        reserved=_reserved(draft, batches),
        guests=_distinct(draft.labelers or ()),
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
        raise of_offer(error) from error
    if largest > LARGEST_INTEGER:
        message = f"The project may cost {largest} units: too many to count."
        raise refusals.Malformed(message, problem=Problem.TOO_COSTLY)
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


def _tasks(
    coordinator: Coordinator, draft: Draft, account: Address
) -> Iterator[tuple[Task, bytes]]:
    """Return the tasks that stand in the draft, or those of the pieces that it names."""
    if bool(draft.tasks) == bool(draft.pieces):
        raise refusals.Malformed("A draft has tasks, or names pieces that hold them.", key="tasks")
    if draft.pieces:
        return tasks_of_pieces(coordinator, account, draft.pieces)
    return _inline_tasks(draft)


def _inline_tasks(draft: Draft) -> Iterator[tuple[Task, bytes]]:
    for item in draft.tasks:
        task = Task(item.key, item.data)
        try:
            yield task, task_json(task)
        except ProtocolError as error:
            raise refusals.Malformed(f"Task {item.key!r}: {error}", key=item.key) from error


def _gold(
    draft: Draft, config: LabelingConfig, scoring: Scoring, batches: Batches
) -> list[GoldAnswer]:
    found: dict[str, GoldAnswer] = {}
    for item in draft.gold:
        if item.key not in batches.named:
            message = f"Gold names task {item.key!r}, which is not there."
            raise refusals.Malformed(message, key=item.key, problem=Problem.GOLD_UNKNOWN)
        if item.key in found:
            message = f"Gold for task {item.key!r} stands twice."
            raise refusals.Malformed(message, key=item.key, problem=Problem.GOLD_TWICE)
        identifier, task = batches.named[item.key]
        try:
            answer_json = canonical_json(item.answer)
            said = said_by(config, scoring, task, answer_json)
        except LabelfieldError as error:
            message = f"Gold of task {item.key!r}: {error}"
            raise refusals.Malformed(message, key=item.key, problem=Problem.GOLD_UNFIT) from error
        salt = Hash32(hex_of(secrets.token_bytes(32)))
        found[item.key] = GoldAnswer(Gold(identifier, answer_json, salt), said)
    return list(found.values())


def _reserved(draft: Draft, batches: Batches) -> dict[TaskId, list[Address]] | None:
    if draft.reserved is not None and draft.labelers is not None:
        raise refusals.Malformed("A draft names its labelers, or reserves tasks: not both.")
    if draft.reserved is None:
        if draft.privacy == "private" and draft.labelers is None:
            raise refusals.Malformed("A private project names its labelers: labelers or reserved.")
        return None
    unknown = sorted(draft.reserved.keys() - batches.named.keys())
    if unknown:
        raise refusals.Malformed(f"Reserved task {unknown[0]!r} is not there.", key=unknown[0])
    return {batches.named[key][0]: _distinct(labelers) for key, labelers in draft.reserved.items()}


def _distinct(labelers: Iterable[str]) -> list[Address]:
    return [Address(each) for each in sorted(set(labelers))]


def _manifest(
    coordinator: Coordinator,
    draft: Draft,
    scoring: Scoring,
    golds: list[GoldAnswer],
    batches: Batches,
) -> Manifest:
    try:
        return Manifest(
            title=draft.title,
            instructions=draft.instructions,
            config=draft.config,
            task_batches=tuple(batches.hashes),
            task_count=batches.count,
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
