"""Records that cannot be read although they should be."""

import logging
from collections.abc import Iterator

from labelfield.chain.complaints import Statement, complaint_about, overdue_complaint
from labelfield.chain.court import Court
from labelfield.chain.court_state import Complaint, Kind
from labelfield.chain.events import CheckpointEvent, ProjectOpened
from labelfield.chain.pool import Pool
from labelfield.collect.objects import read_manifest, read_record
from labelfield.collect.record_keys import record_keys
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import ProjectNumber
from labelfield.protocol.sealing import RecordPlace
from labelfield.storage.names import bucket_of
from labelfield.storage.store import Store

log = logging.getLogger("labelfield.watchtower")


def overdue(pool: Pool, court: Court, project: int) -> Complaint | None:
    """Return the complaint about a project whose opening is overdue by the Court's grace."""
    due_s = pool.opening_due_at(project)
    if not due_s or pool.chain_time_s() <= due_s + court.overdue_grace_s:
        return None
    said = _statement(project, 0, f"an opening by {due_s + court.overdue_grace_s}")
    return overdue_complaint(pool, project, said)


def is_public_in(pool: Pool, store: Store, opened: ProjectOpened) -> bool:
    """Tell whether the store has the project at all, for all to read.

    Where the manifest is missing the store is more likely the wrong one than the record withheld:
    a bond is not put up for that. Records of private projects are for those who have the keys.
    """
    bucket = bucket_of(pool.chain_id, pool.address, opened.manifest_hash)
    try:
        return read_manifest(store, bucket, opened.manifest_hash).privacy != "private"
    except LabelfieldError as error:
        log.warning("project %s is not watched for its records: %s", opened.project, error)
        return False


def unreadable(
    pool: Pool, store: Store, opened: ProjectOpened, checkpoints: tuple[CheckpointEvent, ...]
) -> Iterator[tuple[int, Complaint | None]]:
    """Yield each given checkpoint whose record is open: with a complaint if it cannot be read."""
    project = ProjectNumber(opened.project)
    block = pool.block_number()
    keys = record_keys(pool.records_opened(project, opened.block_number, block))
    bucket = bucket_of(pool.chain_id, pool.address, opened.manifest_hash)
    for event in checkpoints:
        if event.number not in keys:
            continue
        place = RecordPlace(pool.domain, project, event.number)
        try:
            read_record(store, bucket, event.record_hash, keys[event.number], place)
        except LabelfieldError as error:
            log.warning("record of checkpoint %s of project %s: %s", event.number, project, error)
            said = _statement(project, event.number, f"the object {event.record_hash}")
            yield event.number, complaint_about(pool, project, said)
        else:
            yield event.number, None


def _statement(project: int, checkpoint: int, expected: str) -> Statement:
    where = f"project {project}" + (f", checkpoint {checkpoint}" if checkpoint else "")
    text = canonical_json({"where": where, "what": "record", "expected": expected, "found": "none"})
    return Statement(checkpoint, Kind.RECORD_UNAVAILABLE, text)
