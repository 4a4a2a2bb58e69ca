"""Whether the answers contradict gold as a whole, for every type of answer.

A requester who poisons gold would get labels for nothing; what knows nothing of gold judges it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from labelfield.protocol.scoring import ControlScoring
from labelfield.quality.answer_types import agreement_of, merge_of
from labelfield.quality.gold_check import ENOUGH_TO_CONTEST
from labelfield.quality.tables import ONE
from labelfield.settle.typed_answers import TypedRows, measure_of

LEAST_ANSWERS = 2
"""To a gold task, so that they can agree with each other rather than with it."""


def is_contested(controls: Sequence[ControlScoring], rows: TypedRows) -> bool:
    """Return whether more than half of at least 20 gold answers are contradicted.

    One is if the unweighted consensus of the answers to its task agrees less than half as much
    with it as with the answers.
    """
    answered = against = 0
    for control, given, gold in zip(controls, rows.given, rows.gold, strict=True):
        answers: dict[str, list[Any]] = {task: [] for task in gold}
        for each in given:
            if each.task in gold:
                answers[each.task].append(each.value)
        enough = {task: said for task, said in answers.items() if len(said) >= LEAST_ANSWERS}
        answered += len(enough)
        against += _contradicted(control, enough, gold)
    return answered >= ENOUGH_TO_CONTEST and 2 * against > answered


def _contradicted(
    control: ControlScoring, answers: Mapping[str, Sequence[Any]], gold: Mapping[str, Any]
) -> int:
    """How many gold tasks of a control the answers contradict."""
    measure = measure_of(control)
    agreement, merge = agreement_of(control.type, measure), merge_of(control.type, measure)
    found = 0
    for task, said in answers.items():
        plain = merge([(value, ONE) for value in said])
        among = sum(agreement(value, plain) for value in said)
        found += 2 * agreement(plain, gold[task]) * len(said) < among
    return found
