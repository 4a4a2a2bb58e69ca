"""Delegated uploads under a group's rule: an end, a limit, no BNB, and nothing else allowed."""

from datetime import timedelta

import pytest

from labelfield.storage.greenfield.delegation import (
    UploadGroup,
    admit,
    allow_uploads,
    expel,
    group_exists,
    membership,
)
from labelfield.storage.greenfield.double.settings import utc_now
from labelfield.storage.greenfield.errors import (
    GreenfieldError,
    InvalidInput,
    NoPermission,
    NotFound,
)
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, OWNER, STRANGER

NAME = "uploads"
DAY = timedelta(days=1)


@pytest.fixture
def group(owner):
    allow_uploads(owner, UploadGroup(BUCKET, NAME, 1000, utc_now() + 10 * DAY))
    return NAME


@pytest.fixture
def labeler(owner, group, double, connect):
    """Somebody whom the chain has never heard of, admitted for a day."""
    admit(owner, group, [STRANGER.address], utc_now() + DAY)
    client = connect(double, STRANGER)
    with pytest.raises(NotFound):
        client.chain.account(STRANGER.address)
    return client


def mask(name: str, size: int = 400) -> NewObject:
    return NewObject(BUCKET, name, b"m" * size, "image/png")


def test_a_member_without_an_account_uploads_and_the_owner_pays(owner, labeler):
    before = owner.chain.balance_wei(OWNER.address)
    labeler.upload_delegated(mask("a"))
    sealed = labeler.check_delegated(mask("a"))
    assert (sealed.owner, sealed.creator) == (OWNER.address, STRANGER.address)
    assert owner.read(BUCKET, "a") == b"m" * 400
    assert owner.chain.balance_wei(OWNER.address) < before


def test_the_limit_is_used_up(labeler):
    labeler.upload_delegated(mask("a"))
    labeler.upload_delegated(mask("b"))
    with pytest.raises(NoPermission):
        labeler.upload_delegated(mask("c"))
    labeler.upload_delegated(mask("d", 200))


def test_a_membership_ends(labeler, clock):
    labeler.upload_delegated(mask("a", 1))
    clock.passed_s += 1.1 * DAY.total_seconds()
    with pytest.raises(GreenfieldError):
        labeler.upload_delegated(mask("b", 1))


def test_a_membership_that_ends_is_renewed_and_one_that_lasts_costs_nothing(owner, group):
    end = utc_now() + DAY
    admit(owner, group, [STRANGER.address], end)
    before = owner.chain.account(OWNER.address).sequence
    admit(owner, group, [STRANGER.address], end + timedelta(minutes=59))
    assert owner.chain.account(OWNER.address).sequence == before
    admit(owner, group, [STRANGER.address], end + timedelta(minutes=61))
    renewed = membership(owner, group, STRANGER.address)
    assert renewed.expiration_time == end + timedelta(minutes=61)


def test_a_rule_ends_for_everybody(owner, double, connect, clock):
    allow_uploads(owner, UploadGroup(BUCKET, "short", 1000, utc_now() + timedelta(seconds=60)))
    admit(owner, "short", [STRANGER.address], utc_now() + DAY)
    clock.passed_s += 61
    client = connect(double, STRANGER)
    client.gateway(BUCKET)._now = double._world.now
    with pytest.raises(NoPermission):
        client.upload_delegated(mask("a", 1))


def test_who_was_expelled_or_never_admitted_uploads_nothing(owner, group, labeler, double, connect):
    expel(owner, group, [STRANGER.address])
    assert membership(owner, group, STRANGER.address) is None
    for client in (labeler, connect(double, Key(b"\x09" * 32))):
        with pytest.raises(NoPermission):
            client.upload_delegated(mask("a"))


def test_a_member_can_neither_read_nor_delete_what_is_there(owner, labeler):
    owner.upload(NewObject(BUCKET, "others", b"secret"))
    with pytest.raises(NoPermission):
        labeler.read(BUCKET, "others")
    with pytest.raises(GreenfieldError):
        labeler.delete(BUCKET, "others")


def test_many_accounts_are_admitted_once(owner, group):
    accounts = [Key(bytes([number]) * 32).address for number in range(10, 35)]
    admit(owner, group, accounts[:3], utc_now() + DAY)
    admit(owner, group, accounts, utc_now() + DAY)
    assert all(membership(owner, group, account) for account in accounts)


def test_a_limit_of_nothing_is_refused(owner):
    with pytest.raises(InvalidInput, match="lets nobody upload"):
        allow_uploads(owner, UploadGroup(BUCKET, "none", 0, utc_now() + DAY))
    assert not group_exists(owner, "none")
