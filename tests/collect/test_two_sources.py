"""The server collects from its rows, the auditor from published records: Inputs are equal."""

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest

from labelfield.collect.closed_answers import ClosedAnswers
from labelfield.collect.inputs import AnswerColumns, collect_inputs
from labelfield.db.tables import settlements
from labelfield.protocol.ids import Address, TaskId
from labelfield.server import settlement
from labelfield.settle.hashes import inputs_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.verify import money
from tests.server.chain_world import ChainWorld
from tests.server.world import QUICK, Person, Terms, right_label

pytestmark = pytest.mark.chain


class Collected(list[Inputs]):
    """Keeps whatever is collected, and hands the facts over in another order."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random

    def __call__(self, **facts: Any) -> Inputs:
        members, given = list(facts["members"]), facts["answers"]
        facts["members"] = self._random.sample(members, len(members))
        order = self._random.sample(range(len(given.said)), len(given.said))
        columns = (given.task, given.labeler, given.said)
        shuffled = (column[order] for column in columns)
        facts["answers"] = AnswerColumns(given.tasks, given.labelers, *shuffled)
        self.append(collect_inputs(**facts))
        return self[-1]


class Columns(ClosedAnswers):
    """Keeps the inputs that an auditor's columns give, and takes rows in another order."""

    random: Random
    kept: list[Inputs]

    def add(self, task: TaskId, given: Iterable[tuple[Address, Said]]) -> None:
        rows = list(given)
        super().add(task, self.random.sample(rows, len(rows)))

    def inputs(self, **facts: Any) -> Inputs:
        self.kept.append(super().inputs(**facts))
        return self.kept[-1]


def label_some(people: list[Person], project: int, random: Random) -> None:
    """Let everybody answer a few tasks, the last of them mostly wrong."""
    for person in people:
        for lease in person.leases(project, 50)[: random.randint(1, 6)]:
            right = right_label(lease.data["text"])
            wrong = {"yes": "no", "no": "yes"}[right]
            careless = person is people[-1] and random.random() < 0.7
            person.answer(project, lease.task, wrong if careless else right)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("target_confidence_bps", [9_000, 10_000])
def test_inputs_from_rows_equal_inputs_from_the_published_record(
    chain_world: ChainWorld, monkeypatch: pytest.MonkeyPatch, seed: int, target_confidence_bps: int
) -> None:
    random = Random(seed)
    of_server, of_auditor = Collected(random), list[Inputs]()
    monkeypatch.setattr(settlement, "collect_inputs", of_server)
    auditing = type("Auditing", (Columns,), {"random": random, "kept": of_auditor})
    monkeypatch.setattr(money, "ClosedAnswers", auditing)
    terms = Terms(
        tasks=30,
        minimum=2,
        maximum=3,
        target_confidence_bps=target_confidence_bps,
        gold={f"t{number}": right_label(f"t {number}") for number in range(0, 30, 4)},
        scoring=QUICK,
    )
    project = chain_world.open(terms)
    people = chain_world.world.people(4, project)
    for turn in range(12):
        label_some(people, project, random)
        if turn % 3 == 0:
            chain_world.make_due()
        chain_world.step()
    if chain_world.world.project(project).state == "open":
        chain_world.ask_to_close(project)
        chain_world.step()
    chain_world.verify(project)
    hashes = [inputs_hash(inputs) for inputs in of_server]
    assert len(hashes) > 3
    assert [inputs_hash(inputs) for inputs in of_auditor] == hashes
    assert [row.inputs_hash for row in chain_world.world.rows(settlements)] == hashes
    assert chain_world.pool.project(project).checkpoint_count > 1
