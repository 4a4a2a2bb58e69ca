"""One JSON-RPC endpoint: ask, wait a bounded time, name what went wrong.

Written on httpx: web3 takes more than a second to import, and of it we would use only this.
"""

import itertools
import ssl
import weakref
from functools import cache
from typing import Any

import httpx

from labelfield.chain.errors import ChainUnreachable, NodeRefused, TransactionReverted, WrongChain
from labelfield.chain.interface import decode_error
from labelfield.protocol.canonical import refuse_deep_nesting
from labelfield.protocol.errors import NotCanonical

RPC_TIMEOUT_S = 10.0
_NO_PROXY: dict[str, httpx.BaseTransport | None] = {
    "all://127.0.0.1": None,
    "all://localhost": None,
}


class Rpc:
    """A connection to one node; safe to share between threads."""

    def __init__(self, rpc_url: str, timeout_s: float = RPC_TIMEOUT_S) -> None:
        self.rpc_url = rpc_url
        self._client = httpx.Client(
            timeout=timeout_s, mounts=_NO_PROXY, verify=_certificates(rpc_url)
        )
        weakref.finalize(self, self._client.close)
        self._ids = itertools.count(1)

    def ask(self, method: str, *parameters: object) -> Any:
        """Return the node's result for `method`; raise a ChainError for anything else."""
        body = {
            "jsonrpc": "2.0",
            "id": next(self._ids),
            "method": method,
            "params": list(parameters),
        }
        answer = self._post(body)
        if "error" in answer:
            _raise_refusal(method, answer["error"])
        return answer.get("result")

    def ask_int(self, method: str, *parameters: object) -> int:
        """Return the node's result for `method` as an integer."""
        return int(self.ask(method, *parameters), 16)

    def require_chain(self, chain_id: int) -> None:
        """Raise WrongChain unless the node answers for chain `chain_id`."""
        found = self.ask_int("eth_chainId")
        if found != chain_id:
            raise WrongChain(self.rpc_url, chain_id, found)

    def _post(self, body: dict[str, object]) -> dict[str, Any]:
        try:
            response = self._client.post(self.rpc_url, json=body)
            refuse_deep_nesting(response.content)
            answer = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, NotCanonical, ValueError) as error:
            raise ChainUnreachable(self.rpc_url, error or type(error).__name__) from error
        if not isinstance(answer, dict) or not ("result" in answer or "error" in answer):
            raise ChainUnreachable(self.rpc_url, f"status {response.status_code}, no JSON-RPC")
        return answer


def _certificates(url: str) -> ssl.SSLContext | bool:
    """Return what a node's certificate is checked by; reading it takes longer than most answers."""
    return False if url.startswith("http:") else _authorities()


@cache
def _authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _raise_refusal(method: str, error: dict[str, Any]) -> None:
    message = str(error.get("message", error))
    data = error.get("data")
    if isinstance(data, str) and data.startswith("0x") and "revert" in message.lower():
        raise TransactionReverted(*decode_error(bytes.fromhex(data[2:])))
    raise NodeRefused(method, message)
