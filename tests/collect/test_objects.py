"""Public objects: what does not hash to its name, or is not all there, is not read."""

import pytest

from labelfield.collect.errors import UnknownFile
from labelfield.collect.objects import TASKS_FILE, read_manifest, read_tasks
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.manifest import AnswersPerTask, Manifest, manifest_hash, manifest_json
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task, task_id, task_json
from labelfield.storage.bundle import BundleItem, write_bundle
from labelfield.storage.content import put_content
from labelfield.storage.errors import CorruptObject, ObjectMissing
from labelfield.storage.memory import MemoryStore

BUCKET = "a-bucket"
TASKS = [Task(f"t{number}", {"text": f"text {number}"}) for number in range(5)]
CONFIG = (
    '<View><Text name="t" value="$text"/><Choices name="c" toName="t">'
    '<Choice value="a"/><Choice value="b"/></Choices></View>'
)


def batch_of(tasks: list[Task]) -> bytes:
    lines = b"".join(task_json(task) + b"\n" for task in tasks)
    return write_bundle([BundleItem(TASKS_FILE, lines, "application/jsonl")])


def manifest_of(store: MemoryStore, batches: list[bytes], count: int) -> Manifest:
    parse_config(CONFIG)
    return Manifest(
        title="Any",
        instructions="",
        config=CONFIG,
        task_batches=tuple(put_content(store, BUCKET, batch) for batch in batches),
        task_count=count,
        gold_count=0,
        gold_root=Hash32("0x" + "00" * 32),
        price=1,
        answers_per_task=AnswersPerTask(1, 1, 10_000),
        scoring=Scoring(("a", "b")),
        lease_s=60,
        fee_bps=0,
        operator=Address("0x" + "11" * 20),
        opening_interval_s=60,
        max_unopened=1,
    )


def test_a_manifest_that_nobody_published_is_missing() -> None:
    with pytest.raises(ObjectMissing):
        read_manifest(MemoryStore(), BUCKET, Hash32("0x" + "ab" * 32))


def test_a_manifest_under_anothers_hash_is_corrupt() -> None:
    store = MemoryStore()
    manifest = manifest_of(store, [batch_of(TASKS)], 5)
    wrong = keccak_hex(b"something else")
    store.put(BUCKET, wrong, manifest_json(manifest))
    with pytest.raises(CorruptObject):
        read_manifest(store, BUCKET, wrong)


@pytest.mark.parametrize("count", [4, 6])
def test_tasks_that_are_not_as_many_as_the_manifest_says_are_refused(count: int) -> None:
    store = MemoryStore()
    with pytest.raises(UnknownFile):
        read_tasks(store, BUCKET, manifest_of(store, [batch_of(TASKS)], count))


def test_a_manifest_and_its_tasks_are_read_in_the_requesters_order() -> None:
    store = MemoryStore()
    manifest = manifest_of(store, [batch_of(TASKS[:2]), batch_of(TASKS[2:])], 5)
    put_content(store, BUCKET, manifest_json(manifest))
    assert read_manifest(store, BUCKET, manifest_hash(manifest)) == manifest
    found = read_tasks(store, BUCKET, manifest)
    assert list(found.items()) == [(task_id(task), task) for task in TASKS]
