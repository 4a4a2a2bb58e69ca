"""Choices by name, judged like every other type of answer.

The consensus is that of `consensus.consensus`; this gives it the face that other types have.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.agreement import NO_GOLD, Agreed, Given, Judged, by_task
from labelfield.quality.answer_errors import MalformedLabels
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, ConsensusFunction, Crowd
from labelfield.quality.rate import spread_of
from labelfield.quality.tables import ONE

Label = TypeVar("Label", str, int)


def judge_choices(
    answers: Sequence[Given[str]],
    classes: Sequence[str],
    gold: Mapping[str, str] = NO_GOLD,
    consensus: ConsensusFunction = consensus,
) -> Judged[str]:
    """Return consensus classes, scores and skills (as weights, Q16); classes break ties in order.

    Confidence is the posterior of the class.
    """
    tasks = by_task(answers)
    crowd = crowd_of(tasks, tuple(classes), gold)
    found = consensus(crowd, Scoring(tuple(classes)))
    best = found.posterior.argmax(axis=1).tolist()
    agreed = {
        task: Agreed(classes[best[index]], int(found.posterior[index, best[index]]))
        for index, task in enumerate(tasks)
    }
    prior = tuple(found.prior.tolist())
    spread = spread_of(prior)
    scores: dict[tuple[str, str], int | None] = {}
    variances: dict[tuple[str, str], int] = {}
    keys = ((task, labeler) for task, given in tasks.items() for labeler in given)
    columns = (found.margin.tolist(), found.informative.tolist(), crowd.label.tolist())
    for key, margin, informative, label in zip(keys, *columns, strict=True):
        scores[key] = ((margin << 32) // spread if spread else 0) if informative else None
        chance = prior[label] * (ONE - prior[label])
        variances[key] = -(-(chance << 64) // (spread * spread)) if spread else 0
    labelers = sorted({answer.labeler for answer in answers})
    skills = dict(zip(labelers, found.skill.tolist(), strict=True))
    return Judged(agreed, scores, skills, variances, clusters_by_name(labelers, found))


def clusters_by_name(labelers: Sequence[str], found: Consensus) -> dict[str, str]:
    """Return the first labeler of each cluster of several, by its members."""
    sizes = Counter(found.cluster.tolist())
    pairs = zip(labelers, found.cluster.tolist(), strict=True)
    return {who: labelers[first] for who, first in pairs if sizes[first] > 1}


def crowd_of(
    tasks: Mapping[str, Mapping[str, Label]], classes: Sequence[Label], gold: Mapping[str, Label]
) -> Crowd:
    """Return answers by number, in the order that `by_task` gives; refuse other labels."""
    place = {label: index for index, label in enumerate(classes)}
    given = {label for answers in tasks.values() for label in answers.values()}
    known = [gold[task] for task in tasks if task in gold]
    for label in sorted(given.union(known), key=str):
        if label not in place:
            raise MalformedLabels(label, f"one of the {len(classes)} classes")
    labelers = sorted({labeler for answers in tasks.values() for labeler in answers})
    labeler_place = {labeler: index for index, labeler in enumerate(labelers)}
    rows = [
        (index, labeler_place[who], place[label])
        for index, answers in enumerate(tasks.values())
        for who, label in answers.items()
    ]
    task, labeler, chosen = (np.array(column, np.int32) for column in zip(*rows, strict=True))
    truth = np.array([place[gold[name]] if name in gold else -1 for name in tasks], np.int32)
    return Crowd(len(tasks), len(labelers), len(classes), task, labeler, chosen, truth)
