"""A project's store as somebody sees it who was handed its keys."""

from labelfield.protocol.ids import Hash32
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.private_store import Privacy, PrivateStore
from labelfield.storage.store import Store


def private_view(store: Store, bucket: str, manifest: Hash32 | None, ring: KeyRing | None) -> Store:
    """Return a store in which the project's objects are open; without keys, the store itself."""
    if ring is None:
        return store
    privacy = Privacy(ring, frozenset({manifest} if manifest else ()))
    return PrivateStore(store, lambda found: privacy if found == bucket else None)
