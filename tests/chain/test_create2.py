import pytest
from eth_account import Account

from labelfield.chain import create2
from labelfield.chain.anvil import DEV_KEYS, Anvil
from labelfield.chain.create2 import PROXY, PROXY_CODE, Creation, code_at
from labelfield.chain.errors import ProxyMissing
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import Sender

ONE_BYTE_CONTRACT = bytes.fromhex("600060005360016000f3")
"""Creation code of a contract whose code is one zero byte."""


def test_the_proxy_s_own_transaction_is_its_sender_s() -> None:
    sender = Account.recover_transaction(create2._PROXY_TRANSACTION)
    assert sender.lower() == create2._PROXY_SENDER


@pytest.mark.chain
def test_a_contract_is_where_its_code_says(anvil: Anvil) -> None:
    rpc = Rpc(anvil.rpc_url)
    creation = Creation(b"\x07" * 32, ONE_BYTE_CONTRACT)
    assert code_at(rpc, creation.address) == b""
    Sender(anvil.rpc_url, DEV_KEYS[4]).execute(creation.call)
    assert code_at(rpc, creation.address) == b"\x00"


def test_another_salt_or_other_code_is_another_address() -> None:
    creations = [
        Creation(salt, code) for salt in (b"\x01" * 32, b"\x02" * 32) for code in (b"\x01", b"\x02")
    ]
    assert len({creation.address for creation in creations}) == 4


@pytest.mark.chain
def test_a_chain_without_the_proxy_is_told_how_to_get_it(anvil: Anvil) -> None:
    rpc = Rpc(anvil.rpc_url)
    rpc.ask("anvil_setCode", PROXY, "0x")
    rpc.ask("anvil_setNonce", PROXY, "0x0")
    with pytest.raises(ProxyMissing, match="coins to 0x3fab184622dc19b6109349b9"):
        create2.require_proxy(rpc)
    create2.put_proxy_on_development_chain(rpc)
    assert code_at(rpc, PROXY) == PROXY_CODE
    create2.require_proxy(rpc)
