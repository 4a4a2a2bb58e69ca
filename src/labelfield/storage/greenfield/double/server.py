"""The double on loopback: one port for the chain's node, one for each storage provider."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from labelfield.storage.greenfield.double.blobs import Blobs
from labelfield.storage.greenfield.double.http_messages import Body, Reply, Request
from labelfield.storage.greenfield.double.node import respond
from labelfield.storage.greenfield.double.provider import Provider
from labelfield.storage.greenfield.double.settings import Settings
from labelfield.storage.greenfield.double.world import World
from labelfield.storage.greenfield.network import Network

Responder = Callable[[Request], Reply]

MAX_RPC_BYTES = 1024 * 1024


class GreenfieldDouble:
    """A running double; `network()` is what a client needs to reach it."""

    def __init__(self, settings: Settings, rpc_port: int = 0) -> None:
        self._world = World(settings)
        blobs = Blobs(settings.folder)
        self._servers = [_serve(self._respond_rpc, rpc_port)]
        self._gateways: dict[int, str] = {}
        for number in range(1, settings.provider_count + 1):
            server = _serve(Provider(self._world, blobs, number).respond, 0)
            port = server.server_port
            self._servers.append(server)
            self._gateways[number] = f"http://127.0.0.1:{port}"
            self._world.endpoints[number] = settings.endpoint.format(port=port, id=number)

    def __enter__(self) -> "GreenfieldDouble":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def network(self) -> Network:
        """Return how to reach the double, by numbers whatever name its providers go by."""
        port = self._servers[0].server_port
        return Network(f"http://127.0.0.1:{port}", self._world.chain_id, self._gateways)

    def close(self) -> None:
        """Stop serving; what was kept stays in the folder."""
        with ThreadPoolExecutor(len(self._servers)) as pool:
            list(pool.map(_Server.shutdown, self._servers))
        for server in self._servers:
            server.server_close()
        with self._world.lock:
            self._world.kept.close()

    def _respond_rpc(self, request: Request) -> Reply:
        if request.method != "POST" or request.size > MAX_RPC_BYTES:
            return Reply(405)
        body = respond(self._world, request.body.read(request.size))
        return Reply(body=body, headers={"content-type": "application/json"})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that go away."""


def _serve(responder: Responder, port: int) -> _Server:
    handler = type("Handler", (_Handler,), {"responder": staticmethod(responder)})
    server = _Server(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1024 * 1024
    disable_nagle_algorithm = True
    responder: Responder

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_PUT(self) -> None:
        """Answer a PUT."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep quiet."""

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        path, _, query = self.path.partition("?")
        size = headers.get("content-length", "0")
        if not size.isdigit() or "transfer-encoding" in headers:
            self._send(Reply(411))
            return
        body = Body(self.rfile, int(size))
        reply = self.responder(Request(self.command, path, query, headers, body, int(size)))
        body.drain()
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        length = reply.length if reply.file else len(reply.body)
        self.send_response(reply.status)
        for name, value in {**reply.headers, "content-length": str(length)}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.file:
            self.wfile.flush()
            with reply.file.open("rb") as file:
                self.connection.sendfile(file, reply.offset, reply.length)
