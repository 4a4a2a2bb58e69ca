"""Reading a project's public objects: manifest, tasks, records, dataset.

Every hash is checked; the dataset has none on chain: `verify` rebuilds it.
"""

from collections.abc import Collection

from labelfield.collect.errors import UnknownFile
from labelfield.formats.dataset import Dataset
from labelfield.formats.published import (
    ANSWERS_FILE,
    DATASET_OBJECT,
    LABELS_FILE,
    parse_published,
)
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.manifest import Manifest, parse_manifest
from labelfield.protocol.record import Record
from labelfield.protocol.record_json import parse_record
from labelfield.protocol.sealing import RecordPlace, unseal
from labelfield.protocol.tasks import Task, parse_task
from labelfield.storage.bundle import Bundle
from labelfield.storage.content import get_content
from labelfield.storage.store import Store

TASKS_FILE = "tasks.jsonl"


def read_manifest(store: Store, bucket: str, manifest_hash: Hash32) -> Manifest:
    """Return the manifest that stands on chain as `manifest_hash`."""
    return parse_manifest(get_content(store, bucket, manifest_hash))


def read_tasks(
    store: Store, bucket: str, manifest: Manifest, wanted: Collection[TaskId] | None = None
) -> dict[TaskId, Task]:
    """Return the manifest's tasks by id, in the requester's order; only those that are `wanted`."""
    spelled: dict[TaskId, bytes] = {}
    for batch in manifest.task_batches:
        lines = Bundle(get_content(store, bucket, batch)).read(TASKS_FILE)
        spelled |= {TaskId(keccak_hex(line)): line for line in lines.split(b"\n")[:-1]}
    if len(spelled) != manifest.task_count:
        raise UnknownFile(f"{manifest.task_count} tasks in the manifest, {len(spelled)} in batches")
    return {
        task: parse_task(line) for task, line in spelled.items() if wanted is None or task in wanted
    }


def read_record(
    store: Store, bucket: str, record_hash: Hash32, key: bytes, place: RecordPlace
) -> Record:
    """Return the record that the checkpoint of `place` names as `record_hash`."""
    return parse_record(read_record_files(store, bucket, record_hash, key, place))


def read_record_files(
    store: Store, bucket: str, record_hash: Hash32, key: bytes, place: RecordPlace
) -> dict[str, bytes]:
    """Return the files of that record by name, as they stand in its bundle."""
    bundle = Bundle(unseal(key, place, get_content(store, bucket, record_hash)))
    return {entry.name: bundle.read(entry.name) for entry in bundle.entries}


def read_dataset(store: Store, bucket: str) -> Dataset:
    """Return a complete project's dataset; raise ObjectMissing before it is complete."""
    bundle = Bundle(store.get(bucket, DATASET_OBJECT))
    return parse_published(bundle.read(LABELS_FILE), bundle.read(ANSWERS_FILE))
