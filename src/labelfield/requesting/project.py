"""A project on chain: watch it, take answers as they close, export, verify, close."""

import html
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelfield.api.prediction_models import ModelsReport, PredictionsAccepted
from labelfield.api.progress_models import Progress
from labelfield.api.statistics_models import TaskNumbers
from labelfield.chain import requester
from labelfield.protocol.ids import TaskId
from labelfield.protocol.tasks import Task
from labelfield.requesting import models
from labelfield.requesting.exporting import Counts, export
from labelfield.requesting.finished import read_published
from labelfield.requesting.money import dollars
from labelfield.requesting.opening import wait_until_shown
from labelfield.requesting.tasks import ProjectTasks, project_tasks
from labelfield.verify.project import Report, verify_project

if TYPE_CHECKING:
    from labelfield.requesting.connection import Connection

POLL_S = 0.5
ENDED = ("complete", "halted")
_PAGE = 200
_SHOWN = 10
"""Disagreements that a notebook shows."""


@dataclass(frozen=True)
class Project:
    """One open or finished project."""

    connection: "Connection"
    number: int

    def progress(self) -> Progress:
        """Return how far it is."""
        return self.connection.client.progress(self.number)

    def appear(self) -> "Project":
        """Wait until the server has seen the opening on chain; raise NotShown after a minute."""
        wait_until_shown(self.connection.client, self.number)
        return self

    def answers(self) -> Iterator[TaskNumbers]:
        """Yield every task as it closes, with label and confidence, until the project is done.

        Before a task's record is open there is no label yet: then it is yielded once it is.
        """
        seen: set[str] = set()
        while True:
            done = self.progress().state in ENDED
            for task in self._closed():
                if task.task not in seen and (task.label is not None or done):
                    seen.add(task.task)
                    yield task
            if done:
                return
            time.sleep(POLL_S)

    def wait(self) -> "Project":
        """Return once it has ended: all closed, paid and published, or its operator halted."""
        while self.progress().state not in ENDED:
            time.sleep(POLL_S)
        return self

    def tasks(self) -> Mapping[TaskId, Task]:
        """Return all tasks by id, in the order in which they were given."""
        return self._shown().tasks

    def predict(self, model: str, labels: Mapping[str, Any]) -> PredictionsAccepted:
        """Let a model say labels, or pairs of label and score from 0 to 1, of tasks by key.

        It counts as far as it is proven right, and is never shown to labelers.
        """
        return models.predict(self.connection.client, self.number, self._shown(), model, labels)

    def predict_from(
        self, model: str, file: str | Path, key_field: str = "key"
    ) -> PredictionsAccepted:
        """Let a model say what a file holds: Label Studio predictions, or key, label, score."""
        there = self.connection.client
        return models.predict_from(there, self.number, self._shown(), model, Path(file), key_field)

    def predict_by(self, model: str, url: str) -> PredictionsAccepted:
        """Ask a Label Studio ML backend about every task."""
        return models.predict_by(self.connection.client, self.number, self._shown(), model, url)

    def models(self) -> ModelsReport:
        """Return how good models were measured to be, and what they saved."""
        return self.connection.client.models(self.number)

    def rounds(self, every: int) -> Iterator[dict[str, str]]:
        """Yield all labels so far whenever that many more tasks closed, until the project is done.

        A model learns from them and predicts the rest: least sure tasks are labeled first, and each
        closes once it is sure.
        """
        found = ((task.key, task.label) for task in self.answers())
        return models.new_labels(((key, label) for key, label in found if label is not None), every)

    def _shown(self) -> ProjectTasks:
        return project_tasks(self.connection.pool, self.connection.first_block, self.number)

    def disagreements(self, most: int = _SHOWN) -> list[TaskNumbers]:
        """Return the tasks on which labelers agree least."""
        query = f"order=disagreement&state=closed&limit={most}"
        return self.connection.client.tasks(self.number, query).tasks

    def export(self, target: str | Path, file_format: str = "jsonl") -> Counts:
        """Write the dataset and its certificate; `labelfield project formats` lists formats."""
        there = self.connection
        return export(
            read_published(there.pool, there.first_block, self.number), file_format, Path(target)
        )

    def verify(self) -> Report:
        """Recompute everything from chain and store; raise Mismatch at the first difference."""
        return verify_project(self.connection.pool, self.number, self.connection.first_block)

    def close(self) -> None:
        """Give notice: no more answers; what is left can be taken back after it."""
        requester.close(self.connection.pool, self.connection.sender, self.number)

    def refund(self) -> int:
        """Take back what was not spent, after the notice; return it in units."""
        rest = self.connection.pool.project(self.number).rest
        requester.take_refund(self.connection.pool, self.connection.sender, self.number)
        return rest

    def _closed(self) -> Iterator[TaskNumbers]:
        offset = 0
        while True:
            query = f"state=closed&offset={offset}&limit={_PAGE}"
            page = self.connection.client.tasks(self.number, query)
            yield from page.tasks
            offset += _PAGE
            if offset >= page.total:
                return

    def __repr__(self) -> str:
        found = self.progress()
        return (
            f"<Project {self.number} {found.title!r}: {found.closed_tasks} of {found.tasks} tasks, "
            f"{found.accepted_answers} answers, {dollars(found.credited)} paid, {found.state}>"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: a bar, and where labelers disagree."""
        found = self.progress()
        rows = "".join(
            f"<tr><td>{html.escape(one.key)}</td><td>{html.escape(one.label or '')}</td>"
            f"<td>{one.confidence_percent or 0:.1f}%</td><td>{one.answers}</td></tr>"
            for one in self.disagreements()
        )
        return (
            f"<b>{html.escape(found.title)}</b> ({found.state})<br>"
            f"<progress max='{found.tasks}' value='{found.closed_tasks}'></progress> "
            f"{found.closed_tasks} of {found.tasks} tasks, {found.accepted_answers} answers by "
            f"{found.labelers} labelers, {dollars(found.credited)} paid of "
            f"{dollars(found.deposit)}<table><tr><th>least sure</th><th>label</th>"
            f"<th>confidence</th><th>answers</th></tr>{rows}</table>"
        )
