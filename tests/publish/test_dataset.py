"""The dataset: every task, every answer under a pseudonym, the same bytes every time."""

import io

import pytest

from labelfield.db.tables import answers
from labelfield.formats.concluded import Project
from labelfield.formats.published import (
    ANSWERS_FILE,
    DATASET_OBJECT,
    LABELS_FILE,
    parse_published,
    pseudonym,
)
from labelfield.publish import dataset as publishing
from labelfield.publish.dataset import write_dataset
from labelfield.storage.bundle import Bundle
from tests.server.chain_world import ChainWorld
from tests.server.world import Terms, right_label

pytestmark = pytest.mark.chain


@pytest.fixture
def closed(chain_world: ChainWorld) -> ChainWorld:
    """A project that its requester closed when some tasks had no answer."""
    project = chain_world.open(Terms(tasks=6, maximum=2))
    for person in chain_world.world.people(2, project):
        for lease in person.leases(project, 6)[:4]:
            person.answer(project, lease.task, right_label(lease.data["text"]))
    chain_world.ask_to_close(project)
    chain_world.step()
    return chain_world


def test_every_task_and_every_answer_is_published(closed: ChainWorld) -> None:
    world = closed.world
    facts, row = world.facts(1), world.project(1)
    bundle = Bundle(world.coordinator.store.get(facts.bucket, DATASET_OBJECT))
    dataset = parse_published(bundle.read(LABELS_FILE), bundle.read(ANSWERS_FILE))
    assert [each.key for each in dataset.rows] == [f"t{number}" for number in range(6)]
    for each in dataset.rows:
        if each.answers:
            assert each.label == right_label(str(each.data["text"]))
            assert each.result[0]["value"] == {"choices": [each.label]}  # type: ignore[index,call-overload]
        else:
            assert (each.label, each.confidence, each.result) == (None, "0.0000", [])
    given = {(line.labeler, line.sequence) for line in dataset.answers}
    stored = {
        (pseudonym(row.manifest_hash, each.labeler), each.sequence) for each in world.rows(answers)
    }
    assert given == stored
    text = bundle.read(LABELS_FILE) + bundle.read(ANSWERS_FILE)
    assert all(each.labeler.encode() not in text for each in world.rows(answers))


def test_a_dataset_built_again_has_the_same_bytes(
    closed: ChainWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash between storing it and noting so must not leave a store that refuses the second."""
    world = closed.world
    facts = world.facts(1)
    terms = Project(world.project(1).manifest_hash, facts.config, facts.manifest.scoring)
    kept = world.coordinator.store.get(facts.bucket, DATASET_OBJECT)
    for stretch in (1_000, 4, 1):  # however much is held at a time
        monkeypatch.setattr(publishing, "STRETCH", stretch)
        again = io.BytesIO()
        world.coordinator.writer.read(
            lambda c, again=again: write_dataset(c, facts.project_id, terms, again)
        )
        assert again.getvalue() == kept
