"""The chain behind this server, handed on: to pages that have no node of their own.

Only questions, and transactions that their senders signed themselves.
"""

import secrets

from labelfield.api.chain_models import (
    ChainError,
    ChainFacts,
    ChainFailure,
    ChainQuestion,
    ChainResult,
)
from labelfield.chain import calls
from labelfield.chain.anvil import CHAIN_ID
from labelfield.chain.errors import ChainError as NodeError
from labelfield.chain.errors import ChainUnreachable
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import Sender
from labelfield.protocol.ids import Address
from labelfield.server import refusals
from labelfield.server.context import Contracts, Coordinator

METHODS = frozenset(
    (
        "eth_blockNumber",
        "eth_call",
        "eth_chainId",
        "eth_estimateGas",
        "eth_gasPrice",
        "eth_getBalance",
        "eth_getBlockByNumber",
        "eth_getCode",
        "eth_getLogs",
        "eth_getTransactionByHash",
        "eth_getTransactionCount",
        "eth_getTransactionReceipt",
        "eth_sendRawTransaction",
    )
)
COSTS = {
    "eth_getLogs": 20,
    "eth_estimateGas": 5,
    "eth_sendRawTransaction": 5,
    "eth_call": 2,
}
"""For how many requests these count: the node reads many blocks, or runs a contract."""
REFUSED = -32_601
"""JSON-RPC's "method not found"."""
FAILED = -32_000
FAUCET_WEI = 10**18
FAUCET_UNITS = 1_000_000_000
"""A thousand dollars of play money."""


def chain_facts(coordinator: Coordinator) -> ChainFacts:
    """Return where the contracts are."""
    contracts, pool = _contracts(coordinator), coordinator.pool
    return ChainFacts(
        chain_id=pool.domain.chain_id,
        pool=pool.domain.pool,
        registry=contracts.registry,
        token=pool.token,
        deposits=contracts.deposits,
        first_block=contracts.first_block,
        store=coordinator.store_url,
        faucet=pool.domain.chain_id == CHAIN_ID,
    )


def ask_node(coordinator: Coordinator, question: ChainQuestion) -> ChainResult | ChainFailure:
    """Return what the node says; whatever is not on the list is refused here."""
    _contracts(coordinator)
    if question.method not in METHODS:
        return _failed(question, REFUSED, f"{question.method:.60} is not handed on")
    try:
        result = Rpc(coordinator.rpc_url).ask(question.method, *question.params)
    except ChainUnreachable as error:
        raise refusals.ChainUnreachable("The chain does not answer: try again.") from error
    except NodeError as error:
        return _failed(question, FAILED, str(error))
    return ChainResult(jsonrpc="2.0", id=question.id, result=result)


def give_play_money(coordinator: Coordinator, account: Address) -> None:
    """Fill an account up with coins and test dollars; refuse on any chain but the development's."""
    _contracts(coordinator)
    pool = coordinator.pool
    if pool.domain.chain_id != CHAIN_ID:
        raise refusals.NotFound("There is no play money on this chain.")
    rpc = Rpc(coordinator.rpc_url)
    rpc.ask("anvil_setBalance", account, hex(FAUCET_WEI))
    minter = Sender(coordinator.rpc_url, secrets.token_bytes(32))
    rpc.ask("anvil_setBalance", minter.address, hex(FAUCET_WEI))
    base_units = FAUCET_UNITS * int(10 ** (pool.token_decimals - pool.unit_decimals))
    minter.execute(calls.mint(pool.token, account, base_units))


def _failed(question: ChainQuestion, code: int, message: str) -> ChainFailure:
    error = ChainError(code=code, message=message)
    return ChainFailure(jsonrpc="2.0", id=question.id, error=error)


def _contracts(coordinator: Coordinator) -> Contracts:
    if coordinator.contracts is None:
        raise refusals.NotFound("This server hands no chain on.")
    return coordinator.contracts
