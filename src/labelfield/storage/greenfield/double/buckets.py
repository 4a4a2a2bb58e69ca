"""What transactions do to the double's buckets."""

import re
from dataclasses import replace

from labelfield.storage.greenfield import bucket_messages as messages
from labelfield.storage.greenfield.double import payments
from labelfield.storage.greenfield.double.permissions import Wish, may_in_bucket
from labelfield.storage.greenfield.double.world import FIRST_FAMILY, Refused, World
from labelfield.storage.greenfield.enums import Action, Source, Visibility
from labelfield.storage.greenfield.resources import Bucket, StoredObject

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_UNSPECIFIED = Visibility.VISIBILITY_TYPE_UNSPECIFIED


def create_bucket(world: World, message: messages.CreateBucket) -> None:
    """Make a bucket at the provider whose family the message names."""
    name = message.bucket_name
    if not _NAME.fullmatch(name):
        raise Refused(18, f"invalid bucket name {name!r}", "sdk")
    if message.visibility == _UNSPECIFIED:
        raise Refused(1118, "Unspecified visibility is not allowed.")
    if world.kept.get(Bucket, f"bucket/{name}") is not None:
        raise Refused(1104, "Bucket already exists")
    family = _family_of(world, message)
    payer = message.payment_address or message.creator
    payments.check_payer(world, payer, message.creator)
    bucket = Bucket(
        owner=message.creator,
        bucket_name=name,
        visibility=message.visibility,
        id=world.next_number("bucket"),
        source_type=Source.SOURCE_TYPE_ORIGIN,
        create_at=int(world.now().timestamp()),
        payment_address=payer,
        global_virtual_group_family_id=family,
        charged_read_quota=message.charged_read_quota,
    )
    world.kept.put(f"bucket/{name}", bucket)


def delete_bucket(world: World, message: messages.DeleteBucket) -> None:
    """Remove an empty bucket."""
    bucket = world.bucket(message.bucket_name)
    check(world, bucket, Wish(message.operator, Action.ACTION_DELETE_BUCKET))
    if world.kept.under(StoredObject, f"object/{bucket.bucket_name}/", limit=1):
        raise Refused(1109, "Bucket is not empty")
    world.kept.drop(f"bucket/{bucket.bucket_name}")


def update_bucket_info(world: World, message: messages.UpdateBucketInfo) -> None:
    """Change who pays for a bucket, who reads it and how much."""
    bucket = world.bucket(message.bucket_name)
    check(world, bucket, Wish(message.operator, Action.ACTION_UPDATE_BUCKET_INFO))
    payer = message.payment_address or bucket.payment_address
    payments.check_payer(world, payer, bucket.owner)
    quota = message.charged_read_quota
    visible = message.visibility
    changed = replace(
        bucket,
        payment_address=payer,
        charged_read_quota=bucket.charged_read_quota if quota is None else quota.value,
        visibility=bucket.visibility if visible == _UNSPECIFIED else visible,
    )
    world.kept.put(f"bucket/{bucket.bucket_name}", changed)


def toggle_delegated_agent(world: World, message: messages.ToggleDelegatedAgent) -> None:
    """Let the provider create objects for others, or stop it."""
    bucket = world.bucket(message.bucket_name)
    if message.operator.lower() != bucket.owner.lower():
        raise Refused(1107, "Access denied: only the bucket owner may toggle")
    disabled = not bucket.sp_as_delegated_agent_disabled
    changed = replace(bucket, sp_as_delegated_agent_disabled=disabled)
    world.kept.put(f"bucket/{bucket.bucket_name}", changed)


def check(world: World, bucket: Bucket, wish: Wish) -> None:
    """Refuse unless a wish about a bucket is granted."""
    if not may_in_bucket(world, bucket, wish):
        raise Refused(
            1107,
            f"Access denied: The operator({wish.account}) has no {wish.action.name} permission"
            f" of the bucket({bucket.bucket_name})",
        )


def _family_of(world: World, message: messages.CreateBucket) -> int:
    operator = message.primary_sp_address.lower()
    homes = [found for found in world.providers() if found.operator_address.lower() == operator]
    if not homes:
        raise Refused(1111, "No such storage provider: the storage provider is not exist")
    approval = message.primary_sp_approval
    if approval is None:
        raise Refused(1116, "Invalid approval of sp: Empty approvals are not allowed.")
    if approval.global_virtual_group_family_id != FIRST_FAMILY + homes[0].id:
        raise Refused(1123, "invalid global virtual group: not the primary sp's family")
    return approval.global_virtual_group_family_id
