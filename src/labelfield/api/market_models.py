"""What travels for a labeler who chooses work, and who wants to know what an answer earned."""

from typing import Literal

from labelfield.api.models import Amount, HexHash, Time, Wire

AnswerState = Literal["waiting", "scored", "opened"]


class RequesterRecord(Wire):
    """What a requester has done here so far, computed from its projects."""

    projects: int
    completed: int
    answers: int
    paid: Amount
    paid_share_percent: int | None
    """Of price times answers; None before the first."""


class MarketFacts(Wire):
    """What a project pays and asks, as measured; None where too little was answered."""

    project: int
    price: Amount
    hourly_median: Amount | None
    """Units an hour: of labelers with at least ten answers, what they are owed by time at work."""
    seconds_per_answer: float | None
    first_pay_s: int | None
    """Median time from a labeler's first answer to the first that paid at once."""
    minimum_answers: int
    full_pay_score_percent: int
    labelers: int
    requester: RequesterRecord


class Market(Wire):
    """The projects that hand out tasks now."""

    projects: list[MarketFacts]


class OwnAnswer(Wire):
    """One of the labeler's own answers: its pay, and once its record is open, why."""

    sequence: int
    task: HexHash
    time_s: Time
    state: AnswerState
    increment: Amount
    """What its receipt added to what is owed; the rest comes with settlements."""
    receipt_number: int
    label: str | None
    pay: Amount | None
    """What it earns at the rate of the last settlement."""
    score_percent: int | None
    why: str | None


class OwnAnswers(Wire):
    """Some of the labeler's answers to one project, the newest first."""

    summary: str | None
    """From the scores to the rate, in sentences; None while some of it is sealed."""
    answers: list[OwnAnswer]
