"""Files that a project's tasks show, out of its batches."""

from collections.abc import Callable

from labelfield.collect.errors import UnknownFile
from labelfield.protocol.ids import Hash32
from labelfield.protocol.manifest import Manifest
from labelfield.storage.bundle import Bundle
from labelfield.storage.content import get_content
from labelfield.storage.store import Store


def media_reader(store: Store, bucket: str, manifest: Manifest) -> Callable[[str], bytes]:
    """Return a function that reads a file by the name which tasks give it.

    One batch is held at a time: who reads in the tasks' order reads each once.
    """
    places: dict[str, Hash32] = {}
    last: dict[Hash32, Bundle] = {}

    def bundle(batch: Hash32) -> Bundle:
        if batch not in last:
            last.clear()
            last[batch] = Bundle(get_content(store, bucket, batch))
        return last[batch]

    def read(name: str) -> bytes:
        if not places:
            for batch in manifest.task_batches:
                places.update((entry.name, batch) for entry in bundle(batch).entries)
        if name not in places:
            raise UnknownFile(f"no batch holds {name!r:.200}, which a task shows")
        return bundle(places[name]).read(name)

    return read
