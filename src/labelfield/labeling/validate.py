"""Whether a task can be shown and an answer accepted under a config: refuse, never coerce."""

import re

from labelfield.labeling.config import Choices, LabelingConfig, ObjectTag
from labelfield.labeling.errors import InvalidAnswer, InvalidTask
from labelfield.protocol.canonical import Json

_IMAGE = re.compile(r"media/[0-9a-f]{64}\.(png|jpg|webp|gif)")

_ITEM_KEYS = ("from_name", "to_name", "type", "value")


def validate_task(config: LabelingConfig, data: Json) -> None:
    """Raise InvalidTask unless `data` holds everything that the config shows."""
    if not isinstance(data, dict):
        raise InvalidTask("data", "an object", _seen(data))
    for shown in config.objects:
        _validate_field(shown, data)


def validate_answer(config: LabelingConfig, answer: Json) -> None:
    """Raise InvalidAnswer unless `answer` is a Label Studio result with all controls, in order."""
    if not isinstance(answer, list):
        raise InvalidAnswer("answer", "an array", _seen(answer))
    if len(answer) != len(config.controls):
        expected = f"{len(config.controls)} items, one for each control"
        raise InvalidAnswer("answer", expected, f"{len(answer)} items")
    for place, (control, item) in enumerate(zip(config.controls, answer, strict=True)):
        _validate_choices(control, item, f"answer[{place}]")


def _validate_field(shown: ObjectTag, data: dict[str, Json]) -> None:
    if shown.field not in data:
        raise InvalidTask(shown.field, f"the {shown.kind} that the config shows", "no such field")
    value = data[shown.field]
    if not isinstance(value, str) or not value.strip():
        raise InvalidTask(shown.field, "text that is not empty", _seen(value))
    if shown.kind == "image" and not _IMAGE.fullmatch(value):
        expected = "media/<SHA-256>.png, .jpg, .webp or .gif"
        raise InvalidTask(shown.field, expected, _seen(value))


def _validate_choices(control: Choices, item: Json, where: str) -> None:
    fields = _exact_object(item, _ITEM_KEYS, where)
    _expect(f"{where}.from_name", control.name, fields["from_name"])
    _expect(f"{where}.to_name", control.to_name, fields["to_name"])
    _expect(f"{where}.type", "choices", fields["type"])
    chosen = _exact_object(fields["value"], ("choices",), f"{where}.value")["choices"]
    if not isinstance(chosen, list) or len(chosen) != 1:
        raise InvalidAnswer(f"{where}.value.choices", "an array of one label", _seen(chosen))
    labels = [choice.label for choice in control.choices]
    if chosen[0] not in labels:
        expected = f"one of {', '.join(map(repr, labels)):.200}"
        raise InvalidAnswer(f"{where}.value.choices[0]", expected, _seen(chosen[0]))


def _exact_object(value: Json, keys: tuple[str, ...], where: str) -> dict[str, Json]:
    expected = f"an object with exactly {', '.join(keys)}"
    if not isinstance(value, dict):
        raise InvalidAnswer(where, expected, _seen(value))
    if value.keys() != set(keys):
        raise InvalidAnswer(where, expected, f"the keys {', '.join(map(str, value)):.120}")
    return value


def _expect(where: str, expected: str, found: Json) -> None:
    if found != expected:
        raise InvalidAnswer(where, repr(expected), _seen(found))


def _seen(value: Json) -> str:
    """Spell a stranger's value short enough to print."""
    if isinstance(value, dict | list):
        return f"{'an object' if isinstance(value, dict) else 'an array'} of {len(value)}"
    return f"{value!r:.80}"
