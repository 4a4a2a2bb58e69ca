"""Every question that may be put to the chain: its path, its request, its answer."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from labelfield.storage.greenfield.cosmos import BaseAccount
from labelfield.storage.greenfield.enums import Action, Effect
from labelfield.storage.greenfield.payment_messages import Coin
from labelfield.storage.greenfield.resources import (
    Bucket,
    Family,
    Group,
    GroupMember,
    Policy,
    ShadowObject,
    StorageParams,
    StorageProvider,
    StoredObject,
    StreamRecord,
)
from labelfield.storage.greenfield.schema import Slot, packed, u32, u64

OLDEST_FAMILY = 2
"""The strategy of choosing a family that the network's own clients use."""


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """An account."""

    account: Annotated[BaseAccount | None, packed(1)]


@dataclass(frozen=True, slots=True)
class AccountQuery:
    """Ask for an account's number and sequence."""

    PATH: ClassVar = "/cosmos.auth.v1beta1.Query/Account"
    ANSWER: ClassVar = AccountAnswer

    address: Annotated[str, Slot(1)]


@dataclass(frozen=True, slots=True)
class BalanceAnswer:
    """A balance."""

    balance: Annotated[Coin | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class BalanceQuery:
    """Ask what an account holds."""

    PATH: ClassVar = "/cosmos.bank.v1beta1.Query/Balance"
    ANSWER: ClassVar = BalanceAnswer

    address: Annotated[str, Slot(1)]
    denom: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class GasInfo:
    """What a transaction would cost."""

    gas_wanted: Annotated[int, u64(1)]
    gas_used: Annotated[int, u64(2)]
    min_gas_price: Annotated[str, Slot(3)]
    """Like 5000000000BNB."""


@dataclass(frozen=True, slots=True)
class SimulateAnswer:
    """What a transaction would cost."""

    gas_info: Annotated[GasInfo | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class SimulateQuery:
    """Ask what a transaction would cost; its signature may be empty."""

    PATH: ClassVar = "/cosmos.tx.v1beta1.Service/Simulate"
    ANSWER: ClassVar = SimulateAnswer

    tx_bytes: Annotated[bytes, Slot(2)]


@dataclass(frozen=True, slots=True)
class HeadBucketAnswer:
    """A bucket."""

    bucket_info: Annotated[Bucket | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class HeadBucketQuery:
    """Ask for a bucket."""

    PATH: ClassVar = "/greenfield.storage.Query/HeadBucket"
    ANSWER: ClassVar = HeadBucketAnswer

    bucket_name: Annotated[str, Slot(1)]


@dataclass(frozen=True, slots=True)
class HeadObjectAnswer:
    """An object."""

    object_info: Annotated[StoredObject | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class HeadObjectQuery:
    """Ask for an object."""

    PATH: ClassVar = "/greenfield.storage.Query/HeadObject"
    ANSWER: ClassVar = HeadObjectAnswer

    bucket_name: Annotated[str, Slot(1)]
    object_name: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class HeadShadowObjectAnswer:
    """Other bytes announced for an object."""

    object_info: Annotated[ShadowObject | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class HeadShadowObjectQuery:
    """Ask for the other bytes announced for an object."""

    PATH: ClassVar = "/greenfield.storage.Query/HeadShadowObject"
    ANSWER: ClassVar = HeadShadowObjectAnswer

    bucket_name: Annotated[str, Slot(1)]
    object_name: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class HeadGroupAnswer:
    """A group."""

    group_info: Annotated[Group | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class HeadGroupQuery:
    """Ask for a group."""

    PATH: ClassVar = "/greenfield.storage.Query/HeadGroup"
    ANSWER: ClassVar = HeadGroupAnswer

    group_owner: Annotated[str, Slot(1)]
    group_name: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class HeadGroupMemberAnswer:
    """A membership."""

    group_member: Annotated[GroupMember | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class HeadGroupMemberQuery:
    """Ask whether an account belongs to a group."""

    PATH: ClassVar = "/greenfield.storage.Query/HeadGroupMember"
    ANSWER: ClassVar = HeadGroupMemberAnswer

    member: Annotated[str, Slot(1)]
    group_owner: Annotated[str, Slot(2)]
    group_name: Annotated[str, Slot(3)]


@dataclass(frozen=True, slots=True)
class AccountPolicyAnswer:
    """A policy."""

    policy: Annotated[Policy | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class AccountPolicyQuery:
    """Ask what was set for an account on a resource."""

    PATH: ClassVar = "/greenfield.storage.Query/QueryPolicyForAccount"
    ANSWER: ClassVar = AccountPolicyAnswer

    resource: Annotated[str, Slot(1)]
    principal_address: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class PermissionAnswer:
    """Whether it is allowed."""

    effect: Annotated[Effect, Slot(1)]


@dataclass(frozen=True, slots=True)
class PermissionQuery:
    """Ask whether an account may do something; without an object's name, to the bucket."""

    PATH: ClassVar = "/greenfield.storage.Query/VerifyPermission"
    ANSWER: ClassVar = PermissionAnswer

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    object_name: Annotated[str, Slot(3)]
    action_type: Annotated[Action, Slot(4)]


@dataclass(frozen=True, slots=True)
class ParamsAnswer:
    """The settings of storage."""

    params: Annotated[StorageParams, Slot(1)]


@dataclass(frozen=True, slots=True)
class ParamsQuery:
    """Ask for the settings of storage."""

    PATH: ClassVar = "/greenfield.storage.Query/Params"
    ANSWER: ClassVar = ParamsAnswer


@dataclass(frozen=True, slots=True)
class ProvidersAnswer:
    """The storage providers."""

    sps: Annotated[tuple[StorageProvider, ...], Slot(1)]


@dataclass(frozen=True, slots=True)
class ProvidersQuery:
    """Ask for the storage providers."""

    PATH: ClassVar = "/greenfield.sp.Query/StorageProviders"
    ANSWER: ClassVar = ProvidersAnswer


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """A storage provider."""

    storage_provider: Annotated[StorageProvider | None, Slot(1, name="storageProvider")]


@dataclass(frozen=True, slots=True)
class ProviderByAddressQuery:
    """Ask for the storage provider of an operator's address."""

    PATH: ClassVar = "/greenfield.sp.Query/StorageProviderByOperatorAddress"
    ANSWER: ClassVar = ProviderAnswer

    operator_address: Annotated[str, Slot(1)]


@dataclass(frozen=True, slots=True)
class OptimalFamilyAnswer:
    """A family's number."""

    global_virtual_group_family_id: Annotated[int, u32(1)]


@dataclass(frozen=True, slots=True)
class OptimalFamilyQuery:
    """Ask which of a provider's families a new bucket should go to."""

    PATH: ClassVar = "/greenfield.virtualgroup.Query/QuerySpOptimalGlobalVirtualGroupFamily"
    ANSWER: ClassVar = OptimalFamilyAnswer

    sp_id: Annotated[int, u32(1)]
    pick_vgf_strategy: Annotated[int, u32(2)] = OLDEST_FAMILY


@dataclass(frozen=True, slots=True)
class FamilyAnswer:
    """A family."""

    global_virtual_group_family: Annotated[Family | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class FamilyQuery:
    """Ask for a family, and so for the primary provider of the buckets in it."""

    PATH: ClassVar = "/greenfield.virtualgroup.Query/GlobalVirtualGroupFamily"
    ANSWER: ClassVar = FamilyAnswer

    family_id: Annotated[int, u32(1)]


@dataclass(frozen=True, slots=True)
class StreamRecordAnswer:
    """How a payment account stands."""

    stream_record: Annotated[StreamRecord | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class StreamRecordQuery:
    """Ask how a payment account stands."""

    PATH: ClassVar = "/greenfield.payment.Query/StreamRecord"
    ANSWER: ClassVar = StreamRecordAnswer

    account: Annotated[str, Slot(1)]


@dataclass(frozen=True, slots=True)
class PaymentAccountsAnswer:
    """Addresses."""

    payment_accounts: Annotated[tuple[str, ...], Slot(1)]


@dataclass(frozen=True, slots=True)
class PaymentAccountsQuery:
    """Ask for the payment accounts that an account made."""

    PATH: ClassVar = "/greenfield.payment.Query/PaymentAccountsByOwner"
    ANSWER: ClassVar = PaymentAccountsAnswer

    owner: Annotated[str, Slot(1)]
