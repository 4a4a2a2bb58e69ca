"""Alarms: what an owner must do before a payment account freezes or a bucket's quota ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.enums import StreamStatus
from labelfield.storage.greenfield.errors import NotFound
from labelfield.storage.greenfield.gateway_answers import ReadQuota
from labelfield.storage.greenfield.prices import CREATE_OBJECT_GAS, MIN_GAS_PRICE_WEI
from labelfield.storage.greenfield.resources import StreamRecord

FREEZES_WITHIN_S = 30 * 24 * 3600
QUOTA_LEFT_PERCENT = 10
UPLOADS_LEFT = 100


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that goes wrong unless somebody acts."""

    about: str
    """An account or a bucket."""

    sentence: str


def alarms_of(client: Greenfield, buckets: Iterable[str], now_s: int) -> tuple[Alarm, ...]:
    """Return what the owner of these buckets must know, each payer once."""
    found: list[Alarm] = []
    payers: set[str] = set()
    for bucket in buckets:
        payers.add(client.chain.bucket(bucket).payment_address)
        found += quota_alarms(bucket, client.quota(bucket))
    for payer in sorted(payers):
        found += _payer_alarms(client, payer, now_s)
    own = client.chain.address()
    return (*found, *gas_alarms(own, client.chain.balance_wei(own)))


def stream_alarms(record: StreamRecord, own_wei: int, now_s: int) -> tuple[Alarm, ...]:
    """Return whether an account's storage soon stops; `own_wei` is what it holds beside it."""
    if record.status != StreamStatus.STREAM_ACCOUNT_STATUS_ACTIVE:
        sentence = "is frozen: reads fail and objects may be deleted; pay in to resume"
        return (Alarm(record.account, sentence),)
    if record.netflow_rate >= 0:
        return ()
    freezes_s = record.settle_timestamp + own_wei // -record.netflow_rate
    if freezes_s - now_s > FREEZES_WITHIN_S:
        return ()
    day = datetime.fromtimestamp(max(freezes_s, 0), UTC).date()
    month_wei = -record.netflow_rate * FREEZES_WITHIN_S
    sentence = f"freezes about {day}: pay in, {month_wei} wei last another 30 days"
    return (Alarm(record.account, sentence),)


def quota_alarms(bucket: str, quota: ReadQuota) -> tuple[Alarm, ...]:
    """Return whether a bucket can soon not be read."""
    left = quota.left_bytes()
    used = quota.free_consumed_bytes + quota.consumed_bytes + quota.monthly_free_consumed_bytes
    if left * 100 > (left + used) * QUOTA_LEFT_PERCENT:
        return ()
    sentence = f"may still be read for {left} bytes this month: raise its charged read quota"
    return (Alarm(bucket, sentence),)


def gas_alarms(address: str, balance_wei: int) -> tuple[Alarm, ...]:
    """Return whether an account can soon announce nothing more."""
    left = balance_wei // (CREATE_OBJECT_GAS * MIN_GAS_PRICE_WEI)
    if left >= UPLOADS_LEFT:
        return ()
    return (Alarm(address, f"has gas for {left} more objects: send it BNB"),)


def _payer_alarms(client: Greenfield, payer: str, now_s: int) -> tuple[Alarm, ...]:
    try:
        record = client.chain.stream_record(payer)
    except NotFound:  # it has paid for nothing yet
        return ()
    return stream_alarms(record, client.chain.balance_wei(payer), now_s)
