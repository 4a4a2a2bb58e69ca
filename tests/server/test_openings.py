"""Openings: sealed until their time, opened before the pool's rules would stop the work, proven."""

import json

import pytest
from sqlalchemy import update

from labelfield.chain import calls
from labelfield.chain.pool_state import PoolState
from labelfield.chain.transactions import Sender
from labelfield.collect.objects import read_record
from labelfield.db.tables import answers, checkpoints, gold, projects
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import Address
from labelfield.protocol.record import Record
from labelfield.protocol.sealing import RecordPlace, key_before
from labelfield.server import openings
from tests.server.chain_world import COURT_KEY, ChainWorld, step_until_killed
from tests.server.test_checkpointing import RICH, earning, owe
from tests.server.world import QUICK, Terms, right_label

pytestmark = pytest.mark.chain

INTERVAL_S = 60


def opened_records(chain_world: ChainWorld, project: int) -> list[Record]:
    """Read every record that the chain's keys open, as anybody can."""
    pool, facts = chain_world.pool, chain_world.world.facts(project)
    *_, last = pool.records_opened(project, 0, pool.block_number())
    found = []
    for event in pool.checkpoints(project, 0, pool.block_number())[: last.last_checkpoint]:
        key = key_before(bytes_of(last.key, 32), last.last_checkpoint - event.number)
        place = RecordPlace(pool.domain, facts.number, event.number)
        store = chain_world.world.coordinator.store
        found.append(read_record(store, facts.bucket, event.record_hash, key, place))
    return found


def let_interval_pass(chain_world: ChainWorld, seconds: int = INTERVAL_S) -> None:
    chain_world.pass_time(seconds)
    chain_world.step()


def test_a_record_is_public_at_once_and_says_nothing_until_its_opening(
    chain_world: ChainWorld,
) -> None:
    project = chain_world.open(Terms(tasks=8, maximum=2, scoring=QUICK, gold={"t1": "yes"}))
    world = chain_world.world
    for person in world.people(2, project):
        for lease in person.leases(project, 8)[:7]:
            person.answer(project, lease.task, right_label(lease.data["text"]))
    chain_world.make_due()
    chain_world.step()
    (row,) = world.rows(checkpoints)
    facts = world.facts(project)
    assert row.state == "mined"
    assert world.project(project).opened_checkpoints == 0
    sealed = world.coordinator.store.get(facts.bucket, row.record)
    for kept in [*world.rows(answers), *world.rows(gold)]:
        assert kept.salt.encode() not in sealed
        assert kept.task.encode() not in sealed
    report = chain_world.verify(project)
    assert (report.checkpoints, report.sealed) == (0, 1)


def test_after_the_interval_anyone_can_check_a_running_project(chain_world: ChainWorld) -> None:
    terms = Terms(tasks=8, maximum=2, scoring=QUICK, opening_interval_s=INTERVAL_S)
    project = chain_world.open(terms)
    people = chain_world.world.people(2, project)
    shown = people[0].leases(project, 8)
    people[1].leases(project, 8)
    for person in people:
        for lease in shown[:6]:
            person.answer(project, lease.task, right_label(lease.data["text"]))
    people[0].answer(project, shown[6].task)
    chain_world.make_due()
    chain_world.step()
    chain_world.make_due()
    let_interval_pass(chain_world, INTERVAL_S - 10)
    assert chain_world.world.project(project).opened_checkpoints == 0
    let_interval_pass(chain_world, 10)
    assert chain_world.world.project(project).state == "open"
    count = chain_world.pool.project(project).checkpoint_count
    assert chain_world.world.project(project).opened_checkpoints == count > 0
    report = chain_world.verify(project)
    assert (report.answers, report.final, report.sealed) == (13, False, 0)
    opened = [
        (row.labeler, row.sequence)
        for r in opened_records(chain_world, project)
        for row in r.contents
    ]
    assert len(opened) == len(set(opened)) == 12, "the open task's answer stays sealed"


def test_what_the_manifest_allows_unopened_is_never_passed(chain_world: ChainWorld) -> None:
    """Credits come in pieces, with an opening between them."""
    project = chain_world.open(
        Terms(tasks=8, maximum=2, scoring=QUICK, max_unopened=5_000, deposit=RICH)
    )
    for person in chain_world.world.people(2, project):
        person.label_all(project, right_label)
    chain_world.step()
    assert chain_world.world.project(project).state == "complete"
    events = chain_world.pool.checkpoints(project, 0, chain_world.pool.block_number())
    opened = chain_world.pool.records_opened(project, 0, chain_world.pool.block_number())
    assert len(opened) > 3
    assert max(event.amount for event in opened) <= 5_000
    report = chain_world.verify(project)
    assert report.final
    assert report.credited == 16_000
    assert report.credited + report.fees == sum(event.amount for event in opened)
    assert len(events) == report.checkpoints


def test_a_short_bond_is_opened_and_proven_before_more_is_credited(
    chain_world: ChainWorld,
) -> None:
    project, (ann, bob) = earning(chain_world, "short")
    pool, free = chain_world.pool, chain_world.pool.funds().room
    chain_world.operator.execute(calls.request_bond_exit(pool.address, 2 * (free - 8_160)))
    owe(chain_world, project, ann, 3_000)
    chain_world.make_due()
    chain_world.step()
    assert chain_world.pool.funds().room == 0
    assert sum(chain_world.credited(ann, bob)) == 8_000
    state = pool.project(project)
    assert (state.unopened, state.opening_count) == (0, 1)
    chain_world.step()
    assert sum(chain_world.credited(ann, bob)) == 8_000
    let_interval_pass(chain_world, pool.periods.challenge_window + 1)
    assert pool.project(project).proven_count == 1
    chain_world.make_due()
    chain_world.step()
    assert sum(chain_world.credited(ann, bob)) == 16_000


def test_openings_of_complete_projects_are_proven_too(chain_world: ChainWorld) -> None:
    project = chain_world.open(Terms(tasks=2, maximum=1, scoring=QUICK))
    before = chain_world.pool.funds().room
    chain_world.world.person("ann", project).label_all(project)
    chain_world.step()
    row = chain_world.world.project(project)
    assert row.state == "complete"
    assert row.proves_at_s is not None
    let_interval_pass(chain_world, chain_world.pool.periods.challenge_window + 1)
    assert chain_world.pool.project(project).proven_count == 1
    assert chain_world.pool.funds().room == before
    assert chain_world.world.project(project).proves_at_s is None


def test_a_disputed_project_waits_with_its_proof_and_holds_up_no_other(
    chain_world: ChainWorld,
) -> None:
    numbers = [
        chain_world.open(Terms(tasks=2, maximum=1, scoring=QUICK, name=name))
        for name in ("disputed", "other")
    ]
    ann = chain_world.world.person("ann", *numbers)
    for number in numbers:
        ann.label_all(number)
    chain_world.step()
    court = Sender(chain_world.pool.rpc_url, COURT_KEY)
    chain_world.give_gas(Address(court.address))
    court.execute(calls.hold(chain_world.pool.address, numbers[0]))
    let_interval_pass(chain_world, chain_world.pool.periods.challenge_window + 1)
    assert [chain_world.pool.project(n).proven_count for n in numbers] == [0, 1]
    assert [shown_disputes(chain_world, n) for n in numbers] == [1, 0]
    court.execute(calls.release(chain_world.pool.address, numbers[0]))
    chain_world.step()
    assert chain_world.pool.project(numbers[0]).proven_count == 1
    assert shown_disputes(chain_world, numbers[0]) == 0


def shown_disputes(chain_world: ChainWorld, project: int) -> int:
    """Return what the API says of a project's disputes."""
    return int(chain_world.world.http.get(f"/api/projects/{project}").json()["disputes"])


def test_a_halted_operator_opens_what_it_owes_and_credits_nothing_more(
    chain_world: ChainWorld,
) -> None:
    project, people = earning(chain_world, "halted")
    chain_world.make_due()
    chain_world.step()
    before = chain_world.credited(*people)
    court = Sender(chain_world.pool.rpc_url, COURT_KEY)
    chain_world.give_gas(Address(court.address))
    court.execute(calls.convict(chain_world.pool.address, court.address, [], []))
    owe(chain_world, project, people[0], RICH // 2)
    chain_world.make_due()
    chain_world.step()
    assert chain_world.pool.funds().state is PoolState.HALTED
    assert chain_world.credited(*people) == before
    assert chain_world.pool.project(project).unopened_since_s == 0
    assert chain_world.verify(project).sealed == 0
    assert chain_world.world.http.get("/api/pool").json()["halted"]
    assert chain_world.world.http.get(f"/api/projects/{project}").json()["state"] == "halted"


def test_an_opening_that_the_chain_has_already_is_noted_once(chain_world: ChainWorld) -> None:
    """The server died before it heard of the block."""
    project = chain_world.open(Terms(tasks=2, maximum=1, scoring=QUICK))
    chain_world.world.person("ann", project).label_all(project)
    died = True
    calls_to_live = 1
    while died:
        died = step_until_killed(chain_world, calls_to_live)
        calls_to_live += 1
    forgotten = {"opened_checkpoints": 0, "proves_at_s": None, "state": "closing"}
    chain_world.world.transact(lambda c: c.execute(update(projects).values(**forgotten)))
    chain_world.step()
    assert chain_world.pool.project(project).opening_count == 1
    assert chain_world.world.project(project).state == "complete"
    assert chain_world.world.project(project).opened_checkpoints == 1


def test_the_same_key_opens_whatever_the_server_forgot(chain_world: ChainWorld) -> None:
    """All keys follow from one secret: nothing of them is in the database."""
    project, _ = earning(chain_world, "keys")
    chain_world.make_due()
    chain_world.step()
    facts, coordinator = chain_world.world.facts(project), chain_world.world.coordinator
    assert coordinator.record_secret.hex() not in json.dumps(chain_world.world.dump())
    number = chain_world.world.transact(
        lambda c: openings._checkpoint_to_open(coordinator, c, facts, 0)
    )
    assert number is None, "nothing is due"
    chain_world.ask_to_close(project)
    chain_world.worker = chain_world.new_worker()
    chain_world.step()
    assert [record.header.checkpoint for record in opened_records(chain_world, project)] == list(
        range(1, chain_world.pool.project(project).checkpoint_count + 1)
    )
    assert chain_world.verify(project).final


def test_a_crash_while_proving_frees_the_bond_once(chain_world: ChainWorld) -> None:
    ann = chain_world.world.person("ann")
    before = chain_world.pool.funds().room
    for calls_to_live in range(1, 100):
        terms = Terms(tasks=1, maximum=1, scoring=QUICK, name=f"proof {calls_to_live}")
        project = chain_world.open(terms)
        ann.client.join(project)
        ann.label_all(project)
        chain_world.step()
        chain_world.pass_time(chain_world.pool.periods.challenge_window + 1)
        chain_world.hear()
        died = step_until_killed(chain_world, calls_to_live)
        chain_world.step()
        assert chain_world.pool.project(project).proven_count == 1
        assert chain_world.world.project(project).proves_at_s is None
        if not died:
            break
    assert calls_to_live > 5
    assert chain_world.pool.funds().room == before
