"""`labelfield dispute` with a real Court: a wrong score is disputed, judged and punished."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from labelfield.chain.anvil import DEV_KEYS, JUROR_KEYS, start_anvil, stop_anvil
from labelfield.chain.court import Court
from labelfield.chain.court_state import Side, Stage
from labelfield.chain.pool_state import PoolState
from labelfield.cli.exits import Exit
from labelfield.protocol.keys import Key
from labelfield.server import settlement
from tests.cli.running import Said, done, labelfield, refused
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import QUICK, Terms, answer, right_label, switchboard

pytestmark = pytest.mark.chain

TASKS, LABELERS = 12, 4
DISPUTANT = Key(DEV_KEYS[4]).address
JURORS = [Key(key).address for key in JUROR_KEYS]


@dataclass
class Scene:
    """A pool with a finished project, its Court, and commands about both."""

    world: ChainWorld
    project: int

    @property
    def court(self) -> Court:
        """The pool's Court."""
        return Court(self.world.pool.rpc_url, self.world.pool.court)

    def say(self, *words: object) -> Said:
        """Run `labelfield dispute` on the pool."""
        return labelfield("dispute", *words, *self._where())

    def do(self, *words: object) -> str:
        """Run a command that succeeds."""
        return done("dispute", *words, *self._where()).out

    def wait(self, seconds: int) -> None:
        """Let chain time pass."""
        self.world.pass_time(seconds)

    def advance_to_the_end(self) -> str:
        """Send what anyone can, as long as there is something, and let time pass in between."""
        for _ in range(20):
            said = self.say("advance", 1)
            if said.code == Exit.NOT_YET:
                self.wait(301)
            elif "it is over" in said.out:
                return said.out
        raise AssertionError("the dispute does not end")

    def _where(self) -> list[str]:
        pool = self.world.pool
        return ["--rpc", pool.rpc_url, "--pool", pool.address]


@pytest.fixture
def rpc_url(tmp_path: Path) -> Iterator[str]:
    anvil = start_anvil(tmp_path / "chain", block_time_s=None)
    yield anvil.rpc_url
    stop_anvil(anvil)


@pytest.fixture
def honest(tmp_path: Path, rpc_url: str) -> Iterator[Scene]:
    with switchboard() as board, on_chain(tmp_path, board, rpc_url, court=None) as world:
        yield Scene(world, finished(world))


@pytest.fixture
def wrong(tmp_path: Path, rpc_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The operator gives the first labeler a score of nothing."""
    right = settlement.settle_final

    def settle_wrongly(*values: Any) -> Any:
        found = right(*values)
        first, *others = found.labelers
        return replace(found, labelers=(replace(first, score_q16=0), *others))

    monkeypatch.setattr(settlement, "settle_final", settle_wrongly)
    with switchboard() as board, on_chain(tmp_path, board, rpc_url, court=None) as world:
        yield Scene(world, finished(world))


def finished(world: ChainWorld) -> int:
    """Let everybody answer everything, close the project, and open its records."""
    number = world.open(Terms(tasks=TASKS, maximum=LABELERS, scoring=QUICK))
    for person in world.world.people(LABELERS, number):
        leases = person.leases(number, TASKS)
        names = [lease.data["text"].split()[1] for lease in leases]
        given = [
            (lease.task, answer(right_label(name)))
            for lease, name in zip(leases, names, strict=True)
        ]
        for start in range(0, TASKS, 2):
            person.client.submit(number, given[start : start + 2])
    for _ in range(3):
        world.step()
    return number


def test_what_agrees_is_not_disputed(honest: Scene) -> None:
    said = honest.say("open", honest.project)
    assert said.code == Exit.NOT_YET
    assert "nothing to dispute" in said.out
    assert honest.court.dispute_count() == 0


def test_a_pool_without_a_court_has_no_disputes(tmp_path: Path, rpc_url: str) -> None:
    with switchboard() as board, on_chain(tmp_path, board, rpc_url) as world:
        words = ("--rpc", rpc_url, "--pool", world.pool.address)
        assert "is no contract" in refused("dispute", "status", *words)


def test_an_operator_that_scored_wrongly_loses_its_bond(wrong: Scene) -> None:
    pool, bonded = wrong.world.pool, wrong.world.pool.bond_amount()
    out = wrong.do("open", wrong.project)
    assert "settlement_hash: expected" in out
    assert "dispute 1 is open" in out
    assert pool.project(wrong.project).holds == 1
    assert "the operator's answer is awaited" in wrong.do("status")
    (found,) = json.loads(wrong.do("status", "--json"))["disputes"]
    assert (found["dispute"], found["project"], found["kind"]) == (1, wrong.project, "wrong_score")
    assert wrong.say("advance", 1).code == Exit.NOT_YET

    wrong.do("respond", 1)
    assert wrong.do("reveal", 1).count("revealing the secret") == 2
    assert wrong.say("reveal", 1).code == Exit.NOT_YET
    assert "asking the jury" in wrong.do("advance", 1)

    juror = next(each for each in JURORS if "dispute 1" in wrong.do("status", "--account", each))
    out = wrong.do("vote", 1, "--yes")
    assert "the audit says:" in out
    assert out.count("committed to the disputant") == 3
    assert "no dispute" in wrong.do("status", "--account", juror)
    assert wrong.say("vote", 1).code == Exit.NOT_YET
    wrong.wait(301)
    assert wrong.do("reveal", 1).count("revealing the vote for the disputant") == 3

    before = pool.balance_of(wrong.court.token, DISPUTANT)
    assert "the disputant won, the operator is halted" in wrong.advance_to_the_end()
    assert wrong.court.dispute(1).winner is Side.DISPUTANT
    assert pool.funds().state is PoolState.HALTED
    assert pool.bond_amount() == bonded  # nobody can take it: half is burned, the rest is claimed
    assert pool.balance_of(wrong.court.token, DISPUTANT) > before + wrong.court.bond


def test_a_silent_operator_is_convicted(wrong: Scene) -> None:
    wrong.do("open", wrong.project)
    wrong.wait(301)
    assert "won by the other's silence" in wrong.advance_to_the_end()
    assert wrong.world.pool.funds().state is PoolState.HALTED


def test_a_jury_that_finds_everything_right_acquits(honest: Scene, tmp_path: Path) -> None:
    statement = tmp_path / "statement.txt"
    statement.write_text("labeler 2 should have had more")
    words = ("open", honest.project, "--statement", statement, "--kind", "wrong-score")
    assert honest.say(*words).code == 2
    honest.do(*words, "--checkpoint", 1)
    honest.do("respond", 1)
    honest.do("reveal", 1)
    honest.do("advance", 1)
    out = honest.do("vote", 1, "--yes")
    assert "labeler 2 should have had more" in out
    assert "everything agrees" in out
    honest.wait(301)
    honest.do("reveal", 1)
    assert "the operator won" in honest.advance_to_the_end()
    assert honest.court.dispute(1).stage is Stage.ENDED
    assert honest.world.pool.funds().state is PoolState.RUNNING
    assert honest.world.pool.project(honest.project).holds == 0


def test_what_an_audit_cannot_see_is_voted_on_by_hand(honest: Scene, tmp_path: Path) -> None:
    statement = tmp_path / "statement.txt"
    statement.write_text("my receipt 3 is missing")
    honest.do("open", honest.project, "--statement", statement, "--checkpoint", 1)
    honest.do("respond", 1)
    honest.do("reveal", 1)
    honest.do("advance", 1)
    said = honest.say("vote", 1, "--yes")
    assert (said.code, "vote by --for" in said.err) == (2, True)
    assert "committed to the disputant" in honest.do("vote", 1, "--for", "disputant", "--yes")
