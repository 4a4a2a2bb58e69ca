"""Right answers as files spell them: a label, or Label Studio annotations marked ground truth."""

from labelfield.formats.errors import InvalidField, Place, UnknownAnswer
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig, classes
from labelfield.labeling.errors import InvalidAnswer, UnknownLabel
from labelfield.labeling.validate import validate_answer
from labelfield.protocol.canonical import Json

_ITEM_KEYS = ("from_name", "to_name", "type", "value")


def answer_from_label(
    config: LabelingConfig, label: Json, place: Place, field: str | None
) -> list[Json]:
    """Return the answer that gives `label`; raise InvalidField unless it is one of the classes."""
    fix = f"write one of {', '.join(classes(config)):.200}, exactly so"
    if not isinstance(label, str):
        raise UnknownAnswer(place, f"label {label!r:.80} is not text", fix, field)
    try:
        return answer_of(config, label)
    except UnknownLabel as error:
        raise UnknownAnswer(place, f"label {label!r:.80} is not a choice", fix, field) from error


def ground_truth(config: LabelingConfig, annotations: Json, place: Place) -> list[Json] | None:
    """Return the answer of the annotations marked ground truth, nothing where none is."""
    field = "annotations"
    if not isinstance(annotations, list):
        raise InvalidField(place, "not an array", "export the tasks again", field)
    found = [_answer_in(item) for item in annotations if _is_ground_truth(item)]
    for answer in found:
        try:
            validate_answer(config, answer)
        except InvalidAnswer as error:
            fix = "correct the annotation in Label Studio, or unmark it as ground truth"
            raise UnknownAnswer(place, str(error), fix, field) from error
        if answer != found[0]:
            fix = "leave one of them marked as ground truth"
            raise InvalidField(place, "two ground truths contradict each other", fix, field)
    return found[0] if found else None


def _is_ground_truth(annotation: Json) -> bool:
    if not isinstance(annotation, dict):
        return False
    return annotation.get("ground_truth") is True and annotation.get("was_cancelled") is not True


def _answer_in(annotation: Json) -> list[Json]:
    """Return the annotation's result with only the keys that an answer has."""
    result = annotation.get("result") if isinstance(annotation, dict) else None
    if not isinstance(result, list):
        return []
    return [
        {key: item[key] for key in _ITEM_KEYS if key in item} if isinstance(item, dict) else item
        for item in result
    ]
