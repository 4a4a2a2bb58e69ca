"""Settling a project: from its rows to what everybody has earned.

A settlement begins in one transaction, which fixes the tasks that it counts, is computed beside the
writer while answers go on being accepted, and is stored in another. One that dies between the two
is computed again: nothing it counts can change.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from labelfield.collect.inputs import ClosedAnswer, Member, collect_inputs
from labelfield.db import labelers as labelers_db
from labelfield.db import projects as projects_db
from labelfield.db import settlements as settlements_db
from labelfield.db.writer import Writer
from labelfield.market.closing import ClosingRule, closes, counted_answers
from labelfield.protocol.ids import TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.task import task_posterior
from labelfield.server.context import ProjectFacts
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs, closed_answers
from labelfield.settle.meanwhile import Balance, with_balances
from labelfield.settle.settle import settle, settle_final
from labelfield.settle.settlement import Settlement

NEVER_EARLY_BPS = 10_000


@dataclass(frozen=True, slots=True)
class Begun:
    """A settlement whose tasks are fixed."""

    facts: ProjectFacts
    number: int
    final: bool


@dataclass(frozen=True, slots=True)
class Computed:
    """What a settlement found in the answers it counts."""

    begun: Begun
    inputs: Inputs
    found: Settlement
    judged: "_Judged | None"
    """Which open tasks close; None where none closes early."""


def settle_due(writer: Writer, facts: ProjectFacts) -> bool:
    """Do the settlement that is due, and tell whether there was one."""
    begun = writer.run(partial(begin, facts=facts))
    if begun is None:
        return False
    computed = writer.read(partial(compute, begun=begun))
    writer.run(partial(finish, computed=computed))
    return True


def begin(connection: Connection, facts: ProjectFacts) -> Begun | None:
    """Fix what the settlement counts that is due: everything, when closing or all is closed."""
    project = projects_db.get_project_by_id(connection, facts.project_id)
    number = project.settlements + 1
    if project.final_settlement is not None:
        return None
    if project.begun_settlements > project.settlements:
        return Begun(facts, number, final=False)
    if project.state == "closing" or project.closed_tasks == facts.manifest.task_count:
        return _begin_final(connection, facts, project)
    if not settlements_db.has_new_closings(connection, facts.project_id, number):
        return None
    settlements_db.set_begun(connection, facts.project_id, number)
    return Begun(facts, number, final=False)


def _begin_final(connection: Connection, facts: ProjectFacts, project: Any) -> Begun | None:
    """Close every task and the project; nothing comes after that, so it may begin twice."""
    if not project.accepted:
        return None
    number = project.settlements + 1
    settlements_db.close_all_tasks(connection, facts.project_id, number)
    projects_db.set_state(connection, facts.project_id, "closing")
    return Begun(facts, number, final=True)


def compute(connection: Connection, begun: Begun) -> Computed:
    """Return what the settlement finds; the connection may be a snapshot's."""
    inputs = _inputs(connection, begun)
    kept = _Kept()
    found = (settle_final if begun.final else settle)(inputs, kept)
    target_bps = begun.facts.manifest.answers_per_task.target_confidence_bps
    judged = None
    if not begun.final and target_bps < NEVER_EARLY_BPS:
        judged = _Judged(begun.facts, inputs, kept.found)
        judged.judge(connection)
    return Computed(begun, inputs, found, judged)


def finish(connection: Connection, computed: Computed) -> None:
    """Store the settlement, after the answers that were accepted while it was computed."""
    begun = computed.begun
    members = labelers_db.answering_members(connection, begun.facts.project_id)
    balances = {row.labeler: Balance(row.owed, row.sequence) for row in members}
    inputs, found = with_balances(computed.inputs, computed.found, balances)
    _store(connection, begun, inputs, found)
    if computed.judged is not None:
        chosen = computed.judged.judge(connection)
        settlements_db.close_tasks(connection, begun.facts.project_id, chosen, begun.number + 1)


def _inputs(connection: Connection, begun: Begun) -> Inputs:
    facts = begun.facts
    rows = settlements_db.closed_answers(connection, facts.project_id, begun.number)
    members = labelers_db.answering_members(connection, facts.project_id)
    return collect_inputs(
        scoring=facts.manifest.scoring,
        price=facts.manifest.price,
        answers=[ClosedAnswer(row.task, row.labeler, row.label) for row in rows],
        gold={row.task: row.label for row in projects_db.list_gold(connection, facts.project_id)},
        members=[Member(row.labeler, row.owed, row.sequence) for row in members],
    )


def _store(connection: Connection, begun: Begun, inputs: Inputs, found: Settlement) -> None:
    project_id = begun.facts.project_id
    row: dict[str, object] = {
        "number": begun.number,
        "final": begun.final,
        "inputs_hash": inputs_hash(inputs),
        "settlement_hash": settlement_hash(found),
    }
    settlements_db.insert_settlement(connection, project_id, row)
    settlements_db.set_standings(connection, project_id, found.labelers)
    raised = {
        labeler.labeler: labeler.owed - before
        for before, labeler in zip(inputs.owed, found.labelers, strict=True)
        if labeler.owed != before
    }
    labelers_db.add_owed(connection, project_id, raised)
    if begun.final:
        settlements_db.insert_labels(connection, project_id, found.tasks)


class _Kept:
    """The consensus function, which keeps what it found for the closings that follow from it."""

    found: Consensus

    def __call__(self, crowd: Crowd, scoring: Scoring) -> Consensus:
        self.found = consensus(crowd, scoring)
        return self.found


class _Judged:
    """Open tasks of whose label the labelers known so far are, or are not, sure enough.

    A judgement holds while no answer is added, so that little is left to judge in the end.
    """

    def __init__(self, facts: ProjectFacts, inputs: Inputs, found: Consensus) -> None:
        rule = facts.manifest.answers_per_task
        self._project_id = facts.project_id
        self._rule = ClosingRule(rule.minimum, rule.maximum, rule.target_confidence_bps)
        self._found = found
        self._index = {labeler: place for place, labeler in enumerate(inputs.labelers)}
        self._scored = closed_answers(inputs)
        self._known: dict[TaskId, tuple[int, bool]] = {}
        """Answers that were judged, and whether the task closes with them."""

    def judge(self, connection: Connection) -> list[TaskId]:
        """Return the open tasks that close, looking again at those that got answers."""
        open_tasks = settlements_db.open_tasks(
            connection, self._project_id, self._rule.minimum_answers
        )
        self._judge(
            connection,
            [row.task for row in open_tasks if self._answers_known(row.task) != row.answers],
        )
        return [row.task for row in open_tasks if self._known[row.task][1]]

    def _answers_known(self, task: TaskId) -> int:
        return self._known.get(task, (0, False))[0]

    def _judge(self, connection: Connection, tasks: Collection[TaskId]) -> None:
        rows = settlements_db.answers_to(connection, self._project_id, tasks)
        for task, group in groupby(rows, key=lambda row: row.task):
            answers = list(group)
            confidence_q16 = self._confidence_q16(answers)
            self._known[task] = (len(answers), closes(self._rule, len(answers), confidence_q16))

    def _confidence_q16(self, answers: Iterable[Any]) -> int:
        given = [
            (self._index[row.labeler], row.label) for row in answers if row.labeler in self._index
        ]
        counted = counted_answers(given, self._scored)
        return max(task_posterior(self._found, counted)) if counted else 0
