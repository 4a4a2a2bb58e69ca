"""What is erased of a person, and what stays."""

from contextlib import closing

import pytest
from sqlalchemy import select

from labelfield.db.database import open_database
from labelfield.db.erasing import erase, erase_labeler
from labelfield.db.tables import answers, cases, labelers, sessions, tokens
from labelfield.protocol.ids import Address
from labelfield.server import tokens as logins
from tests import databases
from tests.server.world import World, rated

REPORT = {"about": "harmful", "text": "I should not have to see this."}


def salts_of(world: World, labeler: Address) -> list[str]:
    """Return the salts of a labeler's answers."""
    return [row.salt for row in world.rows(answers) if row.labeler == labeler]


def files_of(world: World) -> bytes:
    """Return everything that the database's files hold."""
    paths = world.coordinator.settings.home.glob("labelfield.sqlite*")
    return b"".join(path.read_bytes() for path in paths)


def test_answers_that_must_stand_in_a_record_yet_keep_their_salt(world: World) -> None:
    _, ann, _ = rated(world)
    assert world.transact(lambda c: erase_labeler(c, ann.address)) == 0
    assert all(row.salt for row in world.rows(answers))
    assert any(row.labeler == ann.address for row in world.rows(sessions))


def test_of_complete_projects_the_text_and_the_salt_go_and_the_money_stays(world: World) -> None:
    project, ann, _ = rated(world)
    world.set_state(project, "complete")
    before = world.rows(labelers)
    assert world.transact(lambda c: erase_labeler(c, ann.address)) == 8
    for row in world.rows(answers):
        assert (row.salt == "") == (row.labeler == ann.address)
        assert (row.answer_json == b"[]") == (row.labeler == ann.address)
    for table in (tokens, sessions):
        found = world.transact(lambda c, t=table: c.execute(select(t.c.labeler)).scalars().all())
        assert ann.address not in found
    assert world.rows(labelers) == before


@pytest.mark.skipif(databases.POSTGRESQL, reason="its files are the database server's")
def test_no_salt_stays_in_the_files_of_a_running_servers_database(world: World) -> None:
    project, ann, _ = rated(world)
    world.set_state(project, "complete")
    salts = salts_of(world, ann.address)
    assert all(salt.encode() in files_of(world) for salt in salts)
    path = world.coordinator.settings.home / "labelfield.sqlite"
    with closing(open_database(f"sqlite:///{path}")) as beside:
        assert erase(beside, ann.address) == len(salts)
    assert not any(salt.encode() in files_of(world) for salt in salts)


def test_a_server_that_knows_a_login_asks_again_before_long(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, ann, _ = rated(world)
    world.set_state(project, "complete")
    assert ann.get("/api/me").status_code == 200
    world.transact(lambda c: erase_labeler(c, ann.address))
    monkeypatch.setattr(logins, "BELIEVED_S", -1.0)
    assert ann.get("/api/me").status_code == 401
    known = [holder.labeler for holder, _ in world.coordinator.holders.values()]
    assert ann.address not in known


def test_reports_go_once_they_are_answered(world: World) -> None:
    ann = world.person("ann", world.open())
    for about in ("harmful", "other"):
        assert ann.post("/api/projects/1/reports", REPORT | {"about": about}).status_code == 201
    world.as_requester("POST", "/api/cases/1/answer", json={"text": "Gone."})
    world.transact(lambda c: erase_labeler(c, ann.address))
    assert [row.id for row in world.rows(cases)] == [2]
