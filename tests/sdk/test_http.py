"""One connection: refusals become errors, silence and 503 are waited out, nothing else is."""

import httpx
import pytest

from labelfield.api.models import Nonce
from labelfield.sdk import http
from labelfield.sdk.errors import Refused, ServerUnreachable
from labelfield.sdk.http import Http
from tests.sdk.replies import OK, Reply, Scripted, bodies, refusal, scripted
from tests.server.product import free_port
from tests.server.world import Switchboard


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "PAUSES_S", (0.0,) * len(http.PAUSES_S))


def asked(board: Switchboard, app: Scripted) -> Nonce:
    """Return the answer to a POST."""
    board.app = app
    client = Http(board.url)
    try:
        return client.post("/api/any", {"number": 1}, Nonce)
    finally:
        client.close()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413])
def test_a_refusal_is_raised_at_once_with_all_it_says(board: Switchboard, status: int) -> None:
    app = scripted(refusal(status, "wrong_sequence"))
    with pytest.raises(Refused) as raised:
        asked(board, app)
    assert (raised.value.status, raised.value.code) == (status, "wrong_sequence")
    assert raised.value.details == {"expected": 1}
    assert len(app.requests) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>"),
        Reply(200, b"{}"),
        Reply(200, b'{"nonce": "0x12"}'),
        Reply(200, OK[:-1] + b', "extra": 1}'),
        Reply(500, b"Internal Server Error"),
        Reply(502, b""),
        Reply(404, b'{"detail": "Not Found"}'),
        Reply(302, b""),
    ],
)
def test_what_is_no_answer_of_ours_is_asked_again_and_then_given_up(
    board: Switchboard, reply: Reply
) -> None:
    app = scripted(reply)
    with pytest.raises(ServerUnreachable):
        asked(board, app)
    assert len(app.requests) == 1 + len(http.PAUSES_S)


def test_a_server_that_is_not_there_is_given_up_in_the_end() -> None:
    client = Http(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ServerUnreachable):
        client.get("/api/nonce", Nonce)
    client.close()


def test_503_is_waited_out_and_the_same_request_repeated(board: Switchboard) -> None:
    app = scripted(refusal(503, "chain_unreachable"), refusal(503, "stopping"), Reply(200, OK))
    assert asked(board, app).nonce == "0x" + "ab" * 32
    assert len(set(bodies(app))) == 1
    assert len(app.requests) == 3


def test_503_without_end_is_raised_in_the_end(board: Switchboard) -> None:
    app = scripted(refusal(503, "float_spent"))
    with pytest.raises(Refused) as raised:
        asked(board, app)
    assert raised.value.code == "float_spent"
    assert len(app.requests) == 1 + len(http.PAUSES_S)


def test_a_server_that_comes_back_is_found_again(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.app = scripted(Reply(200, OK))
    request, failures = httpx.Client.request, [httpx.ConnectError("refused"), httpx.ReadError("")]

    def failing(*values: object, **named: object) -> httpx.Response:
        if failures:
            raise failures.pop()
        return request(*values, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(httpx.Client, "request", failing)
    client = Http(board.url)
    assert client.get("/api/nonce", Nonce).nonce
    client.close()


def test_the_pauses_outlast_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert 10 <= sum(http.PAUSES_S) <= 60


def test_a_token_is_sent_from_then_on(board: Switchboard) -> None:
    seen: list[object] = []

    async def noting(scope: dict[str, object], receive: object, send: object) -> None:
        seen.append(dict(scope["headers"]).get(b"authorization"))  # type: ignore[call-overload]
        await scripted(Reply(200, OK))(scope, receive, send)  # type: ignore[arg-type]

    board.app = noting  # type: ignore[assignment]
    client = Http(board.url)
    client.get("/", Nonce)
    client.authorize("secret")
    client.get("/", Nonce)
    assert seen == [None, b"Bearer secret"]
    assert "secret" not in repr(client)
    client.close()
