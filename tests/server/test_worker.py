"""The worker's whole round on real contracts, one step at a time."""

import pytest

from labelfield.chain.pool import Pool
from labelfield.db.errors import DatabaseUnreachable
from labelfield.db.tables import labelers
from labelfield.formats.published import DATASET_OBJECT
from labelfield.server import checkpointing, settlement
from tests.server.chain_world import ChainWorld
from tests.server.world import QUICK, REQUESTER, Terms, right_label

pytestmark = pytest.mark.chain


def label_everything(chain_world: ChainWorld, project: int, count: int = 2) -> list[int]:
    """Let people label a project to its end; return what is owed to each afterwards."""
    people = chain_world.world.people(count, project)
    for person in people:
        person.label_all(project, right_label)
    while chain_world.world.project(project).state != "complete":
        chain_world.step()
    return [row.owed for row in chain_world.world.rows(labelers)]


def test_a_project_runs_from_its_opening_to_an_audit_that_agrees(chain_world: ChainWorld) -> None:
    project = chain_world.open(Terms(tasks=8, maximum=2, scoring=QUICK, gold={"t1": "yes"}))
    owed = label_everything(chain_world, project)
    assert sum(owed) > 0
    assert chain_world.credited(*chain_world.world.people(2)) == owed
    report = chain_world.verify(project)
    assert (report.final, report.answers, report.labels) == (True, 16, 8)
    assert report.credited == sum(owed)


def test_an_opening_by_somebody_else_opens_nothing(chain_world: ChainWorld) -> None:
    accepted = chain_world.world.drafted(Terms(deposit=0))
    assert chain_world.requester.address == REQUESTER
    chain_world.requester = chain_world.stranger()
    chain_world.open_on_chain(accepted, 0)
    chain_world.step()
    assert chain_world.world.http.get("/api/projects").json() == {"projects": []}


def test_an_opening_of_an_unknown_manifest_harms_nobody(chain_world: ChainWorld) -> None:
    accepted = chain_world.world.drafted(Terms())
    chain_world.open_on_chain(accepted | {"manifest_hash": "0x" + "ab" * 32}, 0)
    chain_world.step()
    assert chain_world.world.http.get("/api/projects").json() == {"projects": []}


@pytest.mark.parametrize("changes", [{"fee_bps": 0}, {"max_unopened": 1}, {"store": "folder:x"}])
def test_an_opening_under_other_terms_opens_nothing(
    chain_world: ChainWorld, changes: dict[str, object]
) -> None:
    """Its checkpoints would be refused, and its labelers never paid."""
    accepted = chain_world.world.drafted(Terms())
    chain_world.open_on_chain(accepted | changes, accepted["most_that_can_be_spent"])
    chain_world.step()
    assert chain_world.world.http.get("/api/projects").json() == {"projects": []}


def test_one_manifest_opened_twice_is_one_project(chain_world: ChainWorld) -> None:
    accepted = chain_world.world.drafted(Terms())
    numbers = [chain_world.open_on_chain(accepted, 10_000) for _ in range(2)]
    chain_world.step()
    shown = chain_world.world.http.get("/api/projects").json()["projects"]
    assert [project["project"] for project in shown] == numbers[:1]


def test_a_top_up_is_heard(chain_world: ChainWorld) -> None:
    project = chain_world.open(Terms(deposit=1))
    assert chain_world.world.project(project).deposit == 1
    chain_world.top_up(project, 5_000)
    chain_world.step()
    assert chain_world.world.project(project).deposit == 5_001


def test_an_early_close_credits_everybody_and_publishes(chain_world: ChainWorld) -> None:
    project = chain_world.open(Terms(tasks=8, maximum=3, scoring=QUICK))
    people = chain_world.world.people(2, project)
    for person in people:
        person.label_all(project, right_label)
    chain_world.ask_to_close(project)
    chain_world.step()
    assert chain_world.world.project(project).state == "complete"
    owed = [row.owed for row in chain_world.world.rows(labelers)]
    assert min(owed) > 0
    assert sorted(chain_world.credited(*people)) == sorted(owed)
    report = chain_world.verify(project)
    assert (report.final, report.answers) == (True, 16)
    chain_world.pass_time(3_601)
    chain_world.take_refund(project)
    state = chain_world.pool.project(project)
    assert state.refunded


def test_a_project_without_answers_closes_cleanly(chain_world: ChainWorld) -> None:
    project = chain_world.open(Terms(tasks=3))
    chain_world.ask_to_close(project)
    chain_world.step()
    assert chain_world.world.project(project).state == "complete"
    bucket = chain_world.world.facts(project).bucket
    assert chain_world.world.coordinator.store.has(bucket, DATASET_OBJECT)
    assert chain_world.verify(project).answers == 0


def test_a_round_in_which_nothing_happens_looks_and_takes_no_transaction(
    chain_world: ChainWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain_world.open(Terms())
    chain_world.step()
    monkeypatch.setattr(settlement, "settle_due", lambda *_: False)  # which has looks of its own
    written: list[object] = []
    monkeypatch.setattr(chain_world.world.coordinator.writer, "run", written.append)
    chain_world.step()
    assert written == []


@pytest.mark.parametrize("where", ["_has_turn", "_settle"])
def test_a_database_that_is_away_is_said_in_a_line_and_asked_again(
    chain_world: ChainWorld,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    where: str,
) -> None:
    chain_world.open(Terms())
    away = DatabaseUnreachable("127.0.0.1:5432/labelfield", ConnectionRefusedError("refused"))

    def fail(*_: object) -> bool:
        raise away

    monkeypatch.setattr(chain_world.worker, where, fail)
    failures = chain_world.world.coordinator.metrics.failures
    chain_world.run_until(lambda: len(caplog.records) >= 2)
    assert {(record.levelname, record.exc_info) for record in caplog.records} == {("WARNING", None)}
    assert "127.0.0.1:5432/labelfield does not answer" in caplog.text
    assert failures._value.get() == 0
    assert chain_world.world.coordinator.metrics.settling._value.get() == 0


def test_a_project_that_fails_holds_up_no_other(
    chain_world: ChainWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = chain_world.open(Terms(tasks=4, maximum=2, scoring=QUICK, name="bad"))
    good = chain_world.open(Terms(tasks=4, maximum=2, scoring=QUICK, name="good"))
    advance = checkpointing.advance

    def failing(*values: object) -> bool:
        if values[-1] is chain_world.world.facts(bad):
            raise ValueError("nobody expected this")
        return advance(*values)  # type: ignore[arg-type]

    people = chain_world.world.people(2, bad, good)
    for person in people:
        person.label_all(bad, right_label)
        person.label_all(good, right_label)
    monkeypatch.setattr(checkpointing, "advance", failing)
    chain_world.step()
    assert chain_world.world.project(good).state == "complete"
    assert chain_world.world.project(bad).state == "closing"
    monkeypatch.undo()
    chain_world.step()
    assert chain_world.world.project(bad).state == "complete"
    for project in (bad, good):
        assert chain_world.verify(project).final


def test_the_thread_outlives_every_error(
    chain_world: ChainWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = chain_world.open(Terms(tasks=2, maximum=1))
    errors = [ValueError("nobody expected this"), OSError("nor this")]
    block_number = Pool.block_number

    def failing(pool: Pool) -> int:
        if errors:
            raise errors.pop()
        return block_number(pool)

    monkeypatch.setattr(Pool, "block_number", failing)
    chain_world.world.person("ann", project).label_all(project)
    chain_world.run_until(lambda: chain_world.world.project(project).state == "complete")
    assert errors == []


def test_many_labelers_are_credited_in_several_checkpoints(
    chain_world: ChainWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpointing, "MOST_CREDITS", 2)
    project = chain_world.open(Terms(tasks=6, maximum=5, scoring=QUICK))
    owed = label_everything(chain_world, project, count=5)
    assert sorted(chain_world.credited(*chain_world.world.people(5))) == sorted(owed)
    assert chain_world.pool.project(project).checkpoint_count == 3
    assert chain_world.verify(project).credited == sum(owed)
