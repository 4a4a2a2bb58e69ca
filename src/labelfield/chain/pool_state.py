"""What a LabelPool says of itself, as frozen data; amounts in units."""

from dataclasses import dataclass
from enum import IntEnum

from labelfield.protocol.ids import Address


class PoolState(IntEnum):
    """Where a pool stands, by the contract's numbers."""

    RUNNING = 0
    HALTED = 1
    """The operator was stopped; claims are taken."""
    SETTLED = 2
    """Claims are divided."""


@dataclass(frozen=True, slots=True)
class Periods:
    """A pool's periods in seconds; none of them ever changes."""

    settle_within: int
    """The longest time from a receipt to its settle-by."""
    grace: int
    """From the filing of a late receipt to the default."""
    checkpoint_interval: int
    close_notice: int
    """From a requester's wish to close to the refund."""
    float_exit_delay: int
    bond_exit_delay: int
    opening_interval: int
    """From a project's oldest unopened checkpoint to the time when its opening is due."""
    challenge_window: int
    """From an opening to the time when it can no longer be disputed."""
    claim_time: int


@dataclass(frozen=True, slots=True)
class Funds:
    """The operator's money, and what it must cover."""

    state: PoolState
    float: int
    bond: int
    """Without what is announced to leave."""
    unproven: int
    """Debits of all projects that are not yet opened and past their challenge window."""

    @property
    def room(self) -> int:
        """What can still be debited until the bond would not cover it; 0 in a halted pool."""
        if self.state is not PoolState.RUNNING:
            return 0
        return max(self.bond // 2 - self.float - self.unproven, 0)


@dataclass(frozen=True, slots=True)
class FundsExit:
    """Money of the operator that is announced to leave."""

    amount: int
    """Units; 0 if nothing is announced."""
    available_at: int


@dataclass(frozen=True, slots=True)
class OperatorKeys:
    """By which keys an operator acts, and which follow."""

    checkpoint_key: Address
    receipt_key: Address
    next_checkpoint_key: Address
    next_receipt_key: Address
    rotates_at: int
    """0 if no keys are announced."""
    previous_receipt_key: Address
    previous_valid_until: int
    """Until when the receipt key before counts."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A juror's place on a bench."""

    juror: Address
    taken_at: int
    left_at: int
    """0 while the juror has not left."""
    parts: int
    """Parts of its stake that are left, of four."""
    locked: int
    """Parts that votes in progress can cost."""


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project as the pool has it now."""

    requester: Address
    deposit: int
    """Paid in so far."""
    credited: int
    fees: int
    unopened: int
    """Debited by checkpoints that no opening covers yet."""
    max_unopened: int
    fee_bps: int
    checkpoint_count: int
    unopened_since_s: int
    """Time of the oldest checkpoint that no opening covers yet; 0 if there is none."""
    opening_count: int
    proven_count: int
    """Openings whose challenge window ended without a dispute, as far as somebody said so."""
    holds: int
    """Disputes pending."""
    closes_at_s: int
    """Earliest chain time of the refund; 0 until the requester asks for the close."""
    refunded: bool

    @property
    def debited(self) -> int:
        """Credited to labelers, plus fees."""
        return self.credited + self.fees

    @property
    def rest(self) -> int:
        """What was never debited."""
        return self.deposit - self.debited


@dataclass(frozen=True, slots=True)
class OpeningState:
    """One opening of a project's records."""

    first_checkpoint: int
    last_checkpoint: int
    amount: int
    challenge_ends_at_s: int
    """Last second in which a dispute over these records can begin."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an account can claim of a halted operator's money."""

    award: int
    """What the Court ruled."""
    shortfall: int
    """What receipts promised and credits lack."""
    paid: bool


@dataclass(frozen=True, slots=True)
class LateReceipt:
    """A receipt that was filed because it was late."""

    owed: int
    """0 if none was filed."""
    grace_ends_at_s: int
    """Last second in which the operator can credit it without being in default."""
