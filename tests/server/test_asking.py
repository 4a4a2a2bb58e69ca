"""Whom and what a server asks first where tasks close as soon as they are sure."""

import pytest
from sqlalchemy import Connection, update

from labelfield.db import asking as asking_db
from labelfield.db import candidates as candidates_db
from labelfield.db.tables import projects, tasks
from labelfield.market.closing import SCORED_ANSWERS_TO_COUNT, is_audited
from labelfield.protocol.ids import TaskId
from labelfield.server import leasing
from tests.server.world import Person, Terms, World

EARLY = Terms(tasks=8, minimum=2, maximum=5, target_confidence_bps=9_000)


def let_rest(world: World, project: int, *labelers: str) -> None:
    identifier = world.facts(project).project_id
    world.transact(lambda c: asking_db.set_resting(c, identifier, labelers))


def close(world: World, task: str) -> None:
    world.transact(lambda c: c.execute(update(tasks).where(tasks.c.task == task).values(closing=1)))


def test_nobody_rests_while_too_few_others_answer(world: World) -> None:
    project = world.open(EARLY)
    ann, *others = world.people(leasing.AWAKE, project)
    let_rest(world, project, ann.address)
    for other in others:
        assert other.lease(project, 1)
    assert len(ann.lease(project, 2)) == 2
    assert told(ann, project) is False


def told(person: Person, project: int) -> object:
    """Return whether a labeler is told to rest."""
    given = person.post(f"/api/projects/{project}/leases", {"count": 1})
    return given.json()["resting"]


def test_who_rests_gets_nothing_new_while_others_answer_and_keeps_what_they_hold(
    world: World,
) -> None:
    project = world.open(EARLY)
    ann, *others = world.people(leasing.AWAKE + 1, project)
    (held,) = ann.lease(project, 1)
    let_rest(world, project, ann.address)
    for other in others:
        assert other.lease(project, 1)
    assert ann.lease(project, 5) == [held]
    ann.answer(project, held)
    assert ann.lease(project, 5) == []
    assert told(ann, project) is True
    let_rest(world, project)
    assert told(ann, project) is False
    assert len(ann.lease(project, 5)) == 5


def test_those_who_rest_do_not_keep_each_other_waiting(world: World) -> None:
    project = world.open(EARLY)
    everybody = world.people(leasing.AWAKE + 2, project)
    for each in everybody:
        assert each.lease(project, 1)
    let_rest(world, project, *(each.address for each in everybody))
    assert len(everybody[0].lease(project, 2)) == 2


def test_a_settlement_notes_who_is_heard_and_which_tasks_they_are_unsure_of(world: World) -> None:
    terms = Terms(
        tasks=SCORED_ANSWERS_TO_COUNT + 6, minimum=2, maximum=3, target_confidence_bps=9_000
    )
    project = world.open(terms)
    everybody = world.people(3, project)
    names = everybody[0].lease(project, 50)
    full, rest = names[:SCORED_ANSWERS_TO_COUNT], names[SCORED_ANSWERS_TO_COUNT:]
    for number, task in enumerate(full):
        for person in everybody:
            world.give(project, task, person) if person is not everybody[0] else None
            person.answer(project, task, "yes" if number % 2 else "no")
    agreed = [task for task in rest if not is_audited(task)]
    for place, task in enumerate(rest):
        everybody[0].answer(project, task, "yes")
        world.give(project, task, everybody[1])
        everybody[1].answer(project, task, "no" if place < 2 else "yes")
    world.settle(project)
    assert world.transact(lambda c: c.execute(projects.select()).one()).heard == 3
    rows = {row.task: row for row in world.rows(tasks)}
    for place, task in enumerate(rest):
        if place < 2:
            assert rows[task].closing is None
            assert (rows[task].judged, 0 < rows[task].sure_q16 < 60_000) == (2, True)
        elif task in agreed:
            assert rows[task].closing == 2


@pytest.mark.parametrize(("heard", "first"), [(1, "full"), (2, "begun")])
def test_tasks_that_can_be_judged_come_first_once_enough_labelers_are_heard(
    world: World, monkeypatch: pytest.MonkeyPatch, heard: int, first: str
) -> None:
    monkeypatch.setattr(candidates_db, "FEW", 0)
    project = world.open(EARLY)
    identifier = world.facts(project).project_id
    names = sorted(row.task for row in world.rows(tasks))
    states = {
        "begun": {"answers": 1},
        "waiting": {"answers": 3, "judged": 2, "sure_q16": 100},
        "unsure": {"answers": 2, "judged": 2, "sure_q16": 30_000},
        "surer": {"answers": 2, "judged": 2, "sure_q16": 40_000},
        "full": {"answers": 4, "judged": 4, "sure_q16": 50_000},
    }
    named = dict(zip(names, states, strict=False))

    def prepare(connection: Connection) -> None:
        for task, state in named.items():
            connection.execute(update(tasks).where(tasks.c.task == task).values(states[state]))
        closing = update(tasks).where(tasks.c.task.not_in(list(named))).values(closing=1)
        connection.execute(closing)
        asking_db.set_heard(connection, identifier, heard)

    world.transact(prepare)
    ann = world.person("ann", project)
    order = []
    for _ in named:
        (task,) = ann.lease(project, 1)
        order.append(named[task])
        close(world, task)
    assert order[0] == first
    if heard == 2:
        assert order == ["begun", "unsure", "surer", "full", "waiting"]


def test_gold_that_a_settlement_made_is_given_as_gold_is(world: World) -> None:
    project = world.open(Terms(tasks=40, minimum=2, maximum=5, target_confidence_bps=9_000))
    identifier = world.facts(project).project_id
    minted = sorted(row.task for row in world.rows(tasks))[:2]
    world.transact(
        lambda c: asking_db.set_minted(c, identifier, dict.fromkeys(map(TaskId, minted), 1))
    )
    for person in world.people(4, project):
        assert set(minted) <= set(person.lease(project, 10))
