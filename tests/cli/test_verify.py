"""`labelfield verify` on a chain: whole, since a checkpoint, one labeler, a pool, a page.

Each form is asked about the true store, and about a copy of it in which one byte is another.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from labelfield.chain.anvil import start_anvil, stop_anvil
from labelfield.chain.pool import Pool
from labelfield.cli.exits import Exit
from labelfield.protocol.ids import Address
from tests.cli.running import Said, done, labelfield, refused
from tests.server.chain_world import on_chain
from tests.server.world import QUICK, Terms, right_label, switchboard

pytestmark = pytest.mark.chain

STRANGER = "0x" + "77" * 20


@dataclass(frozen=True)
class Place:
    """Two finished projects, and one that has no checkpoint yet."""

    pool: Pool
    store: Path
    labeler: Address
    checkpoints: int
    """Of the first project."""

    def where(self, store: Path | None = None) -> list[str]:
        """The options that name chain and store."""
        return [
            *("--rpc", self.pool.rpc_url, "--pool", self.pool.address),
            *("--store", f"folder:{store or self.store}", "--from-block", "0"),
        ]

    def verify(self, *words: object, store: Path | None = None) -> Said:
        """Run the command."""
        return labelfield("verify", *words, *self.where(store))

    def record_file(self, store: Path, checkpoint: int) -> Path:
        """Return the file of the first project's record."""
        events = self.pool.checkpoints(1, 0, self.pool.block_number())
        (found,) = store.rglob(f"*{events[checkpoint - 1].record_hash[2:]}*")
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("verified")
    anvil = start_anvil(home / "chain", block_time_s=None)
    with switchboard() as board, on_chain(home, board, anvil.rpc_url, credit_from=1) as world:
        first = world.open(Terms(name="first", tasks=6, maximum=2, scoring=QUICK))
        ann, bob = world.world.people(2, first)
        for count in (3, 6):
            for person in (ann, bob):
                for lease in person.leases(first, count):
                    person.answer(first, lease.task, right_label(lease.data["text"]))
            world.step()
        second = world.open(Terms(name="second", tasks=2, maximum=1, scoring=QUICK))
        world.world.person("ann", second).label_all(second, right_label)
        world.step()
        world.open(Terms(name="third", tasks=2, maximum=1, scoring=QUICK))
        count = world.pool.project(first).checkpoint_count
        yield Place(world.pool, home / "store", ann.address, count)
    stop_anvil(anvil)


@pytest.fixture
def forged(place: Place, tmp_path: Path) -> Path:
    """A copy of the store with one byte of the first project's last record changed."""
    store = tmp_path / "forged"
    shutil.copytree(place.store, store)
    file = place.record_file(store, place.checkpoints)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    return store


def differs(said: Said, checkpoint: int) -> None:
    """The command names the changed record."""
    assert said.code == Exit.DISAGREES, said
    assert said.out.startswith("DISAGREES  project 1")
    assert f"checkpoint {checkpoint}" in said.out


def test_what_does_not_go_together_is_refused(place: Place, tmp_path: Path) -> None:
    where = place.where()
    assert "no project's number" in refused("verify", "first", *where)
    assert "--answer needs --labeler" in refused("verify", 1, "--answer", 1, *where)
    page = tmp_path / "page.html"
    assert (
        "--report shows one project" in labelfield("verify", "pool", "--report", page, *where).err
    )
    assert not page.exists()
    many = labelfield("verify", 1, "--labeler", place.labeler, "--answer", 7, *where)
    assert (many.code, "has 6 answers" in many.err) == (2, True)


def test_a_whole_project_agrees(place: Place) -> None:
    assert place.checkpoints == 2
    said = place.verify(1)
    assert said.code == 0, said
    assert "AGREES  project 1: 12 answers of 2 labelers" in said.out


def test_a_changed_record_is_named(place: Place, forged: Path) -> None:
    differs(place.verify(1, store=forged), 2)


def test_since_a_checkpoint_fewer_signatures_are_checked(place: Place) -> None:
    whole, later = (
        done("verify", 1, "--since", since, "--json", *place.where()).json for since in (0, 1)
    )
    assert later["agrees"] is True
    assert 0 < later["signatures"] < whole["signatures"]
    assert {**later, "signatures": 0} == {**whole, "signatures": 0}


def test_what_is_before_the_trusted_checkpoint_is_still_compared_with_the_chain(
    place: Place, forged: Path
) -> None:
    differs(place.verify(1, "--since", place.checkpoints, store=forged), 2)


def test_one_labelers_money_is_checked_alone(place: Place) -> None:
    found = done("verify", 1, "--labeler", place.labeler, "--json", *place.where()).json
    assert (found["agrees"], found["answers"], found["labeler"]) == (True, 6, place.labeler)
    nobody = place.verify(1, "--labeler", STRANGER)
    assert (nobody.code, "0 answers" in nobody.out) == (0, True)


def test_one_labelers_changed_record_is_named(place: Place, forged: Path) -> None:
    differs(place.verify(1, "--labeler", place.labeler, store=forged), 2)


def test_one_answer_is_shown(place: Place) -> None:
    words = ("--labeler", place.labeler, "--answer", 4, "--json")
    found = done("verify", 1, *words, *place.where()).json
    assert (found["sequence"], found["checkpoint"]) == (4, 2)


def test_a_pool_is_checked_project_by_project(place: Place) -> None:
    said = place.verify("pool")
    assert said.code == 0, said
    assert [line.split()[0] for line in said.out.splitlines()[:2]] == ["AGREES", "AGREES"]
    assert said.out.splitlines()[2].startswith("not yet  project 3")


def test_a_pool_with_a_changed_record_disagrees_and_goes_on(place: Place, forged: Path) -> None:
    said = place.verify("pool", store=forged)
    differs(said, 2)
    assert said.out.splitlines()[1].startswith("AGREES  project 2")


def test_a_page_shows_what_agrees_and_what_does_not(
    place: Place, forged: Path, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    assert place.verify(1, "--report", good).code == 0
    assert place.verify(1, "--report", bad, store=forged).code == Exit.DISAGREES
    assert "12" in good.read_text(encoding="utf-8")
    assert "checkpoint 2" in bad.read_text(encoding="utf-8")
    assert good.read_text(encoding="utf-8") != bad.read_text(encoding="utf-8")
