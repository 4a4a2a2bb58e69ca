"""`labelfield up` as a process: start, stop, start again, and a chain that falls silent."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from labelfield.chain.anvil import stop_anvil
from labelfield.demo.crowd import wallet_of
from labelfield.demo.projects import RTE_CONFIG
from labelfield.demo.replay import Replay
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.sdk.labeler import Labeler
from tests.server.product import (
    SEED,
    Product,
    free_port,
    is_running,
    running_product,
    small_crowd,
    wait_until,
)

pytestmark = pytest.mark.chain

SILENT_WITHIN_S = 15


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with running_product(tmp_path) as product:
        yield product


def test_one_home_one_server_and_its_chain_ends_with_it(product: Product) -> None:
    options = ("--home", str(product.home), "--port", str(free_port()))
    second = subprocess.run(
        [sys.executable, "-m", "labelfield.cli", "up", *options],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 2
    assert "another server is running" in second.stdout + second.stderr
    assert "Traceback" not in second.stdout + second.stderr
    project, chain, pool = product.open(small_crowd(tasks=2)), product.anvil_id(), product.pool
    assert product.stop() in (0, 130)
    assert not is_running(chain)
    assert not (product.home / "server.json").exists()
    product.start()
    assert product.state_of(project) == "open"
    assert pool.project_count() == project
    product.kill()
    chain = product.anvil_id()
    assert is_running(chain)
    product.start()
    assert product.anvil_id() == chain, "the orphan is adopted"


def test_while_the_chain_is_down_answers_wait_and_then_all_goes_on(product: Product) -> None:
    crowd = small_crowd(tasks=6)
    project = product.open(crowd)
    ann = Labeler(product.url, wallet_of("w0", SEED))
    ann.log_in()
    ann.join(project)
    lease, *_ = ann.lease(project, 1)
    request, _ = ann.signed_answers(
        project, [(lease.task, answer_of(parse_config(RTE_CONFIG), "1"))]
    )
    product.stop_chain()
    refusal = _refused_soon(product, ann, project, request.model_dump())
    assert refusal["code"] == "chain_unreachable"
    assert "Nothing is lost" in refusal["message"]
    chain = product.start_chain()
    try:
        replay = Replay(product.url, project, crowd, SEED)
        threads = replay.start()
        wait_until(lambda: not any(thread.is_alive() for thread in threads))
        assert replay.status.error is None
        wait_until(lambda: product.state_of(project) == "complete")
        assert product.verify(project).final
    finally:
        product.stop()
        stop_anvil(chain)
        ann.close()


def _refused_soon(
    product: Product, labeler: Labeler, project: int, request: dict[str, object]
) -> dict[str, str]:
    """Ask about the chain until it is noticed that it is gone, then send an answer."""
    deadline = time.monotonic() + SILENT_WITHIN_S
    while httpx.get(f"{product.url}/api/health").json()["chain"] == "ok":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    path = f"{product.url}/api/projects/{project}/answers"
    response = httpx.post(path, json=request, headers=labeler._http._headers)
    assert response.status_code == 503
    error: dict[str, str] = response.json()["error"]
    return error
