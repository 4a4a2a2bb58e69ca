"""What those earn who answer too little for a rate: honest newcomers, and throw-away wallets.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. Of three in ten labelers with at
least twelve answers only three to nine are left: they are the newcomers. Wallets of nine answers
each, two of them on gold, join and guess. Gold is hidden on 5% of the tasks. Each draw is settled
for good by the product's own rule. *Full rate* is what the crowd's other labelers earn; the other
columns are percent of the price that an answer of newcomers, or of wallets, earns.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from attacks import guess, hide_gold, ring, uniform
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Crowd
from labelfield.settle.inputs import Inputs
from labelfield.settle.settle import judge, settle_final
from quality import CHOICE_SETS, read_set

Answers = Callable[[Crowd, np.ndarray, np.random.Generator], np.ndarray]

PRICE = 3200
SEEDS = 3
NEWCOMERS = 0.3
WALLET = 9
CASES = (
    ("nobody joins", 0.0, uniform),
    ("5% guess", 0.05, uniform),
    ("25% guess", 0.25, uniform),
    ("25% by prior", 0.25, guess),
    ("25% a ring", 0.25, ring),
)
"""Name, the wallets' share of all answers, and what they answer."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """A crowd with newcomers and wallets."""

    crowd: Crowd
    newcomers: np.ndarray
    """(W,) whether a labeler is one."""

    wallets: int
    """How many stand behind the crowd's labelers."""


def main() -> None:
    """Print one line a set, two columns a case: newcomers, wallets."""
    folder = os.environ.get("LABELFIELD_CROWD_DATA")
    if not folder:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so newcomers are not measured")
        return
    print(f"{'set':16}{'full rate':>10}" + "".join(f"{name:>16}" for name, *_ in CASES))
    lines = []
    for name in CHOICE_SETS:
        if name == "trec":
            continue
        named, truth = read_set(Path(folder) / name)
        lines.append(measure(named.crowd, truth, Scoring(named.classes)))
        print(line_of(name, lines[-1]), flush=True)
    print(line_of("mean", np.nanmean(lines, axis=0)))


def line_of(name: str, numbers: np.ndarray) -> str:
    """One line of the table."""
    pairs = zip(numbers[1::2], numbers[2::2], strict=True)
    columns = "".join(f"{new:10.1f}{junk:6.1f}" for new, junk in pairs)
    return f"{name:16}{numbers[0]:10.1f}{columns}"


def measure(crowd: Crowd, truth: np.ndarray, scoring: Scoring) -> np.ndarray:
    """What the rated earn where nobody joins, then newcomers and wallets for each case."""
    found = []
    for _, share, answers in CASES:
        sums = np.zeros((3, 2))
        for seed in range(SEEDS):
            generator = np.random.default_rng(seed)
            gold = replace(crowd, gold=hide_gold(truth, generator))
            mixed = joined(with_newcomers(gold, generator), share, answers, generator)
            sums += paid(mixed, scoring)
        found.append(100 * sums[:, 0] / np.where(sums[:, 1], sums[:, 1], np.nan) / PRICE)
    return np.array([found[0][0], *(number for each in found for number in each[1:])])


def with_newcomers(crowd: Crowd, generator: np.random.Generator) -> Mixed:
    """The crowd in which some have given few answers."""
    answers = np.bincount(crowd.labeler, minlength=crowd.labeler_count)
    many = generator.permutation(np.flatnonzero(answers >= 12))
    newcomers = np.zeros(crowd.labeler_count, np.bool_)
    newcomers[many[: round(NEWCOMERS * len(many))]] = True
    kept = np.ones(len(crowd.task), np.bool_)
    for labeler in np.flatnonzero(newcomers):
        rows = generator.permutation(np.flatnonzero(crowd.labeler == labeler))
        kept[rows[generator.integers(3, WALLET + 1) :]] = False
    columns = {name: getattr(crowd, name)[kept] for name in ("task", "labeler", "label")}
    return Mixed(replace(crowd, **columns), newcomers, 0)


def joined(mixed: Mixed, share: float, answers: Answers, generator: np.random.Generator) -> Mixed:
    """Wallets beside the crowd, which hold this share of all answers."""
    crowd = mixed.crowd
    wallets = round(share / (1 - share) * len(crowd.task) / WALLET)
    known, open_ = np.flatnonzero(crowd.gold >= 0), np.flatnonzero(crowd.gold < 0)
    tasks = [
        np.concatenate([generator.permutation(known)[:2], generator.permutation(open_)])[:WALLET]
        for _ in range(wallets)
    ]
    number = crowd.labeler_count + np.repeat(np.arange(wallets), [len(each) for each in tasks])
    task = np.concatenate([crowd.task, *tasks]).astype(np.int32)
    labeler = np.concatenate([crowd.labeler, number]).astype(np.int32)
    first = len(crowd.task)
    label = np.concatenate([crowd.label, np.zeros(len(number), crowd.label.dtype)])
    both = replace(
        crowd,
        labeler_count=crowd.labeler_count + wallets,
        task=task,
        labeler=labeler,
        label=label,
    )
    label[first:] = answers(replace(both, label=label), np.arange(first, len(task)), generator)
    return Mixed(both, np.concatenate([mixed.newcomers, np.zeros(wallets, np.bool_)]), wallets)


def paid(mixed: Mixed, scoring: Scoring) -> np.ndarray:
    """(3, 2) units and answers of the others who have a rate, newcomers, wallets."""
    inputs, place = project_of(mixed.crowd, scoring)
    rows = settle_final(inputs, judge(inputs, consensus)).labelers
    sums = np.zeros((3, 2))
    first_wallet = mixed.crowd.labeler_count - mixed.wallets
    for labeler, index in place.items():
        row = rows[index]
        kind = 2 if labeler >= first_wallet else 1 if mixed.newcomers[labeler] else 0
        if kind or row.rate32 is not None:
            sums[kind] += row.earned, row.closed_answers
    return sums


def project_of(crowd: Crowd, scoring: Scoring) -> tuple[Inputs, dict[int, int]]:
    """A project of these answers, all tasks closed, and each labeler's place in it."""
    present, labeler = np.unique(crowd.labeler, return_inverse=True)
    order = np.lexsort((labeler, crowd.task))
    used, task = np.unique(crowd.task, return_inverse=True)
    inputs = Inputs(
        scoring=scoring,
        price=PRICE,
        tasks=tuple(TaskId(f"0x{number:064x}") for number in used.tolist()),
        labelers=tuple(Address(f"0x{number:040x}") for number in present.tolist()),
        task=task[order].astype(np.int32),
        labeler=labeler[order].astype(np.int32),
        label=crowd.label[order].astype(np.int32),
        gold=tuple(crowd.gold[used].tolist()),
        owed=(0,) * len(present),
        accepted=tuple(np.bincount(labeler).tolist()),
    )
    return inputs, {number: index for index, number in enumerate(present.tolist())}


if __name__ == "__main__":
    main()
