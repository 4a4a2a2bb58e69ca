"""What is compared of an answer to one task, and the result that a consensus comes to."""

from collections.abc import Sequence
from typing import Any

from labelfield.labeling.answers import label_of
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.judged_values import judged_values
from labelfield.labeling.results import result_of
from labelfield.labeling.validate_on_task import validate_on_task
from labelfield.protocol.canonical import Json, parse_canonical
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task
from labelfield.settle.values import canonical_values

Said = int | bytes
"""An index into the preset's classes; where it names controls, what they were answered, as
`values.canonical_values` spells it."""


def said_by(config: LabelingConfig, scoring: Scoring, task: Task, answer_json: bytes) -> Said:
    """Return what settlements compare of an answer; refuse one that does not fit."""
    answer = parse_canonical(answer_json)
    if not scoring.controls:
        return scoring.classes.index(label_of(config, answer))
    validate_on_task(config, task.data, answer)
    return canonical_values(scoring.controls, judged_values(config, task.data, answer))


def consensus_result(
    config: LabelingConfig, task: Task, stored: bytes, answers: Sequence[bytes]
) -> list[Json]:
    """Return the Label Studio result of a task's consensus; `answers` is what it rests on."""
    values: Any = parse_canonical(stored)
    return result_of(config, task.data, values, [parse_canonical(each) for each in answers])
