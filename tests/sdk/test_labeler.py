"""A labeler's client: it signs, it checks every receipt, and it stops for a bad operator."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from labelfield.api.models import ReceiptList, SignedReceipt
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import ZERO_HASH
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import digest
from labelfield.sdk import http
from labelfield.sdk.errors import BadReceipt, Refused
from labelfield.sdk.http import Http
from labelfield.sdk.labeler import Labeler, _receipt_of
from tests.server.world import DOMAIN, Person, Terms, World, answer, rated, wallet

Change = Callable[[list[SignedReceipt]], list[SignedReceipt]]


def signed_again(receipt: SignedReceipt, key: Key, **changes: Any) -> SignedReceipt:
    """Return a changed receipt with a signature that fits it."""
    changed = receipt.model_copy(update=changes)
    signature = hex_of(key.sign(digest(DOMAIN, _receipt_of(changed))))
    return changed.model_copy(update={"signature": signature})


def with_lies(monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    """Let whatever server there is hand out other receipts than it signed."""
    post = Http.post

    def lying(client: Http, path: str, body: Any, model: Any) -> Any:
        found = post(client, path, body, model)
        if isinstance(found, ReceiptList):
            return ReceiptList(receipts=change(found.receipts))
        return found

    monkeypatch.setattr(Http, "post", lying)


LIES: dict[str, dict[str, Any]] = {
    "another labeler": {"labeler": wallet("eve").address},
    "another project": {"project": 2},
    "another sequence": {"sequence": 2},
    "another task": {"task": "0x" + "99" * 32},
    "another head": {"head": ZERO_HASH},
    "a number from before": {"number": 8},
    "less than before": {"owed": 7_000},
    "a settle-by beyond what the pool allows": {"settle_by_s": 2**40},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_receipt_that_does_not_promise_what_it_must_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    project, ann, (first, second, *_) = rated(world)
    assert ann.answer(project, first).owed == 9_000
    key = world.coordinator.receipt_key
    with_lies(monkeypatch, lambda found: [signed_again(found[0], key, **LIES[lie])])
    with pytest.raises(BadReceipt):
        ann.answer(project, second)


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found[1:],
        lambda found: found * 2,
        lambda found: [found[0].model_copy(update={"signature": "0x" + "11" * 64 + "1b"})],
        lambda found: [found[0].model_copy(update={"owed": 10**6})],
        lambda found: [signed_again(found[0], wallet("another operator"))],
    ],
)
def test_a_receipt_that_the_operator_did_not_sign_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    ann = world.person("ann", world.open())
    with_lies(monkeypatch, change)
    with pytest.raises(BadReceipt):
        ann.answer(1, ann.lease(1)[0])


def test_a_batch_gets_checked_receipts_in_order(world: World) -> None:
    ann = world.person("ann", world.open())
    tasks = ann.lease(1, 3)
    receipts = ann.client.submit(1, [(task, answer("yes")) for task in tasks])
    assert [receipt.sequence for receipt in receipts] == [1, 2, 3]
    assert [receipt.task for receipt in receipts] == tasks


def test_a_fresh_client_joins_and_goes_on(world: World) -> None:
    world.open()
    first = world.person("ann", 1)
    tasks = first.lease(1, 2)
    first.answer(1, tasks[0])
    again = world.person("ann", 1)
    assert again.answer(1, tasks[1]).sequence == 2


def test_a_refused_answer_leaves_the_chain_where_it_was(world: World) -> None:
    ann = world.person("ann", world.open())
    with pytest.raises(Refused):
        ann.answer(1, "0x" + "99" * 32)
    assert ann.answer(1, ann.lease(1)[0]).sequence == 1


def test_an_answer_whose_receipt_got_lost_is_sent_again_and_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = world.person("ann", world.open())
    (task,) = ann.lease(1)
    lose_the_first_answer(monkeypatch, "/answers")
    assert ann.answer(1, task).number == 1
    assert ann.client.earnings().receipt_number == 1


def test_a_login_whose_answer_got_lost_is_made_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its nonce is spent: only a new one helps."""
    ann = Labeler(world.url, wallet("ann"))
    lose_the_first_answer(monkeypatch, "/sessions")
    ann.log_in()
    assert ann.earnings().labeler == ann.address
    ann.close()


def lose_the_first_answer(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Let the server do what is asked first at a path, and its answer get lost."""
    monkeypatch.setattr(http, "PAUSES_S", (0.0,) * 3)
    lost: list[httpx.Response] = []
    request = httpx.Client.request

    def losing(client: httpx.Client, method: str, url: str, **named: Any) -> httpx.Response:
        found = request(client, method, url, **named)
        if url.endswith(path) and not lost:
            lost.append(found)
            raise httpx.ReadError("the line went dead")
        return found

    monkeypatch.setattr(httpx.Client, "request", losing)


def test_skipping_and_cashing_out_go_over_the_wire(world: World) -> None:
    project, ann, (task, *_) = rated(world)
    ann.client.skip(project, task, "unclear")
    assert task not in ann.lease(project, 50)
    status = ann.client.cash_out(wallet("home").address, 5_000)
    assert (status.state, status.relay_fee) == ("queued", 1_000)
    assert ann.client.withdrawal(status.id) == status
    assert ann.client.earnings().withdrawals == [status]


def test_the_wallet_never_leaves_the_client(world: World) -> None:
    person: Person = world.person("ann", world.open(Terms()))
    assert "Key(0x" in repr(person.client._wallet)
    assert not hasattr(person.client._wallet, "private_key")
