"""What a Court and its Jury say of disputes, as frozen data; money in base units of their token."""

from dataclasses import dataclass
from enum import IntEnum

from labelfield.protocol.ids import Address, Hash32, ProjectNumber


class Kind(IntEnum):
    """What can be wrong with an opened record, by the contract's numbers."""

    WRONG_SCORE = 0
    MISSING_ANSWER = 1
    RECORD_UNAVAILABLE = 2
    WRONG_CLOSING = 3
    CONTESTED_GOLD = 4


class Side(IntEnum):
    """The sides of a dispute; also how a juror votes."""

    NONE = 0
    DISPUTANT = 1
    OPERATOR = 2


class Stage(IntEnum):
    """Where a dispute stands."""

    NONE = 0
    OPENED = 1
    """The operator's answer is awaited."""
    ANSWERED = 2
    """Both secrets are awaited."""
    SEEDED = 3
    """The arbitrator is to be asked."""
    ARBITRATED = 4
    ENDED = 5


class JuryStatus(IntEnum):
    """Where a jury stands."""

    WAITING = 0
    APPEALABLE = 1
    SOLVED = 2


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a disputant says. It is right only if all of it is, awards included."""

    pool: Address
    project: ProjectNumber
    opening: int
    """The opening that made the record readable; 0 if that opening is overdue."""
    checkpoint: int
    """The checkpoint whose record is wrong."""
    kind: Kind
    statement: Hash32
    """Hash of the document that says what is wrong."""
    awards: tuple[tuple[Address, int], ...] = ()
    """Who is to get how many of the pool's units, out of the operator's money."""

    def as_argument(self) -> tuple[object, ...]:
        """Return it as the contract takes it."""
        return (
            self.pool,
            self.project,
            self.opening,
            self.checkpoint,
            int(self.kind),
            self.statement,
            tuple(beneficiary for beneficiary, _ in self.awards),
            tuple(amount for _, amount in self.awards),
        )


@dataclass(frozen=True, slots=True)
class DisputeState:
    """A dispute as it is now."""

    pool: Address
    project: ProjectNumber
    stage: Stage
    winner: Side
    by_silence: bool
    executed: bool
    """Whether the pool was told."""
    disputant: Address
    respondent: Address
    """The operator of the pool."""
    opened_at_s: int
    deadline_s: int
    """Last second for what is awaited."""
    at_stake: int
    """What the disputed opening debited, in the pool's units."""
    content_hash: Hash32
    disputant_secret: Hash32
    operator_secret: Hash32
    disputant_revealed: bool
    operator_revealed: bool
    case: int
    """The jury's number for it, once it is asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """One juror's place in a dispute."""

    juror: Address
    seat: int
    vote: Side
    """NONE until it is revealed."""
    commitment: Hash32


@dataclass(frozen=True, slots=True)
class Round:
    """One round of voting."""

    first_place: int
    size: int
    commit_ends_at_s: int
    reveal_ends_at_s: int
    leading: Side
    tied: bool

    @property
    def places(self) -> range:
        """Numbers of its places."""
        return range(self.first_place, self.first_place + self.size)


@dataclass(frozen=True, slots=True)
class Case:
    """What a jury knows of a dispute."""

    status: JuryStatus
    places: tuple[Place, ...]
    rounds: tuple[Round, ...]
    appeal_ends_at_s: int
    """Last second of an appeal; 0 while there is none."""
