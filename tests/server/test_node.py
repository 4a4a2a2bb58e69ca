"""The chain, handed on: questions and signed transactions, nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from labelfield.chain.anvil import DEV_KEYS, Anvil, start_anvil, stop_anvil
from labelfield.chain.deploy import Deployment, PoolSettings, deploy_development
from labelfield.chain.pool import Pool
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key
from labelfield.server.context import Contracts, PoolFacts
from labelfield.server.node import FAUCET_UNITS, METHODS
from tests.server.world import DOMAIN, World, code_of, pool_facts

CONTRACTS = Contracts(Address("0x" + "55" * 20), 7)
NOWHERE = "http://127.0.0.1:9"
SOMEBODY = "0x" + "ab" * 20
SETTINGS = PoolSettings(
    checkpoint_key=Key(DEV_KEYS[1]).address, receipt_key=Key(DEV_KEYS[2]).address
)


def question(method: str, *params: object) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": 4, "method": method, "params": list(params)}


def silence(world: World) -> None:
    """Let the server know contracts at a node that does not answer."""
    world.coordinator.contracts, world.coordinator.rpc_url = CONTRACTS, NOWHERE


@pytest.fixture(scope="module")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anvil]:
    started = start_anvil(tmp_path_factory.mktemp("node"))
    yield started
    stop_anvil(started)


@pytest.fixture(scope="module")
def deployment(anvil: Anvil) -> Deployment:
    return deploy_development(anvil.rpc_url, DEV_KEYS[0], SETTINGS)


@pytest.fixture
def on_chain(world: World, anvil: Anvil, deployment: Deployment) -> World:
    domain = replace(DOMAIN, pool=deployment.pool)
    world.coordinator.contracts = Contracts(deployment.registry, deployment.block)
    world.coordinator.rpc_url = anvil.rpc_url
    world.coordinator.pool = pool_facts(domain, token=deployment.token)
    return world


def test_a_server_without_a_node_hands_nothing_on(world: World) -> None:
    for response in (
        world.http.get("/api/chain"),
        world.http.post("/api/chain", json=question("eth_chainId")),
        world.http.post("/api/faucet", json={"address": SOMEBODY}),
    ):
        assert (response.status_code, code_of(response)) == (404, "not_found")


@pytest.mark.parametrize(
    "method", ["anvil_setBalance", "eth_sendTransaction", "eth_accounts", "admin_peers", ""]
)
def test_methods_that_change_or_tell_more_are_not_handed_on(world: World, method: str) -> None:
    silence(world)
    found = world.http.post("/api/chain", json=question(method)).json()
    assert found["error"]["code"] == -32_601
    assert "result" not in found
    assert method not in METHODS


def test_a_node_that_is_silent_is_named_and_may_be_asked_again(world: World) -> None:
    silence(world)
    response = world.http.post("/api/chain", json=question("eth_chainId"))
    assert (response.status_code, code_of(response)) == (503, "chain_unreachable")


def test_play_money_is_for_the_development_chain_alone(world: World) -> None:
    silence(world)
    facts: PoolFacts = world.coordinator.pool
    world.coordinator.pool = replace(facts, domain=replace(facts.domain, chain_id=56))
    response = world.http.post("/api/faucet", json={"address": SOMEBODY})
    assert (response.status_code, code_of(response)) == (404, "not_found")


def test_where_the_contracts_are_is_told(world: World) -> None:
    silence(world)
    found = world.http.get("/api/chain").json()
    assert found["registry"] == CONTRACTS.registry
    assert found["first_block"] == 7
    assert found["deposits"] is None
    assert found["store"] == world.coordinator.store_url
    assert found["faucet"] is True


@pytest.mark.chain
def test_questions_are_answered_and_refusals_said(on_chain: World) -> None:
    found = on_chain.http.post("/api/chain", json=question("eth_chainId")).json()
    assert found == {"jsonrpc": "2.0", "id": 4, "result": hex(31337)}
    call = {"to": on_chain.coordinator.pool.domain.pool, "data": "0x12345678"}
    refused = on_chain.http.post("/api/chain", json=question("eth_call", call, "latest")).json()
    assert refused["error"]["message"]
    missing = question("eth_getTransactionReceipt", "0x" + "00" * 32)
    assert on_chain.http.post("/api/chain", json=missing).json()["result"] is None


@pytest.mark.chain
def test_play_money_comes_as_coins_and_test_dollars(
    on_chain: World, anvil: Anvil, deployment: Deployment
) -> None:
    assert on_chain.http.post("/api/faucet", json={"address": SOMEBODY}).json() == {}
    pool = Pool(anvil.rpc_url, deployment.pool)
    assert pool.token_balance(Address(SOMEBODY)) == FAUCET_UNITS * pool.unit
    coins = on_chain.http.post("/api/chain", json=question("eth_getBalance", SOMEBODY, "latest"))
    assert int(coins.json()["result"], 16) == 10**18
