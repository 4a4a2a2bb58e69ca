"""What transactions do to the double's groups, policies and tags."""

import re
from collections.abc import Iterable
from dataclasses import replace

from labelfield.storage.greenfield import access_messages as messages
from labelfield.storage.greenfield.bucket_messages import SetTag
from labelfield.storage.greenfield.double.permissions import may_with_group
from labelfield.storage.greenfield.double.world import Refused, World
from labelfield.storage.greenfield.enums import (
    Action,
    Effect,
    PrincipalType,
    ResourceType,
    Source,
)
from labelfield.storage.greenfield.resources import (
    Bucket,
    Group,
    GroupMember,
    Policy,
    StoredObject,
)

_ON_BUCKETS = {
    *(Action.ACTION_UPDATE_BUCKET_INFO, Action.ACTION_DELETE_BUCKET, Action.ACTION_CREATE_OBJECT),
    *(Action.ACTION_DELETE_OBJECT, Action.ACTION_GET_OBJECT, Action.ACTION_COPY_OBJECT),
    *(Action.ACTION_EXECUTE_OBJECT, Action.ACTION_LIST_OBJECT, Action.ACTION_UPDATE_OBJECT_INFO),
    *(Action.ACTION_UPDATE_OBJECT_CONTENT, Action.ACTION_TYPE_ALL),
}
_ON_OBJECTS = _ON_BUCKETS - {Action.ACTION_UPDATE_BUCKET_INFO, Action.ACTION_DELETE_BUCKET}
_ON_GROUPS = {
    *(Action.ACTION_UPDATE_GROUP_MEMBER, Action.ACTION_UPDATE_GROUP_EXTRA),
    *(Action.ACTION_DELETE_GROUP, Action.ACTION_UPDATE_GROUP_INFO, Action.ACTION_TYPE_ALL),
}


def create_group(world: World, message: messages.CreateGroup) -> None:
    """Make an empty group."""
    key = f"group/{message.creator.lower()}/{message.group_name}"
    if not 3 <= len(message.group_name) <= 63:
        raise Refused(18, f"invalid group name {message.group_name!r}", "sdk")
    if world.kept.get(Group, key) is not None:
        raise Refused(1106, "Group already exists")
    number = world.next_number("group")
    origin = Source.SOURCE_TYPE_ORIGIN
    made = Group(message.creator, message.group_name, origin, number, message.extra)
    world.kept.put(key, made)


def delete_group(world: World, message: messages.DeleteGroup) -> None:
    """Remove a group and its memberships."""
    group = world.group(message.operator, message.group_name)
    for key, _ in world.kept.under(GroupMember, f"member/{group.id}/"):
        world.kept.drop(key)
    world.kept.drop(f"group/{message.operator.lower()}/{message.group_name}")


def update_group_member(world: World, message: messages.UpdateGroupMember) -> None:
    """Add and remove members."""
    found = len(message.members_to_add) + len(message.members_to_delete)
    if found > messages.MAX_MEMBERS_PER_MESSAGE:
        raise Refused(18, f"Once update group member limit exceeded: {found}", "sdk")
    group = _group_to_change(world, message.group_owner, message.group_name, message.operator)
    for member in message.members_to_add:
        if _member(world, group, member.member) is not None:
            raise Refused(1110, "Group member already exists")
        _keep_member(world, group, member)
    for address in message.members_to_delete:
        if _member(world, group, address) is None:
            raise Refused(1103, "No such group member")
        world.kept.drop(f"member/{group.id}/{address.lower()}")


def renew_group_member(world: World, message: messages.RenewGroupMember) -> None:
    """Move the time at which members leave."""
    group = _group_to_change(world, message.group_owner, message.group_name, message.operator)
    for member in message.members:
        _keep_member(world, group, member)


def leave_group(world: World, message: messages.LeaveGroup) -> None:
    """Leave a group."""
    group = world.group(message.group_owner, message.group_name)
    if _member(world, group, message.member) is None:
        raise Refused(1103, "No such group member")
    world.kept.drop(f"member/{group.id}/{message.member.lower()}")


def put_policy(world: World, message: messages.PutPolicy) -> None:
    """Set what a principal may do."""
    kind, number, owner = resource_of(world, message.resource)
    if message.operator.lower() != owner.lower():
        raise Refused(1107, "Access denied: Only resource owner can put policy")
    principal, place = _principal(world, message.principal, owner)
    for statement in message.statements:
        _check_statement(statement, kind)
    key = f"policy/{int(kind)}/{number}/{place}"
    policy = Policy(
        world.next_number("policy"),
        principal,
        kind,
        number,
        message.statements,
        message.expiration_time,
    )
    world.kept.put(key, policy)


def delete_policy(world: World, message: messages.DeletePolicy) -> None:
    """Remove what was set for a principal."""
    kind, number, owner = resource_of(world, message.resource)
    if message.operator.lower() != owner.lower():
        raise Refused(1107, "Access denied: Only resource owner can delete policy")
    key = f"policy/{int(kind)}/{number}/{_principal(world, message.principal, owner)[1]}"
    if world.kept.get(Policy, key) is None:
        raise Refused(1120, "No such Policy")
    world.kept.drop(key)


def set_tag(world: World, message: SetTag) -> None:
    """Label a resource."""
    _, _, owner = resource_of(world, message.resource)
    if message.operator.lower() != owner.lower():
        raise Refused(1107, "Access denied: only the owner may set tags")
    key = _resource_key(message.resource)
    for kind in (Bucket, StoredObject, Group):
        if key.startswith(_PLACES[kind]):
            found = world.kept.get(kind, key)
            world.kept.put(key, replace(found, tags=message.tags))  # type: ignore[type-var]


_PLACES = {Bucket: "bucket/", StoredObject: "object/", Group: "group/"}


def resource_of(world: World, grn: str) -> tuple[ResourceType, int, str]:
    """Return type, number and owner of the resource that a GRN names."""
    key = _resource_key(grn)
    place, _, rest = key.partition("/")
    parent, _, name = rest.partition("/")
    if place == "bucket":
        bucket = world.bucket(rest)
        return ResourceType.RESOURCE_TYPE_BUCKET, bucket.id, bucket.owner
    if place == "object":
        found = world.object(parent, name)
        return ResourceType.RESOURCE_TYPE_OBJECT, found.id, found.owner
    group = world.group(parent, name)
    return ResourceType.RESOURCE_TYPE_GROUP, group.id, group.owner


def _resource_key(grn: str) -> str:
    if found := re.fullmatch(r"grn:b::([^/]+)", grn):
        return f"bucket/{found[1]}"
    if found := re.fullmatch(r"grn:o::([^/]+)/(.+)", grn, re.DOTALL):
        return f"object/{found[1]}/{found[2]}"
    if found := re.fullmatch(r"grn:g:(0x[0-9a-fA-F]{40}):(.+)", grn):
        return f"group/{found[1].lower()}/{found[2]}"
    raise Refused(4, f"invalid greenfield resource name: {grn}", "greenfield")


def _principal(
    world: World, principal: messages.Principal | None, owner: str
) -> tuple[messages.Principal, str]:
    if principal is None:
        raise Refused(2, "Invalid principal", "permission")
    if principal.type == PrincipalType.PRINCIPAL_TYPE_GNFD_ACCOUNT:
        if principal.value.lower() == owner.lower():
            raise Refused(2, "principal account can not be the bucket owner", "greenfield")
        return principal, f"account/{principal.value.lower()}"
    if principal.type != PrincipalType.PRINCIPAL_TYPE_GNFD_GROUP:
        raise Refused(2, "Invalid principal: Unknown principal type.", "permission")
    number = principal.value
    if not number.isdigit():
        number = str(resource_of(world, number)[1])
    if not any(str(group.id) == number for _, group in world.kept.under(Group, "group/")):
        raise Refused(1102, "No such group")
    return replace(principal, value=number), f"group/{number}"


def _check_statement(statement: messages.Statement, kind: ResourceType) -> None:
    if statement.effect == Effect.EFFECT_UNSPECIFIED:
        raise Refused(3, "invalid statement: Please specify the Effect explicitly", "permission")
    allowed = {
        ResourceType.RESOURCE_TYPE_BUCKET: _ON_BUCKETS,
        ResourceType.RESOURCE_TYPE_OBJECT: _ON_OBJECTS,
    }.get(kind, _ON_GROUPS)
    _check_actions(statement.actions, allowed)
    on_bucket = kind == ResourceType.RESOURCE_TYPE_BUCKET
    if not on_bucket and (statement.resources or statement.limit_size is not None):
        raise Refused(3, "invalid statement: only of buckets: resources, limit size", "permission")
    if statement.limit_size is not None and Action.ACTION_CREATE_OBJECT not in statement.actions:
        raise Refused(3, "invalid statement: limit size without CreateObject", "permission")
    for pattern in statement.resources:
        try:
            re.compile(pattern)
        except re.error as error:
            raise Refused(3, f"invalid statement: {pattern!r}: {error}", "permission") from error
        if not pattern.startswith("grn:"):
            raise Refused(3, f"invalid statement: {pattern!r} is no GRN", "permission")


def _check_actions(actions: Iterable[Action], allowed: set[Action]) -> None:
    for action in actions:
        if action not in allowed:
            raise Refused(3, f"invalid statement: {action.name} not allowed here", "permission")


def _group_to_change(world: World, owner: str, name: str, operator: str) -> Group:
    group = world.group(owner, name)
    action = Action.ACTION_UPDATE_GROUP_MEMBER
    if not may_with_group(world, group.owner, group.id, operator, action):
        raise Refused(1107, f"Access denied: {operator} has no UpdateGroupMember permission")
    return group


def _member(world: World, group: Group, address: str) -> GroupMember | None:
    return world.kept.get(GroupMember, f"member/{group.id}/{address.lower()}")


def _keep_member(world: World, group: Group, member: messages.Member) -> None:
    if member.expiration_time is not None and member.expiration_time < world.now():
        raise Refused(1125, "invalid group member with expiration")
    number = world.next_number("member")
    kept = GroupMember(number, group.id, member.member, member.expiration_time)
    world.kept.put(f"member/{group.id}/{member.member.lower()}", kept)
