"""What appeals came to, by the first settlement that counts the answers they asked for."""

from sqlalchemy import Connection

from labelfield.db import appeals as appeals_db
from labelfield.ledger.earned import earned_down
from labelfield.settle.inputs import Inputs
from labelfield.settle.judgment import Judgment
from labelfield.settle.margins import is_right
from labelfield.settle.settlement import Settlement


def note_outcomes(
    connection: Connection,
    project_id: int,
    number: int,
    inputs: Inputs,
    judgment: Judgment,
    found: Settlement,
) -> None:
    """Store who was right, and what their answers so far earn more; before standings change."""
    rates = {row.labeler: row.rate32 or 0 for row in found.labelers}
    for row in appeals_db.newly_counted(connection, project_id, number):
        before, after = (
            earned_down(inputs.price, row.closed_answers, rate)
            for rate in (row.rate32 or 0, rates[row.labeler])
        )
        gained = max(after - before, 0)
        agreed = bool(is_right(inputs, judgment, row.task, row.labeler))
        appeals_db.set_outcome(connection, project_id, row.task, agreed, gained)
