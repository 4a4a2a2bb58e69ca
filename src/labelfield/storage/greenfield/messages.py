"""Every message that a transaction may carry, by its type's name; gas as the chain's table has it.

Gas is per message, not per work: the chain charges the table's sum, or five a byte for
transactions of 32 KiB and more if that is larger.
"""

from typing import Any, ClassVar, Protocol

from labelfield.storage.greenfield import (
    access_messages,
    bucket_messages,
    object_messages,
    payment_messages,
)
from labelfield.storage.greenfield.codec import decode
from labelfield.storage.greenfield.errors import MalformedProtobuf


class Message(Protocol):
    """Anything a transaction may carry."""

    TYPE_URL: ClassVar[str]
    SIGNER: ClassVar[str]


GRANT_GAS = 800
"""Of an allowance; each type of message that it names costs as much again."""

GAS: dict[type, int] = {
    access_messages.CreateGroup: 2400,
    access_messages.DeleteGroup: 1200,
    access_messages.DeletePolicy: 1200,
    access_messages.LeaveGroup: 1200,
    access_messages.PutPolicy: 2400,
    access_messages.RenewGroupMember: 1200,
    access_messages.UpdateGroupMember: 1200,
    bucket_messages.CreateBucket: 2400,
    bucket_messages.DeleteBucket: 1200,
    bucket_messages.SetTag: 1200,
    bucket_messages.ToggleDelegatedAgent: 1200,
    bucket_messages.UpdateBucketInfo: 1200,
    object_messages.CancelCreateObject: 1200,
    object_messages.CancelUpdateObjectContent: 1200,
    object_messages.CreateObject: 1200,
    object_messages.DeleteObject: 1200,
    object_messages.UpdateObjectContent: 1200,
    object_messages.UpdateObjectInfo: 1200,
    payment_messages.CreatePaymentAccount: 200_000,
    payment_messages.Deposit: 1200,
    payment_messages.DisableRefund: 1200,
    payment_messages.GrantAllowance: GRANT_GAS,
    payment_messages.RevokeAllowance: 1200,
    payment_messages.Withdraw: 1200,
}

MESSAGES: dict[str, type] = {message.TYPE_URL: message for message in GAS}  # type: ignore[attr-defined]


def gas_of(message: Any) -> int:
    """Return the gas that the chain's table has for a message."""
    gas = GAS[type(message)]
    if isinstance(message, payment_messages.GrantAllowance) and message.allowance is not None:
        gas += GRANT_GAS * len(message.allowance.allowed_messages)
    return gas


def signer_of(message: Any) -> str:
    """Return the address that must sign a message."""
    address: str = getattr(message, message.SIGNER)
    return address


def decode_message(type_url: str, data: bytes) -> Any:
    """Return the message that an Any wraps; its type must be known here."""
    if type_url not in MESSAGES:
        raise MalformedProtobuf(f"unknown message type {type_url}")
    return decode(MESSAGES[type_url], data)
