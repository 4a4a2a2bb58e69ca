"""What the operator watches: the numbers of one server, for Prometheus."""

from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

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
    bond_room_units: Gauge
    unsettled_units: Gauge
    uncovered_units: Gauge
    settling: Gauge
    halted: Gauge
    disputed: Gauge
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
        bond_room_units=Gauge("bond_room_units", "What the bond still lets be debited", **to),
        uncovered_units=Gauge(
            "uncovered_units", "Promised by receipts beyond what float and bond cover now", **to
        ),
        settling=Gauge("settling", "1 where this server settles, of several on a database", **to),
        halted=Gauge("halted", "1 when the operator was stopped on chain", **to),
        disputed=Gauge("disputed_projects", "Projects over which a dispute is pending", **to),
        unsettled_units=Gauge("unsettled_units", "Promised by receipts, not yet credited", **to),
        chain_silence=Gauge("chain_silence_seconds", "Since the chain was last heard", **to),
        withdrawals=Gauge("withdrawals_waiting", "Ordered and not yet paid", **to),
        projects=Gauge("projects", "Projects by state", ["state"], **to),
    )
