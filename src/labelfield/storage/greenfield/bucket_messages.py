"""What a transaction may say of buckets and their tags."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.schema import Slot, u32, u64


@dataclass(frozen=True, slots=True)
class Approval:
    """The virtual group family that a bucket goes to; nobody approves since Serengeti."""

    expired_height: Annotated[int, u64(1)] = 0
    global_virtual_group_family_id: Annotated[int, u32(2)] = 0
    sig: Annotated[bytes, Slot(3)] = b""


@dataclass(frozen=True, slots=True)
class Quota:
    """A number that may be absent: greenfield.common.UInt64Value."""

    value: Annotated[int, u64(1)]


@dataclass(frozen=True, slots=True)
class Tag:
    """One key and its value."""

    key: Annotated[str, Slot(1)]
    value: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class Tags:
    """What a resource is labelled with; at least one tag where it is sent."""

    tags: Annotated[tuple[Tag, ...], Slot(1)] = ()


@dataclass(frozen=True, slots=True)
class CreateBucket:
    """Make a bucket at a storage provider."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgCreateBucket"
    SIGNER: ClassVar = "creator"

    creator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    visibility: Annotated[Visibility, Slot(3)]
    payment_address: Annotated[str, Slot(4)]
    primary_sp_address: Annotated[str, Slot(5)]
    primary_sp_approval: Annotated[Approval | None, Slot(6)]
    charged_read_quota: Annotated[int, u64(7)] = 0


@dataclass(frozen=True, slots=True)
class DeleteBucket:
    """Remove an empty bucket."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgDeleteBucket"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class UpdateBucketInfo:
    """Change who pays for a bucket, who may read it and how much a month."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgUpdateBucketInfo"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    charged_read_quota: Annotated[Quota | None, Slot(3)]
    payment_address: Annotated[str, Slot(4)]
    visibility: Annotated[Visibility, Slot(5)]


@dataclass(frozen=True, slots=True)
class ToggleDelegatedAgent:
    """Let the storage provider create objects for others in this bucket, or stop it."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgToggleSPAsDelegatedAgent"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class SetTag:
    """Label the resource that a GRN names."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgSetTag"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    resource: Annotated[str, Slot(2)]
    tags: Annotated[Tags | None, Slot(3)]
