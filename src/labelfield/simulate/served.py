"""A server in this process: what it serves is the product's own app, over loopback."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from labelfield.server.app import create_app
from labelfield.server.context import Coordinator


@contextmanager
def served(coordinator: Coordinator) -> Iterator[str]:
    """Serve until the end; yield the address."""
    app = create_app(coordinator)
    config = uvicorn.Config(app, port=0, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
