"""Stores that speak S3, through obstore: a bucket of ours is a folder of theirs."""

from pathlib import Path
from typing import TYPE_CHECKING

from labelfield.storage.errors import DriverMissing, ObjectDiffers, ObjectMissing
from labelfield.storage.names import check_bucket, check_object
from labelfield.storage.ranges import check_range

if TYPE_CHECKING:
    from obstore.store import ObjectStore


def open_s3(url: str) -> "ObstoreStore":
    """Return the store at `s3://<bucket>/<prefix>`; keys and endpoint are the AWS_… settings."""
    try:
        from obstore.store import from_url
    except ImportError as error:
        raise DriverMissing(url, "labelfield[s3]") from error
    return ObstoreStore(from_url(url))


class ObstoreStore:
    """Objects in a store that obstore knows.

    A new object is put only where there is none: stores that cannot promise that refuse.
    """

    def __init__(self, store: "ObjectStore") -> None:
        self._store = store

    def put(self, bucket: str, name: str, data: bytes) -> None:
        """Keep `data` under a new name, or find it there already."""
        from obstore import put
        from obstore.exceptions import AlreadyExistsError

        place = _place(bucket, name)
        try:
            put(self._store, place, data, mode="create")
        except AlreadyExistsError:
            if self.get(bucket, name) != data:
                raise ObjectDiffers(bucket, name) from None

    def put_file(self, bucket: str, name: str, file: Path) -> None:
        """Keep a file's bytes, which are in memory meanwhile: S3 takes parts of an object only
        where it may replace another."""
        self.put(bucket, name, file.read_bytes())

    def get(self, bucket: str, name: str) -> bytes:
        """Return the object."""
        from obstore import get

        place = _place(bucket, name)
        try:
            return bytes(get(self._store, place).bytes())
        except FileNotFoundError:
            raise ObjectMissing(bucket, name) from None

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`."""
        from obstore import get_range

        check_range(name, offset, length, self.size(bucket, name))
        if not length:
            return b""
        return bytes(get_range(self._store, _place(bucket, name), start=offset, length=length))

    def size(self, bucket: str, name: str) -> int:
        """Return the object's size in bytes."""
        from obstore import head

        place = _place(bucket, name)
        try:
            return int(head(self._store, place)["size"])
        except FileNotFoundError:
            raise ObjectMissing(bucket, name) from None

    def has(self, bucket: str, name: str) -> bool:
        """Say whether the object is there."""
        try:
            self.size(bucket, name)
        except ObjectMissing:
            return False
        return True

    def names(self, bucket: str, prefix: str = "") -> tuple[str, ...]:
        """Return the names that begin with `prefix`, sorted."""
        from obstore import list as list_objects

        folder = check_bucket(bucket)
        pages = list_objects(self._store, prefix=folder)
        found = (str(entry["path"])[len(folder) + 1 :] for page in pages for entry in page)
        return tuple(sorted(name for name in found if name.startswith(prefix)))


def _place(bucket: str, name: str) -> str:
    return f"{check_bucket(bucket)}/{check_object(name)}"
