"""Transactions: several messages of one account, signed as one."""

import hashlib
from dataclasses import dataclass
from typing import Any

from labelfield.storage.greenfield.codec import encode
from labelfield.storage.greenfield.cosmos import (
    AuthInfo,
    Body,
    Fee,
    ModeInfo,
    PublicKey,
    RawTransaction,
    SignerInfo,
    SingleMode,
    Wrapped,
)
from labelfield.storage.greenfield.errors import InvalidInput
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.messages import signer_of
from labelfield.storage.greenfield.payment_messages import BNB, Coin
from labelfield.storage.greenfield.typed_data import SignDocument, digest_of

MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Draft:
    """A transaction before its signature."""

    messages: tuple[Any, ...]
    sequence: int
    gas_limit: int = 0
    gas_price_wei: int = 0
    memo: str = ""
    granter: str = ""
    """Checksummed address of the account that pays the fee under an allowance, or none."""


def sign(draft: Draft, key: Key, chain_id: int, account_number: int) -> bytes:
    """Return the transaction as it is broadcast."""
    document = SignDocument(
        chain_id=chain_id,
        account_number=account_number,
        sequence=draft.sequence,
        fee=_fee_of(draft, key),
        messages=draft.messages,
        memo=draft.memo,
    )
    return _assemble(draft, key, key.sign(digest_of(document)))


def unsigned(draft: Draft, key: Key) -> bytes:
    """Return the transaction with an empty signature, as it is simulated."""
    return _assemble(draft, key, b"")


def hash_of(transaction: bytes) -> str:
    """Return a transaction's hash, as the chain spells it."""
    return hashlib.sha256(transaction).hexdigest().upper()


def _fee_of(draft: Draft, key: Key) -> Fee:
    amount = Coin(BNB, draft.gas_limit * draft.gas_price_wei)
    return Fee((amount,), draft.gas_limit, key.address, draft.granter)


def _assemble(draft: Draft, key: Key, signature: bytes) -> bytes:
    if not draft.messages:
        raise InvalidInput("a transaction needs a message")
    for message in draft.messages:
        if signer_of(message) != key.address:
            raise InvalidInput(f"{signer_of(message)} must sign {message}, not {key.address}")
    body = Body(tuple(Wrapped(m.TYPE_URL, encode(m)) for m in draft.messages), draft.memo)
    signer = SignerInfo(PublicKey(key.public), ModeInfo(SingleMode()), draft.sequence)
    auth_info = AuthInfo((signer,), _fee_of(draft, key))
    sent = encode(RawTransaction(encode(body), encode(auth_info), (signature,)))
    if len(sent) > MAX_BYTES:
        raise InvalidInput(f"the transaction has {len(sent)} bytes, at most {MAX_BYTES} are taken")
    return sent
