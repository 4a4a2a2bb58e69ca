"""What a transaction must be before a block takes it: envelope, fee, sequence, signature."""

from dataclasses import dataclass
from typing import Any

from labelfield.storage.greenfield.codec import decode
from labelfield.storage.greenfield.cosmos import (
    SIGN_MODE_EIP_712,
    AuthInfo,
    Body,
    Fee,
    RawTransaction,
    SignerInfo,
)
from labelfield.storage.greenfield.double.world import Account, Refused, World
from labelfield.storage.greenfield.errors import InvalidInput, MalformedProtobuf
from labelfield.storage.greenfield.keys import address_of, recover
from labelfield.storage.greenfield.messages import decode_message, gas_of, signer_of
from labelfield.storage.greenfield.payment_messages import BNB
from labelfield.storage.greenfield.transaction import MAX_BYTES
from labelfield.storage.greenfield.typed_data import SignDocument, digest_of

GAS_PER_BYTE = 5


@dataclass(frozen=True, slots=True)
class Request:
    """A transaction, taken apart."""

    messages: tuple[Any, ...]
    memo: str
    timeout_height: int
    signer: SignerInfo
    fee: Fee
    signature: bytes
    gas: int
    """What it must pay for at least."""

    address: str
    """Who must sign, as the messages spell it."""


def read_transaction(data: bytes) -> Request:
    """Return what the bytes ask for, or refuse."""
    if len(data) > MAX_BYTES:
        raise Refused(21, f"tx too large: tx length: {len(data)}, limit: {MAX_BYTES}", "sdk")
    try:
        raw = decode(RawTransaction, data)
        body, auth = decode(Body, raw.body), decode(AuthInfo, raw.auth_info)
        messages = tuple(decode_message(found.type_url, found.value) for found in body.messages)
    except MalformedProtobuf as error:
        raise Refused(2, f"tx parse error: {error}", "sdk") from error
    if not messages:
        raise Refused(18, "must contain at least one message: invalid request", "sdk")
    signers = {signer_of(message) for message in messages}
    fee = auth.fee or Fee((), 0)
    if fee.payer:
        signers.add(fee.payer)
    if len(signers) != len(raw.signatures) or len(auth.signer_infos) != 1:
        expected = f"expected {len(signers)}, got {len(raw.signatures)}"
        raise Refused(4, f"wrong number of signers; {expected}: unauthorized", "sdk")
    gas = sum(gas_of(message) for message in messages)
    if len(data) >= MAX_BYTES // 2:
        gas = max(gas, GAS_PER_BYTE * len(data))
    return Request(
        messages,
        body.memo,
        body.timeout_height,
        auth.signer_infos[0],
        fee,
        raw.signatures[0],
        gas,
        signer_of(messages[0]),
    )


def account_of(world: World, request: Request, ahead: int = 0) -> Account:
    """Return the account that sends a transaction; refuse a wrong sequence."""
    account = world.account(request.address)
    if account is None or account.payment_owner:
        raise Refused(9, f"account {request.address} not found: unknown address", "sdk")
    expected = account.sequence + ahead
    if request.signer.sequence != expected:
        found = f"expected {expected}, got {request.signer.sequence}"
        log = f"account sequence mismatch, {found}: incorrect account sequence"
        raise Refused(32, log, "sdk")
    return account


def check_fee(world: World, request: Request) -> None:
    """Refuse less gas than the messages need, or a lower price than the network's."""
    if request.fee.gas_limit < request.gas:
        found = f"gasWanted: {request.fee.gas_limit}, gasUsed: {request.gas}"
        raise Refused(11, f"out of gas in location: gas cost by msg type; {found}", "sdk")
    required = world.settings.min_gas_price_wei * request.fee.gas_limit
    paid = sum(coin.amount for coin in request.fee.amount if coin.denom == BNB)
    if paid < required or any(coin.denom != BNB for coin in request.fee.amount):
        log = f"insufficient fees; got: {paid}BNB required: {required}BNB: insufficient fee"
        raise Refused(13, log, "sdk")


def check_signature(world: World, request: Request, account: Account) -> None:
    """Refuse another's key, another mode, a signature over anything but this transaction."""
    public = request.signer.public_key
    if public is None or _address_of(public.key) != account.address:
        raise Refused(8, "pubKey does not match signer address: invalid pubkey", "sdk")
    mode = request.signer.mode_info
    if mode is None or mode.single is None or mode.single.mode != SIGN_MODE_EIP_712:
        raise Refused(4, "can't verify sign mode: expected SIGN_MODE_EIP_712", "sdk")
    fee = request.fee
    document = SignDocument(
        chain_id=world.chain_id,
        account_number=account.number,
        sequence=request.signer.sequence,
        fee=Fee(fee.amount, fee.gas_limit, account.address, fee.granter),
        messages=request.messages,
        memo=request.memo,
        timeout_height=request.timeout_height,
    )
    try:
        signer = recover(digest_of(document), request.signature)
    except InvalidInput as error:
        signer = str(error)
    if signer != account.address:
        raise Refused(
            4,
            "signature verification failed; please verify account number"
            f" ({account.number}), sequence ({request.signer.sequence}) and chain-id"
            f" ({world.settings.chain_name}): unauthorized",
            "sdk",
        )


def _address_of(public: bytes) -> str:
    try:
        return address_of(public)
    except ValueError:
        return ""
