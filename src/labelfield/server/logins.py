"""Logging in as a requester or the operator: a signed EIP-4361 message becomes a cookie."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from labelfield.api.account_models import Account, SignedIn, SignInRequest
from labelfield.api.errors import BadSignIn
from labelfield.api.sign_in import (
    SignIn,
    parse_sign_in,
    personal_digest,
    seconds_of,
    sign_in_text,
    time_of,
)
from labelfield.chain.eip55 import checksummed, parse_written
from labelfield.chain.errors import ChainError
from labelfield.chain.wallet_signatures import wallet_signed
from labelfield.db import accounts as accounts_db
from labelfield.db import labelers as nonces_db
from labelfield.protocol.errors import BadSignature
from labelfield.protocol.hashes import hex_of, keccak_hex
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.keys import recover
from labelfield.server import refusals
from labelfield.server.callers import Caller, cookie_name, scopes_of
from labelfield.server.context import Coordinator
from labelfield.server.sites import Site

MESSAGE_LIFE_S = 300
"""Time to read and sign a message."""
LOGIN_LIFE_S = 7 * 86_400
CLOCKS_APART_S = 120
STATEMENT = "Log in to Labelfield as a requester. This moves no money and costs no gas."


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A sign-in message whose fields fit this site and this moment."""

    message: SignIn
    address: Address
    digest: bytes
    signature: bytes


def new_message(
    coordinator: Coordinator,
    connection: Connection,
    site: Site,
    request: SignInRequest,
    now_s: int,
) -> str:
    """Return the text to sign, with a nonce that one login may use."""
    address = parse_written(request.address)
    if address is None:
        raise refusals.Malformed("The address's capitals are no checksum of it (EIP-55).")
    nonce = secrets.token_bytes(32).hex()
    nonces_db.insert_nonce(connection, Hash32("0x" + nonce), now_s + MESSAGE_LIFE_S, now_s)
    return sign_in_text(
        SignIn(
            domain=site.domain,
            address=checksummed(address),
            uri=f"{site.origin}/",
            chain_id=coordinator.pool.domain.chain_id,
            nonce=nonce,
            issued_at=time_of(now_s),
            expires_at=time_of(now_s + MESSAGE_LIFE_S),
            statement=STATEMENT,
        )
    )


def read_message(
    coordinator: Coordinator, site: Site, request: SignedIn, now_s: int
) -> SignedMessage:
    """Return the signed message; refuse one for another site, chain or time."""
    try:
        message = parse_sign_in(request.message)
        _check_times(message, now_s)
    except BadSignIn as error:
        raise refusals.Malformed(f"message: {error}.") from error
    expected = {
        "scheme": (message.scheme, (None, site.scheme)),
        "domain": (message.domain, (site.domain,)),
        "URI": (message.uri, (f"{site.origin}/", site.origin)),
        "chain id": (message.chain_id, (coordinator.pool.domain.chain_id,)),
    }
    for name, (found, allowed) in expected.items():
        if found not in allowed:
            raise refusals.WrongSite(
                f"The message's {name} is {found}: here it is {allowed[-1]}.",
                expected=allowed[-1],
                found=found,
            )
    address = parse_written(message.address)
    if address is None or message.address != checksummed(address):
        raise refusals.Malformed("message: its address is not spelled as EIP-55 says.")
    digest = personal_digest(request.message)
    return SignedMessage(message, address, digest, bytes.fromhex(request.signature[2:]))


def check_signature(coordinator: Coordinator, signed: SignedMessage) -> None:
    """Refuse a signature that is neither the account's own nor its contract's. Asks the chain."""
    try:
        if recover(signed.digest, signed.signature) == signed.address:
            return
    except BadSignature:
        pass  # a contract's signature can be any bytes
    try:
        valid = wallet_signed(coordinator.rpc_url, signed.address, signed.digest, signed.signature)
    except ChainError as error:
        raise refusals.ChainUnreachable(
            "The key is not the account's own, and the chain cannot be asked whether the account "
            "is a contract that accepts it. Try again."
        ) from error
    if not valid:
        raise refusals.BadSignature("The message is not signed by the account.")


def spend_nonce(connection: Connection, signed: SignedMessage, now_s: int) -> None:
    """Refuse a nonce that is not to be used, before the chain is asked anything."""
    nonce = Hash32("0x" + signed.message.nonce)
    if not nonces_db.use_nonce(connection, nonce, now_s):
        raise refusals.BadNonce("The message's nonce is unknown, used or expired: ask for another.")


def log_in(connection: Connection, signed: SignedMessage, now_s: int) -> str:
    """Return a new cookie."""
    cookie = hex_of(secrets.token_bytes(32))
    accounts_db.insert_login(
        connection, keccak_hex(cookie.encode()), signed.address, now_s + LOGIN_LIFE_S, now_s
    )
    return cookie


def log_out(connection: Connection, cookie: str) -> None:
    """Make a cookie worthless."""
    accounts_db.delete_login(connection, keccak_hex(cookie.encode()))


def set_cookie(response: Response, site: Site, cookie: str) -> None:
    """Give the browser a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        cookie_name(secure=site.secure),
        cookie,
        max_age=LOGIN_LIFE_S,
        path="/",
        secure=site.secure,
        httponly=True,
        samesite="strict",
    )


def drop_cookie(response: Response, site: Site) -> None:
    """Have the browser forget the cookie."""
    name = cookie_name(secure=site.secure)
    response.delete_cookie(name, path="/", secure=site.secure, httponly=True, samesite="strict")


def account_of(coordinator: Coordinator, address: Address) -> Account:
    """Return what an account may do."""
    scopes = scopes_of(coordinator, address)
    return Account(
        address=address, scopes=list(scopes), operator=address == coordinator.pool.operator
    )


def account_view(caller: Caller) -> Account:
    """Return what the caller may do, by the key or cookie that was sent."""
    return Account(address=caller.address, scopes=list(caller.scopes), operator=caller.operator)


def _check_times(message: SignIn, now_s: int) -> None:
    if message.expires_at is None:
        raise BadSignIn("it does not say when it expires")
    if seconds_of(message.issued_at) > now_s + CLOCKS_APART_S:
        raise BadSignIn("it was issued in the future: check the clock")
    if seconds_of(message.expires_at) < now_s:
        raise BadSignIn("it has expired: ask for another")
    if message.not_before is not None and seconds_of(message.not_before) > now_s:
        raise BadSignIn("it is not good yet")
