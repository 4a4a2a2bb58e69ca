"""From the tasks a labeler may be given to what an answer to each would be worth."""

import secrets
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from labelfield.db import candidates as candidates_db
from labelfield.market.assignment import Candidate, met_too_often
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address
from labelfield.server.context import ProjectFacts

WEIGHED = 40
"""Candidates whose answers are looked at: those nearest to closing."""


def candidates_for(
    connection: Connection, facts: ProjectFacts, labeler: Address, answered: int, count: int
) -> Sequence[Candidate]:
    """Return tasks for a labeler with `answered` answers so far, who asks for `count`."""
    maximum = facts.manifest.answers_per_task.maximum
    if facts.reserved:
        rows = candidates_db.reserved_candidates(connection, facts.project_id, labeler, maximum)
        return [_candidate(row, maximum) for row in rows]
    start = secrets.randbelow(facts.manifest.task_count), hex_of(secrets.token_bytes(32))
    rows = candidates_db.some_candidates(
        connection, facts.project_id, labeler, maximum, start, count
    )
    return _weighed(connection, facts, labeler, answered, rows)


def _weighed(
    connection: Connection,
    facts: ProjectFacts,
    labeler: Address,
    answered: int,
    rows: Sequence[Any],
) -> list[Candidate]:
    """Look at the answers of the tasks that could come first."""
    maximum = facts.manifest.answers_per_task.maximum
    started = sorted((row for row in rows if row.answers), key=lambda row: -row.answers)
    names = [row.task for row in started[:WEIGHED]]
    if not names:
        return [_candidate(row, maximum) for row in rows]
    shared = candidates_db.shared_tasks(connection, facts.project_id, labeler, answered)
    avoided = met_too_often(shared, min(answered, candidates_db.MEMORY))
    votes = candidates_db.votes_on(connection, facts.project_id, names)
    known = {task: list(group) for task, group in groupby(votes, key=lambda vote: vote.task)}
    return [_candidate(row, maximum, known.get(row.task, ()), avoided) for row in rows]


def _candidate(
    row: Any, maximum: int, votes: Sequence[Any] = (), avoided: frozenset[str] = frozenset()
) -> Candidate:
    labels = Counter(vote.label for vote in votes)
    return Candidate(
        task=row.task,
        answers=row.answers,
        leases=row.leases,
        wanted=maximum,
        is_gold=row.is_gold,
        dissent=len(votes) - max(labels.values(), default=0),
        suspected=any(vote.labeler in avoided for vote in votes),
    )
