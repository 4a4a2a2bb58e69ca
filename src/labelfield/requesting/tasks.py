"""A project's tasks and manifest, read from the store that its opening on chain names."""

from collections.abc import Mapping
from dataclasses import dataclass

from labelfield.chain.pool import Pool
from labelfield.collect.objects import read_manifest, read_tasks
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.ids import TaskId
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.tasks import Task
from labelfield.requesting.errors import NeedsItsKeys, NoProject
from labelfield.storage.names import bucket_of
from labelfield.storage.store import open_store


@dataclass(frozen=True, slots=True)
class ProjectTasks:
    """What a project asks, and of what."""

    manifest: Manifest
    config: LabelingConfig
    tasks: Mapping[TaskId, Task]


def project_tasks(pool: Pool, first_block: int, number: int) -> ProjectTasks:
    """Return a public project's tasks by id, in the requester's order."""
    opened = pool.opening(number, first_block)
    if opened is None:
        raise NoProject(number)
    store = open_store(opened.store)
    bucket = bucket_of(pool.chain_id, pool.address, opened.manifest_hash)
    manifest = read_manifest(store, bucket, opened.manifest_hash)
    if manifest.privacy == "private":
        raise NeedsItsKeys(number)
    tasks = read_tasks(store, bucket, manifest)
    return ProjectTasks(manifest, parse_config(manifest.config), tasks)
