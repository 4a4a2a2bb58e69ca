"""From what was counted of labelers to the logarithms that their answers add: compiled."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from labelfield.protocol.scoring import Scoring
from labelfield.quality import labeler_kernels
from labelfield.quality.crowd import Int32s, Int64s
from labelfield.quality.skills import shrunk_knowledge, shrunk_skills, worth

THREADS = 2

Counts = npt.NDArray[np.signedinteger]
"""(W × K × K,) [labeler, label, truth] answers, Q16, of 32 or 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What is known of labelers in one pass."""

    expected: npt.NDArray[np.int16]
    """(W × K × K,) [labeler, truth, label] chances, Q8."""

    logarithms: Int32s
    """(W × K × K,) [labeler, label, truth] Q16."""


def tables_from(counts: Counts, scoring: Scoring) -> Tables:
    """Return the tables before dependence is known."""
    classes = len(scoring.classes)
    labelers = len(counts) // classes**2
    over, possible = np.empty((2, labelers), np.int64)
    pseudo, weight = scoring.crowd_pseudo_answers, scoring.labeler_pseudo_answers
    parts = _halves(labelers)
    together(
        labeler_kernels.know, ((counts, classes, pseudo, *part, over, possible) for part in parts)
    )
    knows = shrunk_knowledge(over, possible, scoring)
    found = Tables(np.empty(len(counts), np.int16), np.empty(len(counts), np.int32))
    sized = (counts, knows, classes, pseudo, weight)
    together(
        labeler_kernels.tabulate,
        ((*sized, *part, found.expected, found.logarithms) for part in parts),
    )
    return found


def damp(tables: Tables, surprises: Int64s, limit: Int64s) -> None:
    """Multiply each labeler's logarithms, in place, by what one answer of theirs is worth.

    `surprises` (W, 2): times the others' of their tasks, and squared.
    """
    joint, own = surprises.T.copy()
    each = np.minimum(worth(joint, own), limit)
    square = len(tables.logarithms) // max(len(limit), 1)
    parts = _halves(len(limit))
    together(labeler_kernels.damp, ((tables.logarithms, each, square, *part) for part in parts))


def skills(counts: Counts, scoring: Scoring) -> Int64s:
    """(W,) shrunk accuracies, Q16."""
    classes = len(scoring.classes)
    square = counts.reshape(-1, classes * classes)
    right = square[:, :: classes + 1].sum(axis=1, dtype=np.int64)
    return shrunk_skills(right, square.sum(axis=1, dtype=np.int64), scoring)


def together(kernel: Callable[..., None], calls: Iterable[tuple[object, ...]]) -> None:
    """Run the kernel once for each tuple of arguments, at the same time."""
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(kernel, *call) for call in calls]:
            done.result()


def _halves(count: int) -> list[tuple[int, int]]:
    """Ranges of about as many numbers each."""
    cuts = [count * part // THREADS for part in range(THREADS + 1)]
    return list(pairwise(cuts))
