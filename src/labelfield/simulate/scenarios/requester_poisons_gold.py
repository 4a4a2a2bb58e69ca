"""A requester whose gold is all wrong, so that everybody fails it."""

from labelfield.simulate.cheating_requesters import GOLD_PERCENT, gold_row
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Commit to another class than the right one, everywhere."""
    classes = lab.job.crowd.classes
    gold = lab.job.crowd.gold(GOLD_PERCENT, lab.seed)
    false = {
        task: classes[(classes.index(label) + 1) % len(classes)] for task, label in gold.items()
    }
    return gold_row(lab, scenario, gold, false)


SCENARIO = Scenario("requester-poisons-gold", "requester", "commits to wrong gold only", play)
