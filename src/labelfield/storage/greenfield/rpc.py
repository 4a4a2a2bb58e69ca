"""The chain's node, spoken to over CometBFT's JSON-RPC alone."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from labelfield.storage.greenfield.codec import decode, encode
from labelfield.storage.greenfield.connections import new_connection
from labelfield.storage.greenfield.errors import (
    MalformedResponse,
    NotCommitted,
    NotFound,
    RpcRefused,
    TransactionFailed,
    Unreachable,
    WrongSequence,
)
from labelfield.storage.greenfield.shallow_json import parse_shallow
from labelfield.storage.greenfield.transaction import hash_of

MAX_ANSWER_BYTES = 16 * 1024 * 1024

_WRONG_SEQUENCE = 32
_KEY_NOT_FOUND = 30
_IN_MEMPOOL = 19


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """Which network a node serves, and how far it is."""

    network: str
    height: int
    catching_up: bool


@dataclass(frozen=True, slots=True)
class Committed:
    """A transaction that a block holds and that succeeded."""

    tx_hash: str
    height: int
    gas_used: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How often what is safe to repeat is repeated, and how long is waited for what must come."""

    attempts: int = 4
    first_pause_s: float = 0.25
    """Each pause is twice the one before."""

    commit_s: float = 60
    seal_s: float = 300
    poll_s: float = 0.5
    sleep: Callable[[float], None] = time.sleep


class Rpc:
    """A connection to a node."""

    def __init__(self, url: str, patience: Patience, timeout_s: float = 30) -> None:
        self._url = url
        self._patience = patience
        self._http = new_connection(timeout_s)

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()

    def status(self) -> NodeStatus:
        """Return which network the node serves, and how far it is."""
        result = self._call("status", {})
        node, sync = _dict(result, "node_info"), _dict(result, "sync_info")
        return NodeStatus(
            _text(node, "network"),
            _number(sync, "latest_block_height"),
            sync.get("catching_up") is True,
        )

    def query(self, question: Any) -> Any:
        """Return the chain's answer; raise NotFound where it holds no such thing."""
        parameters = {"path": question.PATH, "data": encode(question).hex(), "prove": False}
        response = _dict(self._call("abci_query", parameters), "response")
        code, log = _number(response, "code"), str(response.get("log") or "")
        if code:
            lowered = log.lower()
            missing = code == _KEY_NOT_FOUND or "no such" in lowered or "not found" in lowered
            raise (NotFound if missing else RpcRefused)(question.PATH, code, log)
        return decode(question.ANSWER, _base64(response.get("value") or ""))

    def broadcast(self, transaction: bytes) -> str:
        """Hand a transaction to the node and return its hash; the same bytes may go twice.

        A second copy that the node refuses for its sequence means that the first was taken.
        """
        tx_hash = hash_of(transaction)
        encoded = {"tx": base64.b64encode(transaction).decode()}
        for attempt in range(self._patience.attempts):
            try:
                result = self._call_once("broadcast_tx_sync", encoded)
            except Unreachable:
                if attempt + 1 == self._patience.attempts:
                    raise
                self._pause(attempt)
                continue
            except RpcRefused as error:
                if "already exists in cache" in error.log:
                    return tx_hash
                raise
            code, log = _number(result, "code"), str(result.get("log") or "")
            taken = code in (0, _IN_MEMPOOL) or (code == _WRONG_SEQUENCE and attempt > 0)
            if taken:
                return tx_hash
            refusal = WrongSequence if code == _WRONG_SEQUENCE else RpcRefused
            raise refusal(f"transaction {tx_hash}", code, log)
        raise AssertionError("the last attempt returns or raises")

    def wait(self, tx_hash: str) -> Committed:
        """Return the transaction once a block holds it; raise TransactionFailed if it failed."""
        waited = 0.0
        while True:
            if (found := self._transaction(tx_hash)) is not None:
                return found
            if waited >= self._patience.commit_s:
                raise NotCommitted(tx_hash, waited)
            self._patience.sleep(self._patience.poll_s)
            waited += self._patience.poll_s

    def _transaction(self, tx_hash: str) -> Committed | None:
        encoded = base64.b64encode(bytes.fromhex(tx_hash)).decode()
        try:
            found = self._call("tx", {"hash": encoded, "prove": False})
        except RpcRefused as error:
            if "not found" in error.log:
                return None
            raise
        result = _dict(found, "tx_result")
        if code := _number(result, "code"):
            raise TransactionFailed(f"transaction {tx_hash}", code, str(result.get("log") or ""))
        return Committed(tx_hash, _number(found, "height"), _number(result, "gas_used"))

    def _call(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Call what changes nothing, again and again where no answer came."""
        for attempt in range(self._patience.attempts - 1):
            try:
                return self._call_once(method, parameters)
            except Unreachable:
                self._pause(attempt)
        return self._call_once(method, parameters)

    def _call_once(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        try:
            response = self._http.post(self._url, json=body)
        except httpx.HTTPError as error:
            raise Unreachable(f"{method}: no answer from the node: {error!r}") from error
        if response.status_code in (429, 502, 503, 504):
            raise Unreachable(f"{method}: the node answered {response.status_code}")
        return _result_of(method, response)

    def _pause(self, attempt: int) -> None:
        self._patience.sleep(self._patience.first_pause_s * 2**attempt)


def _result_of(method: str, response: httpx.Response) -> dict[str, Any]:
    if len(response.content) > MAX_ANSWER_BYTES:
        raise MalformedResponse(f"{method}: the answer has {len(response.content)} bytes")
    try:
        answer = parse_shallow(response.content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise MalformedResponse(f"{method}: {response.status_code} without a JSON object")
    if isinstance(error := answer.get("error"), dict):
        log = f"{error.get('message')}: {error.get('data')}"
        code = error.get("code")
        raise RpcRefused(method, code if isinstance(code, int) else -1, log)
    return _dict(answer, "result")


def _dict(found: dict[str, Any], name: str) -> dict[str, Any]:
    value = found.get(name)
    if not isinstance(value, dict):
        raise MalformedResponse(f"{name} is no object: {value!r}"[:200])
    return value


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise MalformedResponse(f"{name} is no text: {value!r}"[:200])
    return value


def _number(found: dict[str, Any], name: str) -> int:
    """Return a number that Go writes as a number or as text; zero may be left out."""
    value = found.get(name, 0)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise MalformedResponse(f"{name} is no number: {value!r}"[:200])


def _base64(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise MalformedResponse("the answer's value is not base64") from error
