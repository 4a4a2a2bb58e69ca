"""A wallet that signs elsewhere: anvil's own accounts play it, as a desktop wallet would answer."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from labelfield.chain.anvil import DEV_KEYS, Anvil
from labelfield.chain.calls import Call
from labelfield.chain.errors import ChainUnreachable, NoAccount, NodeRefused, WrongChain
from labelfield.chain.external_wallet import ExternalWallet
from labelfield.chain.rpc import Rpc
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key

SOMEBODY = "0x" + "5b" * 20


@contextmanager
def wallet_saying(said: dict[str, Any]) -> Iterator[str]:
    """A wallet with fixed answers; what is not among them its owner refuses."""

    class Wallet(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            refused = {"error": {"code": 4001, "message": "User rejected the request."}}
            answer = {"result": said[asked["method"]]} if asked["method"] in said else refused
            body = json.dumps({"jsonrpc": "2.0", "id": asked["id"]} | answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Wallet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("shown", [[], None, {}, ["no address"], [1]])
def test_a_wallet_that_shows_no_account_is_named(anvil: Anvil, shown: Any) -> None:
    said = {"eth_chainId": "0x7a69", "eth_accounts": shown}
    with wallet_saying(said) as url, pytest.raises(NoAccount, match="unlock it"):
        _ = ExternalWallet(anvil.rpc_url, url).address


def test_a_wallet_on_another_chain_is_refused(anvil: Anvil) -> None:
    with wallet_saying({"eth_chainId": "0x38"}) as url, pytest.raises(WrongChain, match="chain 56"):
        _ = ExternalWallet(anvil.rpc_url, url).address


def test_no_wallet_at_an_address_is_said(anvil: Anvil) -> None:
    with pytest.raises(ChainUnreachable):
        _ = ExternalWallet(anvil.rpc_url, "http://127.0.0.1:9").address


def test_what_its_owner_rejects_is_not_sent(anvil: Anvil) -> None:
    said = {"eth_chainId": "0x7a69", "eth_accounts": [SOMEBODY]}
    with wallet_saying(said) as url, pytest.raises(NodeRefused, match="User rejected"):
        ExternalWallet(anvil.rpc_url, url).execute(Call(Address(SOMEBODY), b""))


def test_what_is_no_transaction_is_refused(anvil: Anvil) -> None:
    said = {"eth_chainId": "0x7a69", "eth_accounts": [SOMEBODY], "eth_sendTransaction": "soon"}
    with wallet_saying(said) as url, pytest.raises(NodeRefused, match="is no transaction"):
        ExternalWallet(anvil.rpc_url, url).execute(Call(Address(SOMEBODY), b""))


def test_a_confirmed_transaction_is_mined(anvil: Anvil) -> None:
    wallet = ExternalWallet(anvil.rpc_url, anvil.rpc_url)
    before = balance(anvil)
    wallet.execute(Call(Address(SOMEBODY), b"", 5))
    assert wallet.address == Key(DEV_KEYS[0]).address
    assert balance(anvil) == before + 5


def balance(anvil: Anvil) -> int:
    return Rpc(anvil.rpc_url).ask_int("eth_getBalance", SOMEBODY, "latest")
