"""How a record spells what models say: one canonical JSON row a line."""

from collections.abc import Mapping

from labelfield.protocol.canonical import Json, canonical_json, exact_json, parse_canonical
from labelfield.protocol.fields import exact_object, integer, text
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import parse_hash32, parse_task_id
from labelfield.protocol.models import LONGEST_NAME, check_model
from labelfield.protocol.record import PredictedRow, PredictionRow


def prediction_json(row: PredictionRow) -> bytes:
    """Return the line of a prediction that is sealed by its hash."""
    return exact_json(
        {
            "model": row.model,
            "prediction_hash": row.prediction_hash,
            "settlement": row.settlement,
            "task": row.task,
        }
    )


def parse_prediction(value: Json) -> PredictionRow:
    """Return the prediction that a line spells."""
    names = ("model", "prediction_hash", "settlement", "task")
    fields = exact_object(value, names, "prediction")
    return PredictionRow(
        model=_model(fields),
        task=parse_task_id(fields["task"]),
        prediction_hash=parse_hash32(fields["prediction_hash"]),
        settlement=integer(fields, "settlement"),
    )


def predicted_json(row: PredictedRow) -> bytes:
    """Return the line of a prediction's content."""
    return canonical_json(
        {
            "answer": parse_canonical(row.answer_json),
            "model": row.model,
            "salt": row.salt,
            "task": row.task,
        }
    )


def parse_predicted(value: Json) -> PredictedRow:
    """Return the content that a line spells."""
    fields = exact_object(value, ("answer", "model", "salt", "task"), "predicted")
    return PredictedRow(
        model=_model(fields),
        task=parse_task_id(fields["task"]),
        answer_json=canonical_json(fields["answer"]),
        salt=hex_of(bytes_of(fields["salt"], 16)),
    )


def _model(fields: Mapping[str, Json]) -> str:
    name = text(fields, "model", LONGEST_NAME)
    check_model(name)
    return name
