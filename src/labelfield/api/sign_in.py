"""Sign-in messages (EIP-4361): the text a wallet shows and signs to prove an account to a site.

A text is read only if writing it again gives the same text: nothing in it is skipped or guessed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from labelfield.api.errors import BadSignIn
from labelfield.protocol.hashes import keccak

LONGEST_MESSAGE = 4_000

_GREETING = " wants you to sign in with your Ethereum account:"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)")
_MESSAGE = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<domain>[^\s/?#]+)"
    + re.escape(_GREETING)
    + r"\n(?P<address>0x[0-9A-Fa-f]{40})\n\n"
    r"(?:(?P<statement>[ -~]+)\n)?\n"
    r"URI: (?P<uri>[A-Za-z][A-Za-z0-9+.-]*:\S+)\n"
    r"Version: 1\n"
    r"Chain ID: (?P<chain_id>[1-9][0-9]{0,18})\n"
    r"Nonce: (?P<nonce>[A-Za-z0-9]{8,128})\n"
    r"Issued At: (?P<issued_at>\S+)"
    r"(?:\nExpiration Time: (?P<expires_at>\S+))?"
    r"(?:\nNot Before: (?P<not_before>\S+))?"
    r"(?:\nRequest ID: (?P<request_id>\S*))?"
    r"(?P<resources>\nResources:(?:\n- \S+)*)?"
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a wallet's owner agrees to by signing."""

    domain: str
    """Host, and port where it is not the usual one, of the site."""
    address: str
    """The account as the message spells it."""
    uri: str
    chain_id: int
    nonce: str
    issued_at: str
    """Times are RFC 3339, as they stand in the message."""
    expires_at: str | None = None
    not_before: str | None = None
    statement: str | None = None
    scheme: str | None = None
    request_id: str | None = None
    resources: tuple[str, ...] | None = None


def sign_in_text(message: SignIn) -> str:
    """Return the text of a message."""
    scheme = "" if message.scheme is None else f"{message.scheme}://"
    lines = [f"{scheme}{message.domain}{_GREETING}", message.address, ""]
    if message.statement is not None:
        lines.append(message.statement)
    lines += [
        "",
        f"URI: {message.uri}",
        "Version: 1",
        f"Chain ID: {message.chain_id}",
        f"Nonce: {message.nonce}",
        f"Issued At: {message.issued_at}",
    ]
    optional = {
        "Expiration Time": message.expires_at,
        "Not Before": message.not_before,
        "Request ID": message.request_id,
    }
    lines += [f"{name}: {text}" for name, text in optional.items() if text is not None]
    if message.resources is not None:
        lines += ["Resources:", *(f"- {resource}" for resource in message.resources)]
    return "\n".join(lines)


def parse_sign_in(text: str) -> SignIn:
    """Return the message that a text spells; raise BadSignIn for any other text."""
    found = _MESSAGE.fullmatch(text) if len(text) <= LONGEST_MESSAGE else None
    if found is None:
        raise BadSignIn("the message is none of EIP-4361, version 1")
    parts: dict[str, Any] = found.groupdict()
    resources = parts["resources"]
    parts["resources"] = None if resources is None else tuple(resources.split("\n- ")[1:])
    parts["chain_id"] = int(parts["chain_id"])
    message = SignIn(**parts)
    for time in (message.issued_at, message.expires_at, message.not_before):
        if time is not None:
            seconds_of(time)
    if sign_in_text(message) != text:
        raise BadSignIn("the message does not read the same when it is written again")
    return message


def seconds_of(time: str) -> float:
    """Return the Unix time of an RFC 3339 text; raise BadSignIn for any other."""
    if not _TIME.fullmatch(time):
        raise BadSignIn(f"{time!r:.40} is no time: write it like 2026-01-31T12:00:00Z")
    whole, _, rest = time.partition(".")
    fraction = re.match(r"\d+", rest)
    zone = rest[fraction.end() :] if fraction else ""
    try:
        seconds = datetime.fromisoformat(whole + zone).timestamp()
    except (ValueError, OverflowError) as error:
        raise BadSignIn(f"{time!r:.40} is on no calendar") from error
    return seconds + (float(f"0.{fraction[0]}") if fraction else 0.0)


def time_of(seconds: int) -> str:
    """Return a Unix time as RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def personal_digest(text: str) -> bytes:
    """Return what a wallet signs of a text (EIP-191, version 0x45)."""
    data = text.encode()
    return keccak(b"\x19Ethereum Signed Message:\n" + str(len(data)).encode() + data)
