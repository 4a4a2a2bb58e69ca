"""Recomputes what appeals do: which tasks get answers after their closing, how many, until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.market.appeals import ANSWERS_AN_APPEAL, most_of_labeler, most_of_project
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.record import AppealRow
from labelfield.verify.accepted import AcceptedRow, MoneyRecord
from labelfield.verify.errors import Mismatch, expect


@dataclass(slots=True)
class Round:
    """The answers that an appeal asked for."""

    before: int
    """Answers that the task had."""

    given: int = 0
    due: int | None = None
    """Recomputed: the first settlement that counts them; None while more are awaited."""


@dataclass(slots=True)
class AppealCheck:
    """Hears of appeals, and of closings of and answers to tasks that had closed, in their order."""

    tasks: int
    """Tasks of the project."""

    rounds: dict[TaskId, Round] = field(default_factory=dict)
    _stated: set[TaskId] = field(default_factory=set)
    """Tasks of which an appeal was read."""
    _recorded: dict[TaskId, int] = field(default_factory=dict)
    """Their second closings, as they were read."""
    _of_labeler: dict[Address, int] = field(default_factory=dict)
    _agreed: set[TaskId] = field(default_factory=set)

    def read(self, record: MoneyRecord, closed: Mapping[TaskId, int], where: str) -> None:
        """Note a record's appeals: of tasks whose closing stands in a record before."""
        for row in record.appeals:
            at = appeal_place(row, where)
            if row.task not in closed:
                raise Mismatch(at, "closing", "one in an earlier record", "none")
            if row.task in self._stated:
                raise Mismatch(at, "appeal", "one a task", "a second")
            self._stated.add(row.task)

    def read_closing(self, task: TaskId, settlement: int, at: str) -> None:
        """Note a closing of a task that had closed before."""
        if task not in self._stated or task in self._recorded:
            raise Mismatch(at, "closing", "one, and one more after an appeal", "another")
        self._recorded[task] = settlement

    def hear(self, row: AppealRow, answers: int, closed_answers: int, at: str) -> None:
        """Let a task be asked again, if the labeler and the project may appeal once more.

        `answers` is how many the task has, `closed_answers` how many of the labeler's were counted.
        """
        before, most = self._of_labeler.get(row.labeler, 0), most_of_labeler(closed_answers)
        if before >= most:
            raise Mismatch(at, "appeals of the labeler", f"at most {most}", before + 1)
        if len(self.rounds) >= most_of_project(self.tasks):
            limit = most_of_project(self.tasks)
            raise Mismatch(at, "appeals of the project", f"at most {limit}", limit + 1)
        self._of_labeler[row.labeler] = before + 1
        self.rounds[row.task] = Round(answers)

    def accept(self, row: AcceptedRow, closed: int, at: str) -> None:
        """Count an answer to a task that had closed before settlement `closed`."""
        found = self.rounds.get(row.task)
        if found is None or found.due is not None:
            due = closed if found is None or found.due is None else found.due
            raise Mismatch(at, "task", "open", f"closed before settlement {due}")
        found.given += 1
        if found.given >= ANSWERS_AN_APPEAL:
            after_next = row.settlement + 2
            later = self._recorded.get(row.task) == after_next
            found.due = after_next if later else row.settlement + 1

    def close_all(self, number: int, where: str) -> None:
        """Close at the final settlement what is still asked."""
        for task, found in sorted(self.rounds.items()):
            if found.due is None:
                found.due = number
            elif found.due > number:
                expect(f"{where}, closing of task {task}", "settlement", number, found.due)

    def counted(self, number: int) -> tuple[tuple[TaskId, int], ...]:
        """Return the tasks whose later answers settlement `number` is the first to count.

        With each, how many answers it had before.
        """
        return tuple(
            (task, found.before) for task, found in self.rounds.items() if found.due == number
        )

    def check(self, settlement: int, where: str) -> None:
        """Raise Mismatch unless the record closes for `settlement` or before what closed again."""
        for task in sorted((self.rounds.keys() | self._recorded.keys()) - self._agreed):
            due = self.rounds[task].due if task in self.rounds else None
            found = self._recorded.get(task)
            if due is not None and due == found:
                self._agreed.add(task)
            elif any(place is not None and place <= settlement for place in (due, found)):
                at = f"{where}, closing of task {task} after an appeal"
                expect(at, "settlement", due or "none, more is awaited", found or "none")


def appeal_place(row: AppealRow, where: str) -> str:
    """Name an appeal."""
    return f"{where}, appeal of {row.labeler} for task {row.task}"
