"""The whole API against requests that a machine makes up from its own description: never a 500."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.server.accounts import log_in
from tests.server.world import API_KEY, REQUESTER_KEY, Switchboard, World, coordinating

STREAMS = r".*/events$"
SHORT = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
)
LONG = settings(SHORT, max_examples=150, derandomize=False)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory, board: Switchboard) -> Iterator[World]:
    """A coordinator with a project and a labeler, for all requests of this file."""
    folder: Path = tmp_path_factory.mktemp("fuzzed")
    with coordinating(folder, board) as world:
        world.open()
        yield world


@pytest.fixture(scope="module")
def described(fuzzed: World) -> Any:
    """The API's description, without the routes that stream for ever."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", fuzzed.app)
    return schema.exclude(path_regex=STREAMS)


@pytest.fixture(scope="module")
def everybody(fuzzed: World) -> list[dict[str, str]]:
    """The headers of a stranger, a labeler, a requester and the operator."""
    cookie = log_in(fuzzed, REQUESTER_KEY).cookie
    return [
        {},
        fuzzed.person("ann", 1).headers,
        {"Cookie": cookie, "Origin": fuzzed.url},
        {"Authorization": f"Bearer {API_KEY}"},
    ]


def ask(case: Any, everybody: list[dict[str, str]]) -> None:
    """Send a request as everybody; every refusal must be one that docs/api.md knows."""
    for headers in everybody:
        response = case.call(headers=headers)
        assert response.status_code < 500 or response.status_code == 503, response.text
        if response.status_code >= 400:
            refusal = response.json()["error"]
            assert set(refusal) == {"code", "message", "details"}
            assert refusal["message"]


def fuzz(described: Any, everybody: list[dict[str, str]], effort: settings) -> None:
    """Ask every operation what its description allows, and what it does not."""
    for found in described.get_all_operations():
        operation = found.ok()

        @effort
        @given(case=operation.as_strategy())
        def asked(case: Any) -> None:
            ask(case, everybody)

        asked()


def test_no_request_breaks_the_server(described: Any, everybody: list[dict[str, str]]) -> None:
    fuzz(described, everybody, SHORT)


@pytest.mark.soak
def test_no_request_of_many_breaks_the_server(
    described: Any, everybody: list[dict[str, str]]
) -> None:
    fuzz(described, everybody, LONG)


def test_every_route_says_what_it_refuses_and_who_may_ask(world: World) -> None:
    found = world.http.get("/openapi.json").json()
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            assert "4XX" in operation["responses"], (method, path)
            assert "422" not in operation["responses"], (method, path)
    security = {
        (method.upper(), path): [next(iter(each)) for each in operation.get("security", [])]
        for path, operations in found["paths"].items()
        for method, operation in operations.items()
    }
    assert security["GET", "/api/me"] == ["labeler"]
    assert security["GET", "/api/account"] == ["apiKey", "cookie"]
    assert security["GET", "/api/projects"] == []
    assert set(found["components"]["securitySchemes"]) == {"labeler", "apiKey", "cookie"}
