"""Contract wallets on a real chain: they answer for themselves, deployed or not."""

import pytest
from eth_abi import encode

from labelfield.chain.anvil import Anvil
from labelfield.chain.errors import ChainUnreachable
from labelfield.chain.rpc import Rpc
from labelfield.chain.wallet_signatures import COUNTERFACTUAL, wallet_signed
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address

pytestmark = pytest.mark.chain

DIGEST = keccak(b"message")
WALLET = Address("0x" + "ab" * 20)
# PUSH32 digest, compare with the first argument, PUSH4 0x1626ba7e << 224 times the outcome, return.
RUNTIME = bytes.fromhex(f"7f{DIGEST.hex()}60043514631626ba7e60e01b025f5260205ff3")
INITCODE = bytes.fromhex(f"61{len(RUNTIME):04x}600c5f3961{len(RUNTIME):04x}5ff3") + RUNTIME
FACTORY = "0x4e59b44847b379578588920ca78fbf26c0b4956c"
SALT = b"\0" * 32


def counterfactual(inner: bytes, initcode: bytes = INITCODE) -> bytes:
    call = SALT + initcode
    return encode(["address", "bytes", "bytes"], [FACTORY, call, inner]) + COUNTERFACTUAL


def future_address(initcode: bytes = INITCODE) -> Address:
    parts = b"\xff" + bytes.fromhex(FACTORY[2:]) + SALT + keccak(initcode)
    return Address("0x" + keccak(parts)[12:].hex())


@pytest.fixture
def rpc(anvil: Anvil) -> Rpc:
    found = Rpc(anvil.rpc_url)
    found.ask("anvil_setCode", WALLET, "0x" + RUNTIME.hex())
    return found


def test_a_wallet_that_says_no_did_not_sign(rpc: Rpc) -> None:
    assert not wallet_signed(rpc.rpc_url, WALLET, keccak(b"other"), b"any")


@pytest.mark.parametrize("code", ["0x", "0xfe", "0x5ffd", "0x60205ff3"])
def test_an_account_without_the_question_did_not_sign(rpc: Rpc, code: str) -> None:
    other = Address("0x" + "cd" * 20)
    rpc.ask("anvil_setCode", other, code)
    assert not wallet_signed(rpc.rpc_url, other, DIGEST, b"any")


@pytest.mark.parametrize(
    "signature",
    [COUNTERFACTUAL, b"\xff" * 96 + COUNTERFACTUAL, counterfactual(b"", initcode=b"\xfe")],
)
def test_a_wrapped_signature_that_deploys_nothing_is_none(rpc: Rpc, signature: bytes) -> None:
    assert not wallet_signed(rpc.rpc_url, future_address(), DIGEST, signature)


def test_a_wrapped_signature_for_another_wallet_is_none(rpc: Rpc) -> None:
    other = Address("0x" + "ee" * 20)
    assert not wallet_signed(rpc.rpc_url, other, DIGEST, counterfactual(b"any"))


def test_a_silent_node_is_named() -> None:
    with pytest.raises(ChainUnreachable):
        wallet_signed("http://127.0.0.1:9", WALLET, DIGEST, b"any")


def test_a_deployed_wallet_answers_for_itself(rpc: Rpc) -> None:
    assert wallet_signed(rpc.rpc_url, WALLET, DIGEST, b"any")
    assert wallet_signed(rpc.rpc_url, WALLET, DIGEST, counterfactual(b"any"))


def test_a_wallet_that_is_not_deployed_answers_in_a_simulation_that_changes_nothing(
    rpc: Rpc,
) -> None:
    wallet = future_address()
    assert wallet_signed(rpc.rpc_url, wallet, DIGEST, counterfactual(b"any"))
    assert not wallet_signed(rpc.rpc_url, wallet, keccak(b"other"), counterfactual(b"any"))
    assert rpc.ask("eth_getCode", wallet, "latest") == "0x"
