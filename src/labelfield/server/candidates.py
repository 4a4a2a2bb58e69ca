"""From the tasks a labeler may be given to what an answer to each would be worth."""

import secrets
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from labelfield.db import candidates as candidates_db
from labelfield.db.candidates import Bounds
from labelfield.market.assignment import Candidate, met_too_often
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address
from labelfield.server.context import ProjectFacts
from labelfield.settle.closings import NEVER_EARLY_BPS

WEIGHED = 40
"""Candidates whose answers are looked at: those nearest to closing."""


def candidates_for(
    connection: Connection,
    facts: ProjectFacts,
    labeler: Address,
    answered: int,
    count: int,
    heard: int,
) -> Sequence[Candidate]:
    """Return tasks for a labeler with `answered` answers so far, who asks for `count`.

    `heard` is how many labelers can close tasks before they are full.
    """
    bounds = _bounds(facts, heard)
    if facts.reserved:
        rows = candidates_db.reserved_candidates(
            connection, facts.project_id, labeler, bounds.maximum
        )
        return [_candidate(row, bounds) for row in rows]
    if facts.guests is not None and labeler not in facts.guests:
        return []
    start = secrets.randbelow(facts.manifest.task_count), hex_of(secrets.token_bytes(32))
    rows = candidates_db.some_candidates(
        connection, facts.project_id, labeler, bounds, start, count
    )
    return _weighed(connection, facts, labeler, answered, rows, bounds)


def _bounds(facts: ProjectFacts, heard: int) -> Bounds:
    """Tasks are judged as soon as there are enough labelers to be heard of one."""
    rule = facts.manifest.answers_per_task
    early = rule.target_confidence_bps < NEVER_EARLY_BPS and heard >= rule.minimum
    return Bounds(rule.maximum, rule.minimum if early else None)


def _weighed(
    connection: Connection,
    facts: ProjectFacts,
    labeler: Address,
    answered: int,
    rows: Sequence[Any],
    bounds: Bounds,
) -> list[Candidate]:
    """Look at the answers of the tasks that could come first."""
    started = sorted((row for row in rows if row.answers), key=lambda row: -row.answers)
    names = [row.task for row in started[:WEIGHED]]
    if not names:
        return [_candidate(row, bounds) for row in rows]
    shared = candidates_db.shared_tasks(connection, facts.project_id, labeler, answered)
    avoided = met_too_often(shared, min(answered, candidates_db.MEMORY))
    votes = candidates_db.votes_on(connection, facts.project_id, names)
    known = {task: list(group) for task, group in groupby(votes, key=lambda vote: vote.task)}
    return [_candidate(row, bounds, known.get(row.task, ()), avoided) for row in rows]


def _candidate(
    row: Any, bounds: Bounds, votes: Sequence[Any] = (), avoided: frozenset[str] = frozenset()
) -> Candidate:
    unsure = bounds.judged_from is not None and row.judged > 0
    return Candidate(
        task=row.task,
        answers=row.answers,
        leases=row.leases,
        wanted=_wanted(row, bounds),
        is_gold=row.is_gold,
        dissent=_dissent(votes) if votes else 0,
        suspected=any(vote.labeler in avoided for vote in votes),
        unsure=unsure,
        sure_q16=row.sure_q16 if unsure else 0,
    )


def _dissent(votes: Sequence[Any]) -> int:
    """Answers that are not the most frequent one."""
    return len(votes) - max(Counter(vote.label for vote in votes).values())


def _wanted(row: Any, bounds: Bounds) -> int:
    """One answer more than it was judged with, if it can be judged; gold is answered to its end."""
    if bounds.judged_from is None or row.is_gold:
        return bounds.maximum
    return min(max(bounds.judged_from, int(row.judged) + 1), bounds.maximum)
