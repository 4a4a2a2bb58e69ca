"""The numbers that a report shows: confusion where answers have classes, agreement where not."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.formats.natural_order import natural_key
from labelfield.quality.agreement import Given, Judged
from labelfield.quality.tables import ONE

MOST_CLASSES = 8
"""Of a matrix; rarer ones are shown together."""

OTHERS = "others"

BINS = 10

_CLASS_OF: Mapping[str, Callable[[Any, Any], str]] = {
    "choices": lambda value, _: str(value),
    "ratings": lambda value, _: str(value),
    "taxonomy": lambda value, _: str(value[0][0]) if value else "none",
    "preferences": lambda value, shown: "left" if value.winner == shown.left else "right",
}
"""What stands for a value, beside the answer that says how it was shown."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Known tasks of about one confidence."""

    confidence: float
    """Their mean."""

    tasks: int
    right: int


def kept_promises(judged: Judged[Any], known: Mapping[str, Any]) -> list[Promise]:
    """Return how often the tasks of each tenth of confidence are right, those without left out."""
    bins: list[list[tuple[int, bool]]] = [[] for _ in range(BINS)]
    for task, value in known.items():
        if (agreed := judged.consensus.get(task)) is not None:
            place = min(agreed.confidence * BINS // ONE, BINS - 1)
            bins[place].append((agreed.confidence, agreed.value == value))
    return [
        Promise(
            confidence=sum(sure for sure, _ in each) / len(each) / ONE,
            tasks=len(each),
            right=sum(right for _, right in each),
        )
        for each in bins
        if each
    ]


def confusions(
    kind: str, answers: Sequence[Given[Any]], judged: Judged[Any]
) -> tuple[tuple[str, ...], dict[str, list[list[int]]]] | None:
    """Return the classes and each labeler's counts by (consensus, answer); None without classes."""
    class_of = _CLASS_OF.get(kind)
    if class_of is None:
        return None
    pairs = [
        (
            each.labeler,
            class_of(judged.consensus[each.task].value, each.value),
            class_of(each.value, each.value),
        )
        for each in answers
    ]
    common = Counter(name for _, *both in pairs for name in both).most_common()
    ranked = sorted(common, key=lambda row: (-row[1], natural_key(row[0])))
    names = sorted((name for name, _ in ranked[:MOST_CLASSES]), key=natural_key)
    if len(ranked) > MOST_CLASSES:
        names.append(OTHERS)
    place = {name: index for index, name in enumerate(names)}
    counts: dict[str, list[list[int]]] = {}
    for labeler, truth, said in pairs:
        rows = counts.setdefault(labeler, [[0] * len(names) for _ in names])
        rows[place.get(truth, len(names) - 1)][place.get(said, len(names) - 1)] += 1
    return tuple(names), counts


def agreements(
    answers: Sequence[Given[Any]], judged: Judged[Any], agreement: Callable[[Any, Any], int]
) -> dict[str, list[int]]:
    """Return for each labeler how many answers agree with the consensus by each tenth."""
    counts: dict[str, list[int]] = {}
    for each in answers:
        degree = agreement(each.value, judged.consensus[each.task].value)
        bins = counts.setdefault(each.labeler, [0] * BINS)
        bins[min(degree * BINS // ONE, BINS - 1)] += 1
    return counts


def bins_of(values: Sequence[float], low: float, high: float, count: int) -> list[int]:
    """Return how many values lie in each of `count` equal stretches; beyond an end, in the last."""
    bins = [0] * count
    for value in values:
        place = int((value - low) / (high - low) * count)
        bins[min(max(place, 0), count - 1)] += 1
    return bins
