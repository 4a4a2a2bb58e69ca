"""A storage provider's gateway: HTTP requests, signed where a key is given."""

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import httpx

from labelfield.storage.greenfield import gateway_answers as answers
from labelfield.storage.greenfield.authorization import (
    EXPIRY_HEADER,
    authorize,
    encode_path,
    encode_query,
    request_digest,
)
from labelfield.storage.greenfield.connections import new_connection
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.errors import InvalidInput, MalformedResponse, Unreachable
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.rpc import Patience

T = TypeVar("T")

MAX_XML_BYTES = 16 * 1024 * 1024

_SIGNATURE_LIFE = timedelta(minutes=10)
_PASSING = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Upload:
    """An object's bytes on their way, once."""

    bucket: str
    name: str
    pieces: Iterable[bytes | memoryview]
    size: int
    content_type: str


@dataclass(frozen=True, slots=True)
class _Call:
    """One request before it is signed."""

    method: str
    bucket: str
    name: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: Iterable[bytes] | None = None


class Gateway:
    """A connection to one storage provider; without a key, requests are anonymous."""

    def __init__(
        self,
        url: str,
        key: Key | None,
        patience: Patience,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._base = httpx.URL(url)
        if self._base.scheme not in ("http", "https") or not self._base.host:
            raise InvalidInput(f"{url!r} is no storage provider's address")
        self._key = key
        self._patience = patience
        self._now = now
        self._http = new_connection(60)

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()

    def put(self, upload: Upload) -> None:
        """Send the whole of an object that the chain has announced."""
        self._send(upload, _Call("PUT", upload.bucket, upload.name))

    def put_delegated(self, upload: Upload, visibility: Visibility) -> None:
        """Send the whole of an object that the provider announces itself, and pays for."""
        query = {
            "delegate": "",
            "is_update": "false",
            "payload_size": str(upload.size),
            "visibility": str(int(visibility)),
        }
        self._send(upload, _Call("PUT", upload.bucket, upload.name, query))

    def put_part(self, upload: Upload, offset: int, last: bool) -> None:
        """Send the part of an object that begins at `offset`; all but the last fill segments."""
        query = {"offset": str(offset), "complete": "true" if last else "false"}
        self._send(upload, _Call("POST", upload.bucket, upload.name, query))

    def resume_offset(self, bucket: str, name: str) -> int:
        """Return how many bytes of an object's parts the provider has."""
        query = {"upload-context": ""}
        return answers.read_offset(self._xml(_Call("GET", bucket, name, query)))

    @contextmanager
    def get(self, bucket: str, name: str) -> Iterator[Iterator[bytes]]:
        """Yield the pieces of a whole object, as they come and unchecked."""
        with self._stream(_Call("GET", bucket, name), self._key is not None) as response:
            yield _pieces(response)

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`, which no checksum covers."""
        if offset < 0 or length < 1:
            raise InvalidInput(f"{length} bytes from {offset} are no range")
        asked = {"range": f"bytes={offset}-{offset + length - 1}"}
        call = _Call("GET", bucket, name, headers=asked)
        return self._patiently(lambda: self._read_range(call, offset, length))

    def list_page(
        self, bucket: str, prefix: str = "", token: str = "", max_keys: int = 1000
    ) -> answers.Page:
        """Return part of a bucket's listing, which needs no signature."""
        query = {"max-keys": str(max_keys), "prefix": prefix}
        if token:
            query["continuation-token"] = token
        return answers.read_page(self._xml(_Call("GET", bucket, query=query), signed=False))

    def object_meta(self, bucket: str, name: str) -> answers.Listed:
        """Return what the provider tells anyone of one object."""
        call = _Call("GET", bucket, name, {"object-meta": ""})
        return answers.read_object_meta(self._xml(call, signed=False))

    def bucket_owner(self, bucket: str) -> str:
        """Return the owner that the provider names for a bucket."""
        call = _Call("GET", bucket, query={"bucket-meta": ""})
        return answers.read_bucket_owner(self._xml(call, signed=False))

    def read_quota(self, bucket: str) -> answers.ReadQuota:
        """Return how much of a bucket may still be read this month."""
        query = {"read-quota": "", "year-month": self._now().strftime("%Y-%m")}
        return answers.read_quota(self._xml(_Call("GET", bucket, query=query)))

    def _send(self, upload: Upload, call: _Call) -> None:
        """Send bytes once; the caller knows whether they may be sent again."""
        headers = {"content-type": upload.content_type, "content-length": str(upload.size)}
        content = (bytes(piece) for piece in upload.pieces)
        whole = _Call(call.method, call.bucket, call.name, call.query, headers, content)
        with self._stream(whole, signed=True) as response:
            response.read()

    def _xml(self, call: _Call, signed: bool = True) -> bytes:
        return self._patiently(lambda: self._read_xml(call, signed and self._key is not None))

    def _read_xml(self, call: _Call, signed: bool) -> bytes:
        body = bytearray()
        with self._stream(call, signed) as response:
            for piece in _pieces(response):
                body += piece
                if len(body) > MAX_XML_BYTES:
                    raise MalformedResponse(f"{call.bucket}: an answer over {MAX_XML_BYTES} bytes")
        return bytes(body)

    def _read_range(self, call: _Call, offset: int, length: int) -> bytes:
        body = bytearray()
        with self._stream(call, self._key is not None) as response:
            found = response.headers.get("content-range", "").partition("/")[0]
            if found != f"bytes {offset}-{offset + length - 1}":
                raise MalformedResponse(
                    f"{call.bucket}/{call.name}: asked for {length} bytes from {offset},"
                    f" answered with {found or 'the whole object'}"
                )
            for piece in _pieces(response):
                body += piece
                if len(body) > length:
                    break
        if len(body) != length:
            raise MalformedResponse(f"{call.bucket}/{call.name}: a range of the wrong length")
        return bytes(body)

    def _patiently(self, act: Callable[[], T]) -> T:
        """Do what changes nothing, again and again where no answer came."""
        for attempt in range(self._patience.attempts - 1):
            try:
                return act()
            except Unreachable:
                self._patience.sleep(self._patience.first_pause_s * 2**attempt)
        return act()

    @contextmanager
    def _stream(self, call: _Call, signed: bool) -> Iterator[httpx.Response]:
        request = self._request(call, signed)
        what = f"{call.method} {call.bucket}/{call.name}"
        try:
            response = self._http.send(request, stream=True)
        except httpx.HTTPError as error:
            raise Unreachable(f"{what}: no answer from {self._base.host}: {error!r}") from error
        try:
            _check(what, response)
            yield response
        except httpx.HTTPError as error:
            raise Unreachable(f"{what}: {self._base.host} broke off: {error!r}") from error
        finally:
            response.close()

    def _request(self, call: _Call, signed: bool) -> httpx.Request:
        if any(part in (".", "..") for part in call.name.split("/")):
            raise InvalidInput(f"no URL can name the object {call.name!r}")
        host, path = self._place(call)
        query = encode_query(call.query)
        headers = {"host": host, "accept-encoding": "identity", **call.headers}
        if signed:
            if self._key is None:
                raise InvalidInput("this request needs a key")
            expiry = self._now() + _SIGNATURE_LIFE
            headers[EXPIRY_HEADER] = expiry.strftime("%Y-%m-%dT%H:%M:%SZ")
            digest = request_digest(call.method, path, query, headers, host)
            headers["authorization"] = authorize(digest, self._key)
        url = f"{self._base.scheme}://{host}{path}" + (f"?{query}" if query else "")
        return self._http.build_request(call.method, url, headers=headers, content=call.content)

    def _place(self, call: _Call) -> tuple[str, str]:
        """Return host and path: the bucket stands in the host, except where that is a number."""
        host = self._base.netloc.decode()
        name = encode_path(call.name)
        if _is_number(self._base.host):
            return host, f"/{call.bucket}/{name}"
        return f"{call.bucket}.{host}", f"/{name}"


def _check(what: str, response: httpx.Response) -> None:
    """Raise what a response that is no success means."""
    if response.status_code in (200, 206):
        return
    if response.is_redirect:
        raise MalformedResponse(f"{what}: a redirect to another place is not followed")
    body = bytearray()
    for piece in _pieces(response):
        body += piece
        if len(body) > MAX_XML_BYTES:
            break
    if response.status_code in _PASSING:
        raise Unreachable(f"{what}: the storage provider answered {response.status_code}")
    raise answers.refusal_of(what, response.status_code, bytes(body))


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise MalformedResponse("the answer is compressed, though that was not asked for")
    yield from response.iter_raw()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
