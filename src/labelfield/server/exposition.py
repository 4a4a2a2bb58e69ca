"""The server's numbers as Prometheus reads them; what is not counted as it happens is asked now."""

import time
from dataclasses import dataclass

from prometheus_client import generate_latest
from sqlalchemy import Connection

from labelfield.db.projects import count_by_state, disputed_count
from labelfield.db.totals import unsettled_total
from labelfield.db.withdrawals import unfinished_withdrawals
from labelfield.server.context import ChainWatch
from labelfield.server.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Standing:
    """What the database says when somebody asks."""

    unsettled_units: int
    projects: dict[str, int]
    withdrawals: int
    disputed: int


def read_standing(connection: Connection) -> Standing:
    """Return what is not counted as it happens."""
    return Standing(
        unsettled_units=unsettled_total(connection),
        projects=count_by_state(connection),
        withdrawals=len(unfinished_withdrawals(connection)),
        disputed=disputed_count(connection),
    )


def exposition(metrics: Metrics, standing: Standing, watch: ChainWatch) -> bytes:
    """Return all numbers as text."""
    metrics.float_units.set(watch.funds.float)
    metrics.bond_room_units.set(watch.funds.room)
    covered = min(watch.funds.float, watch.funds.room)
    metrics.uncovered_units.set(max(0, standing.unsettled_units - covered))
    metrics.halted.set(watch.halted)
    metrics.disputed.set(standing.disputed)
    metrics.unsettled_units.set(standing.unsettled_units)
    metrics.chain_silence.set(time.monotonic() - watch.heard_at if watch.heard_at else float("inf"))
    metrics.withdrawals.set(standing.withdrawals)
    for state, count in standing.projects.items():
        metrics.projects.labels(state).set(count)
    return generate_latest(metrics.registry)
