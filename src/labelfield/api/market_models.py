"""What travels for a labeler who chooses work, and who wants to know what an answer earned."""

from typing import Annotated, Literal

from pydantic import Field

from labelfield.api.models import Amount, HexHash, HexSignature, Time, Wire

AnswerState = Literal["waiting", "scored", "opened"]
AppealState = Literal["asking", "agreed", "disagreed"]


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


class AppealRequest(Wire):
    """One of the labeler's own answers, judged wrongly; signed by the session's key."""

    sequence: Annotated[int, Field(ge=1, lt=2**31)]
    time_s: Time
    signature: HexSignature


class OwnAppeal(Wire):
    """An appeal of the labeler: others are asked, or were and did or did not agree."""

    state: AppealState
    asked: int
    """Answers of others that it asks for."""
    answered: int
    gained: Amount
    """What the answers so far earn more since."""


class Evidence(Wire):
    """What an answer was compared with, for pages that say it in other languages."""

    said: str
    implied: str | None
    """What gold or the others say; None where nobody else has answered."""
    implied_percent: int
    """How sure the others are of it, or how alike; 100 on gold."""
    known: bool
    """Whether it is gold that says it."""
    doubted: bool
    """Whether good labelers contradict the gold, so that it does not count."""


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
    """The evidence as a sentence in English."""
    evidence: Evidence | None
    wrong: bool
    """Whether it was judged wrong, as its open record tells."""
    appeal: OwnAppeal | None = None
    appealable: bool = False
    """Whether an appeal against it would be taken now, as far as can be told."""


class RateSums(Wire):
    """The way from the scores to the rate, for pages that say it in other languages."""

    answers: int
    """In closed tasks."""
    minimum_answers: int
    """That can be compared, from which there is a rate."""
    rate_32nds: int | None
    score_percent: int
    deduction_percent: int
    left_percent: int
    """What the deduction leaves of the score; the three are 0 without a rate."""
    full_pay_score_percent: int
    gold_answers: int
    gold_right: int
    alike: int
    """Others who answer as this labeler does."""


class OwnAnswers(Wire):
    """Some of the labeler's answers to one project, the newest first."""

    summary: str | None
    """From the scores to the rate, in English sentences; None while some of it is sealed."""
    sums: RateSums | None
    """The same in numbers."""
    appeals_until_s: int | None = None
    """Until when appeals are taken; None before all tasks are closed and every record is open."""
    answers: list[OwnAnswer]
