"""How the double's chain answers queries."""

from collections.abc import Callable
from typing import Any

from labelfield.storage.greenfield import prices, queries
from labelfield.storage.greenfield.checksums import DATA_SHARDS, PARITY_SHARDS, SEGMENT_SIZE
from labelfield.storage.greenfield.codec import decode, encode
from labelfield.storage.greenfield.cosmos import BaseAccount, PublicKey
from labelfield.storage.greenfield.double import blocks
from labelfield.storage.greenfield.double.access import resource_of
from labelfield.storage.greenfield.double.objects import MAX_OBJECT_BYTES
from labelfield.storage.greenfield.double.payments import (
    FORCED_SETTLE_S,
    MIN_CHARGE_BYTES,
    PRIMARY_STORE_PRICE,
    READ_PRICE,
    RESERVE_S,
    SECONDARY_STORE_PRICE,
    TAX_RATE,
)
from labelfield.storage.greenfield.double.permissions import Wish, may_in_bucket, may_with_object
from labelfield.storage.greenfield.double.world import (
    FIRST_FAMILY,
    Account,
    Refused,
    World,
)
from labelfield.storage.greenfield.enums import Effect, StreamStatus
from labelfield.storage.greenfield.payment_messages import Coin
from labelfield.storage.greenfield.resources import (
    Family,
    GroupMember,
    Policy,
    StorageParams,
    StreamRecord,
    VersionedParams,
)


def answer(world: World, path: str, data: bytes) -> bytes:
    """Return the answer to a query, or refuse."""
    if path not in _ANSWERS:
        raise Refused(6, f"unknown query path: {path}", "sdk")
    question, act = _ANSWERS[path]
    return encode(act(world, decode(question, data)))


def _account(world: World, asked: queries.AccountQuery) -> queries.AccountAnswer:
    found = world.account(asked.address)
    if found is None:
        raise Refused(30, f"account {asked.address} not found: key not found", "sdk")
    public = PublicKey(found.public_key) if found.public_key else None
    base = BaseAccount(found.address, public, found.number, found.sequence)
    return queries.AccountAnswer(base)


def _balance(world: World, asked: queries.BalanceQuery) -> queries.BalanceAnswer:
    found = world.account(asked.address)
    return queries.BalanceAnswer(Coin(asked.denom, found.balance_wei if found else 0))


def _simulate(world: World, asked: queries.SimulateQuery) -> queries.SimulateAnswer:
    return blocks.simulate(world, asked.tx_bytes)


def _head_bucket(world: World, asked: queries.HeadBucketQuery) -> queries.HeadBucketAnswer:
    return queries.HeadBucketAnswer(world.bucket(asked.bucket_name))


def _head_object(world: World, asked: queries.HeadObjectQuery) -> queries.HeadObjectAnswer:
    return queries.HeadObjectAnswer(world.object(asked.bucket_name, asked.object_name))


def _head_shadow(
    world: World, asked: queries.HeadShadowObjectQuery
) -> queries.HeadShadowObjectAnswer:
    found = world.shadow(asked.bucket_name, asked.object_name)
    if found is None:
        raise Refused(1101, "No such object")
    return queries.HeadShadowObjectAnswer(found)


def _head_group(world: World, asked: queries.HeadGroupQuery) -> queries.HeadGroupAnswer:
    return queries.HeadGroupAnswer(world.group(asked.group_owner, asked.group_name))


def _head_member(
    world: World, asked: queries.HeadGroupMemberQuery
) -> queries.HeadGroupMemberAnswer:
    group = world.group(asked.group_owner, asked.group_name)
    found = world.kept.get(GroupMember, f"member/{group.id}/{asked.member.lower()}")
    if found is None:
        raise Refused(1103, "No such group member")
    return queries.HeadGroupMemberAnswer(found)


def _policy(world: World, asked: queries.AccountPolicyQuery) -> queries.AccountPolicyAnswer:
    kind, number, _ = resource_of(world, asked.resource)
    key = f"policy/{int(kind)}/{number}/account/{asked.principal_address.lower()}"
    found = world.kept.get(Policy, key)
    if found is None:
        raise Refused(1120, "No such Policy")
    return queries.AccountPolicyAnswer(found)


def _permission(world: World, asked: queries.PermissionQuery) -> queries.PermissionAnswer:
    bucket = world.bucket(asked.bucket_name)
    if asked.object_name:
        found = world.object(asked.bucket_name, asked.object_name)
        allowed = may_with_object(world, bucket, found, asked.operator, asked.action_type)
    else:
        allowed = may_in_bucket(world, bucket, Wish(asked.operator, asked.action_type))
    return queries.PermissionAnswer(Effect.EFFECT_ALLOW if allowed else Effect.EFFECT_DENY)


def _params(_world: World, _asked: queries.ParamsQuery) -> queries.ParamsAnswer:
    versioned = VersionedParams(SEGMENT_SIZE, DATA_SHARDS, PARITY_SHARDS, MIN_CHARGE_BYTES)
    return queries.ParamsAnswer(StorageParams(versioned, MAX_OBJECT_BYTES))


def _providers(world: World, _asked: queries.ProvidersQuery) -> queries.ProvidersAnswer:
    return queries.ProvidersAnswer(world.providers())


def _provider(world: World, asked: queries.ProviderByAddressQuery) -> queries.ProviderAnswer:
    for found in world.providers():
        if found.operator_address.lower() == asked.operator_address.lower():
            return queries.ProviderAnswer(found)
    raise Refused(1101, "StorageProvider does not exist: not found", "sp")


def _optimal(world: World, asked: queries.OptimalFamilyQuery) -> queries.OptimalFamilyAnswer:
    if asked.sp_id not in {found.id for found in world.providers()}:
        raise Refused(1101, "no virtual group family: not found", "virtualgroup")
    return queries.OptimalFamilyAnswer(FIRST_FAMILY + asked.sp_id)


def _family(world: World, asked: queries.FamilyQuery) -> queries.FamilyAnswer:
    number = asked.family_id - FIRST_FAMILY
    if number not in {found.id for found in world.providers()}:
        raise Refused(1101, "global virtual group family not found", "virtualgroup")
    return queries.FamilyAnswer(Family(asked.family_id, number, (1,)))


def _stream_record(world: World, asked: queries.StreamRecordQuery) -> queries.StreamRecordAnswer:
    found = world.account(asked.account)
    if found is None or not (found.rate_wei or found.payment_owner):
        raise Refused(30, f"stream record {asked.account} not found: key not found", "sdk")
    now_s, static_wei = int(world.now().timestamp()), found.balance_wei * bool(found.payment_owner)
    covered_s = (static_wei + found.buffer_wei) // found.rate_wei if found.rate_wei else 0
    return queries.StreamRecordAnswer(
        StreamRecord(
            account=found.address,
            crud_timestamp=now_s,
            netflow_rate=-found.rate_wei,
            static_balance=static_wei,
            buffer_balance=found.buffer_wei,
            lock_balance=found.locked_wei,
            status=StreamStatus.STREAM_ACCOUNT_STATUS_ACTIVE,
            settle_timestamp=now_s + covered_s - FORCED_SETTLE_S if found.rate_wei else 0,
        )
    )


def _payment_accounts(
    world: World, asked: queries.PaymentAccountsQuery
) -> queries.PaymentAccountsAnswer:
    owner = asked.owner.lower()
    found = (account for _, account in world.kept.under(Account, "account/"))
    return queries.PaymentAccountsAnswer(
        tuple(each.address for each in found if each.payment_owner.lower() == owner)
    )


def _store_price(world: World, _asked: prices.StorePriceQuery) -> prices.StorePriceAnswer:
    now_s = int(world.now().timestamp())
    return prices.StorePriceAnswer(
        prices.StorePrice(now_s, READ_PRICE, PRIMARY_STORE_PRICE, SECONDARY_STORE_PRICE)
    )


def _payment_params(_world: World, _asked: prices.PaymentParamsQuery) -> prices.PaymentParamsAnswer:
    versioned = prices.VersionedPaymentParams(RESERVE_S, TAX_RATE)
    return prices.PaymentParamsAnswer(prices.PaymentParams(versioned, 200, FORCED_SETTLE_S))


_ANSWERS: dict[str, tuple[type, Callable[[World, Any], Any]]] = {
    queries.AccountQuery.PATH: (queries.AccountQuery, _account),
    queries.BalanceQuery.PATH: (queries.BalanceQuery, _balance),
    queries.SimulateQuery.PATH: (queries.SimulateQuery, _simulate),
    queries.HeadBucketQuery.PATH: (queries.HeadBucketQuery, _head_bucket),
    queries.HeadObjectQuery.PATH: (queries.HeadObjectQuery, _head_object),
    queries.HeadShadowObjectQuery.PATH: (queries.HeadShadowObjectQuery, _head_shadow),
    queries.HeadGroupQuery.PATH: (queries.HeadGroupQuery, _head_group),
    queries.HeadGroupMemberQuery.PATH: (queries.HeadGroupMemberQuery, _head_member),
    queries.AccountPolicyQuery.PATH: (queries.AccountPolicyQuery, _policy),
    queries.PermissionQuery.PATH: (queries.PermissionQuery, _permission),
    queries.ParamsQuery.PATH: (queries.ParamsQuery, _params),
    queries.ProvidersQuery.PATH: (queries.ProvidersQuery, _providers),
    queries.ProviderByAddressQuery.PATH: (queries.ProviderByAddressQuery, _provider),
    queries.OptimalFamilyQuery.PATH: (queries.OptimalFamilyQuery, _optimal),
    queries.FamilyQuery.PATH: (queries.FamilyQuery, _family),
    queries.StreamRecordQuery.PATH: (queries.StreamRecordQuery, _stream_record),
    queries.PaymentAccountsQuery.PATH: (queries.PaymentAccountsQuery, _payment_accounts),
    prices.StorePriceQuery.PATH: (prices.StorePriceQuery, _store_price),
    prices.PaymentParamsQuery.PATH: (prices.PaymentParamsQuery, _payment_params),
}
