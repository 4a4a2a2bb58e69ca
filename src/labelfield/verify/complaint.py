"""A difference that an audit found, as a statement to the Court, and as its jurors judge it.

Whoever recomputes a project finds the same first difference, so the same statement: a juror's
work is to run the audit and compare. What an audit cannot see (a missing answer, of which the
labeler alone has the proof) is stated by hand and judged by hand.
"""

import re

from labelfield.chain.complaints import Statement
from labelfield.chain.court_state import Complaint, Kind, Side
from labelfield.protocol.canonical import canonical_json
from labelfield.verify.errors import Mismatch

_CHECKPOINT = re.compile(r"\bcheckpoint (\d+)")
_UNAVAILABLE = ("record", "opening", "public objects")
_CLOSINGS = ("closing", "final settlement", "task")
_BY_HAND = (Kind.MISSING_ANSWER, Kind.CONTESTED_GOLD)


def statement_of(found: Mismatch) -> Statement:
    """Return what an audit's first difference says."""
    place, kind = _CHECKPOINT.search(found.where), _kind(found.what)
    text = canonical_json(
        {
            "where": found.where,
            "what": found.what,
            "expected": str(found.expected),
            "found": str(found.found),
        }
    )
    return Statement(int(place[1]) if place else 0, kind, text)


def written_statement(text: bytes, checkpoint: int, kind: str) -> Statement:
    """Return a statement in somebody's own words; `kind` as `Kind` spells it, with hyphens."""
    return Statement(checkpoint, Kind[kind.upper().replace("-", "_")], text)


def judged(complaint: Complaint, found: Mismatch | None) -> Side:
    """Return for whom an audit speaks that ended in `found`, or agreed.

    NONE if it cannot tell: it does not see answers that are missing, nor whether an award is due.
    """
    if complaint.awards or complaint.kind in _BY_HAND:
        return Side.NONE
    if complaint.kind is Kind.RECORD_UNAVAILABLE and not complaint.opening:
        return Side.DISPUTANT  # the Court takes it only while the opening is overdue
    if found is None:
        return Side.OPERATOR
    mine = statement_of(found)
    if complaint.kind is Kind.RECORD_UNAVAILABLE:  # how a store says so differs from store to store
        same = mine.kind is complaint.kind and mine.checkpoint in (0, complaint.checkpoint)
    else:
        same = (mine.hash, mine.kind) == (complaint.statement, complaint.kind)
    return Side.DISPUTANT if same else Side.OPERATOR


def _kind(what: str) -> Kind:
    if what in _UNAVAILABLE:
        return Kind.RECORD_UNAVAILABLE
    return Kind.WRONG_CLOSING if what in _CLOSINGS else Kind.WRONG_SCORE
