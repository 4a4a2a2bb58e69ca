"""Choices of several: each label by weighted majority, agreement by shared labels.

A labeler's whole answer to a task is one set of labels, perhaps empty.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from labelfield.quality.agreement import NO_GOLD, Given, Judged, Kind, Weighted, judge
from labelfield.quality.answer_errors import MalformedLabels
from labelfield.quality.tables import ONE

MAXIMUM_LABELS = 1000
"""Labels of one answer."""

CHANCE_REFERENCES = 256

Labels = tuple[str, ...]


def labels_of(labels: Iterable[str]) -> Labels:
    """Return one answer: its labels sorted, each once; refuse what is not text."""
    found = tuple(labels)
    if not all(isinstance(label, str) and label for label in found):
        raise MalformedLabels(found, "labels that are text, none of them empty")
    if len(found) > MAXIMUM_LABELS:
        raise MalformedLabels(found, f"at most {MAXIMUM_LABELS} labels")
    return tuple(sorted(set(found)))


def judge_multilabel(
    answers: Sequence[Given[Labels]], gold: Mapping[str, Labels] = NO_GOLD
) -> Judged[Labels]:
    """Return consensus labels, scores and weights; values are those of `labels_of`."""
    for answer in answers:
        if answer.value != labels_of(answer.value):
            raise MalformedLabels(answer.value, "labels as labels_of returns them")
    return judge(answers, _KIND, gold)


def shared_labels(one: Sequence[object], other: Sequence[object]) -> int:
    """Return 2 |one ∩ other| / (|one| + |other|), Q16, floored; 65536 if both are empty."""
    both = len(one) + len(other)
    return 2 * len(set(one) & set(other)) * ONE // both if both else ONE


def most_chosen(weighted: Sequence[Weighted[Labels]]) -> Labels:
    """Return the labels that more than half of the weight chose.

    Where no label has half, but some have more than the empty answer, the heaviest of them (the
    first of equals) stands alone: a task is not left without a label that its labelers gave.
    """
    total = sum(weight for _, weight in weighted)
    empty = sum(weight for labels, weight in weighted if not labels)
    votes: Counter[str] = Counter()
    for labels, weight in weighted:
        for label in labels:
            votes[label] += weight
    chosen = tuple(sorted(label for label, vote in votes.items() if 2 * vote > total))
    if chosen or not votes:
        return chosen
    best = min(votes, key=lambda label: (-votes[label], label))
    return (best,) if votes[best] > empty else ()


_KIND: Kind[Labels] = Kind(
    agreement=shared_labels,
    merge=most_chosen,
    key=lambda labels: labels,
    references=CHANCE_REFERENCES,
)
