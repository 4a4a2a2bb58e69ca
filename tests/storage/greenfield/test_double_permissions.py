"""The order of permissions on the double, and the rule about resources."""

from dataclasses import replace
from datetime import timedelta

import pytest

from labelfield.storage.greenfield.access_messages import (
    CreateGroup,
    Member,
    Principal,
    PutPolicy,
    Statement,
    UpdateGroupMember,
)
from labelfield.storage.greenfield.bucket_messages import Quota, ToggleDelegatedAgent
from labelfield.storage.greenfield.enums import Action, Effect, PrincipalType, Visibility
from labelfield.storage.greenfield.errors import NoPermission, RpcRefused
from labelfield.storage.greenfield.queries import PermissionQuery
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, FRIEND, OWNER, STRANGER

READ = Statement(Effect.EFFECT_ALLOW, (Action.ACTION_GET_OBJECT,), (f"grn:o::{BUCKET}/open/.*",))
CREATE = Statement(Effect.EFFECT_ALLOW, (Action.ACTION_CREATE_OBJECT,))
DENY = replace(READ, effect=Effect.EFFECT_DENY)
STRANGERS = Member(STRANGER.address)
OPEN, CLOSED = "open/a", "closed/a"


@pytest.fixture
def readers(owner, double, connect):
    """Two objects of the owner, and whoever else may try to read them."""
    owner.upload_all([NewObject(BUCKET, name, b"secret") for name in (OPEN, CLOSED)])
    return {
        "friend": connect(double, FRIEND),
        "stranger": connect(double, STRANGER),
        "nobody": connect(double, None),
    }


def put(owner, *statements, key=FRIEND, resource=f"grn:b::{BUCKET}", until=None):
    principal = Principal(PrincipalType.PRINCIPAL_TYPE_GNFD_ACCOUNT, key.address)
    owner.send(PutPolicy(OWNER.address, principal, resource, statements, until))


def put_for_group(owner, *statements, name="readers", members=(STRANGERS,)):
    owner.send(
        CreateGroup(OWNER.address, name),
        UpdateGroupMember(OWNER.address, OWNER.address, name, members),
    )
    principal = Principal(PrincipalType.PRINCIPAL_TYPE_GNFD_GROUP, f"grn:g:{OWNER.address}:{name}")
    owner.send(PutPolicy(OWNER.address, principal, f"grn:b::{BUCKET}", statements))


def may_read(reader, name=OPEN):
    try:
        return reader.read_range(BUCKET, name, 0, 6) == b"secret"
    except NoPermission:
        return False


def test_private_objects_are_their_owners_alone(owner, readers):
    assert may_read(owner)
    assert not any(may_read(reader) for name, reader in readers.items() if name != "nobody")
    assert [found.name for found in readers["nobody"].list_objects(BUCKET)] == [CLOSED, OPEN]


def test_public_objects_are_everyones(owner, readers):
    shown = Visibility.VISIBILITY_TYPE_PUBLIC_READ
    owner.upload(NewObject(BUCKET, "shown", b"secret", visibility=shown))
    assert all(may_read(reader, "shown") for reader in readers.values())


def test_a_policy_reaches_what_its_resources_match_and_no_more(owner, readers):
    put(owner, READ)
    assert may_read(readers["friend"])
    assert not may_read(readers["friend"], CLOSED)
    assert not may_read(readers["stranger"])


def test_resources_are_searched_for_not_matched_whole(owner, readers):
    put(owner, replace(READ, resources=(f"grn:o::{BUCKET}/clo",)))
    assert may_read(readers["friend"], CLOSED)


def test_a_bucket_policy_without_resources_is_ignored_for_objects(owner, readers):
    put(owner, replace(READ, resources=()))
    assert not may_read(readers["friend"])


def test_a_policy_on_the_object_needs_no_resources(owner, readers):
    put(owner, replace(READ, resources=()), resource=f"grn:o::{BUCKET}/{CLOSED}")
    assert may_read(readers["friend"], CLOSED)
    assert not may_read(readers["friend"], OPEN)


def test_denial_wins(owner, readers):
    put(owner, READ, DENY)
    assert not may_read(readers["friend"])
    put(owner, DENY)
    put(owner, replace(READ, resources=()), resource=f"grn:o::{BUCKET}/{OPEN}")
    assert not may_read(readers["friend"])


def test_the_accounts_own_policy_goes_before_its_groups(owner, readers):
    put_for_group(owner, DENY, members=(Member(FRIEND.address),))
    put(owner, READ)
    assert may_read(readers["friend"])


def test_a_group_lets_its_members_in_until_they_leave(owner, readers, clock, double):
    leaves = double._world.now() + timedelta(seconds=100)
    put_for_group(owner, READ, members=(Member(STRANGER.address, leaves),))
    assert may_read(readers["stranger"])
    assert not may_read(readers["friend"])
    clock.passed_s += 101
    assert not may_read(readers["stranger"])


def test_one_groups_denial_outweighs_anothers_permission(owner, readers):
    put_for_group(owner, READ, name="readers")
    put_for_group(owner, DENY, name="banned")
    assert not may_read(readers["stranger"])


@pytest.mark.parametrize("place", ["policy", "statement"])
def test_policies_and_statements_end(owner, readers, clock, double, place):
    until = double._world.now() + timedelta(seconds=100)
    if place == "policy":
        put(owner, READ, until=until)
    else:
        put(owner, replace(READ, expiration_time=until))
    assert may_read(readers["friend"])
    clock.passed_s += 101
    assert not may_read(readers["friend"])


def test_an_account_without_money_uploads_by_delegation_as_far_as_its_limit(owner, readers):
    put(owner, replace(CREATE, limit_size=Quota(10)), key=STRANGER)
    stranger = readers["stranger"]
    stranger.upload_delegated(NewObject(BUCKET, "answers/1", b"123456"))
    assert owner.read(BUCKET, "answers/1") == b"123456"
    assert owner.chain.object(BUCKET, "answers/1").creator == STRANGER.address
    with pytest.raises(NoPermission):
        stranger.upload_delegated(NewObject(BUCKET, "answers/2", b"12345"))
    stranger.upload_delegated(NewObject(BUCKET, "answers/2", b"1234"))


def test_asking_uses_up_nothing(owner, readers, double):
    put(owner, replace(CREATE, limit_size=Quota(10)), key=STRANGER)
    asked = PermissionQuery(STRANGER.address, BUCKET, "", Action.ACTION_CREATE_OBJECT)
    assert [owner.chain.ask(asked).effect for _ in range(3)] == [Effect.EFFECT_ALLOW] * 3
    readers["stranger"].upload_delegated(NewObject(BUCKET, "ten", b"1234567890"))


def test_delegation_needs_permission_and_the_buckets_leave(owner, readers):
    new = NewObject(BUCKET, "answer", b"x")
    with pytest.raises(NoPermission):
        readers["stranger"].upload_delegated(new)
    owner.send(ToggleDelegatedAgent(OWNER.address, BUCKET))
    with pytest.raises(NoPermission, match="no delegated uploads"):
        owner.upload_delegated(new)


def test_only_the_owner_may_let_others_in(owner, readers):
    put(owner, Statement(Effect.EFFECT_ALLOW, (Action.ACTION_TYPE_ALL,)))
    principal = Principal(PrincipalType.PRINCIPAL_TYPE_GNFD_ACCOUNT, STRANGER.address)
    message = PutPolicy(FRIEND.address, principal, f"grn:b::{BUCKET}", (READ,))
    with pytest.raises(RpcRefused, match="Only resource owner"):
        readers["friend"].send(message)
