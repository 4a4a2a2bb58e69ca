"""Whoever asks for whatever: nobody sees another labeler's data, or an answer before its time."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from labelfield.db.tables import answers, metadata, projects, tasks
from tests.server.accounts import log_in
from tests.server.world import (
    QUICK,
    REQUESTER_KEY,
    Person,
    Switchboard,
    Terms,
    World,
    coordinating,
    right_label,
    wallet,
)

NAMES = ("ann", "bob", "carl")
OPERATORS_ALONE = ("/api/metrics", "/api/cases")
acts = st.lists(
    st.tuples(st.sampled_from(["answer", "settle", "open", "report"]), st.sampled_from(NAMES)),
    min_size=6,
    max_size=14,
)


def get_paths(world: World) -> Iterator[str]:
    """Yield every path that can be read, with an open and a closed task in its place."""
    rows = world.rows(tasks)
    named = {row.closing is None: row.task for row in rows}.values()
    found = world.http.get("/openapi.json").json()["paths"]
    for path, operations in found.items():
        if "get" not in operations or path.endswith("/events"):
            continue
        for task in named if "{task}" in path else [""]:
            filled = path.replace("{project}", "1").replace("{task}", task)
            yield re.sub(r"{\w+}", "1", filled) + "?project=1"


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a JSON value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def look(world: World, headers: dict[str, str], asker: Person | None) -> None:
    """Read everything as somebody; fail where it shows what it must not."""
    secrets = {
        text
        for row in world.rows(answers)
        if asker is None or row.labeler != asker.address
        for text in (row.salt, row.head, row.signature, row.labeler)
        if text is not None
    }
    closed = {row.task for row in world.rows(tasks) if row.closing is not None}
    for path in get_paths(world):
        response = world.http.get(path, headers=headers)
        assert response.status_code < 500 or response.status_code == 503, (path, response.text)
        leaked = [secret for secret in secrets if secret in response.text]
        assert not leaked, (path, response.text)
        if not response.headers["content-type"].startswith("application/json"):
            continue
        for found in objects(response.json()):
            own = asker is not None and "/me/" in path
            if found.get("task") not in closed | {None} and not own:
                assert found.get("label") is None, (path, found)
                assert not found.get("votes"), (path, found)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=acts)
def test_nobody_sees_what_is_not_theirs(
    board: Switchboard, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str]]
) -> None:
    with coordinating(tmp_path_factory.mktemp("sight"), board) as world:
        project = world.open(Terms(tasks=5, maximum=2, gold={"t0": "no"}, scoring=QUICK))
        people = {name: world.person(name, project) for name in NAMES}
        rita = {"Cookie": log_in(world, REQUESTER_KEY).cookie}
        eve = {"Cookie": log_in(world, wallet("eve")).cookie}
        for act, name in acts:
            do(world, project, act, people[name])
        look(world, {}, None)
        look(world, rita, None)
        look(world, eve, None)
        for person in people.values():
            look(world, person.headers, person)


def do(world: World, project: int, act: str, person: Person) -> None:
    """Let something happen."""
    if act == "answer":
        for lease in person.leases(project, 1):
            person.answer(project, lease.task, right_label(lease.data["text"]))
    elif act == "settle":
        world.settle(project)
        world.set_state(project, "open")
    elif act == "report":
        person.post("/api/projects/1/reports", {"about": "other", "text": "hm"})
    else:
        in_record = update(tasks).where(tasks.c.closing.is_not(None)).values(checkpoint=1)
        world.transact(lambda c: c.execute(in_record))
        world.transact(lambda c: c.execute(update(projects).values(opened_checkpoints=1)))


def test_the_gold_of_a_project_is_its_requesters_alone(world: World) -> None:
    """The right answer of no task is in anything that labelers or strangers can read."""
    project = world.open(Terms(tasks=3, gold={"t0": "no"}))
    ann = world.person("ann", project)
    (gold,) = world.rows(metadata.tables["gold"])
    for headers in ({}, ann.headers):
        for path in get_paths(world):
            text = world.http.get(path, headers=headers).text
            assert gold.salt not in text
            assert "gold_answer" not in text
