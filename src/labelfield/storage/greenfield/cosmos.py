"""The envelope of a transaction, and the accounts that send them, as Cosmos has them."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from labelfield.storage.greenfield.payment_messages import Coin
from labelfield.storage.greenfield.schema import Slot, packed, u64

SIGN_MODE_EIP_712 = 712
"""The one mode of signing that the chain takes."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A secp256k1 key, compressed to 33 bytes."""

    TYPE_URL: ClassVar = "/cosmos.crypto.eth.ethsecp256k1.PubKey"

    key: Annotated[bytes, Slot(1)]


@dataclass(frozen=True, slots=True)
class SingleMode:
    """How one key signs."""

    mode: Annotated[int, u64(1)] = SIGN_MODE_EIP_712


@dataclass(frozen=True, slots=True)
class ModeInfo:
    """How a signer signs; only single keys here."""

    single: Annotated[SingleMode | None, Slot(1)]


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """Who signs, and as which of the account's transactions."""

    public_key: Annotated[PublicKey | None, packed(1)]
    mode_info: Annotated[ModeInfo | None, Slot(2)]
    sequence: Annotated[int, u64(3)]


@dataclass(frozen=True, slots=True)
class Fee:
    """What the transaction costs at most, who pays it, and who gave the payer leave to."""

    amount: Annotated[tuple[Coin, ...], Slot(1)]
    gas_limit: Annotated[int, u64(2)]
    payer: Annotated[str, Slot(3)] = ""
    granter: Annotated[str, Slot(4)] = ""


@dataclass(frozen=True, slots=True)
class AuthInfo:
    """Who signs and what it costs."""

    signer_infos: Annotated[tuple[SignerInfo, ...], Slot(1)]
    fee: Annotated[Fee | None, Slot(2)]


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A message of a type that is looked up later: google.protobuf.Any."""

    type_url: Annotated[str, Slot(1)]
    value: Annotated[bytes, Slot(2)]


@dataclass(frozen=True, slots=True)
class Body:
    """What the transaction does."""

    messages: Annotated[tuple[Wrapped, ...], Slot(1)]
    memo: Annotated[str, Slot(2)] = ""
    timeout_height: Annotated[int, u64(3)] = 0


@dataclass(frozen=True, slots=True)
class RawTransaction:
    """What is sent: the transaction's parts as the bytes that were signed."""

    body: Annotated[bytes, Slot(1)]
    auth_info: Annotated[bytes, Slot(2)]
    signatures: Annotated[tuple[bytes, ...], Slot(3)]


@dataclass(frozen=True, slots=True)
class BaseAccount:
    """An account as the chain knows it; one that never received anything does not exist."""

    TYPE_URL: ClassVar = "/cosmos.auth.v1beta1.BaseAccount"

    address: Annotated[str, Slot(1)]
    pub_key: Annotated[PublicKey | None, packed(2)]
    account_number: Annotated[int, u64(3)]
    sequence: Annotated[int, u64(4)]
