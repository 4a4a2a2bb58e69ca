"""What a transaction may say of money: payment accounts, transfers and fees paid for others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from labelfield.storage.greenfield.schema import Slot, big, packed

BNB = "BNB"
"""The one denomination; amounts are in wei, 10^-18 BNB."""


@dataclass(frozen=True, slots=True)
class Coin:
    """An amount in wei."""

    denom: Annotated[str, Slot(1)]
    amount: Annotated[int, big(2)]


@dataclass(frozen=True, slots=True)
class CreatePaymentAccount:
    """Make an account that only pays for storage; its address is derived from the creator's."""

    TYPE_URL: ClassVar = "/greenfield.payment.MsgCreatePaymentAccount"
    SIGNER: ClassVar = "creator"

    creator: Annotated[str, Slot(1)]


@dataclass(frozen=True, slots=True)
class Deposit:
    """Put money into a payment account."""

    TYPE_URL: ClassVar = "/greenfield.payment.MsgDeposit"
    SIGNER: ClassVar = "creator"

    creator: Annotated[str, Slot(1)]
    to: Annotated[str, Slot(2)]
    amount: Annotated[int, big(3)]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take money out of a payment account."""

    TYPE_URL: ClassVar = "/greenfield.payment.MsgWithdraw"
    SIGNER: ClassVar = "creator"

    creator: Annotated[str, Slot(1)]
    from_: Annotated[str, Slot(2, name="from")]
    amount: Annotated[int, big(3)]


@dataclass(frozen=True, slots=True)
class DisableRefund:
    """Give up, for ever, the right to withdraw from a payment account."""

    TYPE_URL: ClassVar = "/greenfield.payment.MsgDisableRefund"
    SIGNER: ClassVar = "owner"

    owner: Annotated[str, Slot(1)]
    addr: Annotated[str, Slot(2)]


@dataclass(frozen=True, slots=True)
class BasicAllowance:
    """How much of another's fees an account pays, and until when."""

    TYPE_URL: ClassVar = "/cosmos.feegrant.v1beta1.BasicAllowance"

    spend_limit: Annotated[tuple[Coin, ...], Slot(1)]
    expiration: Annotated[datetime | None, Slot(2)] = None


@dataclass(frozen=True, slots=True)
class AllowedMessages:
    """An allowance for messages of some types only."""

    TYPE_URL: ClassVar = "/cosmos.feegrant.v1beta1.AllowedMsgAllowance"

    allowance: Annotated[BasicAllowance | None, packed(1)]
    allowed_messages: Annotated[tuple[str, ...], Slot(2)]


@dataclass(frozen=True, slots=True)
class GrantAllowance:
    """Pay the fees of another account's messages of some types."""

    TYPE_URL: ClassVar = "/cosmos.feegrant.v1beta1.MsgGrantAllowance"
    SIGNER: ClassVar = "granter"

    granter: Annotated[str, Slot(1)]
    grantee: Annotated[str, Slot(2)]
    allowance: Annotated[AllowedMessages | None, packed(3)]


@dataclass(frozen=True, slots=True)
class RevokeAllowance:
    """Stop paying the fees of another account."""

    TYPE_URL: ClassVar = "/cosmos.feegrant.v1beta1.MsgRevokeAllowance"
    SIGNER: ClassVar = "granter"

    granter: Annotated[str, Slot(1)]
    grantee: Annotated[str, Slot(2)]
