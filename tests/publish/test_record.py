"""Records: rows to bundle and back, the same bytes every time."""

from dataclasses import replace
from typing import Any

import pytest

from labelfield.collect.objects import read_record
from labelfield.db.projects import get_project_by_id
from labelfield.db.tables import answers, checkpoints, sessions
from labelfield.protocol.hashes import bytes_of, keccak_hex
from labelfield.protocol.ids import ZERO_HASH, Address, ProjectNumber
from labelfield.protocol.merkle import check_proof
from labelfield.protocol.messages import answer_hash
from labelfield.protocol.record import Record
from labelfield.protocol.record_json import record_files
from labelfield.protocol.sealing import RecordPlace, project_secret, record_key
from labelfield.protocol.tasks import Gold, gold_leaf
from labelfield.publish.record import build_record, sealed_record
from labelfield.server.context import ProjectFacts
from tests.server.chain_world import ChainWorld
from tests.server.world import QUICK, Terms, right_label

pytestmark = pytest.mark.chain


@pytest.fixture
def published(chain_world: ChainWorld) -> tuple[ChainWorld, list[Record]]:
    """A finished project of three checkpoints, its records read back from the public store."""
    golds = {f"t{number}": right_label(f"t {number}") for number in (1, 4, 7)}
    project = chain_world.open(Terms(tasks=9, maximum=2, scoring=QUICK, gold=golds))
    people = chain_world.world.people(2, project)
    for count in (4, 3, 9):
        for person in people:
            leases = person.leases(project, 50)[:count]
            labels = [(lease.task, right_label(lease.data["text"])) for lease in leases]
            if labels:
                person.send(project, person.signed(project, *labels))
                person.client.join(project)
        chain_world.make_due()
        chain_world.step()
    world = chain_world.world
    assert world.project(project).state == "complete"
    facts = world.facts(project)
    return chain_world, [_read(chain_world, facts, row) for row in world.rows(checkpoints)]


def _read(chain_world: ChainWorld, facts: ProjectFacts, row: Any) -> Record:
    place = RecordPlace(chain_world.pool.domain, facts.number, row.number)
    store = chain_world.world.coordinator.store
    return read_record(store, facts.bucket, row.record, _key(chain_world, row), place)


def _key(chain_world: ChainWorld, row: Any) -> bytes:
    coordinator = chain_world.world.coordinator
    secret = project_secret(coordinator.record_secret, coordinator.pool.domain, ProjectNumber(1))
    return record_key(secret, row.number)


def rebuilt(chain_world: ChainWorld, row: Any, indices: dict[Address, int]) -> Record:
    """Build a checkpoint's record once more."""
    domain = chain_world.world.coordinator.pool.domain
    return chain_world.world.transact(
        lambda c: build_record(c, domain, get_project_by_id(c, row.project_id), row, indices)
    )


def test_a_record_built_again_has_the_same_bytes(
    published: tuple[ChainWorld, list[Record]],
) -> None:
    chain_world, records = published
    for row, record in zip(chain_world.world.rows(checkpoints), records, strict=True):
        indices = {credit.labeler: credit.index for credit in record.credits}
        again = rebuilt(chain_world, row, indices)
        assert again == record
        assert keccak_hex(sealed_record(again, _key(chain_world, row))) == row.record


def test_records_follow_each_other_and_number_their_checkpoints(
    published: tuple[ChainWorld, list[Record]],
) -> None:
    chain_world, records = published
    hashes = [row.record for row in chain_world.world.rows(checkpoints)]
    assert [record.header.checkpoint for record in records] == [1, 2, 3]
    assert [record.header.previous for record in records] == [ZERO_HASH, *hashes[:-1]]


def test_every_answer_stands_in_one_record_with_what_its_receipt_said(
    published: tuple[ChainWorld, list[Record]],
) -> None:
    chain_world, records = published
    shown = [row for record in records for row in record.answers]
    stored = chain_world.world.rows(answers)
    assert len(shown) == len(stored) == 18
    by_place = {(row.labeler, row.sequence): row for row in shown}
    for row in stored:
        found = by_place[row.labeler, row.sequence]
        for name in ("task", "position", "increment", "owed", "time_s"):
            assert getattr(found, name) == getattr(row, name)


def test_each_answers_content_stands_in_the_record_that_closes_its_task(
    published: tuple[ChainWorld, list[Record]],
) -> None:
    chain_world, records = published
    stored = {(row.labeler, row.sequence): row for row in chain_world.world.rows(answers)}
    hashes = {(row.labeler, row.sequence): row for r in records for row in r.answers}
    shown = 0
    for record in records:
        closed = {row.task for row in record.closings}
        for row in record.contents:
            kept = stored[row.labeler, row.sequence]
            assert kept.task in closed
            assert (row.answer_json, row.salt) == (kept.answer_json, kept.salt)
            sealed = hashes[row.labeler, row.sequence].answer_hash
            assert sealed == answer_hash(row.salt, row.answer_json)
            shown += 1
    assert shown == len(stored)
    assert {len(record.contents) for record in records} != {0, len(stored)}


def test_the_last_answer_of_each_batch_is_signed_and_its_session_is_there(
    published: tuple[ChainWorld, list[Record]],
) -> None:
    chain_world, records = published
    for record in records:
        assert len(record.signatures) == 2, "two labelers, one batch each"
        last = {row.labeler: row.sequence for row in record.answers}
        assert {row.labeler: row.sequence for row in record.signatures} == last
        keys = {(row.labeler, row.key) for row in record.sessions}
        assert keys == {(row.labeler, row.key) for row in record.signatures}
    assert len(chain_world.world.rows(sessions)) == 2


def test_gold_is_revealed_with_its_tasks_closing_and_proves_itself(
    published: tuple[ChainWorld, list[Record]],
) -> None:
    chain_world, records = published
    root = bytes_of(chain_world.world.facts(1).manifest.gold_root, 32)
    revealed = []
    for record in records:
        closed = {row.task for row in record.closings}
        for row in record.gold:
            assert row.task in closed
            leaf = gold_leaf(Gold(row.task, row.answer_json, row.salt))
            check_proof(leaf, [bytes_of(node, 32) for node in row.proof], root)
            revealed.append(row.task)
    assert len(revealed) == len(set(revealed)) == 3


def test_the_order_in_which_rows_are_stored_is_the_records(
    published: tuple[ChainWorld, list[Record]],
) -> None:
    for record in published[1]:
        ordered = replace(
            record,
            answers=tuple(sorted(record.answers, key=lambda row: (row.labeler, row.sequence))),
            closings=tuple(sorted(record.closings, key=lambda row: row.task)),
            gold=tuple(sorted(record.gold, key=lambda row: row.task)),
            credits=tuple(sorted(record.credits, key=lambda row: row.labeler)),
        )
        assert record_files(ordered) == record_files(record)
