"""An S3 server of a few objects, on loopback: GET of objects and of listings, as obstore asks."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

ETAG = '"0"'
MODIFIED = "2026-01-01T00:00:00.000Z"


class Shelf(NamedTuple):
    """A running server, and the headers of what it was asked."""

    url: str
    asked: list[Mapping[str, str]]


@contextmanager
def s3_server(objects: Mapping[str, bytes], *, signed: bool = False) -> Iterator[Shelf]:
    """Serve objects by `bucket/key`; asked without a signature, refuse if it wants one."""
    asked: list[Mapping[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(dict(self.headers))
            place = urlsplit(self.path)
            path, query = unquote(place.path).strip("/"), parse_qs(place.query)
            if signed and "Authorization" not in self.headers:
                self._say(403, b"<Error><Code>AccessDenied</Code></Error>")
            elif "list-type" in query:
                self._say(200, listing(objects, path, query.get("prefix", [""])[0]))
            elif path in objects:
                self._say(200, objects[path])
            else:
                self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", ETAG)
            self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Shelf(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def listing(objects: Mapping[str, bytes], bucket: str, prefix: str) -> bytes:
    """Answer ListObjectsV2 (https://docs.aws.amazon.com/AmazonS3/latest/API/)."""
    names = [name.removeprefix(f"{bucket}/") for name in objects if name.startswith(f"{bucket}/")]
    found = "".join(
        f"<Contents><Key>{escape(name)}</Key><LastModified>{MODIFIED}</LastModified>"
        f"<ETag>{escape(ETAG)}</ETag><Size>{len(objects[f'{bucket}/{name}'])}</Size></Contents>"
        for name in sorted(names)
        if name.startswith(prefix)
    )
    return (
        f"<ListBucketResult><Name>{bucket}</Name><IsTruncated>false</IsTruncated>{found}"
        "</ListBucketResult>"
    ).encode()
