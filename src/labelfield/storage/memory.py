"""A store in memory, for tests and experiments."""

from pathlib import Path

from labelfield.storage.errors import ObjectDiffers, ObjectMissing
from labelfield.storage.names import check_bucket, check_object
from labelfield.storage.ranges import check_range


class MemoryStore:
    """Objects in a dictionary; gone with the process."""

    def __init__(self) -> None:
        self._objects: dict[tuple[str, str], bytes] = {}

    def put(self, bucket: str, name: str, data: bytes) -> None:
        """Keep `data` under a new name, or find it there already."""
        kept = self._objects.setdefault((check_bucket(bucket), check_object(name)), bytes(data))
        if kept != data:
            raise ObjectDiffers(bucket, name)

    def put_file(self, bucket: str, name: str, file: Path) -> None:
        """Keep a file's bytes."""
        self.put(bucket, name, file.read_bytes())

    def get(self, bucket: str, name: str) -> bytes:
        """Return the object."""
        try:
            return self._objects[check_bucket(bucket), check_object(name)]
        except KeyError:
            raise ObjectMissing(bucket, name) from None

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`."""
        data = self.get(bucket, name)
        check_range(name, offset, length, len(data))
        return data[offset : offset + length]

    def size(self, bucket: str, name: str) -> int:
        """Return the object's size in bytes."""
        return len(self.get(bucket, name))

    def has(self, bucket: str, name: str) -> bool:
        """Say whether the object is there."""
        return (check_bucket(bucket), check_object(name)) in self._objects

    def names(self, bucket: str, prefix: str = "") -> tuple[str, ...]:
        """Return the names that begin with `prefix`, sorted."""
        check_bucket(bucket)
        found = (name for kept, name in list(self._objects) if kept == bucket)
        return tuple(sorted(name for name in found if name.startswith(prefix)))
