"""What a requester sees: numbers of closed tasks, answers of opened ones, nothing of open ones."""

import httpx
import pytest
from sqlalchemy import insert, select, update

from labelfield.db.tables import checkpoints, projects, tasks
from labelfield.formats.published import pseudonym
from tests.server.accounts import Browser, log_in
from tests.server.world import (
    QUICK,
    REQUESTER_KEY,
    Terms,
    World,
    code_of,
    right_label,
    wallet,
)

PATHS = ("statistics", "tasks", "tasks/0x" + "ab" * 32, "progress", "refund", "events")


@pytest.fixture
def rita(world: World) -> Browser:
    return log_in(world, REQUESTER_KEY)


def labeled(world: World, count: int = 4, done: int = 3) -> int:
    """Return a project of which the first tasks have all their answers."""
    project = world.open(Terms(tasks=count, maximum=2, gold={"t0": "no"}, scoring=QUICK))
    for person in world.people(2, project):
        for lease in person.leases(project, count):
            if int(lease.data["text"].split()[1]) < done:
                person.answer(project, lease.task, right_label(lease.data["text"]))
    world.settle(project)
    return project


def open_records(world: World) -> None:
    """Say that all closed tasks stand in a record that is open."""
    world.transact(
        lambda c: c.execute(update(tasks).where(tasks.c.closing.is_not(None)).values(checkpoint=1))
    )
    world.transact(lambda c: c.execute(update(projects).values(opened_checkpoints=1)))


@pytest.mark.parametrize("path", PATHS)
def test_another_requester_sees_nothing(world: World, path: str) -> None:
    project = world.open()
    eve = log_in(world, wallet("eve"))
    response = eve.get(f"/api/projects/{project}/{path}")
    assert (response.status_code, code_of(response)) == (403, "forbidden")


@pytest.mark.parametrize("path", PATHS)
def test_a_labeler_sees_nothing(world: World, path: str) -> None:
    project = world.open()
    response = world.person("ann", project).get(f"/api/projects/{project}/{path}")
    assert (response.status_code, code_of(response)) == (401, "unauthorized")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "offset=-1", "order=x", "state=x"])
def test_a_page_that_makes_no_sense_is_malformed(world: World, rita: Browser, query: str) -> None:
    project = world.open()
    response = rita.get(f"/api/projects/{project}/tasks?{query}")
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_new_project_has_no_numbers_yet(world: World, rita: Browser) -> None:
    project = world.open()
    found = rita.get(f"/api/projects/{project}/statistics").json()
    assert found["agreement_percent"] is None
    assert found["mean_confidence_percent"] is None
    assert found["expected_end_s"] is None
    assert found["history"] == []
    assert found["open_answers"] == 12


def test_numbers_are_of_closed_tasks(world: World, rita: Browser) -> None:
    project = labeled(world)
    found = rita.get(f"/api/projects/{project}/statistics").json()
    assert found["agreement_percent"] == 100
    assert sum(found["confidence_histogram"]) == 3
    assert found["open_answers"] == 2
    assert found["history"][-1]["answers"] == 6
    assert found["history"][-1]["closed_tasks"] == 3
    assert found["expected_end_s"] >= found["time_s"]
    assert [labeler["answers"] for labeler in found["labelers"]] == [3, 3]


def test_the_history_says_what_checkpoints_took_and_when(world: World, rita: Browser) -> None:
    project = labeled(world)
    before = rita.get(f"/api/projects/{project}/statistics").json()["history"]
    assert [moment["spent"] for moment in before] == [0] * len(before)
    later_s = before[-1]["time_s"] + 90
    row = {"number": 1, "state": "mined", "credited": 500, "fee": 10, "prepared_s": later_s}
    world.transact(
        lambda c: c.execute(
            insert(checkpoints), [{"project_id": c.scalar(select(projects.c.id)), **row}]
        )
    )
    found = rita.get(f"/api/projects/{project}/statistics").json()["history"]
    assert found[0]["spent"] == 0
    assert found[-1]["spent"] == 510
    assert found[-1]["time_s"] == later_s
    assert found[-1]["answers"] == before[-1]["answers"]


def test_labelers_stand_under_the_datasets_names(world: World, rita: Browser) -> None:
    project = labeled(world)
    response = rita.get(f"/api/projects/{project}/statistics")
    identity = world.project(project).manifest_hash
    people = [wallet("person 0").address, wallet("person 1").address]
    names = {labeler["name"] for labeler in response.json()["labelers"]}
    assert names == {pseudonym(identity, address) for address in people}
    assert not any(address in response.text for address in people)


def test_pages_follow_each_other_and_know_their_total(world: World, rita: Browser) -> None:
    project = labeled(world)
    path = f"/api/projects/{project}/tasks"
    whole = rita.get(path).json()
    assert [task["key"] for task in whole["tasks"]] == ["t0", "t1", "t2", "t3"]
    assert whole["total"] == 4
    parts = [rita.get(path, offset=at, limit=3).json()["tasks"] for at in (0, 3)]
    assert parts[0] + parts[1] == whole["tasks"]
    assert rita.get(path, state="closed").json()["total"] == 3
    assert [task["key"] for task in rita.get(path, state="open").json()["tasks"]] == ["t3"]
    assert rita.get(path, order="newest").json()["total"] == 3
    doubts = rita.get(path, order="disagreement").json()["tasks"]
    confidences = [task["confidence_percent"] for task in doubts]
    assert confidences == sorted(confidences)
    assert len(confidences) == 3


def test_an_open_task_shows_neither_label_nor_answers(world: World, rita: Browser) -> None:
    project = labeled(world)
    open_records(world)
    (task,) = rita.get(f"/api/projects/{project}/tasks", state="open").json()["tasks"]
    found = rita.get(f"/api/projects/{project}/tasks/{task['task']}").json()
    assert (found["label"], found["confidence_percent"], found["votes"]) == (None, None, [])


def test_a_closed_task_shows_its_label_and_once_its_record_is_open_its_answers(
    world: World, rita: Browser
) -> None:
    project = labeled(world)
    first = rita.get(f"/api/projects/{project}/tasks").json()["tasks"][0]
    path = f"/api/projects/{project}/tasks/{first['task']}"
    before = rita.get(path).json()
    assert (before["label"], before["opened"], before["votes"]) == ("no", False, [])
    assert before["gold_answer"][0]["value"] == {"choices": ["no"]}
    open_records(world)
    after = rita.get(path).json()
    assert after["opened"] is True
    assert [(vote["label"], vote["position"]) for vote in after["votes"]] == [("no", 1), ("no", 2)]


def test_a_task_that_is_not_there_is_named(world: World, rita: Browser) -> None:
    response = rita.get(f"/api/projects/{world.open()}/tasks/0x{'ab' * 32}")
    assert (response.status_code, code_of(response)) == (404, "unknown_task")


def test_the_account_lists_its_own_projects_the_operators_all(world: World, rita: Browser) -> None:
    first, second = world.open(), world.open(Terms(name="other"))
    assert [each["project"] for each in rita.get("/api/account").json()["projects"]] == [
        second,
        first,
    ]
    assert log_in(world, wallet("eve")).get("/api/account").json()["projects"] == []
    assert len(world.as_requester("GET", "/api/account").json()["projects"]) == 2


def test_a_paused_project_gives_no_tasks_but_takes_answers(world: World, rita: Browser) -> None:
    project = world.open()
    ann = world.person("ann", project)
    (held,) = ann.lease(project)
    assert rita.post(f"/api/projects/{project}/pause").status_code == 200
    assert ann.lease(project, 50) == [held]
    assert ann.answer(project, held).sequence == 1
    assert ann.lease(project, 50) == []
    assert rita.post(f"/api/projects/{project}/resume").status_code == 200
    assert len(ann.lease(project, 50)) == 3


def test_only_its_requester_pauses_a_project(world: World) -> None:
    project = world.open()
    eve = log_in(world, wallet("eve"))
    with world.unchanged():
        assert code_of(eve.post(f"/api/projects/{project}/pause")) == "forbidden"


def quote(world: World, **changes: object) -> httpx.Response:
    request = {
        "tasks": 100,
        "price": 1_000,
        "answers_per_task": {"minimum": 3, "maximum": 5},
    } | changes
    return world.http.post("/api/quote", json=request)


@pytest.mark.parametrize(
    "change",
    [
        {"tasks": 0},
        {"price": 0},
        {"answers_per_task": {"minimum": 5, "maximum": 3}},
        {"classes": 1},
        {"tasks": 2**31, "price": 2**39},
    ],
    ids=str,
)
def test_a_quote_for_nonsense_is_malformed(world: World, change: dict[str, object]) -> None:
    response = quote(world, **change)
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_quote_says_cost_quality_and_where_they_are_from(world: World) -> None:
    found = quote(world).json()
    assert found["largest_spend"] == (100 * 5 + 3 * 5) * 1_000 * 102 // 100
    assert found["appeals_spend"] == 3 * 5 * 1_000 * 102 // 100
    assert found["expected_spend"] < found["largest_spend"]
    assert found["measured_here"] is False
    assert 70 < found["expected_accuracy_percent"] < 90
    assert found["expected_duration_s"] is None
    labeled(world)
    assert quote(world).json()["expected_duration_s"] > 0
