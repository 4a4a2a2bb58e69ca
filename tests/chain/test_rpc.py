import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from labelfield.chain.anvil import Anvil
from labelfield.chain.errors import ChainUnreachable, NodeRefused, TransactionReverted, WrongChain
from labelfield.chain.rpc import Rpc


class Answer(BaseHTTPRequestHandler):
    """Answers every request with the body that the server was given."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def node() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.status = 200
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_dead_node_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(ChainUnreachable, match=url):
            Rpc(url).ask("eth_chainId")


def test_a_node_that_never_answers_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        rpc = Rpc(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_s=0.1)
        with pytest.raises(ChainUnreachable, match="timed out"):
            rpc.ask("eth_chainId")


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://127.0.0.1", "http://[::1"])
def test_an_address_that_is_none_is_unreachable(url: str) -> None:
    with pytest.raises(ChainUnreachable):
        Rpc(url).ask("eth_chainId")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"3", b'{"jsonrpc":"2.0"}', b"\xff"])
def test_what_is_not_json_rpc_is_unreachable(node: HTTPServer, body: bytes) -> None:
    node.body = body
    with pytest.raises(ChainUnreachable):
        Rpc(node.url).ask("eth_chainId")


def test_an_error_page_is_unreachable(node: HTTPServer) -> None:
    node.status, node.body = 502, b"{}"
    with pytest.raises(ChainUnreachable, match="502"):
        Rpc(node.url).ask("eth_chainId")


def test_an_error_is_a_refusal(node: HTTPServer) -> None:
    node.body = b'{"error":{"code":-32000,"message":"no such thing"}}'
    with pytest.raises(NodeRefused, match="eth_chainId: no such thing"):
        Rpc(node.url).ask("eth_chainId")


def test_a_revert_is_told_by_its_name(node: HTTPServer) -> None:
    node.body = b'{"error":{"code":3,"message":"execution reverted","data":"0x"}}'
    with pytest.raises(TransactionReverted, match="unknown"):
        Rpc(node.url).ask("eth_call")


@pytest.mark.chain
def test_a_node_of_another_chain_is_refused(anvil: Anvil) -> None:
    Rpc(anvil.rpc_url).require_chain(31337)
    with pytest.raises(WrongChain, match="is chain 31337: expected chain 56"):
        Rpc(anvil.rpc_url).require_chain(56)
