"""A request to a storage provider and its reply, apart from any server."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote


class Source(Protocol):
    """Something that bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


class Body:
    """A request's body: so many bytes of a connection, and none of the next request."""

    def __init__(self, source: Source, size: int) -> None:
        self._source = source
        self._left = size

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end or when the sender went away."""
        piece = self._source.read(min(size, self._left)) if self._left else b""
        self._left -= len(piece)
        return piece

    def drain(self) -> None:
        """Read what nobody wanted, so that the sender comes to see the reply."""
        while self.read(1024 * 1024):
            pass


@dataclass(frozen=True, slots=True)
class Request:
    """What came in."""

    method: str
    raw_path: str
    raw_query: str
    headers: Mapping[str, str]
    """Names in lower case."""

    body: Source
    size: int
    """Bytes of the body."""

    def query(self) -> dict[str, str]:
        """Return the query's parts."""
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    def hosts(self) -> tuple[str, ...]:
        """Return the host with its port, as the network signs it, and without, as some sign it."""
        host = self.headers.get("host", "")
        return tuple(dict.fromkeys((host, _without_port(host))))

    def place(self) -> tuple[str, str]:
        """Return bucket and object: the bucket is in the host unless that is a number."""
        host = _without_port(self.headers.get("host", ""))
        path = self.raw_path.removeprefix("/")
        if _is_number(host):
            bucket, _, name = path.partition("/")
        else:
            bucket, name = host.partition(".")[0], path
        return unquote(bucket), unquote(name)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes out: bytes, or part of a file."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    offset: int = 0
    length: int = 0


def _without_port(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host == "localhost"
    return True
