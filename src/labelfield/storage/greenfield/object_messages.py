"""What a transaction may say of objects."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from labelfield.storage.greenfield.bucket_messages import Approval
from labelfield.storage.greenfield.enums import Redundancy, Visibility
from labelfield.storage.greenfield.schema import Slot, u64


@dataclass(frozen=True, slots=True)
class CreateObject:
    """Announce an object: its size and seven checksums, before its bytes."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgCreateObject"
    SIGNER: ClassVar = "creator"

    creator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    object_name: Annotated[str, Slot(3)]
    payload_size: Annotated[int, u64(4)]
    visibility: Annotated[Visibility, Slot(5)]
    content_type: Annotated[str, Slot(6)]
    primary_sp_approval: Annotated[Approval | None, Slot(7)]
    expect_checksums: Annotated[tuple[bytes, ...], Slot(8)]
    redundancy_type: Annotated[Redundancy, Slot(9)] = Redundancy.REDUNDANCY_EC_TYPE


@dataclass(frozen=True, slots=True)
class DeleteObject:
    """Remove a sealed object."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgDeleteObject"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    object_name: Annotated[str, Slot(3)]


@dataclass(frozen=True, slots=True)
class CancelCreateObject:
    """Take back an object that is not sealed yet."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgCancelCreateObject"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    object_name: Annotated[str, Slot(3)]


@dataclass(frozen=True, slots=True)
class UpdateObjectInfo:
    """Change who may read an object."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgUpdateObjectInfo"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    object_name: Annotated[str, Slot(3)]
    visibility: Annotated[Visibility, Slot(4)]


@dataclass(frozen=True, slots=True)
class UpdateObjectContent:
    """Announce other bytes for a sealed object."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgUpdateObjectContent"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    object_name: Annotated[str, Slot(3)]
    payload_size: Annotated[int, u64(4)]
    content_type: Annotated[str, Slot(5)]
    expect_checksums: Annotated[tuple[bytes, ...], Slot(6)]


@dataclass(frozen=True, slots=True)
class CancelUpdateObjectContent:
    """Take back other bytes that were announced and not sealed."""

    TYPE_URL: ClassVar = "/greenfield.storage.MsgCancelUpdateObjectContent"
    SIGNER: ClassVar = "operator"

    operator: Annotated[str, Slot(1)]
    bucket_name: Annotated[str, Slot(2)]
    object_name: Annotated[str, Slot(3)]
