"""Appeals on a real chain: others are asked, pay follows, and any audit finds what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from labelfield.chain.anvil import start_anvil, stop_anvil
from labelfield.db import projects as projects_db
from labelfield.db.appeals import set_window
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.record import Record
from labelfield.protocol.tasks import parse_task
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import QUICK, Person, Terms, answer, right_label, switchboard
from tests.verify.public import Public, audit, heard, mismatch, rewritten

pytestmark = pytest.mark.chain

FIRST, SECOND = range(10), range(10, 14)
"""Tasks of those who appeal, and of those who are asked."""
OUTVOTED, WRONG, LAST = 5, 6, 20
PRICE = 1_000
TERMS = Terms(
    name="appealed",
    tasks=21,
    maximum=3,
    price=PRICE,
    scoring=QUICK | {"full_pay_score_percent": 100},
    deposit=PRICE * 21 * 4,
    opening_interval_s=5,
)


@dataclass(frozen=True)
class Appealed:
    """A finished project, and what its two appellants saw."""

    public: Public
    tasks: dict[int, TaskId]
    ann: Address
    bob: Address
    rates: tuple[int, int]
    """Of Ann, who was right, before and after."""
    credits: tuple[int, int]
    outcomes: tuple[dict, dict]
    """Of Ann and of Bob, who was wrong."""


def wrong_label(number: int) -> str:
    return "no" if right_label(str(number)) == "yes" else "yes"


def say(
    person: Person, project: int, tasks: dict[int, TaskId], *numbers: int, lie: int = -1
) -> None:
    """Answer tasks, whatever the market would hand out."""
    for number in numbers:
        person._world.give(project, tasks[number], person)
        label = wrong_label(number) if number == lie else right_label(str(number))
        person.client.submit(project, [(tasks[number], answer(label))])


def open_records(chain: ChainWorld) -> None:
    chain.step()
    chain.pass_time(10)
    chain.step()


def rate_of(person: Person) -> int:
    return person.client.earnings().projects[0].rate_32nds or 0


def tasks_of(chain: ChainWorld, project: int) -> dict[int, TaskId]:
    """Return the tasks by the number that they show."""
    identifier = chain.world.facts(project).project_id
    rows = chain.world.transact(lambda c: projects_db.task_rows(c, identifier))
    return {int(parse_task(row.task_json).data["text"].split()[1]): row.task for row in rows}


def run(chain: ChainWorld) -> Appealed:
    """Two outvote one, who appeals; one of the two appeals too, without reason."""
    project = chain.open(TERMS)
    ann, bob, cid, *others = people = chain.world.people(6, project)
    tasks = tasks_of(chain, project)
    say(ann, project, tasks, *FIRST)
    say(cid, project, tasks, *FIRST, lie=OUTVOTED)
    say(bob, project, tasks, OUTVOTED, lie=OUTVOTED)
    say(bob, project, tasks, *(set(FIRST) - {OUTVOTED}), lie=WRONG)
    for other in others:
        say(other, project, tasks, *SECOND)
    open_records(chain)
    before = rate_of(ann), *chain.credited(ann)
    for person, number in ((ann, OUTVOTED), (bob, WRONG)):
        [own] = [one for one in person.client.answers(project).answers if one.task == tasks[number]]
        assert own.appealable
        assert person.client.appeal(project, own).state == "asking"
    for other in others:
        held = {lease.task for lease in other.leases(project, 50)}
        assert {tasks[OUTVOTED], tasks[WRONG]} <= held, "among the tasks of before"
        say_held(other, project, tasks, OUTVOTED, WRONG)
    assert {tasks[OUTVOTED], tasks[WRONG]}.isdisjoint(cid.lease(project, 50))
    chain.step()
    after = rate_of(ann), *chain.credited(ann)
    outcomes = tuple(outcome_of(*each) for each in ((ann, project), (bob, project)))
    for number in range(SECOND.stop, LAST + 1):
        for person in people[:3]:
            say(person, project, tasks, number)
    open_records(chain)
    chain.step()
    assert chain.world.project(project).state == "complete"
    store = chain.world.coordinator.store
    public = heard(chain.pool, project, chain._deployment.block, store)
    rates, credits = zip(before, after, strict=True)
    return Appealed(public, tasks, ann.address, bob.address, rates, credits, outcomes)


def say_held(person: Person, project: int, tasks: dict[int, TaskId], *numbers: int) -> None:
    """Answer tasks that are held."""
    for number in numbers:
        person.answer(project, tasks[number], right_label(str(number)))


def outcome_of(person: Person, project: int) -> dict:
    found = [one.appeal for one in person.client.answers(project).answers if one.appeal]
    return found[0].model_dump()


@pytest.fixture(scope="module")
def appealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Appealed]:
    home: Path = tmp_path_factory.mktemp("appealed")
    anvil = start_anvil(home / "chain", block_time_s=None)
    with switchboard() as board, on_chain(home, board, anvil.rpc_url, credit_from=1) as chain:
        yield run(chain)
    stop_anvil(anvil)


def changed(appealed: Appealed, change) -> Public:
    """Return the project with every record changed."""
    return rewritten(appealed.public, lambda records: [change(record) for record in records])


def test_who_was_right_gets_rate_and_pay_back_on_chain_and_an_audit_agrees(
    appealed: Appealed,
) -> None:
    (before, after), (paid_before, paid_after) = appealed.rates, appealed.credits
    assert after > before
    gained = appealed.outcomes[0]["gained"]
    earned = [PRICE * len(FIRST) * rate // 32 for rate in (before, after)]
    assert gained == earned[1] - earned[0]
    assert paid_after - paid_before == gained
    assert appealed.outcomes[0]["state"] == "agreed"
    report = audit(appealed.public)
    assert report.final
    assert report.answers == 3 * 10 + 3 * 4 + 2 * 3 + 3 * 7


def test_who_was_wrong_gains_nothing(appealed: Appealed) -> None:
    assert appealed.outcomes[1] == {"state": "disagreed", "asked": 3, "answered": 3, "gained": 0}


def test_answers_after_a_closing_without_the_appeal_that_caused_them(appealed: Appealed) -> None:
    found = mismatch(changed(appealed, lambda record: replace(record, appeals=())))
    assert found.what in ("position", "closing", "signatures under it")


def test_an_appeal_in_somebody_elses_name(appealed: Appealed) -> None:
    def forge(record: Record) -> Record:
        rows = [replace(row, labeler=appealed.bob) for row in record.appeals]
        return replace(record, appeals=tuple(rows))

    assert mismatch(changed(appealed, forge)).what in ("signer", "session", "signatures under it")


def test_an_appeal_of_another_time_is_not_what_was_signed(appealed: Appealed) -> None:
    def move(record: Record) -> Record:
        return replace(
            record, appeals=tuple(replace(row, time_s=row.time_s - 1) for row in record.appeals)
        )

    assert mismatch(changed(appealed, move)).what == "signer"


def test_an_appeal_before_anything_was_counted(appealed: Appealed) -> None:
    def move(record: Record) -> Record:
        return replace(record, appeals=tuple(replace(row, settlement=0) for row in record.appeals))

    assert mismatch(changed(appealed, move)).what == "task"


@pytest.mark.parametrize(("by", "what"), [(-1, "settlement"), (1, "inputs_hash")])
def test_a_second_closing_that_is_counted_at_another_time(
    appealed: Appealed, by: int, what: str
) -> None:
    asked = {row.task for record in appealed.public.records for row in record.appeals}
    seen: set[TaskId] = set()

    def move(record: Record) -> Record:
        rows = []
        for row in record.closings:
            again = row.task in asked and row.task in seen
            rows.append(replace(row, settlement=row.settlement + by) if again else row)
        seen.update(row.task for row in record.closings)
        return replace(record, closings=tuple(rows))

    assert mismatch(changed(appealed, move)).what == what


@pytest.fixture
def rpc_url(tmp_path: Path) -> Iterator[str]:
    anvil = start_anvil(tmp_path / "chain", block_time_s=None)
    yield anvil.rpc_url
    stop_anvil(anvil)


def test_a_labeler_of_a_small_project_appeals_once_all_tasks_are_closed(
    tmp_path: Path, rpc_url: str
) -> None:
    """All tasks close before any record is open: the project waits, because somebody may appeal."""
    with (
        switchboard() as board,
        on_chain(tmp_path, board, rpc_url, credit_from=1, appeal_window_s=3_600) as chain,
    ):
        project = chain.open(replace(TERMS, tasks=SECOND.stop, opening_interval_s=1_800))
        ann, bob, cid, *others = chain.world.people(6, project)
        tasks = tasks_of(chain, project)
        for number in FIRST:
            lie = OUTVOTED if number == OUTVOTED else -1
            say(ann, project, tasks, number)
            say(bob, project, tasks, number, lie=lie)
            say(cid, project, tasks, number, lie=lie)
        for other in others:
            say(other, project, tasks, *SECOND)
        chain.step()
        chain.step()
        assert chain.world.project(project).state == "open"
        [own] = [one for one in ann.client.answers(project).answers if one.wrong]
        assert own.appealable
        assert ann.client.appeal(project, own).state == "asking"
        for other in others:
            assert tasks[OUTVOTED] in other.lease(project, 50)
            say_held(other, project, tasks, OUTVOTED)
        chain.step()
        assert outcome_of(ann, project)["state"] == "agreed"
        assert chain.world.project(project).state == "open"
        end_window(chain, project)
        assert chain.world.project(project).state == "complete"
        store = chain.world.coordinator.store
        assert audit(heard(chain.pool, project, chain._deployment.block, store)).final


def end_window(chain: ChainWorld, project: int) -> None:
    identifier = chain.world.facts(project).project_id
    chain.world.transact(lambda c: set_window(c, identifier, True, 1))
    chain.step()
    chain.step()
