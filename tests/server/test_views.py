"""What anyone may see of the pool and its projects."""

from labelfield.chain.anvil import DEV_KEYS
from labelfield.protocol.keys import Key
from tests.server.world import DOMAIN, TEXT_CONFIG, Terms, World, rated

SUMMARY = {
    "project": 1,
    "title": "Yes or no",
    "state": "open",
    "kind": "text",
    "price": 1_000,
    "tasks": 4,
    "closed_tasks": 0,
    "accepted_answers": 0,
    "reserved": False,
    "disputes": 0,
}


def test_the_pool_is_shown_with_what_a_client_signs_and_checks(world: World) -> None:
    found = world.http.get("/api/pool").json()
    assert (found["chain_id"], found["pool"]) == (DOMAIN.chain_id, DOMAIN.pool)
    assert found["receipt_key"] == Key(DEV_KEYS[2]).address
    assert found["relay_fee"] == world.coordinator.settings.relay_fee
    assert found["chain_time_s"] == world.coordinator.watch.time_s


def test_only_what_was_opened_on_chain_is_listed(world: World) -> None:
    world.drafted(Terms(name="draft"))
    assert world.http.get("/api/projects").json() == {"projects": []}
    number = world.open()
    shown = world.http.get("/api/projects").json()["projects"]
    assert shown == [SUMMARY | {"project": number}]


def test_a_project_shows_all_that_a_labeler_needs(world: World) -> None:
    world.open(Terms(minimum=2, maximum=3))
    found = world.http.get("/api/projects/1").json()
    assert {name: found[name] for name in SUMMARY} == SUMMARY
    assert found["config"] == TEXT_CONFIG
    assert found["answers_per_task"] == {"minimum": 2, "maximum": 3}
    assert found["objects"] == [{"name": "text", "kind": "text", "field": "text"}]
    (control,) = found["controls"]
    assert [choice["value"] for choice in control["choices"]] == ["no", "yes"]
    assert found["deposit"] == 15_300
    assert found["minimum_answers"] == 10


def test_progress_counts_what_the_requester_pays_for(world: World) -> None:
    project, *_ = rated(world)
    found = world.as_requester("GET", f"/api/projects/{project}/progress").json()
    assert (found["receipts"], found["settlements"], found["labelers"]) == (16, 1, 2)
    assert (found["owed"], found["credited"], found["checkpoints"]) == (16_000, 0, [])
    assert (found["closed_tasks"], found["accepted_answers"]) == (8, 16)
