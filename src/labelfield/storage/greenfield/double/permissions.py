"""Who may do what: public reading, then the owner, then the account's policy, then the groups'."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from labelfield.storage.greenfield.access_messages import Statement
from labelfield.storage.greenfield.bucket_messages import Quota
from labelfield.storage.greenfield.double.world import World
from labelfield.storage.greenfield.enums import Action, Effect, ResourceType, Visibility
from labelfield.storage.greenfield.resources import Bucket, GroupMember, Policy, StoredObject

_PUBLIC = Visibility.VISIBILITY_TYPE_PUBLIC_READ
_READING = (
    Action.ACTION_GET_OBJECT,
    Action.ACTION_COPY_OBJECT,
    Action.ACTION_EXECUTE_OBJECT,
)
_NEITHER = Effect.EFFECT_UNSPECIFIED
_ALLOW = Effect.EFFECT_ALLOW
_DENY = Effect.EFFECT_DENY


@dataclass(frozen=True, slots=True)
class Wish:
    """What an account wants to do."""

    account: str
    """Its address, or nothing where nobody signed."""

    action: Action
    resource: str = ""
    """GRN of the object within the bucket, where the action is about one."""

    size: int | None = None
    """Bytes of the object to create."""


def may_in_bucket(world: World, bucket: Bucket, wish: Wish) -> bool:
    """Say whether a wish about a bucket is granted; what it uses up is taken."""
    if bucket.visibility == _PUBLIC and wish.action in (*_READING, Action.ACTION_LIST_OBJECT):
        return True
    if not wish.account:
        return False
    if wish.account.lower() == bucket.owner.lower():
        return True
    kind = ResourceType.RESOURCE_TYPE_BUCKET
    return _policy_effect(world, kind, bucket.id, wish) == _ALLOW


def may_with_object(
    world: World, bucket: Bucket, found: StoredObject, account: str, action: Action
) -> bool:
    """Say whether an account may do something with an object."""
    inherits = found.visibility == Visibility.VISIBILITY_TYPE_INHERIT
    public = _PUBLIC in (found.visibility, bucket.visibility if inherits else None)
    if public and action in _READING:
        return True
    if not account:
        return False
    if account.lower() == found.owner.lower():
        return True
    grn = f"grn:o::{found.bucket_name}/{found.object_name}"
    effects = (
        _policy_effect(
            world, ResourceType.RESOURCE_TYPE_BUCKET, bucket.id, Wish(account, action, grn)
        ),
        _policy_effect(world, ResourceType.RESOURCE_TYPE_OBJECT, found.id, Wish(account, action)),
    )
    return _DENY not in effects and _ALLOW in effects


def may_with_group(world: World, owner: str, number: int, account: str, action: Action) -> bool:
    """Say whether an account may change a group."""
    if account.lower() == owner.lower():
        return True
    kind = ResourceType.RESOURCE_TYPE_GROUP
    return _policy_effect(world, kind, number, Wish(account, action)) == _ALLOW


def _policy_effect(world: World, kind: ResourceType, number: int, wish: Wish) -> Effect:
    """Return what policies say: the account's own if it says anything, else the groups'."""
    place = f"policy/{int(kind)}/{number}"
    own = world.kept.get(Policy, f"{place}/account/{wish.account.lower()}")
    if own is not None:
        effect, left = _evaluate(own, wish, world.now())
        if effect != _NEITHER:
            _keep(world, f"{place}/account/{wish.account.lower()}", left)
            return effect
    allowed: tuple[str, Policy | None] | None = None
    for key, policy in world.kept.under(Policy, f"{place}/group/"):
        effect, left = _evaluate(policy, wish, world.now())
        if effect != _NEITHER and _is_member(world, policy, wish.account):
            if effect == _DENY:
                return _DENY
            allowed = key, left
    if allowed is None:
        return _NEITHER
    _keep(world, *allowed)
    return _ALLOW


def _evaluate(policy: Policy, wish: Wish, now: datetime) -> tuple[Effect, Policy | None]:
    """Return a policy's effect, and the policy with what is left of it if some is used up."""
    if policy.expiration_time is not None and policy.expiration_time < now:
        return _NEITHER, None
    allowed = False
    statements = list(policy.statements)
    for place, statement in enumerate(policy.statements):
        if statement.expiration_time is not None and statement.expiration_time < now:
            continue
        effect, left = _evaluate_statement(statement, wish)
        if effect == _DENY:
            return _DENY, None
        if effect == _ALLOW:
            allowed = True
            statements[place] = left
    if not allowed:
        return _NEITHER, None
    return _ALLOW, replace(policy, statements=tuple(statements))


def _evaluate_statement(statement: Statement, wish: Wish) -> tuple[Effect, Statement]:
    if wish.resource and not any(re.search(found, wish.resource) for found in statement.resources):
        return _NEITHER, statement
    if not {wish.action, Action.ACTION_TYPE_ALL} & set(statement.actions):
        return _NEITHER, statement
    limited = wish.action == Action.ACTION_CREATE_OBJECT and statement.limit_size is not None
    if statement.effect == _DENY or not limited or wish.size is None:
        return statement.effect, statement
    assert statement.limit_size is not None
    left = statement.limit_size.value - wish.size
    if left < 0:
        return _DENY, statement
    return _ALLOW, replace(statement, limit_size=Quota(left))


def _is_member(world: World, policy: Policy, account: str) -> bool:
    assert policy.principal is not None
    key = f"member/{policy.principal.value}/{account.lower()}"
    member = world.kept.get(GroupMember, key)
    if member is None:
        return False
    return member.expiration_time is None or member.expiration_time > world.now()


def _keep(world: World, key: str, policy: Policy | None) -> None:
    if policy is not None:
        world.kept.put(key, policy)
