"""A requester whose gold has the right answers, on each other's tasks."""

from random import Random

from labelfield.simulate.cheating_requesters import GOLD_PERCENT, gold_row
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Shuffle the answers among the gold tasks."""
    gold = lab.job.crowd.gold(GOLD_PERCENT, lab.seed)
    labels = list(gold.values())
    Random(lab.seed).shuffle(labels)  # noqa: S311 (a made lie)
    return gold_row(lab, scenario, gold, dict(zip(gold, labels, strict=True)))


SCENARIO = Scenario(
    "requester-permutes-gold", "requester", "shuffles right answers among its gold tasks", play
)
