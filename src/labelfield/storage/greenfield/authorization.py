"""How a request to a storage provider is signed: GNFD1-ECDSA.

The digest is keccak-256 of the canonical request: method, path, sorted query, the signed headers
that are present, the host, a blank line, and those headers' names. The path is that which the
server sees, so with the bucket in it where the bucket is not in the host. A wrong signature is not
noticed as such: it merely names a stranger, who has no permission.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from sha3 import keccak_256

from labelfield.storage.greenfield.errors import InvalidInput
from labelfield.storage.greenfield.keys import Key, recover

SIGNED_HEADERS = (
    "content-type",
    "range",
    "x-gnfd-content-sha256",
    "x-gnfd-date",
    "x-gnfd-expiry-timestamp",
    "x-gnfd-piece-index",
    "x-gnfd-redundancy-index",
    "x-gnfd-resource",
    "x-gnfd-txn-hash",
    "x-gnfd-unsigned-msg",
    "x-gnfd-user-address",
)
EXPIRY_HEADER = "x-gnfd-expiry-timestamp"

_SCHEME = "GNFD1-ECDSA"
_PREFIX = _SCHEME + ", Signature="


def encode_path(name: str) -> str:
    """Return an object's name as it stands in a URL."""
    return quote(name, safe="/~")


def encode_query(query: Mapping[str, str]) -> str:
    """Return a query sorted, with %20 for a space."""
    return urlencode(sorted(query.items()), quote_via=quote, safe="")


def request_digest(
    method: str, path: str, query: str, headers: Mapping[str, str], host: str
) -> bytes:
    """Return the 32 bytes to sign; `path` and `query` are encoded, `headers` in lower case."""
    present = [name for name in SIGNED_HEADERS if name in headers]
    lines = [
        method,
        path,
        query,
        *(f"{name}:{headers[name]}" for name in present),
        host,
        "",
        ";".join(present),
    ]
    digest: bytes = keccak_256("\n".join(lines).encode()).digest()
    return digest


def authorize(digest: bytes, key: Key) -> str:
    """Return the Authorization header of a request."""
    return _PREFIX + key.sign(digest).hex()


def read_authorization(header: str) -> bytes:
    """Return the signature in an Authorization header."""
    scheme, _, rest = header.partition(",")
    name, _, spelled = rest.strip().partition("=")
    if scheme != _SCHEME or name != "Signature":
        raise InvalidInput(f"{header[:40]!r} is no {_SCHEME} signature")
    try:
        return bytes.fromhex(spelled)
    except ValueError:
        raise InvalidInput("the signature is not hexadecimal") from None


def authorized_by(header: str, digest: bytes) -> str:
    """Return the address that made the signature in an Authorization header."""
    return recover(digest, read_authorization(header))
