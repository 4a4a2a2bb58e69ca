"""Recomputes when each task closed: full, sure enough, or at the final settlement."""

from collections.abc import Collection
from dataclasses import dataclass, field

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.manifest import AnswersPerTask
from labelfield.protocol.record import PredictionRow
from labelfield.settle.closings import NEVER_EARLY_BPS, Sureness
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.judgment import Judgment
from labelfield.verify.accepted import AcceptedRow, MoneyRecord
from labelfield.verify.appeals import AppealCheck
from labelfield.verify.errors import Mismatch, expect


@dataclass(slots=True)
class ClosingCheck:
    """Hears of answers and settlements in their order."""

    rule: AnswersPerTask
    tasks: Collection[TaskId]
    due: dict[TaskId, int] = field(default_factory=dict)
    """Recomputed: the first settlement that counts a task; no entry while it is open."""
    answers: dict[TaskId, list[tuple[Address, Said | None]]] = field(default_factory=dict)
    """Labeler and what they said of every task; nothing where its record is sealed."""
    predictions: dict[TaskId, list[tuple[str, int | None]]] = field(default_factory=dict)
    """Model and what it said of every task; nothing where its record is sealed."""
    minted: dict[TaskId, int] = field(default_factory=dict)
    """Recomputed: the classes of open tasks that settlements made gold."""
    appeals: AppealCheck = field(init=False)
    """What became of tasks after they had closed."""
    ended_early: bool = False
    """Whether the final settlement closed tasks that would have stayed open."""
    _recorded: dict[TaskId, int] = field(default_factory=dict)
    _agreed: set[TaskId] = field(default_factory=set)
    """Tasks whose closing is recorded as it was recomputed: neither changes any more."""

    def __post_init__(self) -> None:
        self.appeals = AppealCheck(len(self.tasks))

    def read(self, record: MoneyRecord, where: str) -> None:
        """Note what the next record says of closings."""
        self.appeals.read(record, self._recorded, where)
        for row in record.closings:
            at = f"{where}, closing of task {row.task}"
            if row.task not in self.tasks:
                raise Mismatch(at, "task", "one of the manifest's", row.task)
            if row.task in self._recorded:
                self.appeals.read_closing(row.task, row.settlement, at)
            else:
                self._recorded[row.task] = row.settlement

    def accept(self, row: AcceptedRow, said: Said | None, where: str) -> None:
        """Count an answer; the last one that fits, or that an appeal asked for, closes its task.

        The settlement that counts the task is the next, or, where that was being computed already,
        the one after it.
        """
        given = self.answers.setdefault(row.task, [])
        given.append((row.labeler, said))
        if row.task in self.due:
            at = f"{where}, labeler {row.labeler}, answer {row.sequence}"
            self.appeals.accept(row, self.due[row.task], at)
        elif len(given) >= self.rule.maximum:
            after_next = row.settlement + 2
            later = self._recorded.get(row.task) == after_next
            self.due[row.task] = after_next if later else row.settlement + 1

    def predict(self, row: PredictionRow, said: int | None, at: str) -> None:
        """Hear what a model says of a task that is open."""
        if row.task in self.due:
            raise Mismatch(at, "task", "open", f"closed before settlement {self.due[row.task]}")
        self.predictions.setdefault(row.task, []).append((row.model, said))

    def close_all(self, number: int, where: str) -> None:
        """Close what is open at the final settlement; nothing may be left for one after it."""
        for task, due in sorted(self.due.items()):
            if due > number:
                raise Mismatch(f"{where}, closing of task {task}", "settlement", number, due)
        self.appeals.close_all(number, where)
        for task in self.tasks:
            if task not in self.due:
                self.due[task] = number
                self.ended_early = True

    def close_sure(self, number: int, inputs: Inputs, judgment: Judgment) -> None:
        """Close the open tasks that settlement `number` made sure enough, and note new gold.

        What is still sealed cannot be judged: a later audit, that knows more, does.
        """
        if self.rule.target_confidence_bps >= NEVER_EARLY_BPS:
            return
        sureness = Sureness(self.rule, inputs, judgment)
        for task, given in self.answers.items():
            said = [(labeler, each) for labeler, each in given if each is not None]
            if task in self.due or len(said) != len(given):
                continue
            minted = sureness.mints(task, said)
            if minted is not None:
                self.minted.setdefault(task, minted)
            predictions = self.predictions.get(task, [])
            models = [(model, label) for model, label in predictions if label is not None]
            if len(models) == len(predictions) and sureness.closes(task, said, models):
                self.due[task] = number + 1

    def check(self, settlement: int, where: str) -> None:
        """Raise Mismatch unless the record closes for `settlement` or before what closed."""
        self.appeals.check(settlement, where)
        for task in sorted((self.due.keys() | self._recorded.keys()) - self._agreed):
            due, found = self.due.get(task), self._recorded.get(task)
            if due == found:
                self._agreed.add(task)
            elif any(place is not None and place <= settlement for place in (due, found)):
                at = f"{where}, closing of task {task}"
                expect(at, "settlement", _spell(due), _spell(found))


def _spell(settlement: int | None) -> str:
    return "none, the task is open" if settlement is None else str(settlement)
