"""Checks what answers say: each is opened once, when its task closes, and is what was sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.labeling.config import LabelingConfig
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Address, Hash32, TaskId
from labelfield.protocol.messages import answer_hash
from labelfield.protocol.record import AnswerRow, ContentRow, Record
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task
from labelfield.settle.judged import Said, said_by
from labelfield.verify.errors import Mismatch

Place = tuple[Address, int]
"""A labeler and the sequence number of one of its answers."""


@dataclass(slots=True)
class ContentCheck:
    """Hears of all answers and closings in the order of records."""

    config: LabelingConfig
    scoring: Scoring
    tasks: Mapping[TaskId, Task]
    said: dict[tuple[TaskId, Address], Said] = field(default_factory=dict)
    """What every answer says whose content was read."""

    answers: dict[tuple[TaskId, Address], bytes] = field(default_factory=dict)
    """Its content, as it was given."""
    _sealed: dict[TaskId, dict[Place, Hash32]] = field(default_factory=dict)
    """The answers to each task that is open as far as it was read."""
    _classes: dict[bytes, Said] = field(default_factory=dict)
    """Of answers that choose one class: what they say, which depends on nothing else."""

    def accept(self, row: AnswerRow) -> None:
        """Note an answer that is sealed by its hash."""
        self._sealed.setdefault(row.task, {})[row.labeler, row.sequence] = row.answer_hash

    def read(self, record: Record, where: str) -> None:
        """Check that the record opens exactly the answers to the tasks that it closes."""
        due: dict[Place, TaskId] = {}
        for closing in record.closings:
            due |= dict.fromkeys(self._sealed.get(closing.task, ()), closing.task)
        for row in record.contents:
            task = due.pop((row.labeler, row.sequence), None)
            if task is None:
                expected = "one of an answer to a task that closes in this record"
                raise Mismatch(_place(row, where), "content", expected, "another")
            self._open(row, task, where)
        if due:
            labeler, sequence = min(due)
            at = f"{where}, content of labeler {labeler}, answer {sequence}"
            raise Mismatch(at, "content", "one, because its task closes", "none")
        for closing in record.closings:
            self._sealed.pop(closing.task, None)

    def _open(self, row: ContentRow, task: TaskId, where: str) -> None:
        sealed = self._sealed[task][row.labeler, row.sequence]
        found = answer_hash(row.salt, row.answer_json)
        if found != sealed:
            raise Mismatch(_place(row, where), "answer_hash", sealed, found)
        try:
            said = self._say(self.tasks[task], row.answer_json)
        except LabelfieldError as error:
            expected = "one that fits the config"
            raise Mismatch(_place(row, where), "answer", expected, error) from error
        self.said[task, row.labeler] = said
        self.answers[task, row.labeler] = row.answer_json

    def _say(self, task: Task, answer_json: bytes) -> Said:
        known = self._classes.get(answer_json)
        if known is not None:
            return known
        said = said_by(self.config, self.scoring, task, answer_json)
        if not self.scoring.controls:
            self._classes[answer_json] = said
        return said


def _place(row: ContentRow, where: str) -> str:
    return f"{where}, content of labeler {row.labeler}, answer {row.sequence}"
