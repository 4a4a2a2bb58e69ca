"""The dataset says what the final settlement and the record say, and nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from labelfield.formats.published import ANSWERS_FILE, DATASET_OBJECT, LABELS_FILE
from labelfield.protocol.canonical import canonical_json
from labelfield.storage.bundle import Bundle, BundleItem, write_bundle
from tests.verify.conftest import Finished
from tests.verify.public import Public, mismatch

Rows = list[dict[str, Any]]


def published(public: Public, labels: Callable, answers: Callable) -> Public:
    """Return the project with a changed dataset."""
    bundle = Bundle(public.objects[DATASET_OBJECT])
    items = []
    for name, change in ((LABELS_FILE, labels), (ANSWERS_FILE, answers)):
        rows = change([json.loads(line) for line in bundle.read(name).splitlines()])
        data = b"".join(canonical_json(row) + b"\n" for row in rows)
        items.append(BundleItem(name, data, "application/jsonl"))
    return public.with_object(DATASET_OBJECT, write_bundle(items))


def same(rows: Rows) -> Rows:
    return rows


def put(place: int, **values: object) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        rows[place] |= values
        return rows

    return change


def other_label(rows: Rows) -> Rows:
    row = rows[3]
    row["label"] = "no" if row["label"] == "yes" else "yes"
    row["result"][0]["value"]["choices"] = [row["label"]]
    return rows


def swapped_label(rows: Rows) -> Rows:
    rows[0]["label"] = "no" if rows[0]["label"] == "yes" else "yes"
    return rows


LIES: dict[str, tuple[Callable, Callable, str]] = {
    "a label": (other_label, same, "label"),
    "a confidence": (put(3, confidence="0.5000"), same, "confidence"),
    "a task's data": (put(3, data={"text": "other"}), same, "data"),
    "a task's id": (put(3, task_id="0x" + "ab" * 32), same, "task_id"),
    "a result that is not the label": (put(3, result=[{"a": 1}]), same, "result"),
    "two rows in another order": (lambda rows: [rows[1], rows[0], *rows[2:]], same, "key"),
    "an answer's label": (same, swapped_label, "label"),
    "an answer's labeler": (same, put(0, labeler="labeler-000000000000"), "label"),
    "an answer's number": (same, put(0, sequence=99), "sequence"),
    "a row left out": (lambda rows: rows[:3] + rows[4:], same, "object"),
    "an answer left out": (same, lambda rows: rows[1:], "object"),
    "a field more": (put(3, extra=1), same, "object"),
}


@pytest.mark.parametrize(("labels", "answers", "what"), LIES.values(), ids=LIES)
def test_a_dataset_with_something_changed_is_found(
    finished: Finished, labels: Callable, answers: Callable, what: str
) -> None:
    found = mismatch(published(finished.crowd, labels, answers))
    assert found.where.startswith("project 1, dataset")
    assert what in found.what


def test_a_row_dropped_with_its_answers_is_found(finished: Finished) -> None:
    def without(rows: Rows) -> Rows:
        return [row for row in rows if row["key"] != "t3"]

    found = mismatch(published(finished.crowd, without, without))
    assert (found.what, found.expected, found.found) == ("key", "t3", "t4")
    last = mismatch(
        published(
            finished.crowd,
            lambda rows: [row for row in rows if row["key"] != "t11"],
            lambda rows: [row for row in rows if row["key"] != "t11"],
        )
    )
    assert (last.what, last.expected, last.found) == ("number", 12, 11)


@pytest.mark.parametrize("data", [None, b"", b"no bundle at all"])
def test_a_dataset_that_cannot_be_read_is_found(finished: Finished, data: bytes | None) -> None:
    found = mismatch(finished.crowd.with_object(DATASET_OBJECT, data))
    assert (found.where, found.what) == ("project 1, dataset", "object")


def test_a_task_without_answers_has_no_label(finished: Finished) -> None:
    lied = published(finished.ended, put(4, confidence="1.0000"), same)
    found = mismatch(lied)
    assert (found.what, found.expected, found.found) == ("confidence", "0.0000", "1.0000")
