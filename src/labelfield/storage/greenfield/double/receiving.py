"""How one of the double's storage providers takes an object's bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labelfield.storage.greenfield.checksums import SEGMENT_SIZE, ChecksumStream
from labelfield.storage.greenfield.double.blobs import (
    BrokenOff,
    checksums_of_file,
    first_checksum_of_file,
)
from labelfield.storage.greenfield.double.objects import Creation, create
from labelfield.storage.greenfield.double.provider_answers import GatewayRefusal
from labelfield.storage.greenfield.double.settings import Strictness
from labelfield.storage.greenfield.double.world import Refused
from labelfield.storage.greenfield.enums import ObjectStatus, Visibility

if TYPE_CHECKING:
    from labelfield.storage.greenfield.double.http_messages import Request
    from labelfield.storage.greenfield.double.provider import Provider
    from labelfield.storage.greenfield.resources import StoredObject

MAX_SINGLE_PUT_BYTES = 2 * 1024**3


def announce(
    provider: Provider, senders: tuple[str, ...], bucket: str, name: str, request: Request
) -> StoredObject:
    """Announce an object for whoever signed, who needs the permission but no money."""
    home = provider.bucket(bucket)
    if home.sp_as_delegated_agent_disabled:
        raise GatewayRefusal(401, 50004, "no permission: the bucket takes no delegated uploads")
    query = request.query()
    try:
        size = int(query["payload_size"])
        visibility = Visibility(int(query["visibility"]))
    except (KeyError, ValueError) as error:
        raise GatewayRefusal(400, 50010, "invalid request params for query") from error
    if query.get("is_update") == "true" or size <= 0:
        raise GatewayRefusal(400, 50010, "the double takes neither delegated updates nor nothing")
    refusal: Refused | None = None
    for sender in senders:
        content_type = request.headers.get("content-type", "")
        wanted = Creation(sender, bucket, name, size, visibility, content_type, ())
        try:
            with provider.world.kept.step():
                return create(provider.world, wanted)
        except Refused as error:
            # The owner's refusal says more than the one of a stranger whom nobody knows.
            refusal = error if refusal is None or error.code != 1107 else refusal
    assert refusal is not None
    if refusal.code == 1107:
        raise GatewayRefusal(401, 50004, "no permission")
    if refusal.code == 1105:
        raise GatewayRefusal(400, 20010, "repeated object")
    raise GatewayRefusal(500, 55001, refusal.log)


def receive_whole(provider: Provider, found: StoredObject, request: Request) -> None:
    """Take an object's bytes in one request."""
    size, version = _expected(provider, found)
    if size > MAX_SINGLE_PUT_BYTES or request.size > MAX_SINGLE_PUT_BYTES:
        raise GatewayRefusal(403, 50016, "invalid payload")
    strict = provider.world.settings.strictness is Strictness.ALL_SEVEN
    watch = ChecksumStream() if strict or not found.checksums else None
    try:
        received = provider.blobs.receive(request.body, request.size, watch)
    except BrokenOff as error:
        raise GatewayRefusal(400, 110005, "upload payload data stream exception") from error
    computed = watch.checksums() if watch else (first_checksum_of_file(received),)
    _take(provider, found, Received(received, size, version, computed))


def receive_part(provider: Provider, found: StoredObject, request: Request) -> None:
    """Take the next part of an object's bytes; the last one makes it whole."""
    size, version = _expected(provider, found)
    query = request.query()
    if query.get("complete") not in ("true", "false"):
        raise GatewayRefusal(400, 50027, "invalid complete")
    complete = query["complete"] == "true"
    parts = provider.blobs.parts(found.id, version)
    there = parts.stat().st_size if parts.exists() else 0
    if query.get("offset") != str(there):
        raise GatewayRefusal(400, 50028, "invalid offset")
    if not complete and request.size % SEGMENT_SIZE:
        raise GatewayRefusal(400, 50028, "parts must be multiples of the segment size")
    try:
        provider.blobs.append(request.body, request.size, parts)
    except BrokenOff as error:
        raise GatewayRefusal(400, 110005, "upload payload data stream exception") from error
    if complete:
        _take(provider, found, Received(parts, size, version, checksums_of_file(parts)))


def resume_offset(provider: Provider, found: StoredObject) -> int:
    """Return how many bytes of an object's parts are there."""
    parts = provider.blobs.parts(found.id, _version_of(provider, found))
    size = parts.stat().st_size if parts.exists() else 0
    whole = size // SEGMENT_SIZE * SEGMENT_SIZE
    if whole != size:
        with parts.open("ab") as file:
            file.truncate(whole)
    return whole


def progress(provider: Provider, found: StoredObject) -> str:
    """Say how far an object has come."""
    if found.object_status == ObjectStatus.OBJECT_STATUS_SEALED:
        return "UPLOAD_DONE"
    return "SEALING" if provider.world.has_arrived(found) else "WAIT_UPLOADING"


def _expected(provider: Provider, found: StoredObject) -> tuple[int, int]:
    """Return size and version of the bytes to come; refuse if none are awaited."""
    world = provider.world
    with world.lock:
        if world.has_arrived(found):
            log = "the object had already been fully uploaded"
            raise GatewayRefusal(409, 110006, log)
        shadow = world.shadow(found.bucket_name, found.object_name)
    if shadow is not None:
        return shadow.payload_size, shadow.version
    if found.object_status != ObjectStatus.OBJECT_STATUS_CREATED:
        raise GatewayRefusal(400, 20003, "object has not been created state")
    if not found.payload_size:
        raise GatewayRefusal(403, 50016, "invalid payload")
    return found.payload_size, found.version


def _version_of(provider: Provider, found: StoredObject) -> int:
    shadow = provider.world.shadow(found.bucket_name, found.object_name)
    return shadow.version if shadow is not None else found.version


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that came, and what should have come."""

    file: Path
    size: int
    """Bytes announced."""

    version: int
    computed: tuple[bytes, ...]
    """As many of the checksums as are looked at."""


def _take(provider: Provider, found: StoredObject, received: Received) -> None:
    """Keep received bytes if they are those announced, and have them sealed in time."""
    world = provider.world
    if received.file.stat().st_size != received.size:
        received.file.unlink()
        raise GatewayRefusal(400, 110008, "The file payload size is inconsistent")
    with world.lock:
        shadow = world.shadow(found.bucket_name, found.object_name)
    announced = shadow.checksums if shadow is not None else found.checksums
    looked_at = 7 if world.settings.strictness is Strictness.ALL_SEVEN else 1
    if announced and received.computed[:looked_at] != announced[:looked_at]:
        received.file.unlink()
        raise GatewayRefusal(406, 110004, "invalid payload data integrity hash")
    with world.lock, world.kept.step():
        provider.object(found.bucket_name, found.object_name)
        provider.blobs.keep(received.file, found.id, received.version)
        world.arrive(found, received.version, () if announced else received.computed)
        world.advance()
