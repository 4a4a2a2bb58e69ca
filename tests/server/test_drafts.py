"""Drafts: the first thing that is wrong is refused by name, and nothing is kept."""

from typing import Any

import pytest

from labelfield.collect.objects import read_tasks
from labelfield.db.tables import gold, projects, reservations, tasks
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.manifest import parse_manifest
from labelfield.protocol.tasks import Gold, gold_root
from labelfield.storage.content import get_content
from tests.server.world import IMAGE_CONFIG, Json, Terms, World, answer, code_of, draft_of, picture

NAME, DATA = picture(b"a picture")
LABELER = "0x" + "12" * 20
UNFIT_GOLD = {"key": "t0", "problem": "gold_unfit"}


def draft(**changes: Any) -> Json:
    return draft_of(Terms(gold={"t0": "yes"})) | changes


def refused(world: World, body: object) -> tuple[int, str]:
    """Return status and code of a refusal that left neither rows nor objects."""
    with world.unchanged():
        response = world.as_requester("POST", "/api/drafts", json=body)
    kept = (world.coordinator.settings.home / "store").rglob("*")
    assert [path for path in kept if path.is_file()] == []
    return response.status_code, code_of(response)


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"title": ""},
        {"title": "x" * 201},
        {"instructions": 3},
        {"price": 0},
        {"price": -1},
        {"price": 2**40},
        {"price": "5"},
        {"price": True},
        {"price": 1.5},
        {"lease_s": 0},
        {"lease_s": 8 * 86_400},
        {"requester": "0x1"},
        {"tasks": []},
        {"tasks": [{"key": "t0"}]},
        {"tasks": [{"key": "", "data": {"text": "x"}}]},
        {"tasks": [{"key": 1, "data": {"text": "x"}}]},
        {"answers_per_task": {"minimum": 3, "maximum": 2, "target_confidence_bps": 10_000}},
        {"answers_per_task": {"minimum": 0, "maximum": 2, "target_confidence_bps": 10_000}},
        {"answers_per_task": {"minimum": 1, "maximum": 1001, "target_confidence_bps": 10_000}},
        {"answers_per_task": {"minimum": 1, "maximum": 2, "target_confidence_bps": 10_001}},
        {"answers_per_task": {"minimum": 1, "maximum": 2}},
        {"answers_per_task": {"minimum": True, "maximum": 2, "target_confidence_bps": 1}},
        {"scoring": {"unknown": 1}},
        {"scoring": {"passes": 0}},
        {"scoring": {"minimum_answers": 0}},
        {"scoring": {"version": 2}},
        {"scoring": {"classes": 2}},
        {"reserved": {"t0": "someone"}},
        {"reserved": {"t0": ["someone"]}},
        {"reserved": {"t9": [LABELER]}},
    ],
)
def test_a_draft_out_of_bounds_is_malformed(world: World, change: Json) -> None:
    assert refused(world, draft(**change)) == (400, "malformed")


@pytest.mark.parametrize(
    "config",
    [
        "",
        "no xml",
        "<View/>",
        "<View><Text name='t' value='$t'/></View>",
        "<View>" * 50,
        '<!DOCTYPE a [<!ENTITY b "c">]><View>&b;</View>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/"><View/>',
        "<View>" * 5_000 + "</View>" * 5_000,
    ],
)
def test_a_config_that_cannot_be_read_is_malformed(world: World, config: str) -> None:
    assert refused(world, draft(config=config)) == (400, "malformed")


def test_a_key_that_stands_twice_is_named(world: World) -> None:
    twice = [{"key": "same", "data": {"text": text}} for text in ("one", "two")]
    response = world.as_requester("POST", "/api/drafts", json=draft(tasks=twice, gold=[]))
    assert "'same'" in response.json()["error"]["message"]
    assert refused(world, draft(tasks=twice, gold=[])) == (400, "malformed")


@pytest.mark.parametrize("data", [{}, {"other": "x"}, {"text": 3}, {"text": " "}, {"text": None}])
def test_a_task_that_cannot_be_shown_is_named(world: World, data: Json) -> None:
    body = draft(tasks=[{"key": "bad", "data": data}], gold=[])
    response = world.as_requester("POST", "/api/drafts", json=body)
    assert response.json()["error"]["details"] == {"key": "bad", "problem": "task_unfit"}
    assert refused(world, body) == (400, "malformed")


@pytest.mark.parametrize(
    ("golds", "problem"),
    [
        ([{"key": "t9", "answer": answer("yes")}], {"key": "t9", "problem": "gold_unknown"}),
        ([{"key": "t0", "answer": answer("yes")}] * 2, {"key": "t0", "problem": "gold_twice"}),
        ([{"key": "t0", "answer": []}], UNFIT_GOLD),
        ([{"key": "t0", "answer": answer("yes") * 2}], UNFIT_GOLD),
        (
            [{"key": "t0", "answer": [answer("yes")[0] | {"value": {"choices": ["maybe"]}}]}],
            UNFIT_GOLD,
        ),
        (
            [{"key": "t0", "answer": "yes"}],
            {"field": "body.gold.0.answer", "problem": "bad_value"},
        ),
    ],
)
def test_gold_that_fits_no_task_or_config_is_refused(
    world: World, golds: list[Json], problem: Json
) -> None:
    body = draft(gold=golds)
    response = world.as_requester("POST", "/api/drafts", json=body)
    assert response.json()["error"]["details"] == problem
    assert refused(world, body) == (400, "malformed")


@pytest.mark.parametrize(
    "name",
    [
        "media/" + NAME,  # never uploaded
        NAME,
        "media/../" + NAME,
        "media/x/" + NAME,
        "/" + NAME,
        "media/" + NAME.replace("png", "svg"),
        "https://example.org/x.png",
    ],
)
def test_a_picture_that_is_not_here_is_refused(world: World, name: str) -> None:
    body = draft(config=IMAGE_CONFIG, gold=[], tasks=[{"key": "p", "data": {"image": name}}])
    assert refused(world, body) == (400, "malformed")


def test_a_project_that_may_cost_more_than_an_amount_is_refused(world: World) -> None:
    answers = {"minimum": 1, "maximum": 1_000, "target_confidence_bps": 10_000}
    items = [{"key": f"t{number}", "data": {"text": "x"}} for number in range(10)]
    body = draft(price=2**40 - 1, answers_per_task=answers, tasks=items, gold=[])
    assert refused(world, body) == (400, "malformed")


def test_an_accepted_draft_is_public_under_its_manifests_hash(world: World) -> None:
    accepted = world.drafted(Terms(gold={"t1": "no"}))
    manifest = parse_manifest(accepted["manifest"].encode())
    assert keccak_hex(accepted["manifest"].encode()) == accepted["manifest_hash"]
    (row,) = world.rows(projects)
    store = world.coordinator.store
    assert get_content(store, row.bucket, row.manifest_hash) == row.manifest_json
    found = read_tasks(store, row.bucket, manifest)
    assert [task.key for task in found.values()] == ["t0", "t1", "t2", "t3"]
    assert [row.task for row in world.rows(tasks)] == sorted(found)
    (known,) = world.rows(gold)
    assert gold_root([Gold(known.task, known.answer_json, known.salt)]) == manifest.gold_root
    assert row.state == "draft"
    assert world.http.get("/api/projects").json() == {"projects": []}


def test_what_can_be_spent_is_every_answer_at_the_full_price_and_fee(world: World) -> None:
    accepted = world.drafted(Terms(tasks=7, maximum=3, price=1_001))
    answers = 7 * 3 + 3  # what one appeal asks for
    assert accepted["most_that_can_be_spent"] == -(-answers * 1_001 * 10_200 // 10_000)
    assert accepted["fee_bps"] == 200


def test_gold_of_equal_drafts_is_committed_with_other_salts(world: World) -> None:
    roots = {world.drafted(Terms(gold={"t0": "yes"}))["manifest_hash"] for _ in range(3)}
    assert len(roots) == 3


def test_pictures_travel_in_the_projects_batch(world: World) -> None:
    world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
    items = [{"key": key, "data": {"image": f"media/{NAME}"}} for key in ("a", "b")]
    body = draft(config=IMAGE_CONFIG, gold=[], tasks=items)
    assert world.as_requester("POST", "/api/drafts", json=body).status_code == 200
    (row,) = world.rows(projects)
    assert row.kind == "image"
    manifest = parse_manifest(row.manifest_json)
    batch = get_content(world.coordinator.store, row.bucket, manifest.task_batches[0])
    assert batch.count(DATA) == 1


def test_reservations_name_each_labeler_once(world: World) -> None:
    body = draft(reserved={"t0": [LABELER, LABELER], "t1": []})
    assert world.as_requester("POST", "/api/drafts", json=body).status_code == 200
    assert [row.labeler for row in world.rows(reservations)] == [LABELER]


def test_all_tasks_of_a_project_are_for_the_labelers_it_names_and_nobody_else(
    world: World,
) -> None:
    ann, bob = world.person("ann"), world.person("bob")
    project = world.open(Terms(tasks=3, changes={"labelers": [ann.address, ann.address]}))
    for person in (ann, bob):
        person.client.join(project)
    assert world.http.get("/api/projects").json()["projects"][0]["reserved"]
    assert len(ann.leases(project, 3)) == 3
    assert bob.leases(project, 3) == []


def test_a_draft_names_its_labelers_or_reserves_its_tasks(world: World) -> None:
    body = draft(reserved={"t0": [LABELER]}, labelers=[LABELER])
    assert refused(world, body) == (400, "malformed")
