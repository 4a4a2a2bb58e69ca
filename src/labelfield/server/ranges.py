"""Parts of a file: without them no browser seeks in recordings and films (RFC 9110, 14)."""

import re
from collections.abc import Mapping

from fastapi import Response

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)


def file_response(
    data: bytes, content_type: str, headers: Mapping[str, str], wanted: str | None
) -> Response:
    """Answer with the whole file, or with the part that a Range header asks for.

    What is no single range of bytes is passed over, as the RFC allows: then the whole is sent.
    """
    said = {**headers, "Accept-Ranges": "bytes"}
    match = _ONE_RANGE.fullmatch(wanted or "")
    if match is None or not any(match.groups()):
        return Response(data, media_type=content_type, headers=said)
    part = part_of(len(data), *match.groups())
    if part is None:
        return Response(status_code=416, headers=said | {"Content-Range": f"bytes */{len(data)}"})
    said["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(data)}"
    content = data[part.start : part.stop]
    return Response(content, status_code=206, media_type=content_type, headers=said)


def part_of(size: int, first: str, last: str) -> range | None:
    """Return the bytes meant, None where there are none: `first` to `last`, or the `last` last."""
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
    return range(start, stop) if start < stop else None
