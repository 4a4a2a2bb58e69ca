"""Names to numbers, in natural order, so that the order of rows cannot show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from labelfield.formats.crowd_csv import CrowdAnswers
from labelfield.formats.errors import TooLittle
from labelfield.formats.natural_order import natural_key
from labelfield.quality.crowd import Crowd, check_class_count


@dataclass(frozen=True, slots=True)
class NamedCrowd:
    """Answers by number, with the names that the numbers stand for."""

    tasks: tuple[str, ...]
    workers: tuple[str, ...]
    classes: tuple[str, ...]
    crowd: Crowd


def number_crowd(answers: CrowdAnswers, hidden_gold: Mapping[str, str]) -> NamedCrowd:
    """Return the answers by number, gold clamped; refuse what leaves nothing to decide."""
    labels = answers.single.labels
    check_class_count(len({*labels.values(), *hidden_gold.values()}))
    tasks = _ordered(task for task, _ in labels)
    workers = _ordered(worker for _, worker in labels)
    classes = _ordered([*labels.values(), *hidden_gold.values()])
    _check_enough(answers, workers, classes, hidden_gold)
    rows = _table(labels, tasks, workers, classes)
    known = _places(classes)
    gold = [known[hidden_gold[task]] if task in hidden_gold else -1 for task in tasks]
    crowd = Crowd(
        task_count=len(tasks),
        labeler_count=len(workers),
        class_count=len(classes),
        task=np.ascontiguousarray(rows[:, 0]),
        labeler=np.ascontiguousarray(rows[:, 1]),
        label=np.ascontiguousarray(rows[:, 2]),
        gold=np.array(gold, np.int32),
    )
    return NamedCrowd(tasks, workers, classes, crowd)


def _table(
    labels: Mapping[tuple[str, str], str],
    tasks: tuple[str, ...],
    workers: tuple[str, ...],
    classes: tuple[str, ...],
) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    """(N, 3) task, worker and class numbers of every answer, ascending."""
    task_place, worker_place, class_place = map(_places, (tasks, workers, classes))
    rows = sorted(
        (task_place[task], worker_place[worker], class_place[label])
        for (task, worker), label in labels.items()
    )
    return np.array(rows, np.int32)


def _check_enough(
    answers: CrowdAnswers,
    workers: tuple[str, ...],
    classes: tuple[str, ...],
    hidden_gold: Mapping[str, str],
) -> None:
    """Raise where there is nothing to decide or nobody to compare with."""
    if not workers:
        reason = "every worker's answers contradict each other; add a column seq or timestamp"
        raise TooLittle(answers.name, reason)
    if len(classes) < 2:
        reason = f"every label is {classes[0]!r:.80}; give answers of at least two classes"
        raise TooLittle(answers.name, reason)
    if len(workers) < 2 and not hidden_gold:
        reason = f"every answer is by {workers[0]!r:.80}; add other workers' answers"
        raise TooLittle(answers.name, f"{reason}, or known ones with --hidden-gold")


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    """The distinct names in natural order."""
    return tuple(sorted(set(names), key=natural_key))


def _places(names: tuple[str, ...]) -> dict[str, int]:
    """Where each name stands."""
    return {name: index for index, name in enumerate(names)}
