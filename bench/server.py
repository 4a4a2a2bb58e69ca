"""The server's numbers: receipts a second and their delay, a large project, starting.

    python bench/server.py [answers|large|start|all] [--answers 8000] [--database-url URL]
                           [--tasks 1000000] [--labelers 10000]     (needs anvil: make install)

Server and load share this machine's cores. The answers are signed beforehand, sent over keep-alive
connections, and each response's receipts are counted; beside the rate stands what an answer costs
the server's processor, which depends less on what else the machine does. `--postgresql` starts
Debian's PostgreSQL for the run; `--database-url` names a new, empty database. Beside it stands what
Label Studio takes, unsigned, where it is installed.
"""

import argparse
import asyncio
import csv
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.keys import Key
from labelfield.sdk.labeler import Labeler
from serving import label_studio, large, start

MEASURED = ("answers", "large", "start", "all")
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
    """Print what was asked for."""
    asked = _arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        cluster = stack.enter_context(_postgresql()) if asked.postgresql else None

        def database() -> str | None:
            return asked.database_url if cluster is None else cluster.create()

        if asked.what in ("start", "all"):
            start.measure(_program())
        if asked.what in ("answers", "all"):
            (folder / "answers").mkdir()
            _answers(asked.answers, folder / "answers", database())
            (folder / "label-studio").mkdir()
            label_studio.measure(folder / "label-studio", CONFIG)
        if asked.what in ("large", "all"):
            (folder / "large").mkdir()
            size = large.Size(
                tasks=asked.tasks,
                labelers=asked.labelers,
                answers=asked.tasks,
                new=asked.tasks // 10,
            )
            large.measure(size, folder / "large", CONFIG, database())


def _postgresql() -> AbstractContextManager[Any]:
    """Start PostgreSQL as the tests do, but so that what it confirms survives a power cut."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.postgresql import running_postgresql

    return running_postgresql(durability=())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", default="answers", choices=MEASURED)
    parser.add_argument("--answers", type=int, default=8_000, help="answers in each load")
    parser.add_argument("--tasks", type=int, default=1_000_000, help="of the large project")
    parser.add_argument("--labelers", type=int, default=10_000, help="of the large project")
    parser.add_argument("--postgresql", action="store_true", help="start one for the run")
    parser.add_argument("--database-url", help="a new PostgreSQL database")
    return parser.parse_args()


def _answers(count: int, folder: Path, database_url: str | None) -> None:
    with _server(folder, database_url) as (url, process):
        project = _open_project(url, folder, tasks=3 * count)
        workers = count // LEASES
        one = [_prepare(url, project, place, 1) for place in range(workers)]
        many = [_prepare(url, project, workers + place, 20) for place in range(workers)]
        opened = [_prepare(url, project, 2 * workers + place, 1) for place in range(OPEN_LABELERS)]
        kept = "SQLite synchronous=FULL" if database_url is None else "PostgreSQL"
        wanted = ("2,000/s", "6,000/s") if database_url is None else ("1,500/s", "4,000/s")
        print(f"{count:,} answers a load, {CONNECTIONS} connections, {kept}\n")
        print(
            f"{'load':<34}{'receipts/s':>12}{'processor ms':>14}{'p50 ms':>9}{'p99 ms':>9}   wanted"
        )
        _show("one answer a request", process, _closed_loop(url, one), f"{wanted[0]}, p99 50")
        _show("20 answers a request", process, _closed_loop(url, many), wanted[1])
        _show(
            f"{OPEN_LABELERS} labelers, 2 a second each",
            process,
            _open_loop(url, opened),
            "p50 10, p99 50",
        )


def _show(name: str, process: int, running: Coroutine[None, None, Load], wanted: str) -> None:
    before = _processor_s(process)
    load = asyncio.run(running)
    each_ms = (_processor_s(process) - before) / load.receipts * 1e3
    cuts = statistics.quantiles(load.latencies_s, n=100)
    rate = load.receipts / load.seconds
    delays = f"{cuts[49] * 1e3:>9.1f}{cuts[98] * 1e3:>9.1f}"
    print(f"{name:<34}{rate:>12,.0f}{each_ms:>14.3f}{delays}   {wanted}")


def _processor_s(process: int) -> float:
    """Return the seconds that a process has computed so far."""
    found = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(found[11]) + int(found[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _server(home: Path, database_url: str | None) -> Iterator[tuple[str, int]]:
    """Run `labelfield up` on `home`; yield its address and its process."""
    command = [_program(), "up", "--home", str(home), "--port", "18180"]
    if database_url is not None:
        command += ["--database-url", database_url]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            yield _wait_for(home / "server.json"), server.pid
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
    for first in range(0, len(leases), batch):
        given = [(lease.task, answer) for lease in leases[first : first + batch]]
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
