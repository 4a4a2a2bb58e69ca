"""Five passes over 10^8 answers: seconds of the clock and the processor, and the peak of memory.

Arguments: answers and classes, 100000000 and 2 unless given. Answers are made in blocks, already
sorted by task: five bytes each, and tables of 200 answers a labeler.
"""

import resource
import sys

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.sorted_answers import SortedAnswers
from quality import passes_and_all

EACH = 10
BLOCK = 1_000_000


def main() -> None:
    """Print one line."""
    answers, classes = (int(each) for each in (sys.argv[1:] or ("100000000", "2")))
    scoring = Scoring(tuple(map(str, range(classes))))
    passes_and_all(made_up(100_000, classes, answers), scoring)
    clock, processor, whole = passes_and_all(made_up(answers, classes, answers), scoring)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{answers} answers, {classes} classes: passes {clock:.2f} s, processor {processor:.2f} s, "
        f"clusters and pay as well {whole:.2f} s, peak {peak:.2f} GB"
    )


def made_up(answers: int, classes: int, crowd: int) -> SortedAnswers:
    """Ten answers a task by labelers of 60 to 95% accuracy, out of a crowd for so many answers."""
    generator = np.random.default_rng(answers)
    tasks, labelers = answers // EACH, crowd // 200
    skill = generator.uniform(0.6, 0.95, labelers)
    labeler = np.empty(answers, np.int32)
    label = np.empty(answers, np.uint8)
    gold = np.full(tasks, -1, np.int32)
    for first in range(0, tasks, BLOCK // EACH):
        count = min(BLOCK // EACH, tasks - first)
        who = (generator.integers(0, labelers, count)[:, None] + np.arange(EACH)) % labelers
        truth = generator.integers(0, classes, count)
        wrong = generator.integers(0, classes, who.shape)
        said = np.where(generator.random(who.shape) < skill[who], truth[:, None], wrong)
        rows = slice(first * EACH, (first + count) * EACH)
        labeler[rows], label[rows] = who.ravel(), said.ravel()
        gold[first : first + 20] = truth[:20]
    start = np.arange(0, answers + 1, EACH, dtype=np.int64)
    return SortedAnswers(start, labeler, label, gold, labelers, classes)


if __name__ == "__main__":
    main()
