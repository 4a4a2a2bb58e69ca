"""Greenfield as a store: what was put is sealed on the network, and checked on every read."""

import weakref
from pathlib import Path

from labelfield.storage.errors import CorruptObject, ObjectDiffers, ObjectMissing
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.enums import ObjectStatus, Visibility
from labelfield.storage.greenfield.errors import (
    CorruptDownload,
    NotFound,
    NotSealed,
    OtherBytes,
    RpcRefused,
)
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.network import network_at
from labelfield.storage.greenfield.resources import StoredObject
from labelfield.storage.greenfield.uploads import NewObject
from labelfield.storage.names import check_bucket, check_object
from labelfield.storage.ranges import check_range


def open_greenfield(address: str, secret: bytes | None = None) -> "GreenfieldStore":
    """Return the store at `greenfield://<network>`; without a key it only reads.

    Its buckets are public: what is private is encrypted before it comes here.
    """
    client = greenfield_client(address, secret)
    store = GreenfieldStore(client, Visibility.VISIBILITY_TYPE_PUBLIC_READ)
    weakref.finalize(store, client.close)
    return store


def greenfield_client(address: str, secret: bytes | None = None) -> Greenfield:
    """Return a client of the network at `greenfield://<network>`."""
    return Greenfield(network_at(address), Key(secret) if secret is not None else None)


class GreenfieldStore:
    """Objects in buckets that the client's account owns; a bucket is made at its first object.

    What is not sealed yet is not there. Networks and providers that fail raise GreenfieldError.
    """

    def __init__(self, client: Greenfield, visibility: Visibility) -> None:
        self._client = client
        self._visibility = visibility

    def put(self, bucket: str, name: str, data: bytes) -> None:
        """Keep `data` under a new name until it is sealed, or find it there already."""
        self._put(NewObject(check_bucket(bucket), check_object(name), bytes(data)))

    def put_file(self, bucket: str, name: str, file: Path) -> None:
        """Keep a file's bytes, which are read twice: for their checksums, and to be sent."""
        self._put(NewObject(check_bucket(bucket), check_object(name), file))

    def get(self, bucket: str, name: str) -> bytes:
        """Return the object, held against its seven checksums."""
        self._head(bucket, name)
        try:
            return self._client.read(bucket, name)
        except CorruptDownload as error:
            raise CorruptObject(bucket, name, "the chain's checksums", str(error)) from error

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`, which no checksum covers."""
        check_range(name, offset, length, self.size(bucket, name))
        return self._client.read_range(bucket, name, offset, length) if length else b""

    def size(self, bucket: str, name: str) -> int:
        """Return the object's size in bytes."""
        return self._head(bucket, name).payload_size

    def described(self, bucket: str, name: str) -> StoredObject:
        """Return a sealed object as the chain knows it."""
        return self._head(bucket, name)

    def has(self, bucket: str, name: str) -> bool:
        """Say whether the object is there, sealed."""
        try:
            self._head(bucket, name)
        except ObjectMissing:
            return False
        return True

    def names(self, bucket: str, prefix: str = "") -> tuple[str, ...]:
        """Return the names that begin with `prefix`, sorted; the provider vouches for them."""
        try:
            listed = list(self._client.list_objects(check_bucket(bucket), prefix))
        except NotFound:
            return ()
        sealed = ObjectStatus.OBJECT_STATUS_SEALED
        return tuple(sorted(found.name for found in listed if found.status == sealed))

    def _put(self, new: NewObject) -> None:
        self._make_bucket(new.bucket)
        try:
            self._client.upload(new)
        except OtherBytes:
            raise ObjectDiffers(new.bucket, new.name) from None

    def _make_bucket(self, bucket: str) -> None:
        try:
            self._client.chain.bucket(bucket)
        except NotFound:
            try:
                self._client.create_bucket(bucket, self._visibility)
            except RpcRefused as error:
                if "already exists" not in error.log:
                    raise

    def _head(self, bucket: str, name: str) -> StoredObject:
        try:
            return self._client.head(check_bucket(bucket), check_object(name))
        except (NotFound, NotSealed):
            raise ObjectMissing(bucket, name) from None
