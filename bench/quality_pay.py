"""What honest labelers and attackers earn, in percent of the full price, for each deduction z.

A made-up crowd: 20 honest labelers (6 of 70%, 8 of 80%, 6 of 90% accuracy) and 7 attackers, five
answers a task, gold on 5% of tasks. From these tables the preset's defaults were chosen.
"""

from dataclasses import replace

import numpy as np

from labelfield.protocol.scoring import FULL_RATE, Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Crowd
from labelfield.quality.rate import rate32, spread_of, tally_labelers

KINDS = (
    *(["70%"] * 6),
    *(["80%"] * 8),
    *(["90%"] * 6),
    *(["random"] * 3),
    *(["constant"] * 2),
    *(["prior"] * 2),
)

PRIORS = {
    "2 classes": (0.5, 0.5),
    "2 classes, 90:10": (0.9, 0.1),
    "2 classes, 99:1": (0.99, 0.01),
    "5 classes": (0.2,) * 5,
}

ANSWERS = (10, 50, 200, 1000)

DEDUCTIONS = (100, 160, 200)

COLUMNS = tuple(dict.fromkeys(KINDS))


def main() -> None:
    """Print one table a prior."""
    default = Scoring(())
    print(f"full pay from score {default.full_pay_score_percent / 100}")
    for name, prior in PRIORS.items():
        print(f"\n{name}\n{'z':>5}{'answers':>9}" + "".join(f"{kind:>10}" for kind in COLUMNS))
        earned = {count: earned_percent(prior, count) for count in ANSWERS}
        for deduction in DEDUCTIONS:
            for count in ANSWERS:
                cells = "".join(f"{earned[count][deduction, kind]:10.1f}" for kind in COLUMNS)
                print(f"{deduction / 100:5.1f}{count:9}{cells}")


def earned_percent(prior: tuple[float, ...], answers: int) -> dict[tuple[int, str], float]:
    """The mean rate, in percent, by deduction and kind of labeler."""
    rates: dict[tuple[int, str], list[int]] = {
        (deduction, kind): [] for deduction in DEDUCTIONS for kind in COLUMNS
    }
    crowds = max(1, 100 // answers)
    for seed in range(max(3, 1000 // answers)):
        kinds = KINDS * crowds
        crowd = made_up(prior, kinds, answers, seed)
        scoring = Scoring(tuple(map(str, range(len(prior)))))
        found = consensus(crowd, scoring)
        spread = spread_of(tuple(found.prior.tolist()))
        tallies = tally_labelers(crowd, found)
        for deduction in DEDUCTIONS:
            preset = replace(scoring, deduction_percent=deduction)
            for kind, tally in zip(kinds, tallies, strict=True):
                rates[deduction, kind].append(rate32(tally, spread, preset) or 0)
    return {key: 100 * float(np.mean(found)) / FULL_RATE for key, found in rates.items()}


def made_up(prior: tuple[float, ...], kinds: tuple[str, ...], answers: int, seed: int) -> Crowd:
    """A crowd in which every labeler answers as many tasks, chosen at random."""
    generator = np.random.default_rng(seed)
    classes, tasks = len(prior), len(kinds) * answers // 5
    truth = generator.choice(classes, tasks, p=prior)
    task = np.concatenate([generator.permutation(tasks)[:answers] for _ in kinds])
    label = np.concatenate(
        [
            answers_of(kind, truth[each], prior, generator)
            for kind, each in zip(kinds, task.reshape(len(kinds), answers), strict=True)
        ]
    )
    gold = np.where(generator.random(tasks) < 0.05, truth, -1)
    labeler = np.repeat(np.arange(len(kinds)), answers)
    columns = (column.astype(np.int32) for column in (task, labeler, label, gold))
    return Crowd(tasks, len(kinds), classes, *columns)


def answers_of(
    kind: str, truth: np.ndarray, prior: tuple[float, ...], generator: np.random.Generator
) -> np.ndarray:
    """What such a labeler answers to tasks of these classes."""
    classes = len(prior)
    if kind == "random":
        return generator.integers(0, classes, len(truth))
    if kind == "constant":
        return np.full(len(truth), int(np.argmax(prior)))
    if kind == "prior":
        return generator.choice(classes, len(truth), p=prior)
    right = generator.random(len(truth)) < float(kind.rstrip("%")) / 100
    wrong = (truth + generator.integers(1, classes, len(truth))) % classes
    return np.where(right, truth, wrong)


if __name__ == "__main__":
    main()
