"""What travels when somebody asks what a project would cost and give."""

from typing import Annotated

from pydantic import Field

from labelfield.api.models import Amount, Wire


class AnswersWanted(Wire):
    """How many answers a task gets."""

    minimum: Annotated[int, Field(ge=1, lt=2**16)]
    maximum: Annotated[int, Field(ge=1, lt=2**16)]
    target_confidence_bps: Annotated[int, Field(ge=1, le=10_000)] = 10_000


class QuoteRequest(Wire):
    """A project that is only thought of."""

    tasks: Annotated[int, Field(ge=1, lt=2**32)]
    price: Annotated[int, Field(ge=1, lt=2**40)]
    answers_per_task: AnswersWanted
    classes: Annotated[int, Field(ge=2, le=1_000)] = 2


class QuoteFacts(Wire):
    """What it would cost, how right its labels would be, and how long it would take."""

    largest_spend: Amount
    appeals_spend: Amount
    """What of it answers that appeals ask for may cost."""
    expected_spend: Amount
    expected_answers: int
    fee_bps: int
    expected_accuracy_percent: float
    single_answer_percent: float
    """What the expectation rests on: how often one answer is right."""
    measured_here: bool
    """Whether that was measured on gold here, or is the mean of public sets."""
    expected_duration_s: int | None
    """None where too little was answered here lately."""
