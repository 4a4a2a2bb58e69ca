"""Drafts that are being worked on: one's own, revision by revision, checked, then prepared."""

import pytest

from labelfield.db.tables import projects, workspace
from tests.server.accounts import Browser, log_in
from tests.server.world import REQUESTER_KEY, Json, Terms, World, code_of, draft_of, wallet


@pytest.fixture
def rita(world: World) -> Browser:
    return log_in(world, REQUESTER_KEY)


def kept(rita: Browser, content: Json | None = None) -> Json:
    body = {"title": "Mine", "content": draft_of(Terms()) if content is None else content}
    response = rita.post("/api/workspace", body)
    assert response.status_code == 201, response.text
    found: Json = response.json()
    return found


def put(rita: Browser, draft: Json, revision: int) -> Json:
    body = {"title": "Changed", "content": {"title": "x"}, "revision": revision}
    found: Json = rita.ask("PUT", f"/api/workspace/{draft['id']}", json=body).json()
    return found


def test_another_accounts_drafts_are_not_there(world: World, rita: Browser) -> None:
    draft = kept(rita)
    eve = log_in(world, wallet("eve"))
    path = f"/api/workspace/{draft['id']}"
    with world.unchanged():
        answers = [eve.get(path), eve.delete(path), eve.post(f"{path}/check")]
        answers.append(eve.post(f"{path}/prepare"))
    assert [code_of(answer) for answer in answers] == ["not_found"] * 4
    assert eve.get("/api/workspace").json() == {"drafts": []}


def test_a_change_of_an_old_revision_is_refused(world: World, rita: Browser) -> None:
    draft = kept(rita)
    assert put(rita, draft, 1)["revision"] == 2
    with world.unchanged():
        assert put(rita, draft, 1)["error"]["code"] == "conflict"


def test_a_draft_is_returned_as_it_was_kept_until_it_is_deleted(
    world: World, rita: Browser
) -> None:
    draft = kept(rita, {"anything": ["half", {"done": None}]})
    path = f"/api/workspace/{draft['id']}"
    assert rita.get(path).json()["content"] == {"anything": ["half", {"done": None}]}
    assert rita.get("/api/workspace").json()["drafts"][0]["title"] == "Mine"
    assert rita.delete(path).status_code == 200
    assert world.rows(workspace) == []


def test_a_check_names_every_problem(rita: Browser) -> None:
    content = draft_of(Terms()) | {"price": 0, "lease_s": 0, "config": "<View><Bogus/></View>"}
    found = rita.post(f"/api/workspace/{kept(rita, content)['id']}/check").json()
    assert {problem["field"] for problem in found["problems"]} == {"config", "price", "lease_s"}
    assert found["quote"] is None


def test_a_check_names_the_task_that_is_wrong(rita: Browser) -> None:
    content = draft_of(Terms())
    content["tasks"][2]["data"] = {}
    found = rita.post(f"/api/workspace/{kept(rita, content)['id']}/check").json()
    (problem,) = found["problems"]
    assert problem["field"] == "t2"
    assert found["face"] is not None


def test_a_sound_draft_is_quoted_and_prepared(world: World, rita: Browser) -> None:
    draft = kept(rita)
    path = f"/api/workspace/{draft['id']}"
    checked = rita.post(f"{path}/check").json()
    assert (checked["problems"], checked["tasks"]) == ([], 4)
    accepted = rita.post(f"{path}/prepare").json()
    assert checked["quote"]["largest_spend"] == accepted["most_that_can_be_spent"]
    assert rita.get(path).json()["manifest_hash"] == accepted["manifest_hash"]
    (row,) = world.rows(projects)
    assert (row.manifest_hash, row.state) == (accepted["manifest_hash"], "draft")


def test_a_draft_in_anothers_name_cannot_be_prepared(world: World) -> None:
    eve = log_in(world, wallet("eve"))
    draft = kept(eve)
    with world.unchanged():
        response = eve.post(f"/api/workspace/{draft['id']}/prepare")
    assert code_of(response) == "forbidden"
