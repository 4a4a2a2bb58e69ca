"""The small interface that memory, a folder and Greenfield share, and how to open one."""

from pathlib import Path
from typing import Protocol

from labelfield.storage.errors import InvalidStoreUrl
from labelfield.storage.folder import FolderStore
from labelfield.storage.memory import MemoryStore


class Store(Protocol):
    """Buckets of named objects. What was put stays, byte for byte; nothing is ever half written."""

    def put(self, bucket: str, name: str, data: bytes) -> None:
        """Keep `data`; again with equal bytes does nothing, with others raises ObjectDiffers."""

    def put_file(self, bucket: str, name: str, file: Path) -> None:
        """Keep a file's bytes as `put` does; a store of large objects never holds them whole."""

    def get(self, bucket: str, name: str) -> bytes:
        """Return the object; raise ObjectMissing when there is none."""

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`; raise InvalidRange beyond the end."""

    def size(self, bucket: str, name: str) -> int:
        """Return the object's size in bytes."""

    def has(self, bucket: str, name: str) -> bool:
        """Say whether the object is there, whole."""

    def names(self, bucket: str, prefix: str = "") -> tuple[str, ...]:
        """Return the names that begin with `prefix`, sorted; none for an unknown bucket."""


def open_store(url: str, secret: bytes | None = None) -> Store:
    """Return the store at `url`, in which nothing is made before the first object.

    `folder:<path>`; a new `memory:`; `greenfield://mainnet`, `greenfield://testnet` or
    `greenfield://<chain id>@<node>`, written to by the account whose key is `secret`; or
    `s3://<bucket>/<prefix>`.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "folder" and rest:
        return FolderStore(rest)
    if url == "memory:":
        return MemoryStore()
    if scheme == "greenfield":
        from labelfield.storage.greenfield_store import open_greenfield

        return open_greenfield(url, secret)
    if scheme == "s3" and rest.startswith("//"):
        from labelfield.storage.s3 import open_s3

        return open_s3(url)
    raise InvalidStoreUrl(url)
