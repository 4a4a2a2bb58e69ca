"""The demonstration in its short form: a twentieth of the crowd."""

import json
from pathlib import Path

import pytest

from labelfield.demo.crowd import Crowd, read_crowd
from labelfield.demo.run import DemoOptions, run_demo

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
    exports = {path.name: path.read_bytes() for path in (home / "exports").iterdir()}
    assert exports.keys() == {"rte.jsonl", "rte.csv", "rte-label-studio.json"}
    assert len(exports["rte.jsonl"].splitlines()) == TASKS
    assert len(json.loads(exports["rte-label-studio.json"])) == TASKS
    assert not (home / "server.json").exists()
