"""How connections are made: no redirect is followed, and certificates are loaded once."""

import ssl
from functools import cache

import httpx


def new_connection(timeout_s: float) -> httpx.Client:
    """Return a pool of connections; each step of a request may take so long."""
    return httpx.Client(timeout=timeout_s, follow_redirects=False, verify=_certificates())


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()
