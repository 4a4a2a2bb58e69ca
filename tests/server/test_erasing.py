"""What is erased of a person, and what stays."""

from sqlalchemy import select

from labelfield.db.erasing import erase_labeler
from labelfield.db.tables import answers, labelers, sessions, tokens
from tests.server.world import World, rated


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
