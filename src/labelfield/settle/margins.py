"""Whether one answer was judged right, for every type of answer."""

import numpy as np

from labelfield.protocol.ids import Address, TaskId
from labelfield.quality.crowd import Int64s
from labelfield.quality.rate import score_q16
from labelfield.settle.inputs import Inputs
from labelfield.settle.judgment import Judgment
from labelfield.settle.typed_answers import RIGHT


def wrong_rows(judgment: Judgment) -> Int64s:
    """Return the rows whose score is below half of a perfect one, as `is_right` says of one."""
    wrong = [
        row
        for row, margin in enumerate(judgment.margins)
        if margin is not None and score_q16(margin, 1, judgment.spread) < RIGHT
    ]
    return np.array(wrong, np.int64)


def is_right(inputs: Inputs, judgment: Judgment, task: TaskId, labeler: Address) -> bool | None:
    """Return whether an answer's score is half of a perfect one; None with nothing to compare."""
    place = inputs.tasks.index(task), inputs.labelers.index(labeler)
    rows = np.flatnonzero((inputs.task == place[0]) & (inputs.labeler == place[1]))
    margin = judgment.margins[int(rows[0])]
    return None if margin is None else score_q16(margin, 1, judgment.spread) >= RIGHT
