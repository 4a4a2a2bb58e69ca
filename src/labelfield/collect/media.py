"""Files that a project's tasks show, out of its batches."""

from collections.abc import Callable

from labelfield.collect.errors import UnknownFile
from labelfield.protocol.manifest import Manifest
from labelfield.storage.bundle import Bundle
from labelfield.storage.content import get_content
from labelfield.storage.store import Store


def media_reader(store: Store, bucket: str, manifest: Manifest) -> Callable[[str], bytes]:
    """Return a function that reads a file by the name which tasks give it."""
    batches: list[Bundle] = []

    def read(name: str) -> bytes:
        if not batches:
            batches.extend(Bundle(get_content(store, bucket, one)) for one in manifest.task_batches)
        for batch in batches:
            if any(entry.name == name for entry in batch.entries):
                return batch.read(name)
        raise UnknownFile(f"no batch holds {name!r:.200}, which a task shows")

    return read
