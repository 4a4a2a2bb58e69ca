"""Alarms ring before the damage: an account that freezes, a quota or gas that ends."""

from dataclasses import replace

import pytest

from labelfield.storage.greenfield.alarms import alarms_of, gas_alarms, quota_alarms, stream_alarms
from labelfield.storage.greenfield.enums import StreamStatus, Visibility
from labelfield.storage.greenfield.gateway_answers import ReadQuota
from labelfield.storage.greenfield.resources import StreamRecord
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, OWNER

NOW_S, DAY_S = 1_800_000_000, 86_400
RECORD = StreamRecord(
    account="0x1",
    crud_timestamp=NOW_S,
    netflow_rate=-1000,
    static_balance=0,
    buffer_balance=10**9,
    lock_balance=0,
    status=StreamStatus.STREAM_ACCOUNT_STATUS_ACTIVE,
    settle_timestamp=NOW_S + 31 * DAY_S,
)
QUOTA = ReadQuota(100, 0, 0, 0, 0, 0)


def test_an_account_that_soon_freezes_rings_with_the_day_and_the_sum():
    assert stream_alarms(RECORD, 0, NOW_S) == ()
    (alarm,) = stream_alarms(replace(RECORD, settle_timestamp=NOW_S + 29 * DAY_S), 0, NOW_S)
    sum_wei = 1000 * 30 * DAY_S
    assert alarm.sentence == (
        f"freezes about 2027-02-13: pay in, {sum_wei} wei last another 30 days"
    )


def test_what_an_account_holds_beside_its_stream_is_counted():
    soon = replace(RECORD, settle_timestamp=NOW_S)
    assert stream_alarms(soon, 1000 * 30 * DAY_S, NOW_S)
    assert stream_alarms(soon, 1000 * (30 * DAY_S + 1), NOW_S) == ()


def test_a_frozen_account_rings_and_one_that_pays_nothing_does_not():
    frozen = replace(RECORD, status=StreamStatus.STREAM_ACCOUNT_STATUS_FROZEN)
    assert "is frozen" in stream_alarms(frozen, 10**30, NOW_S)[0].sentence
    assert stream_alarms(replace(RECORD, netflow_rate=0, settle_timestamp=0), 0, NOW_S) == ()


@pytest.mark.parametrize(("consumed", "rings"), [(0, False), (89, False), (90, True), (100, True)])
def test_a_quota_rings_when_a_tenth_is_left(consumed, rings):
    quota = replace(QUOTA, free_bytes=100 - consumed, free_consumed_bytes=consumed)
    assert bool(quota_alarms("bucket", quota)) == rings


def test_an_account_without_gas_rings():
    assert gas_alarms("0x1", 6 * 10**12 * 100) == ()
    assert "gas for 99 more" in gas_alarms("0x1", 6 * 10**12 * 100 - 1)[0].sentence


def test_alarms_are_found_where_the_double_says_so(start, connect):
    enough_wei = 18_200_000_000_000
    client = connect(start(free_quota_bytes=1000, funded_wei={OWNER.address: enough_wei}))
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
    client.upload(NewObject(BUCKET, "a", bytes(950)))
    client.read(BUCKET, "a")
    now_s = client.chain.stream_record(OWNER.address).crud_timestamp
    quota, gas = alarms_of(client, [BUCKET], now_s)
    assert (quota.about, "for 50 bytes" in quota.sentence) == (BUCKET, True)
    assert (gas.about, "gas for 0 more" in gas.sentence) == (OWNER.address, True)
    later = alarms_of(client, [BUCKET], now_s + 440 * DAY_S)
    assert any("freezes about" in found.sentence for found in later)
