"""Gold that the answers contradict as a whole ends a project, and costs nobody anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.chain.anvil import start_anvil, stop_anvil
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import QUICK, Terms, code_of, right_label, switchboard
from tests.verify.public import Public, audit, edited, heard, mismatch, rewritten, with_row

pytestmark = pytest.mark.chain

GOLD, TASKS, PEOPLE, PRICE = 20, 24, 3, 1_000
POISONED = Terms(
    name="poisoned",
    tasks=TASKS,
    maximum=PEOPLE,
    price=PRICE,
    gold={f"t{number}": right_label(str(number + 1)) for number in range(GOLD)},
    scoring=QUICK,
)


def _run(chain: ChainWorld) -> int:
    """Answer all gold and one task more; then nothing more is taken."""
    project = chain.open(POISONED)
    people = chain.world.people(PEOPLE, project)
    late = people[0]
    for person in people:
        for lease in person.leases(project, 50):
            number = int(lease.data["text"].split()[1])
            if number <= GOLD:
                person.answer(project, lease.task, right_label(lease.data["text"]))
    chain.step()
    (held,) = late.leases(project, 1)
    refused = late.send(project, late.signed(project, (held.task, "yes")))
    assert code_of(refused) == "project_closed"
    chain.step()
    chain.step()
    return project


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    home: Path = tmp_path_factory.mktemp("poisoned")
    anvil = start_anvil(home / "chain", block_time_s=None)
    with switchboard() as board, on_chain(home, board, anvil.rpc_url, credit_from=1) as chain:
        number = _run(chain)
        assert chain.world.project(number).contested
        assert chain.world.project(number).state == "complete"
        yield heard(chain.pool, number, chain._deployment.block, chain.world.coordinator.store)
    stop_anvil(anvil)


def test_it_ends_early_pays_good_work_and_agrees(poisoned: Public) -> None:
    report = audit(poisoned)
    assert report.final
    assert report.answers == (GOLD + 1) * PEOPLE
    paid = sum(row.amount for record in poisoned.records for row in record.credits)
    assert paid > report.answers * PRICE * 3 // 4, "as if there were no gold"
    revealed = sum(len(record.gold) for record in poisoned.records)
    assert revealed == GOLD


def test_going_on_after_it_is_found(poisoned: Public) -> None:
    place = len(poisoned.records)
    last = poisoned.records[-1].settlements
    edit = edited(place, settlements=with_row(len(last) - 1, final=False))
    assert mismatch(rewritten(poisoned, edit)).what == "final"
