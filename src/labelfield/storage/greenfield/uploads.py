"""Sending an object: checksums first, then the announcement on chain, then the bytes."""

from dataclasses import dataclass

from labelfield.storage.greenfield.bucket_messages import Approval
from labelfield.storage.greenfield.chain import Chain
from labelfield.storage.greenfield.checksums import SEGMENT_SIZE, Checksums, checksums_of
from labelfield.storage.greenfield.enums import ObjectStatus, Visibility
from labelfield.storage.greenfield.errors import (
    AlreadyUploaded,
    InvalidInput,
    NotFound,
    NotSealed,
    OtherBytes,
    RpcRefused,
    Unreachable,
)
from labelfield.storage.greenfield.gateway import Gateway, Upload
from labelfield.storage.greenfield.object_messages import CreateObject
from labelfield.storage.greenfield.payload import Payload, Progress, opened, pieces, size_of
from labelfield.storage.greenfield.resources import StoredObject
from labelfield.storage.greenfield.rpc import Patience

MAX_SINGLE_PUT_BYTES = 2 * 1024**3
"""A gateway takes no more in one request, by default."""


@dataclass(frozen=True, slots=True)
class NewObject:
    """An object that is to be."""

    bucket: str
    name: str
    payload: Payload
    content_type: str = "application/octet-stream"
    visibility: Visibility = Visibility.VISIBILITY_TYPE_INHERIT


@dataclass(frozen=True, slots=True)
class Announced:
    """An object with what the chain must know of it."""

    new: NewObject
    size: int
    checksums: Checksums


def announce(new: NewObject) -> Announced:
    """Return the object with its size and checksums; its bytes are read once."""
    with opened(new.payload) as source:
        return Announced(new, size_of(new.payload), checksums_of(source))


def message_of(announced: Announced, creator: str) -> CreateObject:
    """Return the message that announces an object."""
    return CreateObject(
        creator=creator,
        bucket_name=announced.new.bucket,
        object_name=announced.new.name,
        payload_size=announced.size,
        visibility=announced.new.visibility,
        content_type=announced.new.content_type,
        primary_sp_approval=Approval(),
        expect_checksums=announced.checksums,
    )


def check_same(found: StoredObject, announced: Announced) -> None:
    """Raise OtherBytes unless the chain's object has the bytes that are to be uploaded."""
    if (found.payload_size, found.checksums) != (announced.size, announced.checksums):
        raise OtherBytes(announced.new.bucket, announced.new.name)


def create_missing(chain: Chain, objects: list[Announced]) -> None:
    """Announce, in one transaction, those objects that the chain does not hold yet."""
    try:
        _create_missing(chain, objects)
    except RpcRefused as error:
        if "already exists" not in error.log:
            raise
        _create_missing(chain, objects)  # another client was faster


def _create_missing(chain: Chain, objects: list[Announced]) -> None:
    missing = []
    for announced in objects:
        try:
            found = chain.object(announced.new.bucket, announced.new.name)
        except NotFound:
            missing.append(message_of(announced, chain.address()))
        else:
            check_same(found, announced)
    if missing:
        chain.send(*missing)


def send_bytes(
    chain: Chain, gateway: Gateway, announced: Announced, patience: Patience, progress: Progress
) -> None:
    """Send an announced object's bytes unless the provider has them.

    To repeat is safe: the provider takes only bytes with the announced checksums, and only once.
    """
    if announced.size == 0:
        return
    for attempt in range(patience.attempts):
        if _is_sealed(chain, announced):
            return
        try:
            _send_once(gateway, announced, progress)
        except AlreadyUploaded:
            return
        except Unreachable:
            if attempt + 1 == patience.attempts:
                raise
            patience.sleep(patience.first_pause_s * 2**attempt)
        else:
            return


def send_resumably(
    gateway: Gateway, announced: Announced, part_size: int, progress: Progress
) -> None:
    """Send an announced object's bytes in parts, going on where the provider's end."""
    if part_size < SEGMENT_SIZE or part_size % SEGMENT_SIZE:
        raise InvalidInput(f"parts must be multiples of {SEGMENT_SIZE} bytes, not {part_size}")
    new, size = announced.new, announced.size
    offset = gateway.resume_offset(new.bucket, new.name)
    with opened(new.payload) as source:
        while offset < size:
            length = min(part_size, size - offset)
            body = pieces(source, offset, length, lambda done, _: progress(done, size))
            part = Upload(new.bucket, new.name, body, length, new.content_type)
            try:
                gateway.put_part(part, offset, last=offset + length == size)
            except AlreadyUploaded:
                return
            offset += length


def wait_sealed(chain: Chain, bucket: str, name: str, patience: Patience) -> StoredObject:
    """Return an object once it is sealed: on all its storage providers."""
    waited = 0.0
    while True:
        found = chain.object(bucket, name)
        if found.object_status == ObjectStatus.OBJECT_STATUS_SEALED and not found.is_updating:
            return found
        if waited >= patience.seal_s:
            raise NotSealed(bucket, name, waited)
        patience.sleep(patience.poll_s)
        waited += patience.poll_s


def _send_once(gateway: Gateway, announced: Announced, progress: Progress) -> None:
    new, size = announced.new, announced.size
    if size > MAX_SINGLE_PUT_BYTES:
        send_resumably(gateway, announced, 16 * SEGMENT_SIZE, progress)
        return
    with opened(new.payload) as source:
        body = pieces(source, 0, size, progress)
        gateway.put(Upload(new.bucket, new.name, body, size, new.content_type))


def _is_sealed(chain: Chain, announced: Announced) -> bool:
    found = chain.object(announced.new.bucket, announced.new.name)
    return found.object_status == ObjectStatus.OBJECT_STATUS_SEALED and not found.is_updating
