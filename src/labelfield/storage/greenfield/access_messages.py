"""What a transaction may say of policies, groups and their members."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from labelfield.storage.greenfield.bucket_messages import Quota
from labelfield.storage.greenfield.enums import Action, Effect, PrincipalType
from labelfield.storage.greenfield.schema import Slot

MAX_MEMBERS_PER_MESSAGE = 20


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a policy is about: an account's address, or a group's number or GRN."""

    type: Annotated[PrincipalType, Slot(1)]
    value: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule of a policy.

    On a bucket, a rule about objects counts only if `resources` matches the object's GRN: each is
    an unanchored regular expression, and without any the rule is ignored.
    """

    effect: Annotated[Effect, Slot(1)]
    actions: Annotated[tuple[Action, ...], Slot(2)]
    resources: Annotated[tuple[str, ...], Slot(3)] = ()
    expiration_time: Annotated[datetime | None, Slot(4)] = None
    limit_size: Annotated[Quota | None, Slot(5)] = None
    """Bytes that may still be created under this rule; each object takes its size from it."""


@dataclass(frozen=True, slots=True)
class PutPolicy:
    """Set what a principal may do with the resource that a GRN names."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgPutPolicy"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    principal: Annotated[Principal | None, Slot(2)]
    resource: Annotated[str, Slot(3)]
    statements: Annotated[tuple[Statement, ...], Slot(4)]
    expiration_time: Annotated[datetime | None, Slot(7)] = None


@dataclass(frozen=True, slots=True)
class DeletePolicy:
    """Remove what was set for a principal."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgDeletePolicy"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    principal: Annotated[Principal | None, Slot(2)]
    resource: Annotated[str, Slot(3)]


@dataclass(frozen=True, slots=True)
class Member:
    """An account to add to a group, perhaps only until some time."""

    member: Annotated[str, Slot(1)]
    expiration_time: Annotated[datetime | None, Slot(2)] = None


@dataclass(frozen=True, slots=True)
class CreateGroup:
    """Make an empty group."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgCreateGroup"
    SIGNER: ClassVar = "creator"

    creator: Annotated[str, Slot(1)]
    group_name: Annotated[str, Slot(2)]
    extra: Annotated[str, Slot(3)] = ""


@dataclass(frozen=True, slots=True)
class DeleteGroup:
    """Remove a group."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgDeleteGroup"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    group_name: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class UpdateGroupMember:
    """Add and remove members: twenty a message at most."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgUpdateGroupMember"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    group_owner: Annotated[str, Slot(2)]
    group_name: Annotated[str, Slot(3)]
    members_to_add: Annotated[tuple[Member, ...], Slot(4)] = ()
    members_to_delete: Annotated[tuple[str, ...], Slot(5)] = ()


@dataclass(frozen=True, slots=True)
class RenewGroupMember:
    """Move the time at which members leave."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgRenewGroupMember"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    group_owner: Annotated[str, Slot(2)]
    group_name: Annotated[str, Slot(3)]
    members: Annotated[tuple[Member, ...], Slot(4)]


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Leave a group."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgLeaveGroup"
    SIGNER: ClassVar = "member"

    member: Annotated[str, Slot(1)]
    group_owner: Annotated[str, Slot(2)]
    group_name: Annotated[str, Slot(3)]
