"""An agent asks people by MCP, a program by x402; both pay, and get back what was not answered."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp.client.stdio import StdioServerParameters, stdio_client
from x402 import x402Client
from x402.http.clients.httpx import PaymentError, x402HttpxClient
from x402.mechanisms.evm.exact import register_exact_evm_client
from x402.mechanisms.evm.signers import EthAccountSigner

from labelfield.chain.accounts import account_class
from labelfield.cli.exits import Exit
from labelfield.protocol.keys import Key
from mcp import Client
from tests.cli.running import labelfield
from tests.mcp.conftest import PATIENCE_S, DeskProcess
from tests.mcp.people import answering

NAMES = ("ann", "bob", "cec")


def api_key(desk: DeskProcess) -> str:
    return (desk.server.home / "api.key").read_text().strip()


def question(**changes: Any) -> dict[str, Any]:
    plain = {
        "question": "Is this a fruit?",
        "choices": ["fruit", "not a fruit"],
        "items": [{"key": "a", "text": "apple"}, {"key": "b", "text": "brick"}],
        "price": 20_000,
        "answers": 3,
        "deadline_s": 60,
    }
    return plain | changes


def know_fruit(name: str, data: dict[str, object]) -> str | None:
    return "fruit" if data["item"] in ("apple", "pear") else "not a fruit"


def until(found: Callable[[], dict[str, Any]], state: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        status = found()
        if status["state"] in (state, "done"):
            return status
        assert time.monotonic() < deadline, status
        time.sleep(0.2)


def paid_post(desk: DeskProcess, body: dict[str, Any]) -> httpx.Response:
    """Ask as any x402 client would, with the client's own packages alone."""

    async def post() -> httpx.Response:
        terms = httpx.get(f"{desk.url}/", trust_env=False).json()
        payer = x402Client()
        account = account_class().from_key(bytes(31) + b"\x51")
        register_exact_evm_client(payer, EthAccountSigner(account), networks=terms["network"])
        payer.set_spend_controls(False)
        async with x402HttpxClient(payer, timeout=60, trust_env=False) as client:
            return await client.post(f"{desk.url}/questions", json=body)

    return asyncio.run(post())


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"choices": ["one"]}, "choices"),
        ({"choices": ["same", "same"]}, "each must be another"),
        ({"items": []}, "items"),
        ({"items": [{"key": "a"}]}, "give text or image"),
        ({"items": [{"key": "a", "image": "AAAA"}]}, "not a PNG"),
        ({"price": 0}, "price"),
        ({"answers": 51}, "answers"),
        ({"deadline_s": 1}, "deadline_s"),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_any_payment(
    desk: DeskProcess, changes: dict[str, Any], named: str
) -> None:
    answer = httpx.post(f"{desk.url}/questions", json=question(**changes), trust_env=False)
    assert answer.status_code == 400
    assert named in answer.json()["error"]


@pytest.mark.parametrize("header", ["", "%%%", "bm8=", "e30=", "eyJ4NDAyVmVyc2lvbiI6MX0="])
def test_what_is_no_payment_is_answered_with_the_price(desk: DeskProcess, header: str) -> None:
    answer = httpx.post(
        f"{desk.url}/questions",
        json=question(),
        headers={"PAYMENT-SIGNATURE": header},
        trust_env=False,
    )
    assert answer.status_code == 402
    (offer,) = answer.json()["accepts"]
    largest = (2 * 3 + 3) * 20_000 * 102 // 100 + 10_000
    assert int(offer["amount"]) == largest * desk.pool.unit


def test_a_question_that_nobody_asked_is_unknown(desk: DeskProcess) -> None:
    for name in ("0x" + "11" * 32, "no", "../../api.key"):
        answer = httpx.get(f"{desk.url}/questions/{name}", trust_env=False)
        assert answer.status_code == 404


def test_a_wallet_without_money_cannot_ask(desk: DeskProcess) -> None:
    async def post() -> None:
        terms = httpx.get(f"{desk.url}/", trust_env=False).json()
        payer = x402Client()
        account = account_class().from_key(bytes(31) + b"\x52")
        register_exact_evm_client(payer, EthAccountSigner(account), networks=terms["network"])
        payer.set_spend_controls(False)
        async with x402HttpxClient(payer, timeout=60, trust_env=False) as client:
            answer = await client.post(f"{desk.url}/questions", json=question())
            assert answer.status_code == 402

    with contextlib.suppress(PaymentError):  # the client may refuse to pay twice
        asyncio.run(post())


def test_a_program_pays_by_x402_and_gets_answers_and_the_rest(
    desk: DeskProcess, funded: Key
) -> None:
    before = desk.pool.token_balance(funded.address)
    with answering(desk.server.url, api_key(desk), NAMES, know_fruit):
        answer = paid_post(desk, question())
        assert answer.status_code == 200, answer.text
        asked = answer.json()
        status = until(
            lambda: httpx.get(f"{desk.url}/questions/{asked['id']}", trust_env=False).json(),
            "answered",
        )
    assert [(row["choice"], row["answers"]) for row in status["answers"]] == [
        ("fruit", 3),
        ("not a fruit", 3),
    ]
    assert status["paid"] == status["spent"] + status["refunded"]
    assert status["spent"] > 10_000 + 2 * 3 * 10_000
    wait_for_balance(desk, funded, before - status["spent"] * desk.pool.unit)
    proof = status["proof"]
    assert proof["payment"] != proof["refund"]
    home = ("--home", desk.server.home)
    verified = labelfield("verify", proof["project"], *home)
    assert verified.code == Exit.DONE, verified
    assert "AGREES" in verified.out


def wait_for_balance(desk: DeskProcess, key: Key, expected: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while desk.pool.token_balance(key.address) != expected:
        assert time.monotonic() < deadline, (desk.pool.token_balance(key.address), expected)
        time.sleep(0.2)


def test_what_nobody_answers_is_paid_back_whole(desk: DeskProcess, funded: Key) -> None:
    before = desk.pool.token_balance(funded.address)
    asked = paid_post(desk, question(deadline_s=10)).json()
    status = until(
        lambda: httpx.get(f"{desk.url}/questions/{asked['id']}", trust_env=False).json(),
        "answered",
    )
    assert [row["choice"] for row in status["answers"]] == [None, None]
    assert (status["spent"], status["refunded"]) == (0, status["paid"])
    wait_for_balance(desk, funded, before)


def test_an_agent_asks_people_by_mcp(desk: DeskProcess, funded: Key, key_file: Path) -> None:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=[
            "-m",
            "labelfield.cli",
            "mcp",
            "--desk",
            desk.url,
            "--key-file",
            str(key_file),
            "--budget",
            "0.50",
        ],
        env={"LABELFIELD_PASSWORD": "secret"},
    )

    async def converse() -> tuple[list[str], Any, Any, Any]:
        async with Client(stdio_client(parameters)) as client:
            tools = [tool.name for tool in (await client.list_tools()).tools]
            asked = {"question": "Fruit?", "choices": ["fruit", "not a fruit"]}
            answered = await client.call_tool(
                "ask_people",
                asked | {"texts": ["pear", "stone"], "price_units": 10_000, "deadline_s": 90},
            )
            left = await client.call_tool("budget", {})
            too_much = await client.call_tool(
                "ask_people", asked | {"texts": ["pear"], "price_units": 1_000_000}
            )
            return tools, answered, left, too_much

    with answering(desk.server.url, api_key(desk), NAMES, know_fruit):
        tools, answered, left, too_much = asyncio.run(converse())
    assert tools == ["ask_people", "look_up", "terms", "budget"]
    status = answered.structured_content
    assert [row["choice"] for row in status["answers"]] == ["fruit", "not a fruit"]
    assert left.structured_content["left"] == 500_000 - status["spent"]
    assert too_much.is_error
    assert "budget" in str(too_much.content)
