"""Whatever is leased, answered, repeated, settled and credited, in any order: the books agree."""

import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import update

from labelfield.db import checkpoints as checkpoints_db
from labelfield.db.tables import answers, labelers, leases, memberships, projects, tasks
from labelfield.db.totals import unsettled_total
from labelfield.server import checkpointing
from tests.server.funds import funds_of
from tests.server.world import (
    QUICK,
    Json,
    Person,
    Switchboard,
    Terms,
    World,
    code_of,
    coordinating,
)

PEOPLE = st.integers(0, 2)
PROJECTS = st.integers(1, 2)
LABELS = st.sampled_from(("yes", "no"))
FLOAT = 5_500
MINED = {"state": "mined", "gas_used": 1, "gas_price_wei": 1, "record": "0x"}


def books(board: Switchboard) -> type[RuleBasedStateMachine]:
    """Return the state machine of two projects and three labelers at one server."""

    class Books(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self._folder = TemporaryDirectory()
            self._context = coordinating(Path(self._folder.name), board)
            self.world: World = self._context.__enter__()
            self.world.coordinator.watch.funds = funds_of(FLOAT)
            for name in ("one", "two"):
                self.world.open(Terms(name=name, tasks=6, maximum=2, scoring=QUICK))
            self.people: list[Person] = self.world.people(3, 1, 2)
            self.sent: list[tuple[Person, int, Json, bytes]] = []
            self.receipts: dict[str, tuple[int, int]] = {}

        @rule(who=PEOPLE, project=PROJECTS, count=st.integers(1, 3))
        def lease(self, who: int, project: int, count: int) -> None:
            self.people[who].lease(project, count)

        @rule(
            who=PEOPLE, project=PROJECTS, label=st.sampled_from(("yes", "no")), batch=st.booleans()
        )
        def answer(self, who: int, project: int, label: str, batch: bool) -> None:
            person = self.people[who]
            found = person.lease(project, 2 if batch else 1)
            if not found:
                return
            request = person.signed(project, *((task, label) for task in found))
            response = person.send(project, request)
            if response.status_code == 503:
                assert code_of(response) == "float_spent"
                return
            self._keep(person, project, request, response.content, response.json()["receipts"])

        def _keep(
            self, person: Person, project: int, request: Json, content: bytes, receipts: list[Json]
        ) -> None:
            person.client.join(project)
            self.sent.append((person, project, request, content))
            for receipt in receipts:
                number, owed = self.receipts.get(person.address, (0, 0))
                assert receipt["number"] == number + 1
                assert receipt["owed"] >= owed
                self.receipts[person.address] = (receipt["number"], receipt["owed"])
            if receipts[-1]["owed"] > owed:
                assert self.world.transact(unsettled_total) <= FLOAT

        @rule(place=st.integers(0, 1_000))
        def repeat(self, place: int) -> None:
            """Nothing is drawn by how many were sent: that depends on the server's choices."""
            if not self.sent:
                return
            person, project, request, content = self.sent[place % len(self.sent)]
            with self.world.unchanged():
                assert person.send(project, request).content == content

        @rule()
        def let_leases_expire(self) -> None:
            late_s = int(time.time()) - 1
            self.world.transact(lambda c: c.execute(update(leases).values(expires_s=late_s)))

        @rule(project=PROJECTS)
        def settle(self, project: int) -> None:
            self.world.settle(project)

        @rule(project=PROJECTS)
        def close(self, project: int) -> None:
            if self.world.project(project).state == "open" and len(self.sent) > 8:
                self.world.set_state(project, "closing")
                self.world.settle(project)

        @rule(project=PROJECTS, due=st.booleans())
        def checkpoint(self, project: int, due: bool) -> None:
            """Prepare a checkpoint and count it as mined, as advance does around the chain."""
            facts, coordinator = self.world.facts(project), self.world.coordinator
            if due:
                self.world.transact(lambda c: c.execute(update(labelers).values(due_s=1)))
            now_s = int(time.time())
            if not self.world.transact(
                lambda c: checkpointing.prepare(coordinator, c, facts, now_s)
            ):
                return
            number = self.world.project(project).checkpoints

            def mined(connection: Any) -> None:
                place = (connection, facts.project_id, number)
                checkpoints_db.update_checkpoint(*place, MINED)
                checkpoints_db.apply_credits(*place)

            self.world.transact(mined)

        @invariant()
        def everybodys_total_is_the_sum_over_projects(self) -> None:
            sums: Counter[tuple[str, str]] = Counter()
            for row in self.world.rows(memberships):
                assert 0 <= row.credited <= row.owed
                assert row.earned <= row.owed or row.rate32 is None
                sums[row.labeler, "owed"] += row.owed
                sums[row.labeler, "credited"] += row.credited
            for row in self.world.rows(labelers):
                assert row.owed == sums[row.labeler, "owed"]
                assert row.credited == sums[row.labeler, "credited"]

        @invariant()
        def counts_are_those_of_the_answers(self) -> None:
            rows = self.world.rows(answers)
            for project in self.world.rows(projects):
                mine = [row for row in rows if row.project_id == project.id]
                assert project.accepted == len(mine)
                of_task = Counter(row.task for row in mine)
                own = [row for row in self.world.rows(tasks) if row.project_id == project.id]
                assert all(row.answers == of_task[row.task] <= 2 for row in own)
                assert project.closed_tasks == sum(row.closing is not None for row in own)
                assert project.deposit * 10_000 >= len(mine) * 1_000 * 10_200

        @invariant()
        def no_promise_is_forgotten(self) -> None:
            """A receipt that credits do not cover has a time at which it falls due."""
            totals = {row.labeler: row for row in self.world.rows(labelers)}
            for labeler, (number, owed) in self.receipts.items():
                assert totals[labeler].receipts == number
                assert totals[labeler].owed >= owed
                assert (totals[labeler].due_s is not None) or totals[labeler].credited >= owed

        def teardown(self) -> None:
            self._context.__exit__(None, None, None)
            self._folder.cleanup()

    return Books


def test_the_books_agree_whatever_happens(board: Switchboard) -> None:
    run_state_machine_as_test(
        books(board), settings=settings(max_examples=5, stateful_step_count=30)
    )


@pytest.mark.soak
def test_the_books_agree_whatever_happens_for_long(board: Switchboard) -> None:
    run_state_machine_as_test(
        books(board), settings=settings(max_examples=100, stateful_step_count=80)
    )
