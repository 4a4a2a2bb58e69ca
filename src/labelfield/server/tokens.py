"""Logging in: a signed session and a present key become a bearer token."""

import secrets
import time

from sqlalchemy import Connection

from labelfield.api.models import SessionRequest, SessionToken
from labelfield.db import labelers as labelers_db
from labelfield.protocol import errors as protocol_errors
from labelfield.protocol.hashes import bytes_of, hex_of, keccak_hex
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Login, Message, Session, digest
from labelfield.server import refusals
from labelfield.server.context import Coordinator, Holder

NONCE_LIFE_S = 60
LONGEST_SESSION_S = 366 * 86_400
BELIEVED_S = 60.0


def new_nonce(connection: Connection, now_s: int) -> Hash32:
    """Return a nonce that one login may use within a minute."""
    nonce = Hash32(hex_of(secrets.token_bytes(32)))
    labelers_db.insert_nonce(connection, nonce, now_s + NONCE_LIFE_S, now_s)
    return nonce


def check_login(coordinator: Coordinator, request: SessionRequest, now_s: int) -> Session:
    """Return the session that was signed; refuse wrong signatures and odd times."""
    session = Session(
        labeler=Address(request.labeler),
        key=Address(request.key),
        valid_until_s=request.valid_until_s,
    )
    if not now_s < session.valid_until_s <= now_s + LONGEST_SESSION_S:
        raise refusals.WrongSession(
            "valid_until_s must lie in the future, at most 366 days ahead.", now_s=now_s
        )
    login = Login(session.labeler, session.key, Hash32(request.nonce))
    _check_signer(coordinator, session, request.signature, session.labeler)
    _check_signer(coordinator, login, request.login_signature, session.key)
    return session


def log_in(
    connection: Connection, session: Session, request: SessionRequest, now_s: int
) -> SessionToken:
    """Store the session and return a new token; the nonce is spent."""
    if not labelers_db.use_nonce(connection, Hash32(request.nonce), now_s):
        raise refusals.BadNonce("The nonce is unknown, used or expired: ask for a new one.")
    token = secrets.token_urlsafe(32)
    labelers_db.insert_session(connection, session, request.signature)
    labelers_db.insert_token(connection, keccak_hex(token.encode()), session)
    return SessionToken(token=token, labeler=session.labeler, valid_until_s=session.valid_until_s)


async def holder_of(coordinator: Coordinator, token: str, now_s: int) -> Holder:
    """Return who holds a token; refuse unknown and expired ones.

    What was read is believed for a minute: then a token that was erased is unknown here too.
    """
    token_hash, now = keccak_hex(token.encode()), time.monotonic()
    holder, read_at = coordinator.holders.get(token_hash, (None, now))
    if holder is None or now - read_at > BELIEVED_S:
        row = await coordinator.writer.submit(
            lambda connection: labelers_db.get_token(connection, token_hash)
        )
        if row is None:
            coordinator.holders.pop(token_hash, None)
            raise refusals.Unauthorized("The token is unknown: log in again.")
        holder = Holder(row.labeler, row.key, row.valid_until_s)
        coordinator.holders[token_hash] = holder, now
    if holder.valid_until_s < now_s:
        coordinator.holders.pop(token_hash, None)
        raise refusals.Unauthorized("The session has ended: log in again.")
    return holder


def _check_signer(
    coordinator: Coordinator, message: Message, signature: str, expected: Address
) -> None:
    kind = type(message).__name__.lower()
    try:
        signer = recover(digest(coordinator.pool.domain, message), bytes_of(signature, 65))
    except protocol_errors.BadSignature as error:
        raise refusals.BadSignature(f"The {kind}'s signature is malformed: {error}.") from error
    if signer != expected:
        raise refusals.BadSignature(
            f"The {kind} is signed by another key.", expected=expected, found=signer
        )
