"""Checkpoints: when, whom, how much, and what a crash leaves of them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from labelfield.chain.rpc import Rpc
from labelfield.db.labelers import add_owed
from labelfield.db.tables import checkpoints, credits, labelers, memberships
from labelfield.server import checkpointing
from tests.server.chain_world import ChainWorld, step_until_killed
from tests.server.world import QUICK, Person, Terms, right_label

pytestmark = pytest.mark.chain


def owe(chain_world: ChainWorld, project: int, person: Person, amount: int) -> None:
    identifier = chain_world.world.facts(project).project_id
    chain_world.world.transact(lambda c: add_owed(c, identifier, {person.address: amount}))


RICH = 10_000_000


def earning(chain_world: ChainWorld, name: str, tasks: int = 8) -> tuple[int, list[Person]]:
    """Return a running project in which two labelers earn without being due."""
    project = chain_world.open(
        Terms(tasks=tasks, maximum=2, scoring=QUICK, name=name, deposit=RICH)
    )
    people = chain_world.world.people(2, project)
    leases = people[0].leases(project, tasks)[:-1]
    for person in people:
        person.leases(project, tasks)
        for lease in leases:
            person.answer(project, lease.task, right_label(lease.data["text"]))
    chain_world.step()
    return project, people


def books_agree(chain_world: ChainWorld) -> bool:
    """Tell whether rows and chain say the same of everybody's credit."""
    rows = chain_world.world.rows(labelers)
    return all(row.credited == chain_world.pool.credit_of(row.labeler) <= row.owed for row in rows)


def test_little_money_waits_until_a_receipt_falls_due(chain_world: ChainWorld) -> None:
    project, people = earning(chain_world, "waits")
    assert chain_world.credited(*people) == [0, 0]
    assert [row.owed for row in chain_world.world.rows(labelers)] == [7_000, 7_000]
    chain_world.make_due()
    chain_world.step()
    assert chain_world.credited(*people) == [7_000, 7_000]
    assert books_agree(chain_world)
    assert all(row.due_s is None for row in chain_world.world.rows(labelers))
    (row,) = chain_world.world.rows(checkpoints)
    assert (row.state, row.credited, row.fee) == ("mined", 14_000, 280)
    assert chain_world.pool.project(project).debited == 14_280


def test_much_money_is_credited_at_once(chain_world: ChainWorld) -> None:
    project, (ann, bob) = earning(chain_world, "much")
    enough = chain_world.world.coordinator.settings.credit_from
    owe(chain_world, project, ann, enough - 7_000)
    owe(chain_world, project, bob, enough - 7_001)
    chain_world.step()
    assert chain_world.credited(ann, bob) == [enough, 0]


def test_everybody_is_credited_before_the_float_is_spent(chain_world: ChainWorld) -> None:
    """Else small sums that no receipt promises could stop all work for ever."""
    _, people = earning(chain_world, "pressed")
    chain_world.watch_float(14_000)
    chain_world.worker.step()
    assert chain_world.credited(*people) == [7_000, 7_000]


def test_a_credit_too_large_for_one_entry_comes_in_several(
    chain_world: ChainWorld,
) -> None:
    project = chain_world.open(Terms(tasks=4, maximum=1, price=2**32 + 5, gold=_gold(4)))
    ann = chain_world.world.person("ann", project)
    chain_world.watch_float(2**50)
    ann.label_all(project, right_label)
    for _ in range(3):
        chain_world.worker.step()
    owed = chain_world.world.rows(labelers)[0].owed
    assert chain_world.credited(ann) == [owed]
    assert chain_world.verify(project).credited == owed


def _gold(count: int) -> dict[str, str]:
    return {f"t{number}": right_label(f"text {number}") for number in range(count)}


def test_fees_are_rounded_down_over_all_checkpoints_together(chain_world: ChainWorld) -> None:
    project, (ann, bob) = earning(chain_world, "fees")
    for person, amount in ((ann, 243_049), (bob, 243_049), (ann, 250_049)):
        owe(chain_world, project, person, amount)
        chain_world.step()
    rows = chain_world.world.rows(checkpoints)
    total = sum(row.credited for row in rows)
    assert len(rows) == 3
    assert sum(row.fee for row in rows) == total * 200 // 10_000


def test_a_crash_between_any_two_acts_loses_nothing_and_credits_nobody_twice(
    chain_world: ChainWorld,
) -> None:
    """The whole last step of a project, killed after its first call, its second, and so on."""
    people: list[Person] = []
    for calls_to_live in range(1, 200):
        name = f"crash {calls_to_live}"
        project = chain_world.open(Terms(tasks=2, maximum=2, scoring=QUICK, name=name))
        people = people or chain_world.world.people(2)
        for person in people:
            person.client.join(project)
            person.label_all(project, right_label)
        died = step_until_killed(chain_world, calls_to_live)
        chain_world.step()
        assert chain_world.world.project(project).state == "complete"
        assert books_agree(chain_world), calls_to_live
        if not died:
            break
    assert calls_to_live > 15
    for number in range(1, calls_to_live + 1, 4):
        assert chain_world.verify(number).final
    assert sum(row.owed for row in chain_world.world.rows(labelers)) > 0
    assert all(row.owed == row.credited for row in chain_world.world.rows(memberships))


def test_a_checkpoint_is_rebuilt_to_the_same_bytes(chain_world: ChainWorld) -> None:
    """Whether it died before or after the record was stored: the store would refuse others."""
    project, _ = earning(chain_world, "rebuilt")
    chain_world.make_due()
    facts = chain_world.world.facts(project)
    assert chain_world.prepare(facts)
    (row,) = chain_world.world.rows(checkpoints)
    indices = {person.address: n for n, person in enumerate(chain_world.world.people(2), 1)}
    coordinator = chain_world.world.coordinator
    first = checkpointing._publish(coordinator, facts, row, indices)
    people = chain_world.world.people(2, project)
    people[0].label_all(project, right_label)
    assert checkpointing._publish(coordinator, facts, row, indices) == first


def test_a_signed_checkpoint_whose_nonce_went_to_another_is_signed_anew(
    chain_world: ChainWorld,
) -> None:
    """The server died between signing and sending; after the restart another project was first."""
    earning(chain_world, "first")
    second, people = earning(chain_world, "second")
    facts = chain_world.world.facts(second)
    chain_world.make_due()
    assert chain_world.prepare(facts)
    _sign_only(chain_world, facts)
    chain_world.use_up_a_nonce()
    chain_world.step()
    chain_world.step()
    rows = chain_world.world.rows(checkpoints)
    assert {row.state for row in rows} == {"mined"}
    assert books_agree(chain_world)
    assert chain_world.credited(*people) == [14_000, 14_000]


def _sign_only(chain_world: ChainWorld, facts: Any) -> None:
    """Sign the prepared checkpoint as advance does, and die."""
    (row,) = [r for r in chain_world.world.rows(checkpoints) if r.state == "prepared"]
    worker = chain_world.worker
    checkpointing._sign(
        chain_world.world.coordinator,
        chain_world.pool,
        worker._checkpointer,
        worker._relayer,
        facts,
        row,
    )


def test_a_checkpoint_that_the_chain_has_already_is_counted_once(chain_world: ChainWorld) -> None:
    """The server died before it heard of the block; a second sending changes nothing."""
    project, people = earning(chain_world, "counted once")
    chain_world.make_due()
    chain_world.step()
    chain_world.world.transact(lambda c: c.execute(update(checkpoints).values(state="signed")))
    chain_world.world.transact(lambda c: c.execute(update(labelers).values(credited=0)))
    chain_world.world.transact(lambda c: c.execute(update(memberships).values(credited=0)))
    chain_world.step()
    assert chain_world.credited(*people) == [7_000, 7_000]
    assert chain_world.pool.project(project).checkpoint_count == 1
    assert books_agree(chain_world)
    assert len(chain_world.world.rows(credits)) == 2


def test_a_checkpoint_that_is_not_mined_in_time_is_priced_anew_and_counted_once(
    chain_world: ChainWorld,
) -> None:
    project, people = earning(chain_world, "stuck")
    chain_world.make_due()
    chain_world.step()
    for person in people:
        owe(chain_world, project, person, 1_000)
    chain_world.make_due()
    coordinator, rpc = chain_world.world.coordinator, Rpc(chain_world.pool.rpc_url)
    coordinator.settings = replace(coordinator.settings, replace_after_s=0.0)
    rpc.ask("evm_setAutomine", False)
    try:
        chain_world.step()
        first = chain_world.world.rows(checkpoints)[1]
        chain_world.step()
        second = chain_world.world.rows(checkpoints)[1]
    finally:
        rpc.ask("evm_setAutomine", True)
    assert (first.state, second.state) == ("signed", "signed")
    assert first.transaction_hash != second.transaction_hash
    assert first.transaction_nonce == second.transaction_nonce
    rpc.ask("evm_mine")
    chain_world.step()
    mined = chain_world.world.rows(checkpoints)[1]
    assert mined.state == "mined"
    assert mined.transaction_hash != second.transaction_hash, "the one before it was mined"
    assert chain_world.credited(*people) == [8_000, 8_000]
    assert books_agree(chain_world)
