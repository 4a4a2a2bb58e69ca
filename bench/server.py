"""How many signed answers a second the server makes durable and receipts, and how fast.

    python bench/server.py [--answers 8000]          (needs anvil: make install)

Server and load share this machine's cores. The answers are signed beforehand, sent over keep-alive
connections, and each response's receipts are counted. Peer: Label Studio 1.23.2 created at best 30
annotations a second, unsigned, on two cores (measured for the issue, not run here).
"""

import argparse
import asyncio
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.keys import Key
from labelfield.sdk.labeler import Labeler

CONFIG = (
    '<View><Text name="text" value="$text"/><Choices name="answer" toName="text" choice="single">'
    '<Choice value="yes"/><Choice value="no"/></Choices></View>'
)
LEASES = 50
"""Tasks that a labeler may hold at once."""
CONNECTIONS = 32
OPEN_LABELERS = 100
OPEN_PERIOD_S = 0.5
START_S = 60


@dataclass(frozen=True, slots=True)
class Work:
    """One labeler's requests, to be sent in this order, ready for the wire."""

    requests: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What a load measured."""

    receipts: int
    seconds: float
    latencies_s: tuple[float, ...]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--answers", type=int, default=8_000, help="answers in each load")
    count = arguments.parse_args().answers
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, _server(folder) as url:
        project = _open_project(url, Path(folder), tasks=3 * count)
        workers = count // LEASES
        one = [_prepare(url, project, place, 1) for place in range(workers)]
        many = [_prepare(url, project, workers + place, 20) for place in range(workers)]
        opened = [_prepare(url, project, 2 * workers + place, 1) for place in range(OPEN_LABELERS)]
        print(f"{count:,} answers a load, {CONNECTIONS} connections, SQLite synchronous=FULL\n")
        print(f"{'load':<34}{'receipts/s':>12}{'p50 ms':>9}{'p99 ms':>9}   wanted")
        _show("one answer a request", asyncio.run(_closed_loop(url, one)), "2,000/s, p99 50")
        _show("20 answers a request", asyncio.run(_closed_loop(url, many)), "6,000/s")
        _show(
            f"{OPEN_LABELERS} labelers, 2 a second each",
            asyncio.run(_open_loop(url, opened)),
            "p50 10, p99 50",
        )


def _show(name: str, load: Load, wanted: str) -> None:
    cuts = statistics.quantiles(load.latencies_s, n=100)
    rate = load.receipts / load.seconds
    print(f"{name:<34}{rate:>12,.0f}{cuts[49] * 1e3:>9.1f}{cuts[98] * 1e3:>9.1f}   {wanted}")


@contextmanager
def _server(home: str) -> Iterator[str]:
    """Run `labelfield up` on `home` and return its address."""
    command = [_program(), "up", "--home", home, "--port", "18180"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            yield _wait_for(Path(home) / "server.json")
        finally:
            server.terminate()
            server.wait(timeout=START_S)


def _wait_for(facts: Path) -> str:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if facts.exists():
            url = str(json.loads(facts.read_text())["url"])
            if httpx.get(f"{url}/api/health").json()["chain"] == "ok":
                return url
        time.sleep(0.1)
    sys.exit(f"the server did not start within {START_S} s")


def _open_project(url: str, home: Path, tasks: int) -> int:
    with (home / "tasks.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("text",), *((f"Statement {n}.",) for n in range(tasks))])
    (home / "config.xml").write_text(CONFIG)
    offer = "--title Load --price 0.0001 --minimum 5 --maximum 5 --confidence 10000 --lease-s 3600"
    places = ["--config", str(home / "config.xml"), "--home", str(home), "--json"]
    draft = _command("project", "create", str(home / "tasks.csv"), *offer.split(), *places)
    name = draft["manifest_hash"]
    funded = _command("project", "fund", str(name), "--home", str(home), "--json")
    number = funded["project"]
    assert isinstance(number, int)
    while not httpx.get(f"{url}/api/projects/{number}").is_success:
        time.sleep(0.1)
    return number


def _command(*arguments: str) -> dict[str, object]:
    printed = subprocess.run([_program(), *arguments], check=True, capture_output=True, text=True)
    content: dict[str, object] = json.loads(printed.stdout)
    return content


def _program() -> str:
    return str(Path(sys.executable).with_name("labelfield"))


def _prepare(url: str, project: int, place: int, batch: int) -> Work:
    """Log a new labeler in, lease tasks, and sign all answers to them."""
    labeler = Labeler(url, Key((place + 1).to_bytes(32, "big")))
    labeler.log_in()
    labeler.join(project)
    answer = answer_of(parse_config(CONFIG), "yes")
    leases = labeler.lease(project, LEASES)
    requests: list[bytes] = []
    for start in range(0, len(leases), batch):
        given = [(lease.task, answer) for lease in leases[start : start + batch]]
        request, heads = labeler.signed_answers(project, given)
        labeler.advance(project, request.answers[-1].sequence, heads[-1])
        requests.append(_on_the_wire(project, labeler.token, request.model_dump_json().encode()))
    labeler.close()
    return Work(tuple(requests))


def _on_the_wire(project: int, token: str, body: bytes) -> bytes:
    head = (
        f"POST /api/projects/{project}/answers HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _closed_loop(url: str, work: Sequence[Work]) -> Load:
    """Each connection sends the next request when the last one's receipts are there."""
    waiting = list(work)
    latencies: list[float] = []
    receipts = 0

    async def connection() -> None:
        nonlocal receipts
        wire = await _connect(url)
        while waiting:
            for request in waiting.pop().requests:
                started = time.perf_counter()
                got = await _send(wire, request)
                receipts += got
                latencies.append(time.perf_counter() - started)
        wire[1].close()

    started = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return Load(receipts, time.perf_counter() - started, tuple(latencies))


async def _open_loop(url: str, work: Sequence[Work]) -> Load:
    """Each labeler sends by the clock; a late response counts from when it was due to be sent."""
    latencies: list[float] = []
    receipts = 0
    begin = time.perf_counter() + 0.2

    async def labeler(place: int, requests: Sequence[bytes]) -> None:
        nonlocal receipts
        wire = await _connect(url)
        for turn, request in enumerate(requests):
            due = begin + OPEN_PERIOD_S * (turn + place / len(work))
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            got = await _send(wire, request)
            receipts += got
            latencies.append(time.perf_counter() - due)
        wire[1].close()

    await asyncio.gather(*(labeler(place, one.requests) for place, one in enumerate(work)))
    return Load(receipts, time.perf_counter() - begin, tuple(latencies))


Wire = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _connect(url: str) -> Wire:
    host, port = url.removeprefix("http://").split(":")
    return await asyncio.open_connection(host, int(port))


async def _send(wire: Wire, request: bytes) -> int:
    """Return how many receipts came back."""
    reader, writer = wire
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    body = await reader.readexactly(length)
    if not head.startswith(b"HTTP/1.1 200"):
        sys.exit(f"refused: {body.decode()[:300]}")
    return body.count(b'"signature"')


if __name__ == "__main__":
    os.environ.setdefault("LABELFIELD_PASSWORD", "")
    main()
