"""No answer and no gold is visible to another labeler; a labeler sees their own money alone."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.db.tables import answers, gold
from tests.server.world import QUICK, Person, Switchboard, Terms, World, coordinating

SECRET_NAMES = re.compile(r"gold|truth|salt|label\b|position_of|answer_json")
NUMBER_OF_TASKS = 4


def everything_seen_by(world: World, person: Person, project: int) -> list[Any]:
    """Return what every route of labelers and of anyone says to this person."""
    paths = (
        "/api/health",
        "/api/pool",
        "/api/projects",
        f"/api/projects/{project}",
        "/api/me",
        "/openapi.json",
    )
    seen = [person.get(path).json() for path in paths[:-1]]
    seen.append(person.post(f"/api/projects/{project}/join", {}).json())
    seen.append(person.post(f"/api/projects/{project}/leases", {"count": 50}).json())
    return seen


def field_names(value: Any) -> set[str]:
    """Return every key anywhere in a value."""
    if isinstance(value, dict):
        return set(value) | {name for item in value.values() for name in field_names(item)}
    if isinstance(value, list):
        return {name for item in value for name in field_names(item)}
    return set()


Act = tuple[int, str]


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(("yes", "no"))), max_size=14))
def test_nobody_sees_anothers_answers_or_any_gold(
    board: Switchboard, tmp_path_factory: pytest.TempPathFactory, acts: list[Act]
) -> None:
    with coordinating(tmp_path_factory.mktemp("privacy"), board) as world:
        golds = {"t1": "yes", "t2": "no"}
        project = world.open(Terms(tasks=NUMBER_OF_TASKS, maximum=2, scoring=QUICK, gold=golds))
        everybody = world.people(3, project)
        for who, label in acts:
            for task in everybody[who].lease(project):
                everybody[who].answer(project, task, label)
            world.settle(project)
        for person in everybody:
            check_what_is_seen(world, person, project)


def check_what_is_seen(world: World, person: Person, project: int) -> None:
    """Fail if anything of others, or of gold, stands in what this person may ask for."""
    seen = everything_seen_by(world, person, project)
    text = json.dumps(seen)
    for row in world.rows(answers):
        if row.labeler != person.address:
            assert row.labeler not in text
            assert row.head not in text
            assert row.salt not in text
    for row in world.rows(gold):
        assert row.salt not in text
    assert [name for name in field_names(seen) if SECRET_NAMES.search(name)] == []


def test_gold_tasks_look_like_any_other(world: World) -> None:
    project = world.open(Terms(tasks=4, gold={"t1": "yes"}))
    leases = world.person("ann", project).post(f"/api/projects/{project}/leases", {"count": 50})
    shapes = {json.dumps(sorted(lease)) for lease in leases.json()["leases"]}
    assert len(shapes) == 1


def test_gold_answers_get_receipts_like_any_other(world: World) -> None:
    project = world.open(Terms(tasks=4, maximum=1, gold={"t1": "yes"}))
    ann = world.person("ann", project)
    receipts = [ann.answer(project, task, "no") for task in ann.lease(project, 4)]
    assert {receipt.owed for receipt in receipts} == {0}
    assert {receipt.position for receipt in receipts} == {1}


def test_a_running_projects_store_holds_neither_answers_nor_gold(world: World) -> None:
    project = world.open(Terms(tasks=4, maximum=1, gold={"t1": "yes"}))
    ann = world.person("ann", project)
    ann.label_all(project)
    kept = world.coordinator.settings.home / "store"
    content = b"".join(path.read_bytes() for path in kept.rglob("*") if path.is_file())
    for row in [*world.rows(answers), *world.rows(gold)]:
        assert row.salt.encode() not in content
        assert row.answer_json not in content


def test_me_is_about_the_one_who_asks(world: World) -> None:
    project = world.open(Terms(tasks=4, maximum=2))
    ann, bob = world.people(2, project)
    ann.label_all(project)
    assert bob.get("/api/me").json()["projects"][0]["answers"] == 0
    assert ann.get("/api/me").json()["labeler"] == ann.address
