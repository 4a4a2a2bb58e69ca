"""Files that tasks show: known by their bytes, never by their names, and named by their hash."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.errors import Place, UnusableMedia
from labelfield.labeling.config import ObjectKind

MAX_MEDIA_BYTES = 16 * 1024 * 1024

_EXPECTED = {
    "image": "a PNG, JPEG, WebP or GIF image",
    "audio": "an MP3, WAV, Ogg, M4A or FLAC recording",
    "video": "an MP4 or WebM video",
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of a project, under the name that commits to it."""

    name: str
    """`media/`, the SHA-256 in hexadecimal, and the suffix of its kind."""

    data: bytes


def read_media(path: Path, kind: ObjectKind, place: Place, field: str | None = None) -> MediaFile:
    """Return the file at `path`; raise UnusableMedia, blaming `place`, when it is no `kind`."""
    return media_file(_read_some(path, place, field), str(path), kind, place, field)


def media_file(
    data: bytes, name: str, kind: ObjectKind, place: Place, field: str | None = None
) -> MediaFile:
    """Return bytes as a file of `kind`; raise UnusableMedia when they are none, or too many."""
    if len(data) > MAX_MEDIA_BYTES:
        problem = f"{name} has more than {MAX_MEDIA_BYTES} bytes"
        raise UnusableMedia(place, problem, "make it smaller", field)
    suffix = media_suffix(data, kind)
    if suffix is None:
        problem = f"{name} is not {_EXPECTED[kind]}"
        raise UnusableMedia(place, problem, "convert it, or take it out", field)
    return MediaFile(f"media/{hashlib.sha256(data).hexdigest()}.{suffix}", data)


def media_suffix(data: bytes, kind: ObjectKind) -> str | None:
    """Return the suffix of a file of this kind by its first bytes, nothing for other files."""
    return _SUFFIXES[kind](data)


def _image_suffix(data: bytes) -> str | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def _audio_suffix(data: bytes) -> str | None:
    if data.startswith(b"ID3") or _is_mpeg_frame(data):
        return "mp3"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav"
    if data.startswith(b"OggS"):
        return "ogg"
    if data.startswith(b"fLaC"):
        return "flac"
    return "m4a" if data[4:11] == b"ftypM4A" else None


def _is_mpeg_frame(data: bytes) -> bool:
    """Tell a frame of layer III by its sync bits and its layer."""
    return len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2


def _video_suffix(data: bytes) -> str | None:
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    return "mp4" if data[4:8] == b"ftyp" and data[8:11] != b"M4A" else None


_SUFFIXES: dict[str, Callable[[bytes], str | None]] = {
    "image": _image_suffix,
    "audio": _audio_suffix,
    "video": _video_suffix,
}


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
    raise UnusableMedia(place, problem, fix, field)
