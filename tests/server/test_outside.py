"""Addresses that strangers name: never this machine, never a private network, never endless."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.server import outside
from labelfield.server.errors import OutsideError, OutsideFailed, OutsideForbidden
from labelfield.server.outside import Limits, fetch, is_public, post

STRANGER = Limits(1_000, 5.0)
TRUSTED = Limits(1_000, 5.0, ("127.0.0.1", "localhost"))


class Site(ThreadingHTTPServer):
    """A web server whose answers a test decides."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: Callable[[Any], None] = lambda handler: say(handler, 200, b"hello")
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        size = int(self.headers.get("content-length", "0"))
        self.server.seen.append((self.path, dict(self.headers), self.rfile.read(size)))
        self.server.answer(self)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


def say(handler: Any, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, text in headers.items():
        handler.send_header(name, text)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "https://",
        "https://user:password@example.org/",
        "//example.org",
        "https://example.org/" + "x" * 2_000,
        "gopher://127.0.0.1:25/_",
        "http://xn--/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(OutsideForbidden):
        fetch(url, STRANGER)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",  # noqa: S104
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[::ffff:0:127.0.0.1]",
        "[fec0::1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "[fe80::1]",
        "[fc00::1]",
        "224.0.0.1",
        "localhost",
    ],
)
def test_a_private_address_is_refused_however_it_is_spelled(host: str, site: Site) -> None:
    with pytest.raises(OutsideError):
        fetch(f"http://{host}:{site.server_port}/", STRANGER)
    with pytest.raises(OutsideError):
        post(f"http://{host}:{site.server_port}/", b"", {}, STRANGER)
    assert site.seen == []


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(host: str, port: int, **_: object) -> list[object]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("93.184.216.34", port)), (*kind, ("10.0.0.1", port))]

    monkeypatch.setattr(outside.socket, "getaddrinfo", found)
    with pytest.raises(OutsideForbidden):
        fetch("http://both.example/", STRANGER)


def test_a_redirect_is_checked_like_a_first_address(site: Site) -> None:
    site.answer = lambda handler: say(
        handler, 302, b"", Location=f"http://localhost:{site.server_port}/secret"
    )
    with pytest.raises(OutsideForbidden):
        fetch(site.url, Limits(1_000, 5.0, ("127.0.0.1",)))
    assert len(site.seen) == 1


@pytest.mark.parametrize("location", ["http://[", "http://xn--/", "http://a:b/", "//"])
def test_a_redirect_to_no_address_is_refused(site: Site, location: str) -> None:
    site.answer = lambda handler: say(handler, 302, b"", Location=location)
    with pytest.raises(OutsideError):
        fetch(site.url, TRUSTED)


def test_redirects_end(site: Site) -> None:
    site.answer = lambda handler: say(handler, 302, b"", Location="/again")
    with pytest.raises(OutsideFailed, match="redirects"):
        fetch(site.url, TRUSTED)


def test_a_redirect_is_followed_to_a_file(site: Site) -> None:
    def answer(handler: Any) -> None:
        if handler.path == "/file":
            say(handler, 200, b"hello")
        else:
            say(handler, 302, b"", Location="/file")

    site.answer = answer
    assert fetch(site.url, TRUSTED).content == b"hello"


def test_a_post_follows_no_redirect(site: Site) -> None:
    site.answer = lambda handler: say(handler, 307, b"", Location="/elsewhere")
    assert post(site.url, b"x", {}, TRUSTED) == 307
    assert len(site.seen) == 1


def test_a_large_file_is_given_up(site: Site) -> None:
    site.answer = lambda handler: say(handler, 200, b"x" * 1_001)
    with pytest.raises(OutsideFailed, match="1000 bytes"):
        fetch(site.url, TRUSTED)


def test_a_file_that_unpacks_to_much_is_not_unpacked(site: Site) -> None:
    site.answer = lambda handler: say(
        handler, 200, b"\x1f\x8bpacked", **{"Content-Encoding": "gzip"}
    )
    assert fetch(site.url, TRUSTED).content == b"\x1f\x8bpacked"


def test_a_slow_file_is_given_up(site: Site) -> None:
    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        for _ in range(40):
            try:
                handler.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)

    site.answer = drip
    with pytest.raises(OutsideFailed, match="too long"):
        fetch(site.url, Limits(1_000, 0.3, ("127.0.0.1",)))


def test_slow_headers_are_given_up(site: Site) -> None:
    hung_up = threading.Event()

    def drip(handler: Any) -> None:
        try:
            for _ in range(600):
                handler.wfile.write(b"X")
                time.sleep(0.02)
        except OSError:
            hung_up.set()

    site.answer = drip
    with pytest.raises(OutsideFailed, match="too long"):
        post(site.url, b"x", {}, Limits(1_000, 0.3, ("127.0.0.1",)))
    assert hung_up.wait(10)


def test_a_server_that_says_no_is_named(site: Site) -> None:
    site.answer = lambda handler: say(handler, 404, b"")
    with pytest.raises(OutsideFailed, match="404"):
        fetch(site.url, TRUSTED)


def test_nobody_there_is_named() -> None:
    with pytest.raises(OutsideFailed):
        fetch("http://127.0.0.1:9/", TRUSTED)


def test_the_host_is_named_as_the_address_names_it(site: Site) -> None:
    fetch(f"http://localhost:{site.server_port}/a?b=c", TRUSTED)
    ((path, headers, _),) = site.seen
    assert (path, headers["Host"]) == ("/a?b=c", f"localhost:{site.server_port}")


@given(st.ip_addresses())
def test_what_is_public_is_global(address: Any) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_private
        assert not address.is_loopback


@given(st.text(max_size=60))
def test_any_text_is_an_address_that_is_refused_or_none_at_all(text: str) -> None:
    with pytest.raises(OutsideError):
        fetch(f"http://127.0.0.1:9/{text}" if text.isprintable() else text, STRANGER)
