"""Appeals: refused unless something was judged wrong, bounded, asked of others who are not told."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update

from labelfield.db import projects as projects_db
from labelfield.db.tables import appeals, memberships, projects, tasks
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import ProjectNumber, TaskId
from labelfield.protocol.messages import Appeal, digest
from labelfield.protocol.tasks import parse_task
from labelfield.server.appeal_window import APPEAL_S
from labelfield.server.settlement import begin
from tests.server.world import DOMAIN, QUICK, Json, Person, Terms, World, code_of, right_label

FIRST, SECOND, LAST = range(10), range(10, 12), 12
OUTVOTED = 5
PRICE = 1_000
WINDOW_S = 600
TERMS = Terms(
    name="appealed",
    tasks=LAST + 1,
    maximum=3,
    price=PRICE,
    scoring=QUICK,
    deposit=PRICE * (LAST + 3) * 4,
)


@dataclass(frozen=True)
class Judged:
    """A project of which two people outvoted one on a task, and three more who may be asked."""

    world: World
    project: int
    tasks: dict[int, TaskId]
    people: list[Person]

    @property
    def path(self) -> str:
        return f"/api/projects/{self.project}/appeals"

    def appeal(self, person: Person, number: int = OUTVOTED) -> Any:
        return person.post(self.path, request(self, person, number))

    def outcome(self, person: Person) -> Json | None:
        path = f"/api/me/answers?project={self.project}"
        found = [one["appeal"] for one in person.get(path).json()["answers"] if one["appeal"]]
        return found[0] if found else None

    def set(self, **values: object) -> None:
        """Change the project's row."""
        identifier = self.world.facts(self.project).project_id
        self.world.transact(
            lambda c: c.execute(update(projects).where(projects.c.id == identifier).values(values))
        )


def request(judged: Judged, person: Person, number: int, **changes: object) -> Json:
    """Return the signed request of an appeal against an answer to the numbered task."""
    time_s = int(time.time())
    appeal = Appeal(ProjectNumber(judged.project), person.address, judged.tasks[number], time_s)
    key = person.client._session_key
    signature = hex_of(key.sign(digest(DOMAIN, appeal)))
    return {"sequence": number + 1, "time_s": time_s, "signature": signature} | changes


def judged_project(world: World, terms: Terms = TERMS) -> Judged:
    """Let people answer, and a settlement judge them; every record is open."""
    project = world.open(terms)
    people = world.people(6, project)
    identifier = world.facts(project).project_id
    rows = world.transact(lambda c: projects_db.task_rows(c, identifier))
    by_number = {int(parse_task(row.task_json).data["text"].split()[1]): row.task for row in rows}
    for place, person in enumerate(people):
        for number in FIRST if place < 3 else SECOND:
            world.give(project, by_number[number], person)
            right = right_label(str(number))
            wrong = "no" if right == "yes" else "yes"
            person.answer(project, by_number[number], wrong if lies(place, number) else right)
    world.settle(project)
    found = Judged(world, project, by_number, people)
    world.transact(
        lambda c: c.execute(update(tasks).where(tasks.c.closing.is_not(None)).values(checkpoint=1))
    )
    found.set(checkpoints=1, opened_checkpoints=1)
    return found


def lies(place: int, number: int) -> bool:
    return number == OUTVOTED and place in (1, 2)


@pytest.fixture
def judged(world: World) -> Judged:
    return judged_project(world)


def test_only_own_answers_can_be_appealed_against(judged: Judged) -> None:
    ann, *_, fay = judged.people
    with judged.world.unchanged():
        assert (
            code_of(ann.post(judged.path, request(judged, ann, OUTVOTED, sequence=41)))
            == "not_found"
        )
        assert code_of(judged.appeal(fay)) == "not_found"


def test_what_was_judged_right_or_is_not_explained_yet_cannot_be(judged: Judged) -> None:
    ann, bob, *_ = judged.people
    with judged.world.unchanged():
        assert "not judged wrong" in judged.appeal(ann, 1).text
        assert "not judged wrong" in judged.appeal(bob).text
    judged.set(opened_checkpoints=0)
    with judged.world.unchanged():
        refused = judged.appeal(ann)
    assert (refused.status_code, code_of(refused)) == (409, "conflict")
    assert "sealed" in refused.text


@pytest.mark.parametrize("change", [{"signature": "0x" + "11" * 65}, {"time_s": 12}], ids=str)
def test_an_appeal_that_the_session_did_not_sign_is_refused(judged: Judged, change: Json) -> None:
    ann = judged.people[0]
    with judged.world.unchanged():
        refused = ann.post(judged.path, request(judged, ann, OUTVOTED, **change))
    assert (refused.status_code, code_of(refused)) == (400, "bad_signature")


def test_an_appeal_from_the_future_is_refused(judged: Judged) -> None:
    ann = judged.people[0]
    later = {"time_s": int(time.time()) + 10_000}
    with judged.world.unchanged():
        assert (
            code_of(ann.post(judged.path, request(judged, ann, OUTVOTED, **later))) == "malformed"
        )


def test_a_project_that_takes_no_answers_takes_no_appeals(judged: Judged) -> None:
    judged.set(state="closing")
    assert code_of(judged.appeal(judged.people[0])) == "project_closed"


def test_a_deposit_that_open_tasks_may_need_is_not_spent_on_appeals(judged: Judged) -> None:
    awaited = 3 * 10 + 3 * 2 + 3
    judged.set(deposit=PRICE * (awaited + 2) * 10_200 // 10_000)
    refused = judged.appeal(judged.people[0])
    assert (refused.status_code, code_of(refused)) == (409, "deposit_spent")
    judged.set(deposit=PRICE * (awaited + 3) * 10_200 // 10_000)
    assert judged.appeal(judged.people[0]).status_code == 201


def test_without_three_others_nobody_can_be_asked(judged: Judged) -> None:
    fay = judged.people[-1]
    judged.world.transact(
        lambda c: c.execute(
            update(memberships).where(memberships.c.labeler == fay.address).values(alike=2)
        )
    )
    assert "Fewer than 3" in judged.appeal(judged.people[0]).text


def test_limits_of_a_labeler_and_of_a_project(world: World, judged: Judged) -> None:
    ann = judged.people[0]
    of_ann = update(memberships).where(memberships.c.labeler == ann.address)
    world.transact(lambda c: c.execute(of_ann.values(closed_answers=9)))
    assert "You may appeal 0 times" in judged.appeal(ann).text
    world.transact(lambda c: c.execute(of_ann.values(closed_answers=30)))
    assert judged.appeal(ann).status_code == 201
    again = judged.appeal(ann)
    assert (again.status_code, again.json()["state"]) == (201, "asking"), "the same once more"
    assert len(world.rows(appeals)) == 1
    cid = judged.people[2]
    identifier = world.facts(judged.project).project_id
    moved = update(appeals).where(appeals.c.project_id == identifier)
    world.transact(lambda c: c.execute(moved.values(task=judged.tasks[0])))
    assert "has had the 1 appeals" in judged.appeal(ann).text
    assert code_of(judged.appeal(cid)) == "conflict"


def test_others_are_asked_among_their_tasks_and_the_first_ones_never_again(judged: Judged) -> None:
    ann, bob, cid, dan, eve, fay = judged.people
    task = judged.tasks[OUTVOTED]
    assert task not in dan.lease(judged.project, 50)
    assert judged.appeal(ann).json() == {"state": "asking", "asked": 3, "answered": 0, "gained": 0}
    for person in (ann, bob, cid):
        assert task not in person.lease(judged.project, 50)
    stranger = judged.world.person("stranger", judged.project)
    assert task not in stranger.lease(judged.project, 50), "who has earned nothing is not asked"
    for person in (dan, eve, fay):
        held = {one.task: one for one in person.leases(judged.project, 50)}
        assert held[task].model_dump().keys() == {"task", "data", "expires_s"}
        person.answer(judged.project, task, right_label(str(OUTVOTED)))
    assert judged.outcome(ann) == {"state": "asking", "asked": 3, "answered": 3, "gained": 0}
    judged.world.settle(judged.project)
    assert judged.outcome(ann)["state"] == "agreed"  # type: ignore[index]
    assert judged.world.project(judged.project).settlements == 2


def test_settlements_count_the_first_answers_until_all_that_were_asked_for_came(
    judged: Judged,
) -> None:
    ann, _, _, dan, eve, _ = judged.people
    before = ann.client.earnings().projects[0]
    judged.appeal(ann)
    for person in (dan, eve):
        person.lease(judged.project, 50)
        person.answer(judged.project, judged.tasks[OUTVOTED], right_label(str(OUTVOTED)))
    judged.world.give(judged.project, judged.tasks[LAST], ann)
    for person in (ann, dan, eve):
        person.answer(judged.project, judged.tasks[LAST], right_label(str(LAST)))
    judged.world.settle(judged.project)
    between = ann.client.earnings().projects[0]
    assert between.closed_answers == before.closed_answers + 1
    assert judged.outcome(ann)["state"] == "asking"  # type: ignore[index]


def test_a_project_waits_an_hour_for_what_an_appeal_asked_for(world: World, judged: Judged) -> None:
    ann = judged.people[0]
    facts = world.facts(judged.project)
    judged.appeal(ann)
    judged.set(closed_tasks=TERMS.tasks)
    assert world.transact(lambda c: begin(c, facts, 0)) is None
    long_ago_s = int(time.time()) - APPEAL_S
    world.transact(lambda c: c.execute(update(appeals).values(accepted_s=long_ago_s)))
    begun = world.transact(lambda c: begin(c, facts, 0))
    assert begun is not None
    assert begun.final
    [row] = world.rows(appeals)
    assert row.closing == begun.number


WINDOW_S = 600


def all_closed(judged: Judged, **window: object) -> None:
    """Close every task; the settlement found somebody who may appeal."""
    judged.set(closed_tasks=TERMS.tasks, appealable=True, **window)


def told(judged: Judged) -> tuple[Json | None, int | None]:
    """Return what the requester is told of appeals, and until when the labeler may appeal."""
    progress = judged.world.as_requester("GET", f"/api/projects/{judged.project}/progress").json()
    answers = judged.people[0].get(f"/api/me/answers?project={judged.project}").json()
    return progress["appeals"], answers["appeals_until_s"]


def test_while_tasks_are_open_nobody_is_told_a_time_for_appeals(judged: Judged) -> None:
    judged.set(appealable=True, appeals_until_s=int(time.time()) + WINDOW_S)
    assert told(judged) == (None, None)


def test_the_time_for_appeals_is_told_once_every_record_is_open(judged: Judged) -> None:
    all_closed(judged)
    assert told(judged) == ({"until_s": None, "asked": 0}, None)
    until_s = int(time.time()) + WINDOW_S
    judged.set(appeals_until_s=until_s)
    assert told(judged) == ({"until_s": until_s, "asked": 0}, until_s)
    judged.set(state="closing")
    assert told(judged) == (None, None)


def test_who_is_asked_about_an_appeal_has_an_hour_which_is_told(judged: Judged) -> None:
    judged.appeal(judged.people[0])
    [row] = judged.world.rows(appeals)
    judged.set(closed_tasks=TERMS.tasks, appealable=False)
    until_s = row.accepted_s + APPEAL_S
    assert told(judged) == ({"until_s": until_s, "asked": 1}, until_s)


def test_a_time_that_was_told_is_not_cut_short_by_an_appeal_nobody_answered(
    world: World, judged: Judged
) -> None:
    judged.appeal(judged.people[0])
    until_s = int(time.time()) + WINDOW_S
    all_closed(judged, appeals_until_s=until_s)
    long_ago_s = int(time.time()) - APPEAL_S
    world.transact(lambda c: c.execute(update(appeals).values(accepted_s=long_ago_s)))
    assert told(judged) == ({"until_s": until_s, "asked": 1}, until_s)
    facts = world.facts(judged.project)
    assert world.transact(lambda c: begin(c, facts, WINDOW_S)) is None
    judged.set(appeals_until_s=1)
    begun = world.transact(lambda c: begin(c, facts, WINDOW_S))
    assert begun is not None
    assert begun.final
