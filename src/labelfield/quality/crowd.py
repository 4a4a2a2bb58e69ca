"""A crowd's answers and what is concluded from them: the data every quality function shares."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelfield.protocol.scoring import Scoring
from labelfield.quality.errors import (
    MalformedCrowd,
    PresetOutOfRange,
    TooFewClasses,
    TooManyAnswers,
    TooManyCells,
    TooManyClasses,
)

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MAXIMUM_CLASSES = 1000

FULL_ROWS = 32
"""Classes up to which a labeler has a full confusion matrix; with more, one chance of being right.
"""

MAXIMUM_CELLS = 1 << 25
"""Tasks × classes where there are more classes than that: posteriors are kept for each."""

MAXIMUM_ANSWERS = 1 << 27
"""Counts are 4 × answers × 2^16 ≤ 2^45, scaled once more by 2^16 ≤ 2^61: inside int64."""

MOST_IN_TASK = 1 << 22
"""Answers to one task up to which its surprises, 256 each, add up in 32 bits."""

ENOUGH_GOLD_TASKS = 10
"""Answered gold tasks from which gold alone gives the first skills: with fewer, chance would."""

GOLD_WEIGHT = 4
"""How many answers to other tasks one to a gold task counts for: its truth is not a guess."""

DEPENDENCE_PSEUDO_ANSWERS = 20
"""Weight of the crowd's mean in a labeler's dependence, in surprise: up to 2 an answer."""

PASSES_WITHOUT_GOLD = 3
"""Most passes where no gold task has an answer: each moves from the vote to whoever agree."""

MODEL_PSEUDO_ANSWERS = 20
"""Gold answers of a model that are better than a guess, at which it has half of its weight."""

VOUCHING_ANSWERS = 3
"""Answers of people to a task from which they can vouch for a model's."""

GOLD_DOUBT = 16
"""Gold of which its task's answers leave less than one part in this many is not believed."""

GOLD_DOUBT_ANSWERS = 3
"""Answers to a gold task below which they cannot contradict it."""

_PRESET_BOUNDS = (
    ("passes", 1, 20),
    ("labeler_pseudo_answers", 1, 1000),
    ("crowd_pseudo_answers", 1, 1000),
    ("deduction_percent", 0, 1000),
    ("full_pay_score_percent", 1, 100),
    ("minimum_answers", 1, 1000),
)
"""Each number that quality reads, with the least and the most it may be."""


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Answers by number: row i says that `labeler[i]` gave `label[i]` for `task[i]`."""

    task_count: int
    labeler_count: int
    class_count: int

    task: Int32s
    """(N,) in 0..task_count−1; a labeler answers a task at most once."""

    labeler: Int32s
    """(N,) in 0..labeler_count−1."""

    label: Int32s
    """(N,) in 0..class_count−1."""

    gold: Int32s
    """(T,) the known class of each task, −1 where unknown."""

    models: int = 0
    """How many of the last labelers are models: never paid, of no weight until gold proves them."""


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """What the last EM pass left: labels, skills, and how far each answer agrees with the rest."""

    posterior: Int64s
    """(T, K) Q16, each row sums to exactly 65536; gold rows are 65536 at the gold class."""

    prior: Int64s
    """(K,) Q16, sums to exactly 65536."""

    log_prior: Int64s
    """(K,) log2 of a class's weight in Q16, up to a constant shared by all classes."""

    log_skill: Int32s
    """(W, K, K) [labeler, truth, label] log2 of the chance of that label, Q16; above 32 classes
    (W, 2): of the right label, and of one certain wrong label."""

    skill: Int64s
    """(W,) Q16: the shrunk chance that a labeler answers right (the one-coin accuracy)."""

    margin: Int64s
    """(N,) Q16: q(l) − π(l), where q is the task's posterior without the answer's own weight."""

    informative: Flags
    """(N,) whether gold or another labeler's answer says anything about the task."""

    gold: Int32s
    """(T,) the crowd's gold without what the answers of good labelers contradict."""

    cluster: Int32s
    """(W,) the first labeler of those who answer alike; their own number for who is in none."""


ConsensusFunction = Callable[[Crowd, Scoring], Consensus]
"""`consensus.consensus`, fast, or `reference.consensus`, plain: equal to the bit."""


def pass_count(crowd: Crowd, scoring: Scoring) -> int:
    """Return the preset's passes, or fewer where no gold says who is right."""
    anchored = bool((crowd.gold[crowd.task] >= 0).any())
    return scoring.passes if anchored else min(scoring.passes, PASSES_WITHOUT_GOLD)


def check_class_count(class_count: int) -> None:
    """Raise if a choice may not have so many classes."""
    if class_count > MAXIMUM_CLASSES:
        raise TooManyClasses(class_count, MAXIMUM_CLASSES)


def check_crowd(crowd: Crowd, scoring: Scoring) -> None:
    """Raise unless the arrays fit the counts, the counts the bounds, and the preset its ranges."""
    if crowd.class_count < 2:
        raise TooFewClasses(crowd.class_count)
    check_class_count(crowd.class_count)
    cells = crowd.task_count * crowd.class_count
    if crowd.class_count > FULL_ROWS and cells > MAXIMUM_CELLS:
        raise TooManyCells(cells, MAXIMUM_CELLS)
    if not 0 <= crowd.models <= crowd.labeler_count:
        raise MalformedCrowd("models", crowd.models, f"0 to {crowd.labeler_count}")
    if len(crowd.task) > MAXIMUM_ANSWERS:
        raise TooManyAnswers(len(crowd.task), MAXIMUM_ANSWERS)
    if crowd.class_count != len(scoring.classes):
        raise MalformedCrowd("class_count", crowd.class_count, f"{len(scoring.classes)} as preset")
    _check_array("task", crowd.task, len(crowd.task), 0, crowd.task_count)
    _check_array("labeler", crowd.labeler, len(crowd.task), 0, crowd.labeler_count)
    _check_array("label", crowd.label, len(crowd.task), 0, crowd.class_count)
    _check_array("gold", crowd.gold, crowd.task_count, -1, crowd.class_count)
    for field, low, high in _PRESET_BOUNDS:
        _check_preset(field, getattr(scoring, field), low, high)


def _check_array(field: str, array: Int32s, length: int, low: int, end: int) -> None:
    """Raise unless `array` is int32, of this length, within low..end−1."""
    if array.dtype != np.int32 or array.shape != (length,):
        raise MalformedCrowd(field, f"{array.dtype}{array.shape}", f"int32({length},)")
    if length and not (low <= int(array.min()) and int(array.max()) < end):
        raise MalformedCrowd(field, f"{array.min()}..{array.max()}", f"{low}..{end - 1}")


def _check_preset(field: str, found: int, low: int, high: int) -> None:
    """Raise unless the preset's number is an integer within low..high."""
    if type(found) is not int or not low <= found <= high:
        raise PresetOutOfRange(field, found, low, high)
