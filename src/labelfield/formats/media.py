"""Image files that tasks show: known by their bytes, named by their hash."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.errors import Place, UnusableImage

MAX_MEDIA_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of a project, under the name that commits to it."""

    name: str
    """`media/`, the SHA-256 in hexadecimal, and the suffix of its kind."""

    data: bytes


def read_image(path: Path, place: Place, field: str | None = None) -> MediaFile:
    """Return the image at `path`; raise UnusableImage, blaming `place`, when it is none."""
    data = _read_some(path, place, field)
    if len(data) > MAX_MEDIA_BYTES:
        problem = f"{path} has more than {MAX_MEDIA_BYTES} bytes"
        raise UnusableImage(place, problem, "scale the image down", field)
    suffix = image_suffix(data)
    if suffix is None:
        problem = f"{path} is not a PNG, JPEG, WebP or GIF image"
        raise UnusableImage(place, problem, "convert it, or take it out", field)
    return MediaFile(f"media/{hashlib.sha256(data).hexdigest()}.{suffix}", data)


def image_suffix(data: bytes) -> str | None:
    """Return the suffix of the image's kind by its first bytes, nothing for other files."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return None


def _read_some(path: Path, place: Place, field: str | None) -> bytes:
    """Return the file's bytes, of a file that is too large only enough to tell."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(MAX_MEDIA_BYTES + 1)
        problem = f"there is no file {str(path)!r:.200}"
    except OSError as error:
        problem = f"{str(path)!r:.200} cannot be read: {error.strerror}"
    fix = "correct the path, which starts at the folder of the tasks file"
    raise UnusableImage(place, problem, fix, field)
