"""From a project's typed answers to the sums that pay for them."""

from collections.abc import Mapping, Sequence

from labelfield.protocol.ids import TaskId
from labelfield.quality.answer_rates import UNIT_SPREAD
from labelfield.quality.crowd import ConsensusFunction
from labelfield.quality.rate import Tally
from labelfield.settle.contested import is_contested
from labelfield.settle.inputs import Inputs
from labelfield.settle.judgment import Judgment
from labelfield.settle.settlement import TaskSettlement
from labelfield.settle.typed_answers import (
    RIGHT,
    TypedJudgment,
    TypedRows,
    confidence_of,
    consensus_values,
    judge_controls,
    open_confidence,
    open_outcome,
    read_rows,
)


def judge_typed(inputs: Inputs, consensus: ConsensusFunction) -> Judgment:
    """Return what the answers come to; of contested gold nothing is believed."""
    rows = read_rows(inputs)
    contested = is_contested(inputs.scoring.controls, rows)
    if contested:
        rows = TypedRows(rows.values, rows.given, tuple({} for _ in rows.gold))
    found = judge_controls(inputs.scoring.controls, rows, consensus)
    known = tuple(gold >= 0 and not contested for gold in inputs.gold)
    margins = tuple(found.scored.scores.get(key) for key in _keys(inputs))
    tasks, values = _conclusions(inputs, found)
    return Judgment(
        spread=UNIT_SPREAD,
        tallies=_tallies(inputs, found, margins),
        gold=_gold_record(inputs, known, margins),
        tasks=tasks,
        values=values,
        margins=margins,
        believed=known,
        alike=alike_counts(
            inputs.labelers, [each.judged.clusters for each in found.controls if each]
        ),
        sureness=lambda answers: open_confidence(
            found, inputs.scoring.controls, _named(inputs, answers)
        ),
        outcome=lambda answers, known: open_outcome(
            found, inputs.scoring.controls, _named(inputs, answers), inputs.values[known]
        ),
        contested=contested,
        detail=found,
    )


def alike_counts(labelers: Sequence[str], controls: Sequence[Mapping[str, str]]) -> tuple[int, ...]:
    """Return how many others are in a cluster with each labeler, of any control."""
    mates: dict[str, set[str]] = {labeler: set() for labeler in labelers}
    for clusters in controls:
        members: dict[str, set[str]] = {}
        for labeler, first in clusters.items():
            members.setdefault(first, set()).add(labeler)
        for labeler, first in clusters.items():
            mates[labeler] |= members[first] - {labeler}
    return tuple(len(mates[labeler]) for labeler in labelers)


def _keys(inputs: Inputs) -> list[tuple[TaskId, str]]:
    """Task and labeler of every row."""
    pairs = zip(inputs.task.tolist(), inputs.labeler.tolist(), strict=True)
    return [(inputs.tasks[task], inputs.labelers[labeler]) for task, labeler in pairs]


def _named(inputs: Inputs, answers: Sequence[tuple[int, int | bytes]]) -> Mapping[str, bytes]:
    return {inputs.labelers[who]: said for who, said in answers if isinstance(said, bytes)}


def _tallies(
    inputs: Inputs, found: TypedJudgment, margins: Sequence[int | None]
) -> tuple[Tally, ...]:
    """Every labeler's sums; a score is its own margin, since the spread is 1."""
    sums = [[0, 0, 0, 0, 0] for _ in inputs.labelers]
    rows = zip(inputs.labeler.tolist(), _keys(inputs), margins, strict=True)
    for labeler, key, margin in rows:
        total = sums[labeler]
        total[0] += 1
        if margin is not None:
            terms = (1, margin, margin * margin, found.scored.chance_variances[key])
            total[1:] = [before + term for before, term in zip(total[1:], terms, strict=True)]
    return tuple(Tally(*total) for total in sums)


def _gold_record(
    inputs: Inputs, known: Sequence[bool], margins: Sequence[int | None]
) -> tuple[tuple[int, int], ...]:
    record = [[0, 0] for _ in inputs.labelers]
    rows = zip(inputs.task.tolist(), inputs.labeler.tolist(), margins, strict=True)
    for task, labeler, margin in rows:
        if known[task] and margin is not None:
            record[labeler][0] += 1
            record[labeler][1] += margin >= RIGHT
    return tuple((answered, right) for answered, right in record)


def _conclusions(
    inputs: Inputs, found: TypedJudgment
) -> tuple[tuple[TaskSettlement, ...], tuple[bytes, ...]]:
    """Each task's consensus, and all that is concluded of any."""
    counts = [0] * len(inputs.tasks)
    for task in inputs.task.tolist():
        counts[task] += 1
    said = [consensus_values(found, inputs.scoring.controls, task) for task in inputs.tasks]
    values = tuple(sorted(set(said)))
    place = {value: index for index, value in enumerate(values)}
    tasks = tuple(
        TaskSettlement(task, place[value], confidence_of(found, task), count)
        for task, value, count in zip(inputs.tasks, said, counts, strict=True)
    )
    return tasks, values
