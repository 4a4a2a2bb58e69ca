"""What gold that settlements make of audited tasks changes, where requesters bring little of it.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names. Gold is hidden on 2% of the tasks;
one in twenty of the others is audited, and becomes gold by the rule of `settle/closings.py` from
all answers. The crowd is scored again with that gold, as it is and with a ring of a quarter of the
answers beside it (`attacks.py`). Means over seeds; accuracy is of the tasks that are not gold in
either. Here whoever made the gold is measured by it too: in a project only who comes after.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from attacks import ATTACKS, Attack, joined, rates_from, uniform
from labelfield.market.closing import AUDITED_ONE_IN, SCORED_ANSWERS_TO_COUNT
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.gold_check import MINT_ANSWERS, mints
from quality import accuracy, read_set

SETS = ("cf_amt", "face", "medrel_treat", "rte", "trec2011_votes", "zencrowd_all")
"""Those with more than five answers a task, but for the largest and bluebird: none there agree."""

GOLD_SHARE = 0.02
SEEDS = 3
CALM = Attack("calm", 0.0, uniform)
RING = next(attack for attack in ATTACKS if attack.name == "ring 25")


def main() -> None:
    """Print one line a set, as it is and under a ring."""
    named = os.environ.get("LABELFIELD_CROWD_DATA")
    if not named:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so nothing is measured")
        return
    heads = ("gold", "made", "wrong", "before", "after", "ring", "ring +")
    print(f"{'set':16}{'attack':>9}" + "".join(f"{head:>9}" for head in heads))
    for name in SETS:
        known, truth = read_set(Path(named) / name)
        for attack in (CALM, RING):
            scoring = Scoring(known.classes)
            found = [measure(known.crowd, truth, scoring, attack, seed) for seed in range(SEEDS)]
            numbers = "".join(f"{number:9.2f}" for number in np.mean(found, axis=0))
            print(f"{name:16}{attack.name:>9}{numbers}", flush=True)


def measure(
    crowd: Crowd, truth: np.ndarray, scoring: Scoring, attack: Attack, seed: int
) -> list[float]:
    """Gold, made, and wrong among those made; accuracy and the ring's pay without and with it."""
    generator = np.random.default_rng(seed)
    gold = hidden(truth, generator)
    given, attackers = joined(replace(crowd, gold=gold), attack, generator)
    audited = generator.random(crowd.task_count) * AUDITED_ONE_IN < 1
    before = consensus(given, scoring)
    made = made_gold(given, before, audited & (gold < 0))
    richer = replace(given, gold=np.where(made >= 0, made, gold).astype(np.int32))
    after = consensus(richer, scoring)
    unknown = np.where(richer.gold >= 0, -1, truth)
    return [
        *(
            (gold >= 0).sum(),
            (made >= 0).sum(),
            ((made >= 0) & (truth >= 0) & (made != truth)).sum(),
        ),
        *(accuracy(found.posterior, unknown) for found in (before, after)),
        *(
            ring_pay(each, found, scoring, attackers)
            for each, found in ((given, before), (richer, after))
        ),
    ]


def hidden(truth: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """(T,) the truth on 2% of the tasks, else −1."""
    gold = np.full(len(truth), -1, np.int32)
    chosen = generator.permutation(np.flatnonzero(truth >= 0))[: round(GOLD_SHARE * len(truth))]
    gold[chosen] = truth[chosen]
    return gold


def made_gold(crowd: Crowd, found: Consensus, audited: np.ndarray) -> np.ndarray:
    """(T,) the classes of audited tasks of which everybody agrees and many are sure, else −1."""
    made = np.full(crowd.task_count, -1, np.int32)
    heard = np.bincount(crowd.labeler, minlength=crowd.labeler_count) >= SCORED_ANSWERS_TO_COUNT
    for task in np.flatnonzero(audited):
        rows = np.flatnonzero(crowd.task == task)
        rows = rows[heard[crowd.labeler[rows]]] if len(set(crowd.label[rows].tolist())) == 1 else []
        if len(rows) < MINT_ANSWERS:
            continue
        logs = found.log_prior + found.log_skill[crowd.labeler[rows], :, crowd.label[rows]].sum(
            axis=0
        )
        sure = int(65_536 / np.exp2((logs - logs.max()) / 65_536).sum())
        if mints(found, crowd.labeler[rows].tolist(), sure):
            made[task] = crowd.label[rows[0]]
    return made


def ring_pay(crowd: Crowd, found: Consensus, scoring: Scoring, attackers: np.ndarray) -> float:
    """Percent: what an attacker's answer earns of what an honest one does; nothing without any."""
    rates = np.nan_to_num(rates_from(crowd, found, scoring))
    answers = np.bincount(crowd.labeler, minlength=crowd.labeler_count)
    earned = [
        (rates * answers)[who].sum() / max(answers[who].sum(), 1) for who in (attackers, ~attackers)
    ]
    return 100 * float(earned[0] / earned[1])


if __name__ == "__main__":
    main()
