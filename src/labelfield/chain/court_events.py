"""What a Court wrote into the chain's log, as frozen data."""

from dataclasses import dataclass
from typing import Any

from labelfield.chain.court_state import Complaint, Kind
from labelfield.chain.events import LogSource, read_logs
from labelfield.chain.rpc import Rpc
from labelfield.protocol.ids import Address, Hash32


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody disputed a record."""

    dispute: int
    disputant: Address
    complaint: Complaint
    bond: int
    answer_until_s: int
    transaction_hash: Hash32


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document about a dispute."""

    author: Address
    evidence_hash: Hash32
    location: str
    """Where it is, or itself, as the author wrote it: nobody checked it."""


def read_opened(rpc: Rpc, source: LogSource) -> tuple[Opened, ...]:
    """Return the disputes that were opened, in chain order."""
    return tuple(
        Opened(
            dispute=values["id"],
            disputant=values["disputant"],
            complaint=_complaint(values["complaint"]),
            bond=values["bond"],
            answer_until_s=values["answerUntil"],
            transaction_hash=transaction,
        )
        for values, transaction in read_logs(rpc, source, "Court", "DisputeOpened")
    )


def read_evidence(rpc: Rpc, source: LogSource, dispute_word: str) -> tuple[Evidence, ...]:
    """Return the documents about one dispute, in chain order."""
    found = read_logs(rpc, source, "Court", "Evidence", dispute_word)
    return tuple(
        Evidence(values["author"], values["evidenceHash"], values["location"])
        for values, _ in found
    )


def _complaint(values: tuple[Any, ...]) -> Complaint:
    pool, project, opening, checkpoint, kind, statement, beneficiaries, amounts = values
    awards = tuple(zip(beneficiaries, amounts, strict=True))
    return Complaint(pool, project, opening, checkpoint, Kind(kind), statement, awards)
