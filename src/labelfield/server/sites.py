"""Which site a request was made to: what sign-in messages and browsers must name exactly."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from labelfield.server import refusals
from labelfield.server.settings import Settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Site:
    """Scheme and host under which people reach the server."""

    scheme: str
    domain: str
    """Host, and port where it is not the scheme's own."""

    @property
    def origin(self) -> str:
        """What browsers send as Origin."""
        return f"{self.scheme}://{self.domain}"

    @property
    def secure(self) -> bool:
        """Whether cookies can be kept from plain http."""
        return self.scheme == "https"


def site_of(settings: Settings, connection: HTTPConnection) -> Site:
    """Return the site that the settings name; without one, whoever is on this machine may log in.

    A host that a request merely claims is not believed: another site could pass messages on.
    """
    if settings.public_url is not None:
        parts = urlsplit(settings.public_url)
        return Site(parts.scheme, parts.netloc.lower())
    host = connection.headers.get("host", "")
    if _name_of(host) not in _LOOPBACK:
        raise refusals.Forbidden(
            "Log in on the server's own machine, or start it with --public-url.", host=host
        )
    return Site("http", host.lower())


def check_same_site(settings: Settings, connection: HTTPConnection) -> None:
    """Refuse a change that a page of another site asks for with the visitor's cookie."""
    origin = connection.headers.get("origin")
    if origin != site_of(settings, connection).origin:
        raise refusals.Forbidden(
            "Changes by cookie must come from this site's own page; programs use an API key.",
            origin=origin,
        )


def _name_of(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
