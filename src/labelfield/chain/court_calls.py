"""Every transaction of Court, Jury and juror stake, as bytes."""

from collections.abc import Sequence

from labelfield.chain.calls import Call
from labelfield.chain.court_state import Complaint, Side
from labelfield.chain.interface import interface
from labelfield.protocol.ids import Address, Hash32


def open_dispute(court: Address, complaint: Complaint, commitment: Hash32, limit: int) -> Call:
    """Return the call that disputes a record, with a bond of at most `limit` base units."""
    return _court(court, "open", complaint.as_argument(), commitment, limit)


def answer(court: Address, dispute: int, commitment: Hash32) -> Call:
    """Return the call by which the operator puts up its bond."""
    return _court(court, "answer", dispute, commitment)


def reveal(court: Address, dispute: int, side: Side, secret: Hash32) -> Call:
    """Return the call that reveals a party's secret."""
    return _court(court, "reveal", dispute, int(side), secret)


def arbitrate(court: Address, dispute: int) -> Call:
    """Return the call that asks the arbitrator."""
    return _court(court, "arbitrate", dispute)


def lapse(court: Address, dispute: int) -> Call:
    """Return the call that ends a dispute in which somebody was silent too long."""
    return _court(court, "lapse", dispute)


def convict(court: Address, dispute: int, complaint: Complaint) -> Call:
    """Return the call that halts the operator for what the disputant won."""
    return _court(court, "convict", dispute, complaint.as_argument())


def release(court: Address, dispute: int) -> Call:
    """Return the call that frees the project of a dispute that was not won."""
    return _court(court, "release", dispute)


def take_stake(court: Address, dispute: int, member: Address) -> Call:
    """Return the call that pays a member of a dispute its share."""
    return _court(court, "takeStake", dispute, member)


def submit_evidence(court: Address, dispute: int, evidence_hash: Hash32, location: str) -> Call:
    """Return the call that puts a document before the arbitrator."""
    return _court(court, "submitEvidence", dispute, evidence_hash, location)


def commit_vote(jury: Address, case: int, place: int, commitment: Hash32) -> Call:
    """Return the call that commits to a vote; `case` is the jury's number of the dispute."""
    return _jury(jury, "commitVote", case, place, commitment)


def reveal_vote(jury: Address, case: int, place: int, vote: Side, salt: Hash32) -> Call:
    """Return the call that reveals a vote."""
    return _jury(jury, "revealVote", case, place, int(vote), salt)


def execute_ruling(jury: Address, case: int) -> Call:
    """Return the call that hands the ruling to the court."""
    return _jury(jury, "executeRuling", case)


def settle_jury(jury: Address, case: int) -> Call:
    """Return the call that punishes and pays the jurors."""
    return _jury(jury, "settle", case)


def take_pay(jury: Address, juror: Address) -> Call:
    """Return the call that pays a juror what it earned."""
    return _jury(jury, "takePay", juror)


def take_seats(registry: Address, jury: Address, court: Address, count: int) -> Call:
    """Return the call that takes seats on the bench of a jury and a court."""
    return _seats(registry, "takeSeats", jury, court, count)


def leave_seats(registry: Address, jury: Address, court: Address, seats: Sequence[int]) -> Call:
    """Return the call by which a juror leaves seats; their stake is free after a delay."""
    return _seats(registry, "leaveSeats", jury, court, tuple(seats))


def take_seat_stake(registry: Address, jury: Address, court: Address, seats: Sequence[int]) -> Call:
    """Return the call that pays what is left of the stake of seats left long enough ago."""
    return _seats(registry, "takeStake", jury, court, tuple(seats))


def _seats(registry: Address, function: str, *values: object) -> Call:
    return Call(registry, interface("Registry").encode_call(function, *values))


def _court(court: Address, function: str, *values: object) -> Call:
    return Call(court, interface("Court").encode_call(function, *values))


def _jury(jury: Address, function: str, *values: object) -> Call:
    return Call(jury, interface("Jury").encode_call(function, *values))
