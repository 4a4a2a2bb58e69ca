"""Files that tasks show: uploaded under their own hash, served as what they are."""

import hashlib
import re

from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.waiting import MEDIA_BUCKET as MEDIA_BUCKET  # noqa: PLC0414 (exported)
from labelfield.storage.errors import CorruptObject
from labelfield.storage.store import Store

TAKEN_BUCKET = "taken-down"
"""Names of media that are shown to nobody any more."""
FOREVER = "public, max-age=31536000, immutable"
"""How long browsers may keep a file that is named by its hash."""
_NAME = re.compile(r"[0-9a-f]{64}\.([a-z0-9]{3,4})")
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "flac": "audio/flac",
    "mp4": "video/mp4",
    "webm": "video/webm",
}


def content_type_of(name: str) -> str:
    """Return the content type that a media name's suffix stands for; refuse other names."""
    match = _NAME.fullmatch(name)
    if match is None or match.group(1) not in _TYPES:
        raise refusals.NotFound(
            "A file is named by its SHA-256 in lower-case hexadecimal and one of "
            f"{', '.join(_TYPES)}."
        )
    return _TYPES[match.group(1)]


def is_media_suffix(suffix: str) -> bool:
    """Tell whether a path that ends so may be a medium's: by its kind, or by nothing."""
    return not suffix or suffix.lower().removeprefix(".") in _TYPES


def store_media(coordinator: Coordinator, name: str, data: bytes) -> None:
    """Keep an uploaded file; refuse one whose bytes do not hash to its name."""
    content_type_of(name)
    found = hashlib.sha256(data).hexdigest()
    if found != name.partition(".")[0]:
        raise refusals.Malformed(f"The file hashes to {found}, not to its name.", found=found)
    if not coordinator.sealed.has(MEDIA_BUCKET, name):
        coordinator.take_room(len(data))
    coordinator.sealed.put(MEDIA_BUCKET, name, data)
    coordinator.sealed.touch(MEDIA_BUCKET, name)  # it may have lain here for long


def read_media(coordinator: Coordinator, name: str) -> tuple[bytes, str]:
    """Return a file and its content type."""
    content_type = content_type_of(name)
    if coordinator.sealed.has(TAKEN_BUCKET, name):
        raise refusals.IsTakenDown("The operator had to take this file down.")
    if not coordinator.sealed.has(MEDIA_BUCKET, name):
        raise refusals.NotFound(f"There is no file {name}.")
    return stored_media(coordinator.sealed, name), content_type


def stored_media(sealed: Store, name: str) -> bytes:
    """Return a stored file; raise CorruptObject where its bytes are not those it is named by."""
    data = sealed.get(MEDIA_BUCKET, name)
    expected, found = name.partition(".")[0], hashlib.sha256(data).hexdigest()
    if found != expected:
        raise CorruptObject(MEDIA_BUCKET, name, expected, found)
    return data
