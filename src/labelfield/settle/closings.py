"""Which open tasks a settlement makes sure enough to close: for the server and for its auditor."""

from collections.abc import Sequence

from labelfield.market.closing import SCORED_ANSWERS_TO_COUNT, ClosingRule, closes, is_audited
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.manifest import AnswersPerTask
from labelfield.settle.inputs import Inputs, closed_answers
from labelfield.settle.judged import Said
from labelfield.settle.judgment import Judgment

NEVER_EARLY_BPS = 10_000
"""At this target a task closes at its maximum of answers, never before."""

Given = Sequence[tuple[Address, Said]]
"""Who said what of a task."""


class Sureness:
    """What a settlement makes of open tasks."""

    def __init__(self, rule: AnswersPerTask, inputs: Inputs, judgment: Judgment) -> None:
        self._rule = ClosingRule(rule.minimum, rule.maximum, rule.target_confidence_bps)
        self._judgment = judgment
        scored = closed_answers(inputs)
        self._heard = {
            labeler: place
            for place, labeler in enumerate(inputs.labelers)
            if scored[place] >= SCORED_ANSWERS_TO_COUNT
        }

    def closes(self, task: TaskId, answers: Given) -> bool:
        """Return whether an open task with these answers closes, because they are sure enough.

        Only labelers with enough answers in closed tasks are heard, so that new identities cannot
        close a task. One task in twenty stays open whatever is said, so that what early closing
        costs stays known.
        """
        if len(answers) < self._rule.minimum_answers or is_audited(task):
            return False
        heard = [(self._heard[who], said) for who, said in answers if who in self._heard]
        sure_q16 = self._judgment.sureness(heard) if heard else 0
        return closes(self._rule, len(answers), sure_q16)
