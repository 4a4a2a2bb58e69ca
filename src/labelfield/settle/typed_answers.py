"""Answers of every type but one single choice: each control judged by its type, scores joined.

An answer's score is the mean of its controls' scores by the manifest's weights, over the controls
that have one; so is a task's confidence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from labelfield.protocol.scoring import ControlScoring
from labelfield.quality.agreement import Given, Judged
from labelfield.quality.answer_rates import Scored, scored, weighted_mean
from labelfield.quality.answer_types import Measure, agreement_of, judge_answers, merge_of
from labelfield.quality.crowd import ConsensusFunction
from labelfield.quality.numbers import Scale
from labelfield.quality.tables import ONE
from labelfield.settle.inputs import Inputs
from labelfield.settle.values import read_values, spell_values

RIGHT = ONE // 2
"""The agreement with gold from which an answer, or what answers merge to, counts as right."""

Values = tuple[Any, ...]
"""An answer's, one a control."""


@dataclass(frozen=True, slots=True, eq=False)
class ControlJudgment:
    """What one control's answers come to."""

    control: ControlScoring
    judged: Judged[Any]


@dataclass(frozen=True, slots=True, eq=False)
class TypedJudgment:
    """What all controls' answers come to."""

    controls: tuple[ControlJudgment | None, ...]
    """In the preset's order; None for one that nobody answered."""

    scored: Scored
    """By task and labeler."""


@dataclass(frozen=True, slots=True, eq=False)
class TypedRows:
    """The inputs' answers, read."""

    values: tuple[Values, ...]
    """The inputs' values, each read."""

    given: tuple[Sequence[Given[Any]], ...]
    """For each control its answers."""

    gold: tuple[Mapping[str, Any], ...]
    """For each control what is known, by task."""


def read_rows(inputs: Inputs) -> TypedRows:
    """Return the answers and the gold of every control."""
    controls = inputs.scoring.controls
    values = tuple(read_values(controls, stored) for stored in inputs.values)
    rows = [
        (inputs.tasks[task], inputs.labelers[labeler], values[label])
        for task, labeler, label in zip(
            inputs.task.tolist(), inputs.labeler.tolist(), inputs.label.tolist(), strict=True
        )
    ]
    known = [
        (task, values[gold])
        for task, gold in zip(inputs.tasks, inputs.gold, strict=True)
        if gold >= 0
    ]
    return TypedRows(
        values=values,
        given=tuple(
            [Given(task, who, said[place]) for task, who, said in rows if said[place] is not None]
            for place in range(len(controls))
        ),
        gold=tuple(
            {task: said[place] for task, said in known if said[place] is not None}
            for place in range(len(controls))
        ),
    )


def judge_controls(
    controls: Sequence[ControlScoring], rows: TypedRows, consensus: ConsensusFunction
) -> TypedJudgment:
    """Judge every control and join their scores."""
    found = tuple(
        ControlJudgment(
            control, judge_answers(control.type, given, measure_of(control), gold, consensus)
        )
        if given
        else None
        for control, given, gold in zip(controls, rows.given, rows.gold, strict=True)
    )
    parts = [(scored(each.judged), each.control.weight) for each in found if each]
    return TypedJudgment(found, weighted_mean(parts) if parts else Scored({}, {}))


def measure_of(control: ControlScoring) -> Measure:
    """Return what a control's answers are measured on."""
    scale = Scale(control.low, control.high) if control.low < control.high else None
    return Measure(classes=control.classes, scale=scale, reach=control.reach)


def consensus_values(found: TypedJudgment, controls: Sequence[ControlScoring], task: str) -> bytes:
    """Return what a task's answers conclude, in the stored form."""
    agreed = [each.judged.consensus.get(task) if each else None for each in found.controls]
    return spell_values(controls, [each.value if each else None for each in agreed])


def confidence_of(found: TypedJudgment, task: str) -> int:
    """Return the weighted mean confidence of the controls that have a consensus, Q16, floored."""
    agreed = [
        (each.judged.consensus[task].confidence, each.control.weight)
        for each in found.controls
        if each and task in each.judged.consensus
    ]
    total = sum(weight for _, weight in agreed)
    return sum(sure * weight for sure, weight in agreed) // total if total else 0


def open_confidence(
    found: TypedJudgment, controls: Sequence[ControlScoring], answers: Mapping[str, bytes]
) -> int:
    """Return how far an open task's answers agree with what the others of them say, Q16.

    The mean by weights over controls; one answer alone agrees with nobody.
    """
    read = {who: read_values(controls, stored) for who, stored in answers.items()}
    total = weights = 0
    for place, (control, each) in enumerate(zip(controls, found.controls, strict=True)):
        given = {who: said[place] for who, said in read.items() if said[place] is not None}
        if not given:
            continue
        sure = _leave_one_out(control, each.judged.weights, given) if each else 0
        total += control.weight * sure
        weights += control.weight
    return total // weights if weights else 0


def open_outcome(
    found: TypedJudgment,
    controls: Sequence[ControlScoring],
    answers: Mapping[str, bytes],
    known: bytes,
) -> tuple[int, bool]:
    """Return the same of a gold task, and whether their merge agrees at least half with gold."""
    read = {who: read_values(controls, stored) for who, stored in answers.items()}
    parts = zip(controls, found.controls, read_values(controls, known), strict=True)
    agreed = weights = 0
    for place, (control, each, right) in enumerate(parts):
        given = {who: said[place] for who, said in read.items() if said[place] is not None}
        if not given or each is None or right is None:
            continue
        merged, _ = _merged(control, each.judged.weights, given)
        measure = measure_of(control)
        agreed += control.weight * agreement_of(control.type, measure)(merged, right)
        weights += control.weight
    return open_confidence(found, controls, answers), agreed >= RIGHT * weights > 0


def _leave_one_out(
    control: ControlScoring, weights: Mapping[str, int], given: Mapping[str, Any]
) -> int:
    """The weighted mean agreement of each answer with the merge of the rest, Q16, floored."""
    if len(given) < 2:
        return 0
    measure = measure_of(control)
    agreement, merge = agreement_of(control.type, measure), merge_of(control.type, measure)
    total = weight = 0
    for who in sorted(given):
        rest = [(said, weights.get(name, ONE)) for name, said in given.items() if name != who]
        total += weights.get(who, ONE) * agreement(given[who], merge(rest))
        weight += weights.get(who, ONE)
    return total // weight


def others_say(inputs: Inputs, found: TypedJudgment, row: int) -> tuple[bytes | None, int]:
    """Return what the task's other answers merge to, as stored, and how far they agree with it.

    None where nobody else answered the task.
    """
    controls = inputs.scoring.controls
    rows = [
        other for other in np.flatnonzero(inputs.task == inputs.task[row]).tolist() if other != row
    ]
    if not rows:
        return None, 0
    merged: list[Any] = []
    total = weights = 0
    for place, (control, each) in enumerate(zip(controls, found.controls, strict=True)):
        given = {
            inputs.labelers[inputs.labeler[other]]: said
            for other in rows
            if (said := read_values(controls, inputs.values[inputs.label[other]])[place])
            is not None
        }
        if not given or each is None:
            merged.append(None)
            continue
        value, sure = _merged(control, each.judged.weights, given)
        merged.append(value)
        total += control.weight * sure
        weights += control.weight
    return spell_values(controls, merged), total // weights if weights else 0


def _merged(
    control: ControlScoring, weights: Mapping[str, int], given: Mapping[str, Any]
) -> tuple[Any, int]:
    """What answers merge to, and their weighted mean agreement with it, Q16, floored."""
    measure = measure_of(control)
    agreement, merge = agreement_of(control.type, measure), merge_of(control.type, measure)
    weighed = [(said, weights.get(name, ONE)) for name, said in given.items()]
    value = merge(weighed)
    agreed = sum(weight * agreement(said, value) for said, weight in weighed)
    return value, agreed // sum(weight for _, weight in weighed)
