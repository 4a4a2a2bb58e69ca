"""Reports and takedowns: one's own, answered by the operator, shown to nobody after."""

import pytest

from labelfield.db.tables import cases, leases
from tests.server.accounts import log_in
from tests.server.world import (
    IMAGE_CONFIG,
    REQUESTER_KEY,
    Json,
    Terms,
    World,
    code_of,
    draft_of,
    picture,
)

REPORT = {"about": "harmful", "text": "I should not have to see this."}
REASON = {"reason": "unlawful"}


@pytest.mark.parametrize(
    "change",
    [{"about": "boring"}, {"text": ""}, {"text": "x" * 2_001}, {"task": "0x"}, {"who": "me"}],
    ids=str,
)
def test_a_report_that_makes_no_sense_is_malformed(world: World, change: Json) -> None:
    ann = world.person("ann", world.open())
    with world.unchanged():
        response = ann.post("/api/projects/1/reports", REPORT | change)
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_report_of_a_task_that_is_not_there_is_refused(world: World) -> None:
    ann = world.person("ann", world.open())
    response = ann.post("/api/projects/1/reports", REPORT | {"task": "0x" + "ab" * 32})
    assert (response.status_code, code_of(response)) == (404, "unknown_task")


def test_only_the_operator_reads_and_answers_cases(world: World) -> None:
    ann = world.person("ann", world.open())
    rita = log_in(world, REQUESTER_KEY)
    ann.post("/api/projects/1/reports", REPORT)
    with world.unchanged():
        refused = [
            rita.get("/api/cases"),
            rita.post("/api/cases/1/answer", {"text": "no"}),
            rita.post("/api/projects/1/takedown", REASON),
        ]
        assert code_of(ann.post("/api/projects/1/takedown", REASON)) == "unauthorized"
    assert [code_of(each) for each in refused] == ["forbidden"] * 3


def test_a_report_waits_is_answered_and_read_by_its_labeler_alone(world: World) -> None:
    ann, bob = world.people(2, world.open())
    case = ann.post("/api/projects/1/reports", REPORT).json()
    assert world.as_requester("GET", "/api/cases").json()["cases"] == [case]
    answer = world.as_requester("POST", "/api/cases/1/answer", json={"text": "Gone."}).json()
    assert (answer["answer"], answer["answered_s"] is not None) == ("Gone.", True)
    assert world.as_requester("GET", "/api/cases").json()["cases"] == []
    assert world.as_requester("GET", "/api/cases?answered=true").json()["cases"] == [answer]
    assert ann.get("/api/me/cases").json()["cases"] == [answer]
    assert bob.get("/api/me/cases").json()["cases"] == []


def test_the_same_report_again_is_one(world: World) -> None:
    ann = world.person("ann", world.open())
    first, again = (ann.post("/api/projects/1/reports", REPORT).json() for _ in range(2))
    assert first == again
    assert len(world.rows(cases)) == 1


def test_a_task_taken_down_leaves_every_hand_and_comes_to_nobody(world: World) -> None:
    project = world.open(Terms(tasks=2))
    ann, bob = world.people(2, project)
    first, second = ann.lease(project, 50)
    path = f"/api/projects/{project}/takedown"
    body = REASON | {"task": first}
    taken = world.as_requester("POST", path, json=body).json()
    assert taken == {"tasks": 1, "media": 0}
    assert ann.lease(project, 50) == [second]
    assert bob.lease(project, 50) == [second]
    assert code_of(ann.send(project, ann.signed(project, (first, "yes")))) == "no_lease"


def test_a_project_taken_down_is_listed_no_more(world: World) -> None:
    project = world.open(Terms(tasks=2))
    ann = world.person("ann", project)
    ann.lease(project, 50)
    world.as_requester("POST", f"/api/projects/{project}/takedown", json=REASON)
    assert world.http.get("/api/projects").json()["projects"] == []
    assert world.http.get("/api/market").json()["projects"] == []
    assert ann.lease(project, 50) == []
    assert world.rows(leases) == []


def test_a_picture_taken_down_is_shown_no_more(world: World) -> None:
    name, data = picture(b"\x89PNG\r\n\x1a\nunlawful")
    assert world.as_requester("PUT", f"/api/media/{name}", content=data).status_code == 200
    draft = draft_of(Terms()) | {
        "config": IMAGE_CONFIG,
        "tasks": [{"key": "t0", "data": {"image": f"media/{name}"}}],
    }
    project = world.open_draft(draft)
    shown = f"/api/projects/{project}/media/{name}"
    assert world.http.get(shown).content == data
    taken = world.as_requester("POST", f"/api/projects/{project}/takedown", json=REASON).json()
    assert taken == {"tasks": 1, "media": 1}
    response = world.http.get(shown)
    assert (response.status_code, code_of(response)) == (451, "taken_down")
