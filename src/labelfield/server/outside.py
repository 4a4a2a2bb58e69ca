"""Requests to addresses that strangers name: never to this machine or a private network.

The address that was checked is the one that is connected to, so a name cannot point elsewhere a
moment later; a redirect is checked like a first address.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx

from labelfield.server.errors import OutsideFailed, OutsideForbidden

MOST_REDIRECTS = 5
LONGEST_URL = 2_000
_REDIRECTS = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_TUNNELS = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"),
        *("::/96", "::ffff:0:0:0/96", "fec0::/10"),
    )
)
"""IPv6 addresses that lead to IPv4 ones, private ones among them, or stay within a site."""
_CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a request to the outside may go."""

    largest: int
    """Bytes of the response at the most."""
    seconds: float
    """From the first connection to the last byte, redirects included."""
    trusted: Collection[str] = ()
    """Hosts that the operator lets strangers reach though they are private."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an outside server answered."""

    status: int
    content_type: str
    content: bytes


def fetch(url: str, limits: Limits) -> Reply:
    """Return what GET gives, after at most five redirects; raise OutsideFailed for refusals."""
    until = time.monotonic() + limits.seconds
    for _ in range(MOST_REDIRECTS + 1):
        reply, location = _ask("GET", url, b"", {}, limits, until)
        if location is None:
            if reply.status != 200:
                raise OutsideFailed(url, f"it answers {reply.status}")
            return reply
        url = _joined(url, location)
    raise OutsideFailed(url, f"it redirects more than {MOST_REDIRECTS} times")


def post(url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> int:
    """Return the status that POST gets; redirects are not followed."""
    until = time.monotonic() + limits.seconds
    reply, _ = _ask("POST", url, body, headers, limits, until)
    return reply.status


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise OutsideFailed(url, f"it redirects to {location!r:.200}, no address") from error


def check_url(url: str) -> httpx.URL:
    """Return a parsed address; raise OutsideForbidden for what is no plain web address."""
    try:
        parsed = httpx.URL(url)
        host = parsed.host
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise OutsideForbidden(url, "it is no address") from error
    if len(url) > LONGEST_URL or parsed.scheme not in _PORTS or not host:
        raise OutsideForbidden(url, "write a whole address that begins with https://")
    if parsed.userinfo:
        raise OutsideForbidden(url, "names and passwords do not belong into addresses")
    return parsed


def _ask(
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    limits: Limits,
    until: float,
) -> tuple[Reply, str | None]:
    """Return a reply, and where it sends us instead."""
    parsed = check_url(url)
    address = _checked_address(parsed, limits)
    request = httpx.Request(
        method,
        parsed.copy_with(host=address),
        content=body,
        headers={**headers, "Host": parsed.netloc.decode(), "Accept-Encoding": "identity"},
        extensions={"sni_hostname": parsed.host},
    )
    try:
        with (
            _hung_up_after(_left(url, until), request),
            httpx.Client(trust_env=False, timeout=_left(url, until)) as client,
        ):
            response = client.send(request, stream=True)
            try:
                content = _read(response, url, limits, until)
            finally:
                response.close()
    except (httpx.HTTPError, ValueError) as error:  # it also reads where a redirect leads
        _left(url, until)
        raise OutsideFailed(url, str(error) or type(error).__name__) from error
    location = response.headers.get("location") if response.status_code in _REDIRECTS else None
    return Reply(response.status_code, response.headers.get("content-type", ""), content), location


@contextmanager
def _hung_up_after(seconds: float, request: httpx.Request) -> Iterator[None]:
    """End the request's connection in time: a client's own timeouts begin anew with every byte."""
    sockets: list[socket.socket] = []

    def connected(event: str, info: Mapping[str, Any]) -> None:
        if event in _CONNECTED:
            sockets.append(info["return_value"].get_extra_info("socket"))

    def hang_up() -> None:
        for each in sockets:
            with suppress(OSError):  # it is closed already, or became a TLS socket's
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    request.extensions["trace"] = connected
    timer = threading.Timer(seconds, hang_up)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: httpx.Response, url: str, limits: Limits, until: float) -> bytes:
    found = bytearray()
    for piece in response.iter_raw():
        found += piece
        if len(found) > limits.largest:
            raise OutsideFailed(url, f"it has more than {limits.largest} bytes")
        _left(url, until)
    return bytes(found)


def _left(url: str, until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise OutsideFailed(url, "it takes too long")
    return left


def _checked_address(parsed: httpx.URL, limits: Limits) -> str:
    """Return an address of the host; refuse a host of which any address is private."""
    port = parsed.port or _PORTS[parsed.scheme]
    try:
        found = socket.getaddrinfo(parsed.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutsideFailed(str(parsed), f"{parsed.host} is not found") from error
    addresses = [str(place[0]) for *_, place in found]
    if parsed.host not in limits.trusted:
        for address in addresses:
            if not is_public(address):
                raise OutsideForbidden(str(parsed), f"{parsed.host} lies in a private network")
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public internet, whatever way it is written."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in tunnel for tunnel in _TUNNELS):
            return False
    return found.is_global and not found.is_multicast
