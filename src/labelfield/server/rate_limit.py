"""No client asks more often than it may: a bucket of requests for each address and each key.

A bucket fills steadily and holds a minute's worth, so that bursts pass and floods do not. The
machine's own programs, which come from loopback, are not limited; behind a proxy an address is the
one that the proxy forwards.
"""

import hashlib
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from labelfield.server.refusals import TooOften

MOST_BUCKETS = 50_000
"""Of more clients than this the one that was silent longest is forgotten."""

COSTS = {
    "/api/login": 5,
    "/api/sessions": 2,
    "/api/preview": 5,
    "/api/workspace": 3,
    "/api/drafts": 20,
    "/api/references": 20,
    "/api/imports": 20,
}
"""What a request that begins so counts for; others count for one."""


_CHARGE = "labelfield.charge"
"""Where a request's scope says how more is taken for it."""


class Buckets:
    """How much each client may still ask."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, client: str, cost: int) -> float:
        """Take from a client's bucket; return 0, or how many seconds until there is enough."""
        now, rate = self._clock(), self._per_minute / 60
        left, since = self._left.pop(client, (float(self._per_minute), now))
        left = min(left + (now - since) * rate, self._per_minute)
        wait_s = max(cost - left, 0.0) / rate
        self._left[client] = (left if wait_s else left - cost, now)
        if len(self._left) > MOST_BUCKETS:
            self._left.popitem(last=False)
        return wait_s


class RateLimited:
    """Refuses requests of clients that ask too often."""

    def __init__(
        self,
        app: ASGIApp,
        addresses: Buckets,
        keys: Buckets,
        refusal: Callable[[int], Response],
    ) -> None:
        self._app = app
        self._addresses = addresses
        self._keys = keys
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with the refusal."""
        if scope["type"] == "http" and scope["path"].startswith("/api/"):
            scope[_CHARGE] = partial(self._takes, scope)
            wait_s = max(self._takes(scope, _cost(scope["path"])), default=0.0)
            if wait_s:
                await self._refusal(int(wait_s) + 1)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _takes(self, scope: Scope, cost: int) -> Iterable[float]:
        address = scope["client"][0] if scope.get("client") else ""
        if _is_loopback(address):
            return
        yield self._addresses.take(_network_of(address), cost)
        key = Headers(scope=scope).get("authorization")
        if key is not None:
            yield self._keys.take(hashlib.sha256(key.encode()).hexdigest(), cost)


def charge(scope: Scope, cost: int) -> None:
    """Take more from a client's buckets for a request that asks much; refuse it if that is too
    much."""
    takes = scope.get(_CHARGE)
    wait_s = 0.0 if takes is None or not cost else max(takes(cost), default=0.0)
    if wait_s:
        raise TooOften(f"Too many requests: ask again in {int(wait_s) + 1} seconds.")


def _cost(path: str) -> int:
    return next((cost for start, cost in COSTS.items() if path.startswith(start)), 1)


@lru_cache(MOST_BUCKETS)
def _network_of(address: str) -> str:
    """Return an address; of IPv6 the network that one subscriber gets."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address


@lru_cache(MOST_BUCKETS)
def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
