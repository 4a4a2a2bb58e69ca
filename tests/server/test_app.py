"""What holds for every request: sizes, spellings, headers, one shape of refusal."""

import json
from collections.abc import Iterator

import pytest

from tests.server.world import LARGEST_BODY, Json, Person, World, code_of

BIG = b"[" + b" " * LARGEST_BODY + b"]"


def chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 10_000):
        yield data[start : start + 10_000]


@pytest.mark.parametrize("path", ["/api/sessions", "/api/projects/1/answers", "/api/drafts"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_refused_declared_or_not(
    world: World, path: str, declared: bool
) -> None:
    world.open()
    ann = world.person("ann", 1)
    headers = (
        ann.headers if path != "/api/drafts" else {"Authorization": "Bearer the requester's key"}
    )
    headers["Content-Type"] = "application/json"
    with world.unchanged():
        content = BIG if declared else chunks(BIG)
        response = world.http.post(path, content=content, headers=headers)
    assert (response.status_code, code_of(response)) == (413, "too_large")


def test_an_upload_that_is_too_large_is_refused(world: World) -> None:
    response = world.as_requester("PUT", f"/api/media/{'0' * 64}.png", content=BIG)
    assert (response.status_code, code_of(response)) == (413, "too_large")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff",
        b'{"count": NaN}',
        b'{"count": 1, "count": 2}',
        b'{"count": 1e999}',
        b'{"count": 9007199254740993}',
        b'{"count": "\\ud800"}',
        b'{"count": ' + b"[" * 200_000 + b"]" * 20_000 + b"}",
        b'{"count": ' + b"[" * 100 + b"]" * 100 + b"}",
    ],
)
def test_a_body_that_is_no_json_of_the_protocol_is_malformed(world: World, body: bytes) -> None:
    world.open()
    ann = world.person("ann", 1)
    headers = ann.headers | {"Content-Type": "application/json"}
    with world.unchanged():
        response = world.http.post("/api/projects/1/leases", content=body, headers=headers)
    assert (response.status_code, code_of(response)) == (400, "malformed")
    assert world.http.get("/api/health").status_code == 200


def test_a_body_of_another_type_is_malformed(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    headers = person.headers | {"Content-Type": "text/plain"}
    with world.unchanged():
        body = json.dumps(request)
        response = world.http.post("/api/projects/1/answers", content=body, headers=headers)
    assert (response.status_code, code_of(response)) == (400, "malformed")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "not_found"),
        ("DELETE", "/api/projects", 405, "method_not_allowed"),
        ("GET", "/api/projects/1", 404, "unknown_project"),
        ("GET", "/api/me", 401, "unauthorized"),
        ("GET", "/api/me/withdrawals/1", 401, "unauthorized"),
    ],
)
def test_every_refusal_has_one_shape(
    world: World, method: str, path: str, status: int, code: str
) -> None:
    response = world.http.request(method, path)
    assert response.status_code == status
    error = response.json()["error"]
    assert set(error) == {"code", "message", "details"}
    assert error["code"] == code
    assert error["message"]


@pytest.mark.parametrize("path", ["/api/health", "/api/nothing", "/", "/api/me"])
def test_every_response_carries_the_safety_headers(world: World, path: str) -> None:
    headers = world.http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_the_server_describes_itself(world: World) -> None:
    found = world.http.get("/openapi.json").json()
    assert "/api/projects/{project}/answers" in found["paths"]


def test_work_that_comes_while_the_server_stops_may_be_repeated(world: World) -> None:
    world.coordinator.writer.close()
    response = world.http.get("/api/projects")
    assert (response.status_code, code_of(response)) == (503, "stopping")
