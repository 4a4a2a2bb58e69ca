"""Every kind of task that is paid, through the page: labeled, paid, cashed out, exported.

By touch on a phone and by keyboard on a laptop, against a real server and chain. The short form
takes a few kinds; `pytest -m soak tests/web/test_paid.py` takes all.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import labelfield as lf
from labelfield.demo.server_process import running_server
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.validate_on_task import validate_on_task
from labelfield.protocol.ids import Address
from tests.label_studio import PYTHON
from tests.web.conftest import FREE_PORT, ROOT, WEB
from tests.web.label_studio import complaints_of
from tests.web.test_page import _node

pytestmark = [pytest.mark.browser, pytest.mark.chain]

SHORT = {
    "phone": ["boxes", "spans", "chat"],
    "laptop": ["polygons", "ranking", "sound"],
}
TASKS = 4
ANSWERS_A_TASK = 3
FEW = {"minimum_answers": TASKS, "deduction_percent": 0}
"""Rates begin after this project's few tasks."""


@dataclass(frozen=True)
class Market:
    """A running server, and a requester at it."""

    url: str
    requester: lf.Connection


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with running_server(tmp_path_factory.mktemp("paid") / "home", FREE_PORT) as server:
        requester = lf.connect(server.home)
        yield Market(server.url, requester)
        requester.client.close()


@pytest.fixture(scope="module")
def kinds(page_scripts: Path) -> dict[str, Any]:
    """Return what each kind asks, as Label Studio's XML, and what its tasks show."""
    done = _node(str(page_scripts / "paid.mjs"))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_a_labeler_is_paid_for_kinds_of_tasks_beyond_choices(
    size: str, market: Market, kinds: dict[str, Any], page_scripts: Path, tmp_path: Path
) -> None:
    chosen = {name: kinds[name] for name in SHORT[size]}
    _walk(size, market, chosen, page_scripts, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_a_labeler_is_paid_for_every_kind_of_task(
    size: str, market: Market, kinds: dict[str, Any], page_scripts: Path, tmp_path: Path
) -> None:
    _walk(size, market, kinds, page_scripts, tmp_path)


def _walk(size: str, market: Market, kinds: dict[str, Any], scripts: Path, folder: Path) -> None:
    walk = f"{size}, one of {len(kinds)}"  # no two projects of a market are the same
    projects = {name: _opened(market, walk, name, kind, folder) for name, kind in kinds.items()}
    peers = f"cd {ROOT} && {sys.executable} -m tests.web.peers {market.url}"
    done = _node(str(scripts / "paid.mjs"), market.url, size, peers, json.dumps(projects))
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout)
    pool = market.requester.pool
    assert pool.token_balance(Address(seen["address"])) > 0
    assert seen["cashed"] == sum(seen["owed"].values())
    cases: list[tuple[str, Any]] = []
    for name, project in projects.items():
        said = {one["task"]: one["answer"] for one in seen["said"] if one["project"] == project}
        assert len(said) == TASKS, name
        _check_answers(kinds[name], said)
        _check_export(market, project, said, folder / f"{name}.jsonl")
        cases += [(kinds[name]["config"], answer) for answer in said.values()]
    assert not PYTHON or complaints_of(cases) == [[]] * len(cases)


def _opened(market: Market, walk: str, name: str, kind: Any, folder: Path) -> int:
    """Open a project of a few tasks of one kind; return its number."""
    tasks = folder / f"{name}.tasks.jsonl"
    shutil.copytree(WEB / "samples/media", folder / "media", dirs_exist_ok=True)
    rows = [{"key": str(number), "number": number} | kind["data"] for number in range(TASKS)]
    tasks.write_text("".join(json.dumps(row) + "\n" for row in rows))
    job = market.requester.create(
        tasks,
        config=kind["config"],
        title=f"{name}, {walk}",
        price="0.01",
        instructions="Do what is asked.",
        minimum=ANSWERS_A_TASK,
        maximum=ANSWERS_A_TASK,
    )
    draft = job.ready.draft.model_copy(update={"scoring": FEW})
    return replace(job, ready=replace(job.ready, draft=draft)).fund().number


def _check_answers(kind: Any, said: dict[str, Any]) -> None:
    for answer in said.values():
        validate_on_task(parse_config(kind["config"]), kind["data"], answer)
    assert len({json.dumps(answer) for answer in said.values()}) > 1


def _check_export(market: Market, project: int, said: dict[str, Any], file: Path) -> None:
    """The dataset holds what the labeler said, since all said the same."""
    market.requester.project(project).wait().export(file, "answers-jsonl")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(rows) == TASKS * ANSWERS_A_TASK
    assert all(row["result"] == said[row["task_id"]] for row in rows)
