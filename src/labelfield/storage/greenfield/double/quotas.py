"""How much of the double's buckets may be read: the free gift first, then what is paid monthly."""

from labelfield.storage.greenfield.double.provider_answers import GatewayRefusal
from labelfield.storage.greenfield.double.world import Counter, World
from labelfield.storage.greenfield.resources import Bucket


def quota_of(world: World, bucket: Bucket) -> tuple[int, int, int]:
    """Return the free bytes left, those used up, and this month's used charged bytes."""
    used = _count(world, _free_key(bucket))
    left = max(0, world.settings.free_quota_bytes - used)
    return left, used, _count(world, _month_key(world, bucket))


def consume(world: World, bucket: Bucket, size: int) -> None:
    """Take what is read from a bucket's quota, or refuse."""
    free, used, consumed = quota_of(world, bucket)
    if size > free + bucket.charged_read_quota - consumed:
        raise GatewayRefusal(406, 30004, "bucket quota overflow")
    gift = min(free, size)
    world.kept.put(_free_key(bucket), Counter(used + gift))
    world.kept.put(_month_key(world, bucket), Counter(consumed + size - gift))


def _count(world: World, key: str) -> int:
    return (world.kept.get(Counter, key) or Counter()).value


def _free_key(bucket: Bucket) -> str:
    return f"read/{bucket.id}/free"


def _month_key(world: World, bucket: Bucket) -> str:
    return f"read/{bucket.id}/{world.now():%Y-%m}"
