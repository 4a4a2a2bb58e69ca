"""What can be brought before the Court about a project's record, and how it is said."""

from dataclasses import dataclass

from labelfield.chain.court_state import Complaint, Kind
from labelfield.chain.errors import NothingToDispute
from labelfield.chain.pool import Pool
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Hash32, ProjectNumber

DATA = "data:application/json,"
"""How a statement stands in the Court's log: itself, not a place where it would have to be kept."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is wrong with a record."""

    checkpoint: int
    """0 where the difference is not one checkpoint's."""
    kind: Kind
    text: bytes
    """Canonical JSON where a program wrote it."""

    @property
    def hash(self) -> Hash32:
        """What the complaint carries."""
        return Hash32(hex_of(keccak(self.text)))

    @property
    def location(self) -> str:
        """What is put before the jury."""
        return DATA + self.text.decode(errors="replace")


def complaint_about(pool: Pool, project: int, statement: Statement) -> Complaint:
    """Return the complaint about an opened record, or about one whose opening is overdue."""
    state = pool.project(project)
    for number in range(state.opening_count, 0, -1):
        opened = pool.opening_of(project, number)
        checkpoint = statement.checkpoint or opened.last_checkpoint
        if opened.first_checkpoint <= checkpoint <= opened.last_checkpoint:
            if pool.chain_time_s() > opened.challenge_ends_at_s:
                raise NothingToDispute(project, "the challenge window of its opening is over")
            return _complaint(pool, project, number, checkpoint, statement)
    if statement.kind is not Kind.RECORD_UNAVAILABLE or not state.unopened_since_s:
        raise NothingToDispute(project, "no such record is open")
    return overdue_complaint(pool, project, statement)


def overdue_complaint(pool: Pool, project: int, statement: Statement) -> Complaint:
    """Return the complaint about the last record, whose opening is overdue."""
    checkpoint = pool.project(project).checkpoint_count
    return _complaint(pool, project, 0, checkpoint, statement)


def _complaint(
    pool: Pool, project: int, opening: int, checkpoint: int, statement: Statement
) -> Complaint:
    return Complaint(
        pool=pool.address,
        project=ProjectNumber(project),
        opening=opening,
        checkpoint=checkpoint,
        kind=statement.kind,
        statement=statement.hash,
    )
