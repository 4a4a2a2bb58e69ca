"""What the operator is shown is what happened."""

from prometheus_client.parser import text_string_to_metric_families

from labelfield.db.tables import labelers
from tests.server.world import FLOAT, Json, Person, Terms, World


def numbers(world: World) -> dict[tuple[str, ...], float]:
    """Return every sample by its name and labels."""
    response = world.as_requester("GET", "/api/metrics")
    assert response.status_code == 200, response.text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def truth(text: str) -> str:
    """Return the right answer to a text: yes to even ones."""
    return "no" if int(text.split()[1]) % 2 else "yes"


def test_answers_refusals_and_times_are_counted(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    assert person.send(1, request).status_code == 200
    assert person.send(1, {**request, "signature": "0x" + "11" * 65}).status_code == 400
    assert person.send(1, {**request, "signature": 1}).status_code == 400
    person.get("/api/me")
    found = numbers(world)
    assert found["labelfield_answers_total",] == 1
    assert found["labelfield_refusals_total", "bad_signature"] == 1
    assert found["labelfield_refusals_total", "malformed"] == 1
    assert found["labelfield_request_seconds_count", "/projects/{project}/answers"] == 3
    assert found["labelfield_request_seconds_count", "/me"] == 1


def test_what_receipts_promise_stands_beside_the_float(world: World) -> None:
    world.open(Terms(tasks=20, maximum=1, gold={f"t{n}": truth(f"text {n}") for n in range(20)}))
    world.person("ann", 1).label_all(1, truth)
    world.settle(1)
    found = numbers(world)
    assert found["labelfield_float_units",] == FLOAT
    assert found["labelfield_unsettled_units",] == world.rows(labelers)[0].owed > 0
    assert found["labelfield_projects", "closing"] == 1


def test_paths_that_lead_nowhere_share_one_line(world: World) -> None:
    for number in range(3):
        world.http.get(f"/api/nowhere/{number}")
    routes = [
        labels[0] for name, *labels in numbers(world) if name.endswith("seconds_count") and labels
    ]
    assert not any("nowhere" in route for route in routes)


def test_numbers_are_for_who_holds_the_key(world: World) -> None:
    assert world.http.get("/api/metrics").status_code == 401
