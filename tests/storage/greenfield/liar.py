"""A server that answers whatever a test tells it to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Lie:
    """One answer; a length that is wrong breaks the connection off, or leaves some over."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    hang_up: bool = False


class Liar:
    """Answers with its lies in turn, and with the last for ever."""

    def __init__(self, *lies: Lie) -> None:
        self.lies = list(lies)
        self.asked: list[str] = []
        self.url = ""

    def next(self) -> Lie:
        return self.lies.pop(0) if len(self.lies) > 1 else self.lies[0]


@contextmanager
def lying(*lies: Lie) -> Iterator[Liar]:
    """Serve lies on loopback."""
    liar = Liar(*lies)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            liar.asked.append(f"{self.command} {self.path} {body[:60]!r}")
            lie = liar.next()
            self.close_connection = True
            if lie.hang_up:
                return
            self.send_response(lie.status)
            length = len(lie.body) if lie.length is None else lie.length
            for name, value in {
                "content-length": str(length),
                "connection": "close",
                **lie.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(lie.body)

        do_GET = do_PUT = do_POST = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    liar.url = f"http://127.0.0.1:{server.server_port}"
    yield liar
    server.shutdown()
    server.server_close()
