"""Compares the published dataset with the final settlement's labels."""

from labelfield.formats.published import (
    ANSWERS_FILE,
    DATASET_OBJECT,
    LABELS_FILE,
    confidence_text,
    parse_published,
)
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.manifest import Manifest
from labelfield.settle.settlement import Settlement
from labelfield.storage.bundle import Bundle
from labelfield.storage.store import Store
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.errors import Mismatch, expect


def check_dataset(
    store: Store,
    bucket: str,
    manifest: Manifest,
    settlement: Settlement,
    answers: AnswerCheck,
    where: str,
) -> int:
    """Return how many labels agree; raise Mismatch at the first that does not."""
    at = f"{where}, dataset"
    try:
        bundle = Bundle(store.get(bucket, DATASET_OBJECT))
        rows = parse_published(bundle.read(LABELS_FILE), bundle.read(ANSWERS_FILE)).rows
    except LabelfieldError as error:
        raise Mismatch(at, "object", "a readable dataset", error) from error
    found = {task.task: task for task in settlement.tasks}
    expect(at, "rows", len(answers.tasks), len(rows))
    for row in rows:
        task = found.get(row.task_id)
        label = None if task is None else manifest.scoring.classes[task.label]
        confidence = confidence_text(0 if task is None else task.confidence_q16)
        expect(f"{at}, task {row.key}", "label", label, row.label)
        expect(f"{at}, task {row.key}", "confidence", confidence, row.confidence)
    return len(found)
