"""What transactions do to the double's objects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from labelfield.storage.greenfield import object_messages as messages
from labelfield.storage.greenfield.checksums import CHECKSUM_COUNT
from labelfield.storage.greenfield.double import payments
from labelfield.storage.greenfield.double.buckets import check
from labelfield.storage.greenfield.double.permissions import Wish, may_with_object
from labelfield.storage.greenfield.double.world import Refused, World
from labelfield.storage.greenfield.enums import (
    Action,
    ObjectStatus,
    Redundancy,
    Source,
    Visibility,
)
from labelfield.storage.greenfield.resources import Bucket, ShadowObject, StoredObject

MAX_OBJECT_BYTES = 32 * 1024**3

_CREATED = ObjectStatus.OBJECT_STATUS_CREATED
_SEALED = ObjectStatus.OBJECT_STATUS_SEALED


@dataclass(frozen=True, slots=True)
class Creation:
    """An object that an account, or a provider on its behalf, announces."""

    creator: str
    bucket_name: str
    object_name: str
    size: int
    visibility: Visibility
    content_type: str
    checksums: tuple[bytes, ...]
    """Empty where a provider announces it: then they come with the seal."""


def create_object(world: World, message: messages.CreateObject) -> None:
    """Announce an object; an empty one is sealed at once."""
    _check_checksums(message.expect_checksums)
    if message.primary_sp_approval is None:
        raise Refused(1116, "Invalid approval of sp: Empty approvals are not allowed.")
    if message.redundancy_type != Redundancy.REDUNDANCY_EC_TYPE:
        raise Refused(1122, "Invalid redundancy type")
    create(
        world,
        Creation(
            message.creator,
            message.bucket_name,
            message.object_name,
            message.payload_size,
            message.visibility,
            message.content_type,
            message.expect_checksums,
        ),
    )


def create(world: World, new: Creation) -> StoredObject:
    """Keep a new object that nobody has sent yet."""
    _check_name(new.object_name)
    if new.visibility == Visibility.VISIBILITY_TYPE_UNSPECIFIED:
        raise Refused(1118, "Unspecified visibility is not allowed.")
    if new.size > MAX_OBJECT_BYTES:
        raise Refused(1115, "Object payload size is too large")
    bucket = world.bucket(new.bucket_name)
    check(world, bucket, Wish(new.creator, Action.ACTION_CREATE_OBJECT, size=new.size))
    key = f"object/{new.bucket_name}/{new.object_name}"
    if world.kept.get(StoredObject, key) is not None:
        raise Refused(1105, "Object already exists")
    payments.lock(world, bucket.payment_address, new.size)
    made = StoredObject(
        owner=bucket.owner,
        creator="" if new.creator.lower() == bucket.owner.lower() else new.creator,
        bucket_name=new.bucket_name,
        object_name=new.object_name,
        id=world.next_number("object"),
        local_virtual_group_id=1,
        payload_size=new.size,
        visibility=new.visibility,
        content_type=new.content_type,
        create_at=int(world.now().timestamp()),
        object_status=_CREATED if new.size else _SEALED,
        redundancy_type=Redundancy.REDUNDANCY_EC_TYPE,
        source_type=Source.SOURCE_TYPE_ORIGIN,
        checksums=new.checksums,
    )
    world.keep_object(made)
    return made


def cancel_create_object(world: World, message: messages.CancelCreateObject) -> None:
    """Take back an object that is not sealed; what it reserved comes back."""
    found = world.object(message.bucket_name, message.object_name)
    if found.object_status != _CREATED:
        raise Refused(1112, "Object not created")
    if message.operator.lower() not in (found.owner.lower(), found.creator.lower()):
        raise Refused(1107, "Access denied: Only allowed owner/creator to do cancel create object")
    _remove(world, found, refund=True)


def delete_object(world: World, message: messages.DeleteObject) -> None:
    """Remove a sealed object."""
    found = world.object(message.bucket_name, message.object_name)
    if found.object_status != _SEALED:
        raise Refused(1113, "Object not sealed")
    _check_may(world, found, message.operator, Action.ACTION_DELETE_OBJECT)
    _remove(world, found, refund=False)


def update_object_info(world: World, message: messages.UpdateObjectInfo) -> None:
    """Change who may read an object."""
    found = world.object(message.bucket_name, message.object_name)
    _check_may(world, found, message.operator, Action.ACTION_UPDATE_OBJECT_INFO)
    if message.visibility == Visibility.VISIBILITY_TYPE_UNSPECIFIED:
        raise Refused(1118, "Unspecified visibility is not allowed.")
    world.keep_object(replace(found, visibility=message.visibility))


def update_object_content(world: World, message: messages.UpdateObjectContent) -> None:
    """Announce other bytes for a sealed object, which serves the old ones until then."""
    _check_checksums(message.expect_checksums)
    found = world.object(message.bucket_name, message.object_name)
    if found.object_status != _SEALED:
        raise Refused(1113, "Object not sealed")
    if found.is_updating:
        raise Refused(1127, "Object is being updated")
    _check_may(world, found, message.operator, Action.ACTION_UPDATE_OBJECT_CONTENT)
    if not message.payload_size:
        raise Refused(1126, "Object is not allowed to update: the double takes no empty update")
    payments.lock(world, _bucket_of(world, found).payment_address, message.payload_size)
    now_s = int(world.now().timestamp())
    shadow = ShadowObject(
        operator=message.operator,
        id=found.id,
        content_type=message.content_type,
        payload_size=message.payload_size,
        checksums=message.expect_checksums,
        updated_at=now_s,
        version=found.version + 1,
    )
    world.kept.put(f"shadow/{found.bucket_name}/{found.object_name}", shadow)
    world.keep_object(replace(found, is_updating=True))


def cancel_update(world: World, message: messages.CancelUpdateObjectContent) -> None:
    """Take back other bytes that were announced."""
    found = world.object(message.bucket_name, message.object_name)
    if not found.is_updating:
        raise Refused(1128, "Object is not being updated")
    _check_may(world, found, message.operator, Action.ACTION_UPDATE_OBJECT_CONTENT)
    world.kept.drop(f"shadow/{found.bucket_name}/{found.object_name}")
    world.keep_object(replace(found, is_updating=False))


def _remove(world: World, found: StoredObject, refund: bool) -> None:
    payments.release(
        world, _bucket_of(world, found).payment_address, found.payload_size, refund=refund
    )
    world.kept.drop(f"object/{found.bucket_name}/{found.object_name}")
    world.kept.drop(f"shadow/{found.bucket_name}/{found.object_name}")
    world.kept.drop(f"arrival/{found.id}")


def _bucket_of(world: World, found: StoredObject) -> Bucket:
    return world.bucket(found.bucket_name)


def _check_may(world: World, found: StoredObject, account: str, action: Action) -> None:
    if not may_with_object(world, _bucket_of(world, found), found, account, action):
        raise Refused(
            1107,
            f"Access denied: The operator({account}) has no {action.name} permission of the"
            f" bucket({found.bucket_name}), object({found.object_name})",
        )


def _check_checksums(checksums: Sequence[bytes]) -> None:
    if len(checksums) != CHECKSUM_COUNT:
        raise Refused(18, f"Missing expect checksums: found {len(checksums)}", "sdk")
    if any(len(found) != 32 for found in checksums):
        raise Refused(18, "Invalid SHA256 checksum", "sdk")


def _check_name(name: str) -> None:
    if not 1 <= len(name.encode()) <= 1024:
        raise Refused(18, "invalid object name: 1 to 1024 bytes", "sdk")
    parts = name.split("/")
    if name.startswith("/") or "//" in name or "\\" in name or {".", ".."} & set(parts):
        raise Refused(18, f"invalid object name {name!r}", "sdk")
