"""An agent's side of the desk: asks, pays by x402 within a budget, waits for the answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError
from x402 import x402Client
from x402.client_base import SpendControlAsset, SpendControls
from x402.http.clients.httpx import PaymentError, x402HttpxClient
from x402.mechanisms.evm.exact import register_exact_evm_client
from x402.mechanisms.evm.signers import EthAccountSigner

from labelfield.api.question_models import DeskTerms, QuestionRequest, QuestionStatus
from labelfield.chain.accounts import account_class
from labelfield.mcp.errors import BadQuestion, DeskUnreachable, OverBudget, UnknownQuestion

TIMEOUT_S = 60.0
POLL_S = 0.5
PATIENCE_S = 120
"""How much later than its deadline a question may be answered: it closes, settles and opens."""
FINISHED = ("answered", "done")

Model = TypeVar("Model", bound=BaseModel)
Told = Callable[[QuestionStatus], Awaitable[None]]


class Agent:
    """One wallet at one desk, with a budget in units for as long as it runs."""

    def __init__(self, url: str, private_key: bytes, budget: int) -> None:
        self._url = url.rstrip("/")
        self._signer = EthAccountSigner(account_class().from_key(private_key))
        self.left = budget

    async def terms(self) -> DeskTerms:
        """Return what the desk takes."""
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            return await self._ask(client, "GET", "/", DeskTerms)

    async def ask(self, request: QuestionRequest) -> QuestionStatus:
        """Ask and pay; raise OverBudget before anything is signed that the budget lacks."""
        terms = await self.terms()
        payer = x402Client()
        register_exact_evm_client(payer, self._signer, networks=terms.network)
        limit = SpendControlAsset(
            network=terms.network,
            asset=terms.token,
            max_amount_per_payment=str(self.left * terms.unit),
        )
        payer.set_spend_controls(SpendControls(allowed_assets=[limit]))
        async with x402HttpxClient(payer, timeout=TIMEOUT_S, trust_env=False) as client:
            body = request.model_dump()
            status = await self._ask(client, "POST", "/questions", QuestionStatus, json=body)
        self.left -= status.paid
        return status

    async def look_up(self, identity: str) -> QuestionStatus:
        """Return how far a question is; raise UnknownQuestion."""
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            return await self._ask(client, "GET", f"/questions/{identity}", QuestionStatus)

    async def wait(self, status: QuestionStatus, told: Told) -> QuestionStatus:
        """Wait until a question is answered, or somewhat longer than its deadline."""
        while status.state not in FINISHED:
            if time.time() > status.deadline_s + PATIENCE_S:
                break
            await asyncio.sleep(POLL_S)
            found = await self.look_up(status.id)
            if found.given != status.given:
                await told(found)
            status = found
        self.left += status.refunded or 0
        return status

    async def _ask(
        self, client: httpx.AsyncClient, method: str, path: str, model: type[Model], **body: Any
    ) -> Model:
        try:
            response = await client.request(method, self._url + path, **body)
        except PaymentError as error:
            raise OverBudget(f"{self.left} millionths of a dollar") from error
        except httpx.HTTPError as error:
            raise DeskUnreachable(self._url, error or type(error).__name__) from error
        return _parsed(self._url, response, model)


def _parsed(url: str, response: httpx.Response, model: type[Model]) -> Model:
    if response.is_success:
        try:
            return model.model_validate_json(response.content)
        except ValidationError as error:
            raise DeskUnreachable(url, error) from error
    problem = _problem(response)
    if response.status_code == 404:
        raise UnknownQuestion(problem)
    if response.status_code < 500:
        raise BadQuestion(f"the desk refuses: {problem}")
    raise DeskUnreachable(url, problem)


def _problem(response: httpx.Response) -> str:
    try:
        return str(response.json()["error"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"status {response.status_code}"
