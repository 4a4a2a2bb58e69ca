"""Projects as a labeler compares them: what an hour brings, when pay begins, who pays."""

import time
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from labelfield.api.market_models import Market, MarketFacts, RequesterRecord
from labelfield.db import market as market_db
from labelfield.db.projects import list_projects
from labelfield.market.pace import Given, measure
from labelfield.server.context import Coordinator, project_facts

KEPT_S = 60.0
"""What was measured is measured again after this."""


def market(coordinator: Coordinator, connection: Connection) -> Market:
    """Return the open projects, the best paid an hour first."""
    rows = [row for row in list_projects(connection, ("open",)) if not row.hidden]
    facts = [_kept(coordinator, connection, row) for row in rows]
    return Market(projects=sorted(facts, key=lambda each: -(each.hourly_median or 0)))


def _kept(coordinator: Coordinator, connection: Connection, row: Any) -> MarketFacts:
    kept = coordinator.market.get(row.id)
    if kept is not None and time.monotonic() - kept[0] < KEPT_S:
        return kept[1]
    found = _measured(coordinator, connection, row)
    coordinator.market[row.id] = (time.monotonic(), found)
    return found


def _measured(coordinator: Coordinator, connection: Connection, row: Any) -> MarketFacts:
    facts, _ = project_facts(coordinator, connection, row.number)
    answers = market_db.latest_answers(connection, row.id)
    owed = market_db.owed_by_labeler(connection, row.id)
    pace = measure(_by_labeler(answers), owed)
    return MarketFacts(
        project=row.number,
        price=facts.manifest.price,
        hourly_median=pace.hourly,
        seconds_per_answer=pace.seconds_per_answer,
        first_pay_s=pace.first_pay_s,
        minimum_answers=facts.manifest.scoring.minimum_answers,
        full_pay_score_percent=facts.manifest.scoring.full_pay_score_percent,
        labelers=len(owed),
        requester=_record(coordinator, connection, row.requester),
    )


def _by_labeler(rows: Sequence[Any]) -> dict[str, list[Given]]:
    return {
        labeler: [Given(row.time_s, row.increment, row.sequence == 1) for row in answers]
        for labeler, answers in groupby(rows, key=lambda row: row.labeler)
    }


def _record(coordinator: Coordinator, connection: Connection, requester: str) -> RequesterRecord:
    rows = market_db.projects_by(connection, requester)
    paid = sum(int(row.credited) for row in rows)  # PostgreSQL sums to a Decimal
    full = sum(
        row.accepted * project_facts(coordinator, connection, row.number)[0].manifest.price
        for row in rows
    )
    return RequesterRecord(
        projects=len(rows),
        completed=sum(row.state == "complete" for row in rows),
        answers=sum(row.accepted for row in rows),
        paid=paid,
        paid_share_percent=100 * paid // full if full else None,
    )
