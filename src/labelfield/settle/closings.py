"""Which open tasks a settlement makes sure enough to close: for the server and for its auditor."""

from collections.abc import Iterator

from labelfield.market.closing import (
    SCORED_ANSWERS_TO_COUNT,
    ClosingRule,
    calibrated_target_bps,
    closes,
    is_audited,
)
from labelfield.protocol.ids import TaskId
from labelfield.protocol.manifest import AnswersPerTask
from labelfield.quality.crowd import Consensus
from labelfield.quality.gold_check import mints
from labelfield.settle.inputs import Inputs, closed_answers
from labelfield.settle.judged import Said
from labelfield.settle.judgment import Judgment
from labelfield.settle.known_tasks import Given, Predictions, known_tasks

NEVER_EARLY_BPS = 10_000
"""At this target a task closes at its maximum of answers, never before."""


class Sureness:
    """What a settlement makes of open tasks."""

    def __init__(self, rule: AnswersPerTask, inputs: Inputs, judgment: Judgment) -> None:
        self._judgment = judgment
        scored = closed_answers(inputs)
        self._heard = {
            labeler: place
            for place, labeler in enumerate(inputs.labelers)
            if scored[place] >= SCORED_ANSWERS_TO_COUNT
        }
        self._models = {
            row.model: judgment.heard_models[row.model]
            for row in judgment.models
            if row.predictions >= SCORED_ANSWERS_TO_COUNT and row.model in judgment.heard_models
        }
        promised = rule.target_confidence_bps
        target = calibrated_target_bps(promised, self._outcomes(inputs, rule.minimum))
        self._rule = ClosingRule(rule.minimum, rule.maximum, target)

    @property
    def heard(self) -> int:
        """How many labelers have enough answers in closed tasks to be heard."""
        return len(self._heard)

    @property
    def target_bps(self) -> int:
        """The confidence × 10000 that the closed gold bears out: the manifest's, or more."""
        return self._rule.target_confidence_bps

    def closes(self, task: TaskId, answers: Given, predictions: Predictions = ()) -> bool:
        """Return whether an open task with these answers closes, because they are sure enough."""
        return self.suffices(task, len(answers), self.of(answers, predictions))

    def of(self, answers: Given, predictions: Predictions = ()) -> int:
        """Return how sure an open task's answers are, Q16; 0 where nobody is heard.

        Only labelers and models with enough answers in closed tasks are heard, so that new
        identities cannot close a task; models that are proven right, and only beside a person.
        """
        said = self._said(answers, predictions)
        return self._judgment.sureness(said) if said else 0

    def mints(self, task: TaskId, answers: Given) -> int | None:
        """Return the class that becomes the gold of an open task with these answers; None if none.

        Only audited tasks do, since they stay open for others to be measured by. Models have no
        say: gold is what proves them.
        """
        found = self._judgment.detail
        if not isinstance(found, Consensus) or not is_audited(task):
            return None
        if len(answers) < self._rule.minimum_answers or len({said for _, said in answers}) != 1:
            return None
        label = answers[0][1]
        heard = [self._heard[who] for who, _ in answers if who in self._heard]
        sure = mints(found, heard, self.of(answers))
        return label if isinstance(label, int) and sure else None

    def suffices(self, task: TaskId, answers: int, sure_q16: int) -> bool:
        """Return whether an open task with so many answers, so sure, closes.

        One task in twenty stays open whatever is said, so that what early closing costs stays
        known.
        """
        if answers < self._rule.minimum_answers or is_audited(task):
            return False
        return self.target_bps < NEVER_EARLY_BPS and closes(self._rule, answers, sure_q16)

    def _said(self, answers: Given, predictions: Predictions) -> list[tuple[int, Said]]:
        """What those who are heard say, as the judgment numbers them; nothing without a person."""
        heard = [(self._heard[who], said) for who, said in answers if who in self._heard]
        said = [(self._models[name], label) for name, label in predictions if name in self._models]
        return [*heard, *said] if heard else []

    def _outcomes(self, inputs: Inputs, minimum: int) -> Iterator[tuple[int, bool]]:
        """How sure closed gold tasks were, and whether rightly, by the answers that are heard."""
        for task in known_tasks(inputs):
            said = self._said(task.answers, task.predictions)
            if said and len(task.answers) >= minimum:
                yield self._judgment.outcome(said, task.gold)
