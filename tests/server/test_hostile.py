"""Requests that nobody sends by mistake: each is refused in words, and changes nothing."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.server.accounts import log_in, message_for, signed
from tests.server.world import LARGEST_BODY, REQUESTER_KEY, Terms, World, code_of

BOMB = (
    "<!DOCTYPE lolz [<!ENTITY a 'lol'>"
    + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><View><Text name='t' value='$t'/>&i;</View>"
)
OUTSIDER = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><View>&f;</View>"


def raw(world: World, request: bytes) -> bytes:
    """Send bytes as they are and return the first line of what comes back."""
    host = urlsplit(world.url)
    with socket.create_connection((host.hostname, host.port), timeout=10) as connection:
        connection.sendall(request)
        return connection.recv(4_096).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "config", [BOMB, OUTSIDER, "<View>" * 5_000, "<View" + " a='1'" * 5_000 + "/>", "\0", ""]
)
def test_a_config_that_would_burst_is_refused(world: World, config: str) -> None:
    with world.unchanged():
        response = world.http.post("/api/preview", json={"config": config})
    assert (response.status_code, code_of(response)) == (400, "malformed")


@pytest.mark.parametrize("path", ["/api/preview", "/api/preview/answers"])
def test_a_stranger_cannot_say_a_thing_twice(world: World, path: str) -> None:
    body = b'{"config": "<View/>", "config": "<View/>", "data": {}, "answer": []}'
    response = world.http.post(path, content=body, headers={"Content-Type": "application/json"})
    assert response.json()["error"]["message"].startswith("The body is refused")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"labeler": NaN}',
        b'{"labeler": 1e999}',
        b'{"labeler": 1, "labeler": 2}',
        b'"\\ud800"',
        b"\xff\xfe",
        b"",
        b"null",
        b"9" * 10_000,
    ],
)
def test_a_body_that_is_no_honest_json_is_refused(world: World, body: bytes) -> None:
    with world.unchanged():
        for path in ("/api/sessions", "/api/login", "/api/quote", "/api/preview/answers"):
            response = world.http.post(
                path, content=body, headers={"Content-Type": "application/json"}
            )
            assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_body_beyond_the_size_is_refused_declared_or_not(world: World) -> None:
    large = b"x" * (LARGEST_BODY + 1)
    with world.unchanged():
        declared = world.http.post("/api/quote", content=large)
        chunked = world.http.post("/api/quote", content=iter([large[:1000]] * 400))
    assert [(each.status_code, code_of(each)) for each in (declared, chunked)] == [
        (413, "too_large")
    ] * 2


@pytest.mark.parametrize(
    "path",
    [
        "/api/projects/1/media/..%2f..%2fapi.key",
        "/api/projects/1/media/%2e%2e%2fapi.key",
        "/api/projects/1/media/..%5c..%5capi.key",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fapp.py",
        "/api/projects/1%00/media/x",
        "/api/projects/-1",
        "/api/projects/99999999999999999999",
        "/api/projects/1e3",
        "//etc/passwd",
    ],
)
def test_a_path_that_climbs_leads_nowhere(world: World, path: str) -> None:
    world.open()
    response = world.http.get(path)
    assert response.status_code in (400, 404)
    assert "root:" not in response.text
    assert world.coordinator.api_key not in response.text


@pytest.mark.parametrize(
    "header",
    [
        b"Authorization: Bearer \xff\xfe",
        b"Authorization: Bearer " + b"x" * 20_000,
        b"Cookie: labelfield=\xff; labelfield=" + b"y" * 4_000,
        b"Content-Length: -5",
        b"Content-Length: x",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5",
        b"Origin: \0",
        b"X-Forwarded-For: ' OR 1=1 --",
        b"X-Forwarded-Host: evil.example",
    ],
)
def test_a_header_that_is_none_is_refused_or_passed_over(world: World, header: bytes) -> None:
    with world.unchanged():
        for method, path in ((b"GET", b"/api/account"), (b"POST", b"/api/quote")):
            request = b"%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\n" % (method, path, header)
            status = raw(world, request).split(b" ")[1:2]
            assert status == [] or 400 <= int(status[0]) < 500


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_method_that_no_route_has_is_refused(world: World, method: str) -> None:
    response = world.http.request(method, "/api/projects")
    assert (response.status_code, code_of(response)) == (405, "method_not_allowed")


def test_a_client_that_hangs_up_holds_nobody_up(world: World) -> None:
    host = urlsplit(world.url)
    for _ in range(50):
        with socket.create_connection((host.hostname, host.port)) as connection:
            connection.sendall(
                b"POST /api/quote HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"
            )
    assert world.http.get("/api/health").status_code == 200


def test_one_login_signed_once_is_not_two(world: World) -> None:
    request = signed(REQUESTER_KEY, message_for(world, REQUESTER_KEY))
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: world.http.post("/api/login", json=request), range(8)))
    world.http.cookies.clear()
    assert sorted(response.status_code for response in responses) == [200] + [409] * 7


def test_two_sessions_of_one_labeler_get_one_chain(world: World) -> None:
    """Both hold the same leases and race with their first answers: one wins, one hears why."""
    project = world.open(Terms(tasks=8))
    first, second = world.person("ann", project), world.person("ann", project)
    tasks = first.lease(project, 8)
    assert second.lease(project, 8) == tasks
    requests = [
        (person, person.signed(project, (task, "yes")))
        for person, task in ((first, tasks[0]), (second, tasks[1]))
    ]
    with ThreadPoolExecutor(2) as pool:
        responses = list(pool.map(lambda pair: pair[0].send(project, pair[1]), requests))
    statuses = sorted(response.status_code for response in responses)
    assert statuses == [200, 409]
    loser = next(response for response in responses if response.status_code == 409)
    assert code_of(loser) == "wrong_sequence"
    assert first.get("/api/me").json()["receipt_number"] == 1


def test_a_deep_draft_is_refused_when_it_is_kept(world: World) -> None:
    rita = log_in(world, REQUESTER_KEY)
    deep = json.loads("[" * 60 + "]" * 60)
    with world.unchanged():
        for content in ({"a": 0.5}, {"a": 2**60}, {"a": deep, "b": "\ud800"}):
            body = json.dumps({"title": "x", "content": content})
            response = rita.ask(
                "POST",
                "/api/workspace",
                content=body.encode("utf-8", "surrogatepass"),
            )
            assert response.status_code == 400, response.text
