"""What a cluster of several processes finds is what one process finds, to the byte."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labelfield.formats.cluster import on_cluster
from labelfield.formats.errors import NoCluster
from labelfield.formats.large_choices import read_large
from labelfield.formats.large_scores import score_large
from tests.server.product import free_port

WORKERS = 3
PATIENCE_S = 300
RUNNING = ("--no-dashboard", "--host", "127.0.0.1")


def nothing(*_: object) -> None:
    """Report no progress."""


@contextmanager
def process(*options: str) -> Iterator[None]:
    """Run a part of Dask until the end."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + options[0], *options[1:]]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            yield
        finally:
            running.kill()


@pytest.fixture
def address() -> Iterator[str]:
    """A scheduler and three workers, each a process."""
    found = f"tcp://127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        stack.enter_context(process("scheduler", *RUNNING, "--port", found.rpartition(":")[2]))
        for _ in range(WORKERS):
            part = ("worker", found, "--no-nanny", "--nthreads", "1", *RUNNING)
            stack.enter_context(process(*part))
        wait_for_workers(found)
        yield found


def wait_for_workers(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with on_cluster(address) as cluster:
                if cluster.workers == WORKERS:
                    return
        except NoCluster:
            pass
        assert time.monotonic() < deadline, "the cluster did not start"
        time.sleep(0.1)


def answers(folder: Path, tasks: int = 300, workers: int = 20) -> Path:
    """Write five answers to each task, four of five right."""
    random = Random(1)
    rows: Sequence[tuple[str, str, str]] = [
        (f"t{task}", f"w{worker}", str((task + (random.random() < 0.2)) % 3))
        for task in range(tasks)
        for worker in random.sample(range(workers), 5)
    ]
    columns = dict(
        zip(("task", "worker", "label"), map(list, zip(*rows, strict=True)), strict=True)
    )
    path = folder / "answers.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_without_a_scheduler_the_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labelfield.formats.cluster.CONNECT_S", 0.2)
    nobody = on_cluster(f"tcp://127.0.0.1:{free_port()}")
    with pytest.raises(NoCluster, match="no scheduler answers"):
        nobody.__enter__()


def test_three_processes_find_what_one_does(address: str, tmp_path: Path) -> None:
    numbered = read_large(answers(tmp_path), nothing)
    hidden = {f"t{task}": str(task % 3) for task in range(30)}
    alone = score_large(numbered, hidden, nothing)
    with on_cluster(address) as cluster:
        together = score_large(numbered, hidden, nothing, cluster)
    assert together.labels.equals(alone.labels)
    assert together.workers == alone.workers
