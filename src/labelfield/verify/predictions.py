"""Checks what models say: of open tasks, once each, opened as it was sealed when a task closes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.labeling.config import LabelingConfig
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.messages import answer_hash
from labelfield.protocol.models import MOST_MODELS
from labelfield.protocol.record import PredictedRow, PredictionRow, Record
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.tasks import Task
from labelfield.settle.judged import said_by
from labelfield.verify.errors import Mismatch, expect


@dataclass(slots=True)
class PredictionCheck:
    """Reads records in order; `said` is what all predictions say that any of them opens."""

    config: LabelingConfig
    scoring: Scoring
    tasks: Mapping[TaskId, Task]
    said: dict[tuple[TaskId, str], int] = field(default_factory=dict)
    models: set[str] = field(default_factory=set)
    _sealed: dict[TaskId, dict[str, Hash32]] = field(default_factory=dict)
    """The predictions of each task, by model."""
    _opened: set[TaskId] = field(default_factory=set)
    """Tasks that closed; an appeal closes them once more, and opens no prediction."""

    def read(self, record: Record, where: str) -> None:
        """Check that the record opens exactly the predictions of the tasks that it closes."""
        for row in record.predictions:
            self._note(row, f"{where}, prediction of {row.model} for task {row.task}")
        due = {
            (model, closing.task)
            for closing in record.closings
            if closing.task not in self._opened
            for model in self._sealed.get(closing.task, ())
        }
        for content in record.predicted:
            at = f"{where}, content of {content.model} for task {content.task}"
            if (content.model, content.task) not in due:
                expected = "one of a prediction for a task that closes in this record"
                raise Mismatch(at, "content", expected, "another")
            due.remove((content.model, content.task))
            self._open(content, at)
        if due:
            model, task = min(due)
            at = f"{where}, content of {model} for task {task}"
            raise Mismatch(at, "content", "one, because its task closes", "none")
        self._opened |= {closing.task for closing in record.closings}

    def _note(self, row: PredictionRow, at: str) -> None:
        if self.scoring.controls:
            raise Mismatch(at, "prediction", "none, because answers are not one choice", "one")
        if row.task not in self.tasks:
            raise Mismatch(at, "task", "one of the manifest's", row.task)
        found = self._sealed.setdefault(row.task, {})
        if row.model in found:
            raise Mismatch(at, "task", "one prediction a model", "a second")
        found[row.model] = row.prediction_hash
        self.models.add(row.model)
        if len(self.models) > MOST_MODELS:
            raise Mismatch(at, "models", f"at most {MOST_MODELS}", len(self.models))

    def _open(self, row: PredictedRow, at: str) -> None:
        sealed = self._sealed[row.task][row.model]
        expect(at, "prediction_hash", sealed, answer_hash(row.salt, row.answer_json))
        try:
            said = said_by(self.config, self.scoring, self.tasks[row.task], row.answer_json)
        except LabelfieldError as error:
            raise Mismatch(at, "answer", "one that fits the config", error) from error
        if isinstance(said, int):
            self.said[row.task, row.model] = said
