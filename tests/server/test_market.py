"""What a labeler sees before and after work: pay as measured, own answers, reasons once opened."""

import pytest
from sqlalchemy import update

from labelfield.db.tables import answers, projects, tasks
from tests.server.world import QUICK, Person, Terms, World, code_of, right_label


def opened(world: World, checkpoint: int = 1) -> None:
    """Say that what has closed stands in a record that is open."""
    world.transact(
        lambda c: c.execute(
            update(tasks).where(tasks.c.closing.is_not(None)).values(checkpoint=checkpoint)
        )
    )
    world.transact(lambda c: c.execute(update(projects).values(opened_checkpoints=1)))


def worked(world: World) -> tuple[int, Person, Person]:
    """Return a project of 12 tasks in which two people answered everything."""
    project = world.open(Terms(tasks=12, maximum=2, gold={"t0": "no"}, scoring=QUICK))
    ann, bob = world.people(2, project)
    for person in (ann, bob):
        person.label_all(project, right_label)
    world.settle(project)
    return project, ann, bob


def test_a_stranger_has_no_answers(world: World) -> None:
    response = world.http.get("/api/me/answers?project=1")
    assert (response.status_code, code_of(response)) == (401, "unauthorized")


@pytest.mark.parametrize("query", ["", "?project=0", "?project=1&limit=0", "?project=1&before=0"])
def test_a_question_that_makes_no_sense_is_malformed(world: World, query: str) -> None:
    ann = world.person("ann", world.open())
    response = ann.get(f"/api/me/answers{query}")
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_new_project_promises_nothing_that_was_not_measured(world: World) -> None:
    world.open()
    (found,) = world.http.get("/api/market").json()["projects"]
    assert (found["hourly_median"], found["first_pay_s"], found["seconds_per_answer"]) == (
        None,
        None,
        None,
    )
    assert found["requester"] == {
        "projects": 1,
        "completed": 0,
        "answers": 0,
        "paid": 0,
        "paid_share_percent": None,
    }


def test_what_an_hour_brings_is_measured_on_those_who_worked(world: World) -> None:
    project = world.open(Terms(tasks=20, maximum=2, scoring=QUICK))
    for person in world.people(2, project):
        person.label_all(project, right_label)
    world.transact(
        lambda c: c.execute(update(answers).values(time_s=1_000 + 30 * answers.c.sequence))
    )
    world.settle(project)
    world.set_state(project, "open")
    world.coordinator.market.clear()
    (found,) = world.http.get("/api/market").json()["projects"]
    assert found["seconds_per_answer"] == 30
    assert found["hourly_median"] == 1_000 * 120
    assert found["labelers"] == 2


def test_own_answers_come_newest_first_page_by_page(world: World) -> None:
    project, ann, _ = worked(world)
    path = f"/api/me/answers?project={project}"
    whole = ann.get(path + "&limit=200").json()["answers"]
    assert [answer["sequence"] for answer in whole] == list(range(12, 0, -1))
    first = ann.get(path + "&limit=5").json()["answers"]
    rest = ann.get(path + f"&before={first[-1]['sequence']}&limit=200").json()["answers"]
    assert first + rest == whole


def test_before_its_record_is_open_an_answer_shows_neither_score_nor_reason(
    world: World,
) -> None:
    project, ann, _ = worked(world)
    found = ann.get(f"/api/me/answers?project={project}").json()
    assert (found["summary"], found["sums"]) == (None, None)
    assert {answer["state"] for answer in found["answers"]} == {"scored"}
    assert {(answer["score_percent"], answer["why"]) for answer in found["answers"]} == {
        (None, None)
    }


def test_once_it_is_open_everything_is_explained(world: World) -> None:
    project, ann, _ = worked(world)
    opened(world)
    found = ann.get(f"/api/me/answers?project={project}").json()
    assert found["summary"].startswith("You have 12 answers in closed tasks.")
    sums = found["sums"]
    assert (sums["answers"], sums["rate_32nds"] is None) == (12, False)
    assert f"You had {sums['gold_right']} of {sums['gold_answers']} known" in found["summary"]
    assert f"{sums['left_percent'] / 100:.2f}. Full pay" in found["summary"]
    for answer in found["answers"]:
        assert answer["state"] == "opened"
        assert answer["why"].startswith(f"You answered {answer['label']}.")
        evidence = answer["evidence"]
        assert evidence["said"] == answer["label"]
        assert (f"The known answer is {evidence['implied']}." in answer["why"]) == evidence["known"]
        assert answer["score_percent"] > 0
    assert any("The known answer is no." in answer["why"] for answer in found["answers"])


def test_an_answer_to_an_open_task_waits(world: World) -> None:
    project = world.open()
    ann = world.person("ann", project)
    ann.answer(project, ann.lease(project)[0], "no")
    opened(world)
    (found,) = ann.get(f"/api/me/answers?project={project}").json()["answers"]
    assert (found["state"], found["label"], found["pay"], found["why"]) == (
        "waiting",
        "no",
        None,
        None,
    )
