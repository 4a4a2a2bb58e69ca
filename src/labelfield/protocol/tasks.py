"""Tasks and gold: their ids and commitments (docs/protocol.md, sections 3 and 4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from labelfield.protocol.canonical import Json, canonical_json, parse_canonical
from labelfield.protocol.errors import MalformedMessage
from labelfield.protocol.fields import exact_object, text
from labelfield.protocol.hashes import bytes_of, hex_of, keccak, keccak_hex
from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.merkle import leaf_of, root_of


@dataclass(frozen=True, slots=True)
class Task:
    """One item to label."""

    key: str
    """The requester's name for it, unique in the project."""
    data: dict[str, Json]
    """The fields that the labeling config shows."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A task whose right answer the requester knows."""

    task: TaskId
    answer_json: bytes
    """Canonical JSON of the right answer."""
    salt: Hash32


def task_json(task: Task) -> bytes:
    """Return the canonical JSON of a task."""
    return canonical_json({"data": task.data, "key": task.key})


def task_id(task: Task) -> TaskId:
    """Return the id of a task: the hash of its canonical JSON."""
    return TaskId(keccak_hex(task_json(task)))


def parse_task(data: bytes) -> Task:
    """Return the task whose canonical JSON is `data`."""
    fields = exact_object(parse_canonical(data), ("data", "key"), "task")
    shown = fields["data"]
    if not isinstance(shown, dict):
        raise MalformedMessage("task data: expected an object")
    return Task(key=text(fields, "key", 500), data=shown)


def gold_leaf(gold: Gold) -> bytes:
    """Return the leaf that commits to one gold answer."""
    content = bytes_of(gold.task, 32) + bytes_of(gold.salt, 32) + keccak(gold.answer_json)
    return leaf_of(content)


def gold_leaves(golds: Iterable[Gold]) -> list[bytes]:
    """Return the leaves of all gold, in the ascending order in which the tree holds them."""
    return sorted(gold_leaf(gold) for gold in golds)


def gold_root(golds: Iterable[Gold]) -> Hash32:
    """Return the root that the manifest states."""
    return Hash32(hex_of(root_of(gold_leaves(golds))))
