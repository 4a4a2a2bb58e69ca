"""The demonstration in its short form: a twentieth of the crowd."""

import json
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from labelfield.chain.pool import Pool
from labelfield.demo import spans
from labelfield.demo.crowd import Crowd, read_crowd
from labelfield.demo.run import DemoOptions, run_demo
from labelfield.demo.server_process import running_server
from labelfield.server.run import holding
from labelfield.verify.project import verify_project
from tests.server.product import free_port, is_running, wait_until

TASKS = 40


def part_of_the_crowd() -> Crowd:
    """The first tasks, and those who answered them."""
    whole = read_crowd()
    tasks = set(list(whole.truth)[:TASKS])
    answers = {
        worker: {task: label for task, label in given.items() if task in tasks}
        for worker, given in whole.answers.items()
    }
    truth = {task: label for task, label in whole.truth.items() if task in tasks}
    return Crowd({worker: given for worker, given in answers.items() if given}, truth)


@pytest.mark.chain
def test_a_small_crowd_is_paid_verified_and_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    options = DemoOptions(
        stay=False, seed=3, host="127.0.0.1", port=8080, public_url=None, home=home
    )
    crowd = part_of_the_crowd()
    run_demo(options, crowd)
    said = " ".join(capsys.readouterr().out.split())
    assert f"{10 * TASKS} of {len(crowd.answers)}" in said
    assert "agrees:" in said
    assert "cash out to tokens" in said
    assert "project 1 agrees too: 0 answers so far" in said
    assert f"names marked in sentences: {spans.PEOPLE * spans.TASKS} answers agree" in said
    exports = {path.name: path.read_bytes() for path in (home / "exports").iterdir()}
    assert exports.keys() >= {"rte.jsonl", "rte.csv", "rte-label-studio.json"}
    assert len(exports["rte.jsonl"].splitlines()) == TASKS
    assert len(json.loads(exports["rte-label-studio.json"])) == TASKS
    assert not (home / "server.json").exists()
    assert not (home / "store").exists()
    verify_again(home, 2)


def verify_again(home: Path, project: int) -> None:
    """Start another server on what the demonstration left, and verify from its double alone."""
    with running_server(home):
        facts = json.loads((home / "deployment.json").read_text())
        assert facts["store"].startswith("greenfield://9000@127.0.0.1:")
        pool = Pool(facts["rpc_url"], facts["pool"])
        report = verify_project(pool, project, facts["block"])
    assert (report.final, report.labels) == (True, TASKS)


@pytest.mark.chain
def test_ended_by_sigterm_it_leaves_neither_server_nor_chain(tmp_path: Path) -> None:
    home = tmp_path / "home"
    trace = home / "chain" / "anvil.json"
    command = [sys.executable, "-m", "labelfield.cli", "demo", "--home", str(home)]
    with subprocess.Popen([*command, "--port", str(free_port())], stdout=PIPE) as demo:
        try:
            wait_until(trace.exists)
        finally:
            demo.terminate()
        demo.communicate()
    assert demo.returncode == 130
    assert not is_running(json.loads(trace.read_text())["pid"])
    with holding(home):
        """No server does."""
