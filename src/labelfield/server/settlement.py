"""Settling a project: from its rows to what everybody has earned.

A settlement begins in one transaction, which fixes the tasks that it counts, is computed beside the
writer while answers go on being accepted, and is stored in another. One that dies between the two
is computed again: nothing it counts can change.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress, groupby, repeat
from typing import Any

import numpy as np
from sqlalchemy import Connection

from labelfield.collect.inputs import AnswerColumns, ClosedPrediction, Member, collect_inputs
from labelfield.db import asking as asking_db
from labelfield.db import labelers as labelers_db
from labelfield.db import predictions as predictions_db
from labelfield.db import projects as projects_db
from labelfield.db import settlements as settlements_db
from labelfield.db.tables import AnyRow
from labelfield.db.writer import Writer
from labelfield.market.closing import SCORED_ANSWERS_TO_COUNT
from labelfield.protocol.ids import Address, TaskId
from labelfield.quality.consensus import COMPILED_FROM, consensus
from labelfield.quality.crowd import Int32s
from labelfield.server import appeal_window
from labelfield.server.appeal_outcomes import note_outcomes
from labelfield.server.context import ProjectFacts
from labelfield.settle.asking import resting_labelers
from labelfield.settle.closings import NEVER_EARLY_BPS, Sureness
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.judgment import Judgment
from labelfield.settle.meanwhile import Balance, with_balances
from labelfield.settle.settle import judge, settle, settle_final
from labelfield.settle.settlement import Settlement

_NONE = np.empty(0, np.int32)

_Heard = tuple[int, int]
"""Answers and predictions of a task that were judged."""


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
    judgment: Judgment
    found: Settlement
    judged: "_Judged | None"
    """Which open tasks close; None where none closes early."""


def load_compiled(accepted: int) -> None:
    """Load what projects of so many answers are scored with: the first would wait for it."""
    if accepted >= COMPILED_FROM:
        from labelfield.quality.compiled import load

        load()


def settle_due(writer: Writer, facts: ProjectFacts, window_s: int = 0) -> bool:
    """Do the settlement that is due, and tell whether there was one.

    The final one waits for appeals as `appeal_window` says.
    """
    begun = writer.run(partial(begin, facts=facts, window_s=window_s))
    if begun is None:
        return False
    computed = writer.read(partial(compute, begun=begun))
    writer.run(partial(finish, computed=computed))
    return True


def begin(connection: Connection, facts: ProjectFacts, window_s: int) -> Begun | None:
    """Fix what the settlement counts that is due: everything, when closing or all is closed."""
    project = projects_db.get_project_by_id(connection, facts.project_id)
    number = project.settlements + 1
    if project.final_settlement is not None:
        return None
    if project.begun_settlements > project.settlements:
        return Begun(facts, number, final=False)
    if project.state == "closing" or appeal_window.is_over(connection, facts, project, window_s):
        return _begin_final(connection, facts, project)
    if not (
        settlements_db.has_new_closings(connection, facts.project_id, number)
        or _may_be_sure(connection, facts, project)
    ):
        return None
    settlements_db.set_begun(connection, facts.project_id, number)
    return Begun(facts, number, final=False)


def _may_be_sure(connection: Connection, facts: ProjectFacts, project: Any) -> bool:
    """Tell whether tasks got answers that may be enough beside a model which is heard.

    They are handed out one answer at a time then, so nothing else would make them be judged.
    """
    if not predictions_db.is_heard(connection, facts.project_id, SCORED_ANSWERS_TO_COUNT):
        return False
    least = facts.manifest.answers_per_task.minimum
    return predictions_db.has_new_answers(connection, facts.project_id, project.settlements, least)


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
    inputs = closed_inputs(connection, begun.facts, begun.number)
    judgment = judge(inputs, consensus)
    found = (settle_final if begun.final else settle)(inputs, judgment)
    target_bps = begun.facts.manifest.answers_per_task.target_confidence_bps
    judged = None
    if not (begun.final or judgment.contested) and target_bps < NEVER_EARLY_BPS:
        judged = _Judged(begun.facts, inputs, judgment)
        judged.judge(connection)
    return Computed(begun, inputs, judgment, found, judged)


def finish(connection: Connection, computed: Computed) -> None:
    """Store the settlement, after the answers that were accepted while it was computed."""
    begun = computed.begun
    members = labelers_db.answering_members(connection, begun.facts.project_id)
    balances = {row.labeler: Balance(row.owed, row.sequence) for row in members}
    inputs, found = with_balances(computed.inputs, computed.found, balances)
    _store(connection, replace(computed, inputs=inputs, found=found))
    if computed.judgment.contested and not begun.final:
        projects_db.set_contested(connection, begun.facts.project_id)
    if computed.judged is not None:
        chosen = computed.judged.judge(connection)
        settlements_db.close_tasks(connection, begun.facts.project_id, chosen, begun.number + 1)
        _ask_first(connection, computed, computed.judged)


def closed_inputs(connection: Connection, facts: ProjectFacts, number: int) -> Inputs:
    """Return what the settlement of this number counts; contested gold is no part of it any more.

    Later, what was owed and answered is that of today.
    """
    project = projects_db.get_project_by_id(connection, facts.project_id)
    golds = [] if project.contested else projects_db.list_gold(connection, facts.project_id)
    members = labelers_db.answering_members(connection, facts.project_id)
    predicted = predictions_db.closed_predictions(connection, facts.project_id, number)
    return collect_inputs(
        scoring=facts.manifest.scoring,
        price=facts.manifest.price,
        answers=_closed_answers(connection, facts, number, [row.labeler for row in members]),
        gold={row.task: said(row) for row in golds},
        members=[Member(row.labeler, row.owed, row.sequence) for row in members],
        predictions=[ClosedPrediction(row.task, row.model, row.label) for row in predicted],
        minted={} if project.contested else asking_db.minted_gold(connection, facts.project_id),
    )


def _closed_answers(
    connection: Connection, facts: ProjectFacts, number: int, members: Sequence[Address]
) -> AnswerColumns:
    """Go through all answers as they lie there; to look up those of each closed task is slower."""
    typed = facts.manifest.scoring.controls
    closed = settlements_db.closed_tasks(connection, facts.project_id, number)
    place, who = _numbered(closed), _numbered(members)
    task_parts, labeler_parts, each_said = [_NONE], [_NONE], list[Said]()
    for rows in settlements_db.answers_by(connection, facts.project_id, number):
        tasks, labelers, labels, stored = zip(*rows, strict=True)
        task, labeler = _numbers(place, tasks), _numbers(who, labelers)
        counted = task >= 0
        task_parts.append(task[counted])
        labeler_parts.append(labeler[counted])
        each_said += compress(stored if typed else labels, counted.tolist())
    return AnswerColumns(
        closed,
        members,
        np.concatenate(task_parts),
        np.concatenate(labeler_parts),
        each_said if typed else np.array(each_said, np.int32),
    )


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _numbers(of: Mapping[str, int], names: Sequence[str]) -> Int32s:
    """Return the number of each name; −1 of one that has none."""
    return np.fromiter(map(of.get, names, repeat(-1)), np.int32, len(names))


def said(row: AnyRow) -> Said:
    """Return what an answer or gold says: its class, or what is compared of it."""
    stored: bytes | None = row.stored
    label: int = row.label
    return label if stored is None else bytes(stored)


def _store(connection: Connection, computed: Computed) -> None:
    begun, inputs, found = computed.begun, computed.inputs, computed.found
    project_id = begun.facts.project_id
    row: dict[str, object] = {
        "number": begun.number,
        "final": begun.final,
        "inputs_hash": inputs_hash(inputs),
        "settlement_hash": settlement_hash(found),
    }
    settlements_db.insert_settlement(connection, project_id, row)
    note_outcomes(connection, project_id, begun.number, inputs, computed.judgment, found)
    settlements_db.set_standings(connection, project_id, found.labelers, computed.judgment)
    if not begun.final:
        appeal_window.note_appealable(connection, begun.facts, inputs, computed.judgment, found)
    weights = computed.judgment.model_weights
    predictions_db.set_models(connection, project_id, found.models, weights)
    raised = {
        labeler.labeler: labeler.owed - before
        for before, labeler in zip(inputs.owed, found.labelers, strict=True)
        if labeler.owed != before
    }
    labelers_db.add_owed(connection, project_id, raised)
    if begun.final:
        settlements_db.insert_labels(connection, project_id, found)


def _ask_first(connection: Connection, computed: Computed, judged: "_Judged") -> None:
    """Note what leasing asks: who rests, how many are heard, of which tasks they are unsure."""
    project_id = computed.begun.facts.project_id
    rests = resting_labelers(computed.inputs, computed.judgment)
    pairs = zip(computed.inputs.labelers, rests, strict=True)
    asking_db.set_resting(connection, project_id, [who for who, resting in pairs if resting])
    asking_db.set_heard(connection, project_id, judged.heard)
    asking_db.set_sureness(connection, project_id, judged.unsure())
    asking_db.set_minted(connection, project_id, judged.minted())


class _Judged:
    """Open tasks of whose label the labelers known so far are, or are not, sure enough.

    A judgement holds while no answer is added, so that little is left to judge in the end.
    """

    def __init__(self, facts: ProjectFacts, inputs: Inputs, judgment: Judgment) -> None:
        self._project_id = facts.project_id
        self._rule = facts.manifest.answers_per_task
        self._sure = Sureness(self._rule, inputs, judgment)
        self._known: dict[TaskId, tuple[_Heard, int]] = {}
        """What was judged, and how sure it is."""
        self._unsure: list[asking_db.Unsure] = []
        self._minted: dict[TaskId, int] = {}
        """Open tasks that become gold, and their classes."""

    def judge(self, connection: Connection) -> list[TaskId]:
        """Return the open tasks that close, looking again at those that got answers."""
        open_tasks = settlements_db.open_tasks(connection, self._project_id, self._rule.minimum)
        predicted = predictions_db.open_counts(connection, self._project_id)
        heard = {row.task: (row.answers, predicted.get(row.task, 0)) for row in open_tasks}
        self._judge(
            connection,
            [task for task, each in heard.items() if self._known.get(task, ((), 0))[0] != each],
        )
        sure = {
            task: self._sure.suffices(task, each[0], self._known[task][1])
            for task, each in heard.items()
        }
        self._unsure = [
            asking_db.Unsure(row.task, row.answers, self._known[row.task][1])
            for row in open_tasks
            if not sure[row.task] and row.judged != row.answers
        ]
        still = {row.task for row in open_tasks if row.minted is None}
        self._minted = {task: label for task, label in self._minted.items() if task in still}
        return [task for task, closes in sure.items() if closes]

    @property
    def heard(self) -> int:
        """How many labelers count toward sureness."""
        return self._sure.heard

    def unsure(self) -> "list[asking_db.Unsure]":
        """Return the tasks that stayed open though they were judged anew, by the last look."""
        return self._unsure

    def minted(self) -> dict[TaskId, int]:
        """Return the tasks that become gold, and their classes, by the last look."""
        return self._minted

    def _judge(self, connection: Connection, tasks: Collection[TaskId]) -> None:
        rows = settlements_db.answers_to(connection, self._project_id, tasks)
        said_by_models: dict[TaskId, list[tuple[str, int]]] = {}
        for row in predictions_db.predictions_of(connection, self._project_id, tasks):
            said_by_models.setdefault(row.task, []).append((row.model, row.label))
        for task, group in groupby(rows, key=lambda row: row.task):
            answers = [(row.labeler, said(row)) for row in group]
            models = said_by_models.get(task, [])
            sure_q16 = self._sure.of(answers, models)
            self._known[task] = ((len(answers), len(models)), sure_q16)
            self._minted.pop(task, None)
            label = self._sure.mints(task, answers)
            if label is not None:
                self._minted[task] = label
