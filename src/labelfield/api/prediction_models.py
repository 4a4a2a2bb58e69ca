"""What a requester sends of models, and what is reported of them."""

from typing import Annotated, Any

from pydantic import Field

from labelfield.api.models import Amount, HexHash, Wire
from labelfield.protocol.models import LONGEST_NAME

MOST_AT_ONCE = 5_000
"""Predictions of one request."""

ModelName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class Prediction(Wire):
    """What a model says of one task."""

    task: HexHash
    result: list[Any]
    """As an answer: Label Studio's result."""
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    """How sure the model is; the least sure tasks are labeled first."""


class Predictions(Wire):
    """What one model says of some tasks."""

    model: ModelName
    predictions: Annotated[list[Prediction], Field(min_length=1, max_length=MOST_AT_ONCE)]


class PredictionsAccepted(Wire):
    """What became of them."""

    accepted: int
    known: int
    """Said before, and the same."""
    closed: int
    """Of tasks that need no more answers: left out."""


class ModelReport(Wire):
    """One model, as the last settlement measures it."""

    model: str
    predictions: int
    """Of all tasks, open ones too."""
    closed_predictions: int
    gold_predictions: int
    gold_right: int
    people_agreed: int
    """Of closed tasks that are not gold, on which most of at least three people agree."""
    people_vouched: int
    """Of those, predictions that say the same."""
    score_percent: int | None
    """As a labeler's: 100 is perfect, 0 is chance; none while it is not heard."""
    weight_percent: int
    """Of what its record says; 0 while nothing proves it right."""


class ModelsReport(Wire):
    """What models did for a project."""

    settlements: int
    models: list[ModelReport]
    closed_tasks: int
    closed_with_models: int
    """Closed tasks with a prediction of a model that is heard."""
    closed_by_models: int
    """Of those, tasks that were not full, and that people's answers alone would not close."""
    answers: int
    """Of people, to closed tasks."""
    saved_answers: int
    """About how many more those tasks would have needed."""
    saved: Amount
    """About what these would have cost, fees included."""
