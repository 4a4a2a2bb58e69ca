"""What the operator watches, in Prometheus' format: counted as it happens, or read when asked."""

import time
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import Connection

from labelfield.db.labelers import unsettled_total
from labelfield.db.projects import count_by_state
from labelfield.db.withdrawals import unfinished_withdrawals

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


@dataclass(frozen=True, slots=True)
class Metrics:
    """One server's numbers since its start. Amounts are units."""

    registry: CollectorRegistry
    answers: Counter
    refusals: Counter
    requests: Histogram
    rounds: Histogram
    failures: Counter
    float_units: Gauge
    unsettled_units: Gauge
    chain_silence: Gauge
    withdrawals: Gauge
    projects: Gauge


def new_metrics() -> Metrics:
    """Return numbers that begin at nothing."""
    registry = CollectorRegistry()
    to: dict[str, Any] = {"namespace": "labelfield", "registry": registry}
    timed: dict[str, Any] = {**to, "buckets": _SECONDS}
    return Metrics(
        registry=registry,
        answers=Counter("answers", "Answers that got a receipt", **to),
        refusals=Counter("refusals", "Refused requests", ["code"], **to),
        requests=Histogram("request_seconds", "From request to response", ["route"], **timed),
        rounds=Histogram("settlement_round_seconds", "Rounds of the settlement worker", **timed),
        failures=Counter("settlement_failures", "Parts of a round that failed", **to),
        float_units=Gauge("float_units", "Float in the pool, which covers receipts", **to),
        unsettled_units=Gauge("unsettled_units", "Promised by receipts, not yet credited", **to),
        chain_silence=Gauge("chain_silence_seconds", "Since the chain was last heard", **to),
        withdrawals=Gauge("withdrawals_waiting", "Ordered and not yet paid", **to),
        projects=Gauge("projects", "Projects by state", ["state"], **to),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the database says when somebody asks."""

    unsettled_units: int
    projects: dict[str, int]
    withdrawals: int


def read_standing(connection: Connection) -> Standing:
    """Return what is not counted as it happens."""
    return Standing(
        unsettled_units=unsettled_total(connection),
        projects=count_by_state(connection),
        withdrawals=len(unfinished_withdrawals(connection)),
    )


def exposition(metrics: Metrics, standing: Standing, float_units: int, heard_at: float) -> bytes:
    """Return all numbers as text. `heard_at`: monotonic seconds, 0 if the chain never was."""
    metrics.float_units.set(float_units)
    metrics.unsettled_units.set(standing.unsettled_units)
    metrics.chain_silence.set(time.monotonic() - heard_at if heard_at else float("inf"))
    metrics.withdrawals.set(standing.withdrawals)
    for state, count in standing.projects.items():
        metrics.projects.labels(state).set(count)
    return generate_latest(metrics.registry)
