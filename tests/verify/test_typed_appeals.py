"""Appeals where answers are boxes or spans: others are asked, pay follows, an audit agrees."""

from pathlib import Path
from typing import Any

import pytest

from labelfield.chain.anvil import start_anvil, stop_anvil
from labelfield.db import projects as projects_db
from labelfield.protocol.ids import TaskId
from labelfield.protocol.tasks import parse_task
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import QUICK, Person, Terms, picture, switchboard
from tests.typed_samples import SAMPLES, answer_to, task_data
from tests.verify.public import audit, heard
from tests.verify.test_appeals import FIRST, OUTVOTED, SECOND, end_window, outcome_of

pytestmark = pytest.mark.chain

PRICE = 1_000
FIELDS = {"box": "image", "span": "text"}
OBJECTS = {
    "box": '<Image name="image" value="$image"/>',
    "span": '<Text name="text" value="$text"/>',
}


def shown(number: int, control: str) -> dict[str, Any]:
    data = task_data(number, {"image": f"media/{picture(bytes([number]))[0]}"})
    return {FIELDS[control]: data[FIELDS[control]]}


def terms(control: str) -> Terms:
    config = f"<View>{OBJECTS[control]}{SAMPLES[control].xml}</View>"
    tasks = [{"key": f"t{n}", "data": shown(n, control)} for n in range(SECOND.stop)]
    return Terms(
        name=control,
        tasks=SECOND.stop,
        maximum=3,
        price=PRICE,
        scoring=QUICK | {"full_pay_score_percent": 100},
        deposit=PRICE * 14 * 8,
        opening_interval_s=1_800,
        changes={"config": config, "tasks": tasks, "gold": []},
    )


def wrong(number: int, control: str) -> Any:
    """What two say alike of a task, far from what is right."""
    [item] = answer_to(number, 0, control)
    value = dict(item["value"])
    if control == "box":
        value["x"] = 70.0 if value["x"] < 40 else 5.0
    else:
        text = str(task_data(number)["text"])
        start = 0 if value["start"] > len(text) // 2 else len(text) - 9
        value |= {"start": start, "end": start + 9, "text": text[start : start + 9]}
    return [item | {"value": value}]


def say(person: Person, project: int, task: TaskId, answer: Any) -> None:
    person._world.give(project, task, person)
    person.client.submit(project, [(task, answer)])


def tasks_of(chain: ChainWorld, project: int, control: str) -> dict[int, TaskId]:
    numbers = {str(shown(number, control)): number for number in range(SECOND.stop)}
    identifier = chain.world.facts(project).project_id
    rows = chain.world.transact(lambda c: projects_db.task_rows(c, identifier))
    return {numbers[str(parse_task(row.task_json).data)]: row.task for row in rows}


@pytest.mark.parametrize("control", ["box", "span"])
def test_who_was_outvoted_is_paid_once_others_agree(tmp_path: Path, control: str) -> None:
    anvil = start_anvil(tmp_path / "chain", block_time_s=None)
    window = {"credit_from": 1, "appeal_window_s": 3_600}
    try:
        with switchboard() as board, on_chain(tmp_path, board, anvil.rpc_url, **window) as chain:
            play(chain, control)
    finally:
        stop_anvil(anvil)


def play(chain: ChainWorld, control: str) -> None:
    for number in range(SECOND.stop):
        name, data = picture(bytes([number]))
        chain.world.as_requester("PUT", f"/api/media/{name}", content=data)
    project = chain.open(terms(control))
    ann, bob, cid, *others = chain.world.people(6, project)
    tasks = tasks_of(chain, project, control)
    for number in FIRST:
        for who, person in enumerate((ann, bob, cid)):
            lies = number == OUTVOTED and person is not ann
            said = wrong(number, control) if lies else answer_to(number, who, control)
            say(person, project, tasks[number], said)
    for who, person in enumerate(others):
        for number in SECOND:
            say(person, project, tasks[number], answer_to(number, who, control))
    chain.step()
    chain.step()
    [own] = [one for one in ann.client.answers(project).answers if one.wrong]
    assert own.task == tasks[OUTVOTED]
    assert ann.client.appeal(project, own).state == "asking"
    before = chain.credited(ann)
    for who, person in enumerate(others):
        assert tasks[OUTVOTED] in person.lease(project, 50)
        person.client.submit(project, [(tasks[OUTVOTED], answer_to(OUTVOTED, who, control))])
    chain.step()
    found = outcome_of(ann, project)
    assert (found["state"], found["asked"], found["answered"]) == ("agreed", 3, 3)
    end_window(chain, project)
    assert chain.world.project(project).state == "complete"
    assert found["gained"] > 0
    assert chain.credited(ann)[0] > before[0]
    store = chain.world.coordinator.store
    assert audit(heard(chain.pool, project, chain._deployment.block, store)).final
