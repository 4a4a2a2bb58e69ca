"""Greenfield for Python: one object that buckets, objects and readers are reached through."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from labelfield.storage.greenfield import downloads, uploads
from labelfield.storage.greenfield.bucket_messages import Approval, CreateBucket, DeleteBucket
from labelfield.storage.greenfield.chain import Chain
from labelfield.storage.greenfield.enums import ObjectStatus, Visibility
from labelfield.storage.greenfield.errors import InvalidInput, MalformedResponse, NotSealed
from labelfield.storage.greenfield.gateway import Gateway, Upload
from labelfield.storage.greenfield.gateway_answers import Listed, ReadQuota
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.network import Network
from labelfield.storage.greenfield.object_messages import (
    CancelCreateObject,
    DeleteObject,
    UpdateObjectContent,
)
from labelfield.storage.greenfield.payload import Progress, no_progress, opened, pieces, size_of
from labelfield.storage.greenfield.providers import choose_provider, provider_of
from labelfield.storage.greenfield.resources import StoredObject
from labelfield.storage.greenfield.rpc import Committed, Patience
from labelfield.storage.greenfield.uploads import NewObject


class Greenfield:
    """A client of one network; with a key it may write and read what is private."""

    def __init__(
        self, network: Network, key: Key | None = None, patience: Patience | None = None
    ) -> None:
        self._network = network
        self._key = key
        self._patience = patience or Patience()
        self.chain = Chain(network, key, self._patience)
        self._gateways: dict[str, Gateway] = {}
        self._homes: dict[str, str] = {}

    def __enter__(self) -> "Greenfield":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give every connection back."""
        self.chain.close()
        for gateway in self._gateways.values():
            gateway.close()

    def gateway(self, bucket: str) -> Gateway:
        """Return the gateway of the bucket's primary storage provider."""
        if bucket not in self._homes:
            provider = provider_of(self.chain, bucket)
            self._homes[bucket] = self._network.gateways.get(provider.id, provider.endpoint)
        url = self._homes[bucket]
        if url not in self._gateways:
            self._gateways[url] = Gateway(url, self._key, self._patience)
        return self._gateways[url]

    def create_bucket(
        self,
        name: str,
        visibility: Visibility,
        provider_id: int | None = None,
        payment_address: str = "",
        charged_read_quota: int = 0,
    ) -> Committed:
        """Make a bucket, at the wanted storage provider or the first that takes it."""
        provider, family = choose_provider(self.chain, provider_id)
        return self.chain.send(
            CreateBucket(
                creator=self.chain.address(),
                bucket_name=name,
                visibility=visibility,
                payment_address=payment_address or self.chain.address(),
                primary_sp_address=provider.operator_address,
                primary_sp_approval=Approval(0, family),
                charged_read_quota=charged_read_quota,
            )
        )

    def delete_bucket(self, name: str) -> Committed:
        """Remove an empty bucket."""
        self._homes.pop(name, None)
        return self.chain.send(DeleteBucket(self.chain.address(), name))

    def upload(self, new: NewObject, progress: Progress = no_progress) -> StoredObject:
        """Announce and send an object, and return it once it is sealed.

        Begun before and broken off, it goes on; with other bytes under the same name it refuses.
        """
        return self.upload_all([new], progress)[0]

    def upload_all(
        self, objects: list[NewObject], progress: Progress = no_progress
    ) -> list[StoredObject]:
        """Announce several objects in one transaction, send them, return them once sealed."""
        announced = [uploads.announce(new) for new in objects]
        uploads.create_missing(self.chain, announced)
        for each in announced:
            gateway = self.gateway(each.new.bucket)
            uploads.send_bytes(self.chain, gateway, each, self._patience, progress)
        return [self._sealed(each.new) for each in announced]

    def upload_resumably(
        self, new: NewObject, part_size: int, progress: Progress = no_progress
    ) -> StoredObject:
        """Announce and send an object in parts; broken off, it goes on with the next part."""
        announced = uploads.announce(new)
        uploads.create_missing(self.chain, [announced])
        gateway = self.gateway(new.bucket)
        if (
            self.chain.object(new.bucket, new.name).object_status
            != ObjectStatus.OBJECT_STATUS_SEALED
        ):
            uploads.send_resumably(gateway, announced, part_size, progress)
        return self._sealed(new)

    def upload_delegated(self, new: NewObject, progress: Progress = no_progress) -> None:
        """Send an object that the storage provider announces: no transaction, no BNB.

        The provider computes the checksums; once it is sealed, `check_delegated` compares them.
        """
        size = size_of(new.payload)
        if not size:
            raise InvalidInput("an empty object cannot be uploaded by delegation")
        with opened(new.payload) as source:
            body = pieces(source, 0, size, progress)
            upload = Upload(new.bucket, new.name, body, size, new.content_type)
            self.gateway(new.bucket).put_delegated(upload, new.visibility)

    def check_delegated(self, new: NewObject) -> StoredObject:
        """Return a delegated object once sealed; raise InvalidInput if it has other bytes."""
        sealed = self._sealed(new)
        uploads.check_same(sealed, uploads.announce(new))
        return sealed

    def replace(self, new: NewObject, progress: Progress = no_progress) -> StoredObject:
        """Give a sealed object other bytes, and return it once they are sealed."""
        announced = uploads.announce(new)
        message = UpdateObjectContent(
            operator=self.chain.address(),
            bucket_name=new.bucket,
            object_name=new.name,
            payload_size=announced.size,
            content_type=new.content_type,
            expect_checksums=announced.checksums,
        )
        self.chain.send(message)
        gateway = self.gateway(new.bucket)
        uploads.send_bytes(self.chain, gateway, announced, self._patience, progress)
        return self._sealed(new)

    def read(self, bucket: str, name: str, progress: Progress = no_progress) -> bytes:
        """Return a sealed object's bytes, held against its seven checksums."""
        return downloads.read_whole(self.gateway(bucket), self.head(bucket, name), progress)

    def download(
        self, bucket: str, name: str, target: Path, progress: Progress = no_progress
    ) -> None:
        """Write a sealed object to a file, held against its seven checksums."""
        downloads.download(self.gateway(bucket), self.head(bucket, name), target, progress)

    def read_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return part of an object. No checksum covers it: hold it against a hash of your own."""
        return self.gateway(bucket).get_range(bucket, name, offset, length)

    def head(self, bucket: str, name: str) -> StoredObject:
        """Return a sealed object as the chain knows it; raise NotSealed before it is."""
        found = self.chain.object(bucket, name)
        if found.object_status != ObjectStatus.OBJECT_STATUS_SEALED:
            raise NotSealed(bucket, name, 0)
        return found

    def list_objects(self, bucket: str, prefix: str = "") -> Iterator[Listed]:
        """Yield a bucket's objects by name; the provider vouches for the list, no proof does."""
        token, last = "", b""
        gateway = self.gateway(bucket)
        while True:
            page = gateway.list_page(bucket, prefix, token)
            if page.objects and page.objects[0].name.encode() <= last:
                raise MalformedResponse(f"the listing of {bucket} begins again")
            yield from page.objects
            if not page.next_token:
                return
            if not page.objects:
                raise MalformedResponse(f"the listing of {bucket} goes on without an object")
            token, last = page.next_token, page.objects[-1].name.encode()

    def delete(self, bucket: str, name: str) -> Committed:
        """Remove an object, or take it back where it is not sealed."""
        found = self.chain.object(bucket, name)
        sealed = found.object_status == ObjectStatus.OBJECT_STATUS_SEALED
        message = DeleteObject if sealed else CancelCreateObject
        return self.chain.send(message(self.chain.address(), bucket, name))

    def quota(self, bucket: str) -> ReadQuota:
        """Return how much of a bucket may still be read this month."""
        return self.gateway(bucket).read_quota(bucket)

    def send(self, *messages: Any, granter: str = "") -> Committed:
        """Send any messages in one transaction, its fee paid by `granter` if one is named."""
        return self.chain.send(*messages, granter=granter)

    def _sealed(self, new: NewObject) -> StoredObject:
        return uploads.wait_sealed(self.chain, new.bucket, new.name, self._patience)
