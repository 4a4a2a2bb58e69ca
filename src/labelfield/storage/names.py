"""The names every store accepts: Greenfield's rules, a little narrower, so that none can escape."""

import re

from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address
from labelfield.storage.errors import InvalidName

MAX_OBJECT_NAME_BYTES = 1024

_PLAIN = re.compile(r"[a-z0-9_-]+(?:[./][a-z0-9_-]+)*")
"""Names without a doubt, by the million."""

_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


def bucket_of(chain_id: int, pool: Address, project_key: str) -> str:
    """Return the bucket of a project: the chain to read, the rest opaque and of fixed length.

    `project_key` tells the pool's projects apart, like a project's number or its manifest's hash.
    """
    identity = keccak(f"{chain_id}/{pool}/{project_key}".encode()).hex()
    return check_bucket(f"lf-{chain_id}-{identity[:32]}")


def uploads_bucket_of(bucket: str) -> str:
    """Return the bucket into which a project's labelers upload: nothing of the record is there."""
    return check_bucket(f"{bucket}-uploads")


def check_bucket(name: str) -> str:
    """Return `name`; raise InvalidName unless it may name a bucket."""
    if not isinstance(name, str) or not _BUCKET.fullmatch(name):
        expected = "3 to 63 lower-case letters, digits and hyphens, no hyphen at either end"
        raise InvalidName("bucket", name, expected)
    return name


def check_object(name: str) -> str:
    """Return `name`; raise InvalidName unless it may name an object or a bundle's item."""
    if isinstance(name, str) and len(name) <= MAX_OBJECT_NAME_BYTES and _PLAIN.fullmatch(name):
        return name
    if not isinstance(name, str) or not name.isprintable():
        raise InvalidName("object", name, "printable text")
    if not 1 <= len(name.encode()) <= MAX_OBJECT_NAME_BYTES:
        raise InvalidName("object", name, f"1 to {MAX_OBJECT_NAME_BYTES} bytes of UTF-8")
    if any(part.strip() in ("", ".", "..") or part != part.strip() for part in name.split("/")):
        expected = "parts between slashes that are not empty, '.', '..' or edged by spaces"
        raise InvalidName("object", name, expected)
    return name
