"""What wrong gold costs labelers and labels, by how much of it is wrong, on public sets.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. Of the gold, on 5% of the tasks (at
least 20), a share gets another class. Each draw is settled for good by the product's own rule.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Crowd
from labelfield.settle.settle import judge, settle_final
from quality import read_set
from quality_newcomers import PRICE, project_of

SETS = ("rte", "face", "web", "cf_amt")
WRONG = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
SEEDS = 3


def main() -> None:
    """Print for each share of wrong gold: pay, accuracy of tasks that are not gold, contested."""
    folder = os.environ.get("LABELFIELD_CROWD_DATA")
    if not folder:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so wrong gold is not measured")
        return
    heads = "".join(f"{f'{wrong:.0%} wrong':>17}" for wrong in WRONG)
    print(f"{'set':8}{heads}\npaid and right, %, and in how many of {SEEDS} draws contested")
    for name in SETS:
        named, truth = read_set(Path(folder) / name)
        cells = [mean_of(named.crowd, truth, Scoring(named.classes), wrong) for wrong in WRONG]
        print(f"{name:8}" + "".join(cells), flush=True)


def mean_of(crowd: Crowd, truth: np.ndarray, scoring: Scoring, wrong: float) -> str:
    """One cell."""
    draws = [measure(crowd, truth, scoring, wrong, seed) for seed in range(SEEDS)]
    paid, right, contested = np.array(draws).T
    return f"{100 * paid.mean():9.0f}{100 * right.mean():4.0f}{contested.sum():4.0f}"


def measure(
    crowd: Crowd, truth: np.ndarray, scoring: Scoring, wrong: float, seed: int
) -> tuple[float, float, bool]:
    """Share of the price that is paid, share of right labels, and whether gold is contested."""
    gold = gold_of(truth, len(scoring.classes), wrong, np.random.default_rng(seed))
    inputs, _ = project_of(replace(crowd, gold=gold), scoring)
    judgment = judge(inputs, consensus)
    found = settle_final(inputs, judgment)
    answers = sum(row.closed_answers for row in found.labelers)
    paid = sum(row.earned for row in found.labelers) / (PRICE * answers)
    task = np.array([int(row.task, 16) for row in found.tasks])
    label = np.array([row.label for row in found.tasks])
    counted = (truth[task] >= 0) & (gold[task] < 0)
    return paid, float((label == truth[task])[counted].mean()), judgment.contested


def gold_of(
    truth: np.ndarray, classes: int, wrong: float, generator: np.random.Generator
) -> np.ndarray:
    """(T,) the gold, −1 where there is none."""
    known = generator.permutation(np.flatnonzero(truth >= 0))
    known = known[: max(20, round(0.05 * len(truth)))]
    gold = np.full(len(truth), -1, np.int32)
    gold[known] = truth[known]
    lies = known[: round(wrong * len(known))]
    gold[lies] = (gold[lies] + generator.integers(1, classes, len(lies))) % classes
    return gold


if __name__ == "__main__":
    main()
