"""A dataset's rows from what a final settlement concludes: for who publishes and who audits."""

from collections.abc import Sequence
from dataclasses import dataclass

from labelfield.formats.dataset import AnswerLine, DatasetRow
from labelfield.formats.published import confidence_text, pseudonym
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig
from labelfield.protocol.canonical import Json, parse_canonical
from labelfield.protocol.ids import Address, Hash32, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task
from labelfield.settle.judged import consensus_result


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is concluded of one task."""

    said: int | bytes
    """The class; where there is more to it, the consensus as settlements spell it."""

    confidence_q16: int
    answers: int


@dataclass(frozen=True, slots=True)
class Project:
    """What the rows of one project share."""

    manifest_hash: Hash32
    config: LabelingConfig
    scoring: Scoring


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as it was accepted."""

    labeler: Address
    sequence: int
    answer_json: bytes


def concluded_row(
    project: Project,
    identifier: TaskId,
    task: Task,
    found: Conclusion | None,
    given: Sequence[GivenAnswer],
) -> DatasetRow:
    """Return a task's row; `given` are its answers, in any order."""
    label, result = _concluded(project, task, found, given)
    return DatasetRow(
        key=task.key,
        task_id=identifier,
        data=task.data,
        label=label,
        confidence=confidence_text(found.confidence_q16 if found else 0),
        answers=found.answers if found else 0,
        result=result,
    )


def answer_lines(project: Project, task: Task, given: Sequence[GivenAnswer]) -> list[AnswerLine]:
    """Return a task's answers under pseudonyms."""
    return [_line(project, task, each) for each in given]


def _line(project: Project, task: Task, given: GivenAnswer) -> AnswerLine:
    result = parse_canonical(given.answer_json)
    assert isinstance(result, list)
    return AnswerLine(
        key=task.key,
        labeler=pseudonym(project.manifest_hash, given.labeler),
        label=None if project.scoring.controls else _class_of(result),
        result=result,
        sequence=given.sequence,
    )


def _class_of(result: list[Json]) -> str:
    """The class that an answer to a single choice names."""
    match result:
        case [{"value": {"choices": [str(label)]}}]:
            return label
    raise AssertionError("an accepted answer names one class")


def _concluded(
    project: Project, task: Task, found: Conclusion | None, given: Sequence[GivenAnswer]
) -> tuple[str | None, list[Json]]:
    """The label, for one single choice, and the result."""
    if found is None:
        return None, []
    if isinstance(found.said, int):
        label = project.scoring.classes[found.said]
        return label, answer_of(project.config, label)
    answers = [each.answer_json for each in given]
    return None, consensus_result(project.config, task, found.said, answers)
