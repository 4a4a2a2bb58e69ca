"""Objects named by the keccak of their bytes: any store that returns the bytes serves."""

from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Hash32
from labelfield.storage.errors import CorruptObject
from labelfield.storage.store import Store


def put_content(store: Store, bucket: str, data: bytes) -> Hash32:
    """Keep `data` under its own hash and return the hash."""
    name = keccak_hex(data)
    store.put(bucket, name, data)
    return name


def get_content(store: Store, bucket: str, name: Hash32) -> bytes:
    """Return the object, or raise CorruptObject when its bytes do not hash to its name."""
    data = store.get(bucket, name)
    found = keccak_hex(data)
    if found != name:
        raise CorruptObject(bucket, name, expected=name, found=found)
    return data
