"""What a project would cost, give and take, before any money moves."""

from sqlalchemy import Connection

from labelfield.api.quote_models import QuoteFacts, QuoteRequest
from labelfield.db import statistics as statistics_db
from labelfield.market.errors import MarketError, QuoteOverflow
from labelfield.market.forecast import duration_s, plurality_percent, single_answer_percent
from labelfield.market.quote import Offer, quote
from labelfield.protocol.canonical import LARGEST_INTEGER
from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.problems import Problem

LATELY_S = 86_400


def quoted(
    coordinator: Coordinator, connection: Connection, request: QuoteRequest, now_s: int
) -> QuoteFacts:
    """Return what can be said of a project that is only thought of."""
    wanted = request.answers_per_task
    try:
        found = quote(
            Offer(
                tasks=request.tasks,
                minimum_answers=wanted.minimum,
                maximum_answers=wanted.maximum,
                price=request.price,
                fee_bps=coordinator.settings.fee_bps,
            )
        )
    except MarketError as error:
        raise of_offer(error) from error
    if found.largest_spend > LARGEST_INTEGER:
        message = f"It may cost {found.largest_spend} units: too many to count."
        raise refusals.Malformed(message, problem=Problem.TOO_COSTLY)
    right, measured = single_answer_percent(*statistics_db.gold_totals(connection))
    each = max(round(found.expected_answers / request.tasks), 1)
    lately = statistics_db.answers_lately(connection, now_s - LATELY_S)
    return QuoteFacts(
        largest_spend=found.largest_spend,
        appeals_spend=found.appeals_spend,
        expected_spend=found.expected_spend,
        expected_answers=found.expected_answers,
        fee_bps=coordinator.settings.fee_bps,
        expected_accuracy_percent=plurality_percent(right, each, request.classes),
        single_answer_percent=round(right, 2),
        measured_here=measured,
        expected_duration_s=duration_s(found.expected_answers, lately, LATELY_S),
    )


def of_offer(error: MarketError) -> refusals.Malformed:
    """Return the refusal of an offer that cannot be made."""
    if isinstance(error, QuoteOverflow):
        return refusals.Malformed(str(error), problem=Problem.TOO_COSTLY)
    return refusals.Malformed(str(error))
