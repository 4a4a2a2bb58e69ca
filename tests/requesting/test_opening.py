"""A funded project is waited for, within bounds, and what a server says instead is told."""

from collections.abc import Iterator

import pytest

from labelfield.requesting.errors import NotShown
from labelfield.requesting.opening import wait_until_shown
from labelfield.sdk import http
from labelfield.sdk.requester import Requester
from tests.sdk.replies import Reply, refusal, scripted
from tests.server.conftest import board  # noqa: F401 (a fixture)
from tests.server.world import Switchboard

NOT_YET = refusal(404, "unknown_project")


@pytest.fixture
def client(board: Switchboard, monkeypatch: pytest.MonkeyPatch) -> Iterator[Requester]:  # noqa: F811
    monkeypatch.setattr(http, "PAUSES_S", ())
    client = Requester(board.url, "lf_key")
    yield client
    client.close()


@pytest.mark.parametrize("reply", [refusal(401), refusal(503), Reply(500, b"")])
def test_a_server_that_says_something_else_is_not_waited_for(
    client: Requester,
    board: Switchboard,  # noqa: F811
    reply: Reply,
) -> None:
    board.app = app = scripted(reply)
    with pytest.raises(NotShown, match=r"project 7 is open and its money locked, but http"):
        wait_until_shown(client, 7)
    assert len(app.requests) == 1


def test_the_wait_is_bounded(client: Requester, board: Switchboard) -> None:  # noqa: F811
    board.app = scripted(NOT_YET)
    with pytest.raises(NotShown, match="unknown_project"):
        wait_until_shown(client, 7, patience_s=0)
