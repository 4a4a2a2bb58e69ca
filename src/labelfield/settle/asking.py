"""Who is asked first, from what a settlement found: for leasing, not for pay."""

from collections.abc import Sequence

from labelfield.market.asking import Standing, resting
from labelfield.settle.inputs import Inputs
from labelfield.settle.judgment import Judgment


def resting_labelers(inputs: Inputs, judgment: Judgment) -> tuple[bool, ...]:
    """Return for each labeler whether they rest while others answer."""
    margins = _gold_margins(inputs, judgment)
    rows = zip(judgment.tallies, judgment.gold, margins, strict=True)
    return resting(
        [
            Standing(tally.informative, tally.margin, gold_answers, margin)
            for tally, (gold_answers, _), margin in rows
        ]
    )


def _gold_margins(inputs: Inputs, judgment: Judgment) -> Sequence[int]:
    """Each labeler's summed margin on gold that is believed."""
    sums = [0] * len(inputs.labelers)
    rows = zip(inputs.task.tolist(), inputs.labeler.tolist(), judgment.margins, strict=True)
    for task, labeler, margin in rows:
        if judgment.believed[task]:
            sums[labeler] += margin or 0
    return sums
