"""A project with models: they save answers, move no money by themselves, and an audit agrees."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from labelfield.chain.anvil import start_anvil, stop_anvil
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.record import Record
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import QUICK, Json, Person, Terms, answer, right_label, switchboard
from tests.verify.public import Public, audit, edited, heard, mismatch, rewritten, with_row

pytestmark = pytest.mark.chain

TASKS, PEOPLE, GOLD = 70, 4, 24
HELPED = Terms(
    name="helped",
    tasks=TASKS,
    maximum=PEOPLE,
    minimum=1,
    target_confidence_bps=9_800,
    gold={f"t{number}": right_label(str(number)) for number in range(GOLD)},
    scoring=QUICK,
)


@dataclass(frozen=True)
class Helped:
    """A finished project, and what its requester was told."""

    public: Public
    report: Json
    progress: Json


def predictions(chain: ChainWorld, project: int, model: str, wrong: int) -> Json:
    """Return a model's words on all tasks; every so many is wrong, with 1 all."""
    rows = chain.world.as_requester("GET", f"/api/projects/{project}/tasks?limit=200").json()
    said = []
    for row in rows["tasks"]:
        number = int(row["key"][1:])
        shift = 1 if number % wrong == wrong - 1 else 0
        said.append({"task": row["task"], "result": answer(right_label(str(number + shift)))})
    return {"model": model, "predictions": said}


def _run(chain: ChainWorld) -> int:
    project = chain.open(HELPED)
    for model, wrong in (("good@1", 10), ("liar", 1)):
        body = predictions(chain, project, model, wrong)
        path = f"/api/projects/{project}/predictions"
        assert chain.world.as_requester("POST", path, json=body).json()["accepted"] == TASKS
    people = chain.world.people(PEOPLE, project)
    for place, person in enumerate(people):
        for lease in person.leases(project, 50):
            if int(lease.data["text"].split()[1]) < GOLD:
                person.answer(project, lease.task, _said(place, lease.data["text"]))
    chain.step()
    while sum(_one_more(*each, project) for each in enumerate(people)):
        chain.step()
    chain.step()
    return project


def _one_more(place: int, person: Person, project: int) -> bool:
    leases = person.leases(project, 1)
    for lease in leases:
        person.answer(project, lease.task, _said(place, lease.data["text"]))
    return bool(leases)


def _said(place: int, text: str) -> str:
    """What a person says, who is wrong every sixth time."""
    number = int(text.split()[1])
    return right_label(str(number + ((number + place) % 6 == 0)))


@pytest.fixture(scope="module")
def helped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Helped]:
    home: Path = tmp_path_factory.mktemp("helped")
    anvil = start_anvil(home / "chain", block_time_s=None)
    with switchboard() as board, on_chain(home, board, anvil.rpc_url, credit_from=1) as chain:
        number = _run(chain)
        told = [
            chain.world.as_requester("GET", f"/api/projects/{number}/{what}").json()
            for what in ("models", "progress")
        ]
        store = chain.world.coordinator.store
        yield Helped(heard(chain.pool, number, chain._deployment.block, store), *told)
    stop_anvil(anvil)


def test_an_audit_agrees_and_models_saved_answers(helped: Helped) -> None:
    report = audit(helped.public)
    assert report.final
    assert report.predictions == 2 * TASKS
    assert report.labels == TASKS
    assert report.answers < (PEOPLE - 0.5) * TASKS


def test_nobody_is_paid_for_a_model(helped: Helped) -> None:
    credited = {row.labeler for record in helped.public.records for row in record.credits}
    assert len(credited) == PEOPLE


def test_the_requester_is_told_who_was_good_and_what_was_saved(helped: Helped) -> None:
    good, liar = helped.report["models"]
    assert (good["model"], liar["model"]) == ("good@1", "liar")
    assert good["weight_percent"] > 30
    assert good["gold_right"] >= 20
    assert good["score_percent"] > 50
    assert liar["weight_percent"] == 0
    assert liar["score_percent"] is None
    assert liar["gold_right"] == 0
    assert liar["gold_predictions"] == GOLD
    assert helped.report["closed_by_models"] > 0
    assert helped.report["saved_answers"] > 0
    assert helped.report["saved"] > 0


def _place(helped: Helped, kind: str) -> tuple[int, int]:
    """The first record with such rows, and one of them on which no model was wrong."""
    for number, record in enumerate(helped.public.records, start=1):
        if getattr(record, kind):
            return number, 0
    raise AssertionError(kind)


def test_another_content_than_was_sealed_is_found(helped: Helped) -> None:
    number, row = _place(helped, "predicted")
    other = canonical_json(answer("no"))

    def turned(before: bytes) -> bytes:
        return canonical_json(answer("yes")) if before == other else other

    edit = edited(number, predicted=with_row(row, answer_json=turned))
    assert mismatch(rewritten(helped.public, edit)).what == "prediction_hash"


def test_a_content_that_is_held_back_is_found(helped: Helped) -> None:
    number, _ = _place(helped, "predicted")
    edit = edited(number, predicted=lambda rows: rows[1:])
    assert mismatch(rewritten(helped.public, edit)).what == "content"


def test_a_prediction_that_came_after_a_closing_is_found(helped: Helped) -> None:
    number, row = _place(helped, "predictions")
    edit = edited(number, predictions=with_row(row, settlement=lambda before: before + 1_000))
    assert mismatch(rewritten(helped.public, edit)).what == "settlement"


def test_a_second_word_of_a_model_on_a_task_is_found(helped: Helped) -> None:
    public = helped.public
    number, row = _place(helped, "predictions")
    again = public.records[number - 1].predictions[row]
    if number == len(public.records):
        pytest.skip("there is no record after the first with predictions")
    edit = edited(number + 1, predictions=lambda rows: sorted([*rows, again], key=_by_model))
    assert mismatch(rewritten(public, edit)).found == "a second"


def test_a_model_that_is_left_out_is_found(helped: Helped) -> None:
    def edit(records: list[Record]) -> list[Record]:
        def kept(rows: tuple) -> tuple:
            return tuple(row for row in rows if row.model != "good@1")

        return [
            replace(one, predictions=kept(one.predictions), predicted=kept(one.predicted))
            for one in records
        ]

    assert mismatch(rewritten(helped.public, edit)).what == "inputs_hash"


def _by_model(row: object) -> tuple[str, str]:
    return row.model, row.task  # type: ignore[attr-defined]
