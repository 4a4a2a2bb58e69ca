"""Letting others upload into a bucket: a group, a rule with a limit and an end, no BNB of theirs.

The members send their objects by delegated upload: the storage provider announces them and the
bucket's payment account pays. The rule names one action, so they can neither read nor delete.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from labelfield.storage.greenfield.access_messages import (
    MAX_MEMBERS_PER_MESSAGE,
    CreateGroup,
    Member,
    Principal,
    PutPolicy,
    RenewGroupMember,
    Statement,
    UpdateGroupMember,
)
from labelfield.storage.greenfield.bucket_messages import Quota
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.enums import Action, Effect, PrincipalType
from labelfield.storage.greenfield.errors import InvalidInput, NotFound
from labelfield.storage.greenfield.queries import HeadGroupMemberQuery, HeadGroupQuery
from labelfield.storage.greenfield.resources import GroupMember

T = TypeVar("T")

SLACK = timedelta(hours=1)
"""A membership that ends this much earlier than wanted costs no transaction."""


@dataclass(frozen=True, slots=True)
class UploadGroup:
    """Who may upload into a bucket, how much together, and until when."""

    bucket: str
    name: str
    """The group's name, among the groups of the bucket's owner."""

    limit_bytes: int
    """Of all members together; each object takes its size from it."""

    until: datetime


def allow_uploads(client: Greenfield, group: UploadGroup) -> None:
    """Make the group, and the rule that lets its members create objects in the bucket."""
    if group.limit_bytes < 1:
        raise InvalidInput(f"a limit of {group.limit_bytes} bytes lets nobody upload anything")
    owner = client.chain.address()
    if not group_exists(client, group.name):
        client.send(CreateGroup(owner, group.name))
    found = client.chain.ask(HeadGroupQuery(owner, group.name)).group_info
    statement = Statement(
        effect=Effect.EFFECT_ALLOW,
        actions=(Action.ACTION_CREATE_OBJECT,),
        limit_size=Quota(group.limit_bytes),
    )
    principal = Principal(PrincipalType.PRINCIPAL_TYPE_GNFD_GROUP, str(found.id))
    resource = f"grn:b::{group.bucket}"
    client.send(PutPolicy(owner, principal, resource, (statement,), group.until))


def admit(client: Greenfield, group: str, accounts: Sequence[str], until: datetime) -> None:
    """Let accounts belong to a group until a time, or `SLACK` less where they already do."""
    owner = client.chain.address()
    found = {account: membership(client, group, account) for account in accounts}
    new = tuple(Member(account, until) for account, member in found.items() if member is None)
    ending = tuple(
        Member(account, until)
        for account, member in found.items()
        if member and member.expiration_time and member.expiration_time < until - SLACK
    )
    for some in _portions(new):
        client.send(UpdateGroupMember(owner, owner, group, some))
    for some in _portions(ending):
        client.send(RenewGroupMember(owner, owner, group, some))


def expel(client: Greenfield, group: str, accounts: Sequence[str]) -> None:
    """Take accounts out of a group."""
    owner = client.chain.address()
    members = tuple(account for account in accounts if membership(client, group, account))
    for some in _portions(members):
        client.send(UpdateGroupMember(owner, owner, group, (), some))


def group_exists(client: Greenfield, group: str) -> bool:
    """Say whether the client's account has a group of this name."""
    try:
        client.chain.ask(HeadGroupQuery(client.chain.address(), group))
    except NotFound:
        return False
    return True


def membership(client: Greenfield, group: str, account: str) -> GroupMember | None:
    """Return how an account belongs to a group of the client's, if only in the past."""
    question = HeadGroupMemberQuery(account, client.chain.address(), group)
    try:
        found: GroupMember | None = client.chain.ask(question).group_member
    except NotFound:
        return None
    return found


def _portions(found: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    for start in range(0, len(found), MAX_MEMBERS_PER_MESSAGE):
        yield found[start : start + MAX_MEMBERS_PER_MESSAGE]
