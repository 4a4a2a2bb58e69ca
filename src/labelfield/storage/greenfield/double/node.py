"""The double's node: CometBFT's JSON-RPC, as much of it as clients use."""

import base64
import json
import re
from typing import Any

from labelfield.storage.greenfield.double import blocks
from labelfield.storage.greenfield.double.questions import answer
from labelfield.storage.greenfield.double.world import Outcome, Refused, World
from labelfield.storage.greenfield.errors import MalformedProtobuf
from labelfield.storage.greenfield.shallow_json import parse_shallow

_EMPTY_HASH = "0" * 64


class _Rolled(Exception):
    """A query's end: it changes nothing."""


def respond(world: World, body: bytes) -> bytes:
    """Return the JSON that answers a request."""
    try:
        asked = parse_shallow(body)
        number, method = asked.get("id"), str(asked["method"])
        parameters = asked.get("params") or {}
    except (ValueError, KeyError, AttributeError):
        return _error(None, -32700, "Parse error", "no JSON-RPC request")
    if method not in _METHODS:
        return _error(number, -32601, "Method not found", method)
    with world.lock:
        with world.kept.step():
            blocks.advance(world)
        try:
            result = _METHODS[method](world, parameters)
        except LookupError as error:
            return _error(number, -32603, "Internal error", str(error.args[0]))
        except (ValueError, TypeError) as error:
            return _error(number, -32602, "Invalid params", str(error))
    return json.dumps({"jsonrpc": "2.0", "id": number, "result": result}).encode()


def _status(world: World, _parameters: dict[str, Any]) -> dict[str, Any]:
    moment = world.now().strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
    return {
        "node_info": {
            "protocol_version": {"p2p": "8", "block": "11", "app": "0"},
            "id": "0" * 40,
            "listen_addr": "tcp://0.0.0.0:26656",
            "network": world.settings.chain_name,
            "version": "0.37.2",
            "channels": "40202122233038606100",
            "moniker": "double",
            "other": {"tx_index": "on", "rpc_address": "tcp://127.0.0.1:26657"},
        },
        "sync_info": {
            "latest_block_hash": _EMPTY_HASH,
            "latest_app_hash": _EMPTY_HASH,
            "latest_block_height": str(world.height()),
            "latest_block_time": moment,
            "earliest_block_hash": _EMPTY_HASH,
            "earliest_app_hash": _EMPTY_HASH,
            "earliest_block_height": "1",
            "earliest_block_time": moment,
            "catching_up": False,
        },
        "validator_info": {
            "address": "0" * 40,
            "pub_key": {
                "type": "tendermint/PubKeyEd25519",
                "value": base64.b64encode(bytes(32)).decode(),
            },
            "voting_power": "1",
        },
    }


def _abci_query(world: World, parameters: dict[str, Any]) -> dict[str, Any]:
    response: dict[str, Any] = {
        "code": 0,
        "log": "",
        "info": "",
        "index": "0",
        "key": None,
        "value": None,
        "proofOps": None,
        "height": str(world.height()),
        "codespace": "",
    }
    try:
        with world.kept.step():
            data = bytes.fromhex(str(parameters["data"]))
            response["value"] = base64.b64encode(answer(world, str(parameters["path"]), data))
            raise _Rolled
    except _Rolled:
        response["value"] = response["value"].decode()
    except MalformedProtobuf as error:
        response |= {"code": 18, "log": f"{error}: invalid request", "codespace": "sdk"}
    except Refused as refusal:
        response |= {"code": refusal.code, "log": refusal.log, "codespace": refusal.codespace}
    return {"response": response}


def _broadcast(world: World, parameters: dict[str, Any]) -> dict[str, Any]:
    data = base64.b64decode(str(parameters["tx"]), validate=True)
    if _is_known(world, data):
        raise LookupError("tx already exists in cache")
    with world.kept.step():
        tx_hash, refusal = blocks.broadcast(world, data)
    return {
        "code": refusal.code if refusal else 0,
        "data": "",
        "log": refusal.log if refusal else "[]",
        "codespace": refusal.codespace if refusal else "",
        "hash": tx_hash,
    }


def _is_known(world: World, data: bytes) -> bool:
    waiting = world.kept.under(blocks.Waiting, "waiting/")
    return any(found.transaction == data for _, found in waiting)


def _tx(world: World, parameters: dict[str, Any]) -> dict[str, Any]:
    tx_hash = base64.b64decode(str(parameters["hash"]), validate=True).hex().upper()
    found = blocks.outcome_of(world, tx_hash)
    if found is None:
        raise LookupError(f"tx ({tx_hash}) not found")
    return _transaction(tx_hash, found)


def _tx_search(world: World, parameters: dict[str, Any]) -> dict[str, Any]:
    asked = re.fullmatch(r"tx\.hash\s*=\s*'([0-9A-Fa-f]{64})'", str(parameters["query"]))
    if not asked:
        raise ValueError("only tx.hash='…' is searched for")
    found = blocks.outcome_of(world, asked[1])
    transactions = [_transaction(asked[1].upper(), found)] if found else []
    return {"txs": transactions, "total_count": str(len(transactions))}


def _transaction(tx_hash: str, found: Outcome) -> dict[str, Any]:
    return {
        "hash": tx_hash,
        "height": str(found.height),
        "index": 0,
        "tx_result": {
            "code": found.code,
            "data": "",
            "log": found.log,
            "info": "",
            "gas_wanted": str(found.gas_wanted),
            "gas_used": str(found.gas_used),
            "events": [],
            "codespace": found.codespace,
        },
        "tx": base64.b64encode(found.transaction).decode(),
    }


def _error(number: object, code: int, message: str, data: str) -> bytes:
    error = {"code": code, "message": message, "data": data}
    return json.dumps({"jsonrpc": "2.0", "id": number, "error": error}).encode()


_METHODS = {
    "status": _status,
    "abci_query": _abci_query,
    "broadcast_tx_sync": _broadcast,
    "tx": _tx,
    "tx_search": _tx_search,
}
