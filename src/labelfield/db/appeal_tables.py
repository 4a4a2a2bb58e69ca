"""Appeals, and what came of them: at most one a task."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from labelfield.db.metadata import metadata

appeals = Table(
    "appeals",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("task", String(66), primary_key=True),
    Column("labeler", String(42), nullable=False),
    Column("time_s", BigInteger, nullable=False),  # as signed
    Column("key", String(42), nullable=False),
    Column("signature", String(132), nullable=False),
    Column("settlement", Integer, nullable=False),  # done when it was accepted
    Column("accepted_s", BigInteger, nullable=False),
    Column("before", Integer, nullable=False),  # answers that the task had
    Column("closing", Integer),  # first settlement that counts the others; null while asked
    Column("checkpoint", Integer),  # the record that holds the appeal
    Column("closing_checkpoint", Integer),  # the record that holds the second closing
    Column("agreed", Boolean),  # whether the answer counts as right since; null while undecided
    Column("gained", BigInteger),  # units that the answers so far earn more since
)
