"""What the chain keeps, as its queries return it; fields that nobody here needs are left out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from labelfield.storage.greenfield.access_messages import Principal, Statement
from labelfield.storage.greenfield.bucket_messages import Tags
from labelfield.storage.greenfield.enums import (
    BucketStatus,
    ObjectStatus,
    ProviderStatus,
    Redundancy,
    ResourceType,
    Source,
    StreamStatus,
    Visibility,
)
from labelfield.storage.greenfield.schema import Slot, big, i64, u32, u64


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket: greenfield.storage.BucketInfo."""

    owner: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    visibility: Annotated[Visibility, Slot(3)]
    id: Annotated[int, big(4)]
    source_type: Annotated[Source, Slot(5)]
    create_at: Annotated[int, i64(6)]
    """Unix seconds."""

    payment_address: Annotated[str, Slot(7)]
    global_virtual_group_family_id: Annotated[int, u32(8)]
    charged_read_quota: Annotated[int, u64(9)]
    bucket_status: Annotated[BucketStatus, Slot(10)] = BucketStatus.BUCKET_STATUS_CREATED
    tags: Annotated[Tags | None, Slot(11)] = None
    sp_as_delegated_agent_disabled: Annotated[bool, Slot(12)] = False


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object: greenfield.storage.ObjectInfo."""

    owner: Annotated[str, Slot(1)]
    creator: Annotated[str, Slot(2)]
    """Who announced it, where that is not the bucket's owner."""

    bucket_name: Annotated[str, Slot(3)]
    object_name: Annotated[str, Slot(4)]
    id: Annotated[int, big(5)]
    local_virtual_group_id: Annotated[int, u32(6)]
    payload_size: Annotated[int, u64(7)]
    visibility: Annotated[Visibility, Slot(8)]
    content_type: Annotated[str, Slot(9)]
    create_at: Annotated[int, i64(10)]
    object_status: Annotated[ObjectStatus, Slot(11)]
    redundancy_type: Annotated[Redundancy, Slot(12)]
    source_type: Annotated[Source, Slot(13)]
    checksums: Annotated[tuple[bytes, ...], Slot(14)]
    tags: Annotated[Tags | None, Slot(15)] = None
    is_updating: Annotated[bool, Slot(16)] = False
    updated_at: Annotated[int, i64(17)] = 0
    updated_by: Annotated[str, Slot(18)] = ""
    version: Annotated[int, i64(19)] = 0


@dataclass(frozen=True, slots=True)
class ShadowObject:
    """Other bytes announced for a sealed object: greenfield.storage.ShadowObjectInfo."""

    operator: Annotated[str, Slot(1)]
    id: Annotated[int, big(2)]
    content_type: Annotated[str, Slot(3)]
    payload_size: Annotated[int, u64(4)]
    checksums: Annotated[tuple[bytes, ...], Slot(5)]
    updated_at: Annotated[int, i64(6)]
    version: Annotated[int, i64(7)]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of accounts: greenfield.storage.GroupInfo."""

    owner: Annotated[str, Slot(1)]
    group_name: Annotated[str, Slot(2)]
    source_type: Annotated[Source, Slot(3)]
    id: Annotated[int, big(4)]
    extra: Annotated[str, Slot(5)]
    tags: Annotated[Tags | None, Slot(6)] = None


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One account's membership: greenfield.permission.GroupMember."""

    id: Annotated[int, big(1)]
    group_id: Annotated[int, big(2)]
    member: Annotated[str, Slot(3)]
    expiration_time: Annotated[datetime | None, Slot(4)] = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What a principal may do with a resource: greenfield.permission.Policy."""

    id: Annotated[int, big(1)]
    principal: Annotated[Principal | None, Slot(2)]
    resource_type: Annotated[ResourceType, Slot(3)]
    resource_id: Annotated[int, big(4)]
    statements: Annotated[tuple[Statement, ...], Slot(5)]
    expiration_time: Annotated[datetime | None, Slot(6)] = None


@dataclass(frozen=True, slots=True)
class StorageProvider:
    """A storage provider and where it serves: greenfield.sp.StorageProvider."""

    id: Annotated[int, u32(1)]
    operator_address: Annotated[str, Slot(2)]
    status: Annotated[ProviderStatus, Slot(9)]
    endpoint: Annotated[str, Slot(10)]


@dataclass(frozen=True, slots=True)
class Family:
    """Virtual groups of one primary provider: greenfield.virtualgroup.GlobalVirtualGroupFamily."""

    id: Annotated[int, u32(1)]
    primary_sp_id: Annotated[int, u32(2)]
    global_virtual_group_ids: Annotated[tuple[int, ...], u32(3)] = ()
    virtual_payment_address: Annotated[str, Slot(4)] = ""


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """How a payment account stands: greenfield.payment.StreamRecord. Amounts are in wei."""

    account: Annotated[str, Slot(1)]
    crud_timestamp: Annotated[int, i64(2)]
    netflow_rate: Annotated[int, big(3)]
    """Per second; negative while it pays."""

    static_balance: Annotated[int, big(4)]
    buffer_balance: Annotated[int, big(5)]
    lock_balance: Annotated[int, big(6)]
    status: Annotated[StreamStatus, Slot(7)]
    settle_timestamp: Annotated[int, i64(8)]
    """Unix seconds at which it freezes unless somebody pays in."""


@dataclass(frozen=True, slots=True)
class VersionedParams:
    """Settings of storage that an object keeps for its life."""

    max_segment_size: Annotated[int, u64(1)]
    redundant_data_chunk_num: Annotated[int, u32(2)]
    redundant_parity_chunk_num: Annotated[int, u32(3)]
    min_charge_size: Annotated[int, u64(4)]


@dataclass(frozen=True, slots=True)
class StorageParams:
    """Settings of storage: greenfield.storage.Params."""

    versioned_params: Annotated[VersionedParams, Slot(1)]
    max_payload_size: Annotated[int, u64(2)]
