"""Between an answer and its label, for configs with one single-choice control."""

from labelfield.labeling.config import LabelingConfig, classes
from labelfield.labeling.errors import UnknownLabel
from labelfield.labeling.validate import validate_answer
from labelfield.protocol.canonical import Json


def label_of(config: LabelingConfig, answer: Json) -> str:
    """Return the class that `answer` chose; raise InvalidAnswer unless it is valid.

    Raise NotOneChoice for a config whose answers are not one class each.
    """
    classes(config)
    validate_answer(config, answer)
    match answer:
        case [{"value": {"choices": [str(label)]}}]:
            return label
    raise AssertionError("a valid answer names one label")


def answer_of(config: LabelingConfig, label: str) -> list[Json]:
    """Return the one canonical answer that chooses `label`; raise UnknownLabel for other texts."""
    if label not in classes(config):
        raise UnknownLabel(label, classes(config))
    (control,) = config.controls
    return [
        {
            "from_name": control.name,
            "to_name": control.to_name,
            "type": "choices",
            "value": {"choices": [label]},
        }
    ]
