"""What a model or an older dataset says of a task: shown to labelers, who correct it.

It stands in the task's data, so it is public and part of the task; docs/formats.md says how.
"""

from collections.abc import Mapping
from typing import Any

from labelfield.formats.errors import InvalidField, Place
from labelfield.labeling.config import LabelingConfig, Regions
from labelfield.labeling.errors import InvalidAnswer
from labelfield.labeling.region_values import item_keys
from labelfield.labeling.validate import validate_answer
from labelfield.protocol.canonical import Json

FIELD = "prediction"
_ITEM = ("from_name", "to_name", "type", "value")
_RELATION = ("type", "from_id", "to_id", "direction", "labels")


def prediction(
    config: LabelingConfig, result: list[Any], model: str, score: Json, place: Place
) -> dict[str, Json]:
    """Return a prediction as tasks hold it; raise InvalidField unless it could be an answer."""
    tidied = tidy_result(config, result)
    try:
        validate_answer(config, tidied)
    except InvalidAnswer as error:
        fix = "correct the prediction, or take it out; labels must be those of the config"
        raise InvalidField(place, str(error), fix, FIELD) from error
    return {"model": model, "result": tidied, "score": score}


def best_prediction(config: LabelingConfig, found: Json, place: Place) -> dict[str, Json] | None:
    """Return the surest of Label Studio's predictions; the first of equally sure ones."""
    if found in (None, []):
        return None
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise InvalidField(place, "not an array of objects", "export it again", "predictions")
    best: Any = max(found, key=lambda one: _score(one) or 0.0)
    result = best.get("result")
    if not isinstance(result, list):
        raise InvalidField(place, "a prediction without result", "export it again", "predictions")
    return prediction(config, result, str(best.get("model_version") or ""), _score(best), place)


def tidy_result(config: LabelingConfig, result: list[Any]) -> list[Json]:
    """Return a result in the one spelling of answers: known keys, in the config's order."""
    places = {control.name: place for place, control in enumerate(config.controls)}
    last = len(places)
    ordered = sorted(result, key=lambda item: places.get(_name(item), last))
    return [_tidy_item(config, item) for item in ordered]


def _tidy_item(config: LabelingConfig, item: Any) -> Json:
    if not isinstance(item, dict):
        found: Json = item
        return found
    if item.get("type") == "relation":
        return {key: item[key] for key in _RELATION if key in item}
    controls = {control.name: control for control in config.controls}
    objects = {shown.name: shown for shown in config.objects}
    control = controls.get(_name(item))
    keys = list(_ITEM)
    if isinstance(control, Regions):
        keys += ["id", *item_keys(objects[control.to_name])]
    elif control is not None and control.asked.per_region:
        keys.append("id")
    return {key: item[key] for key in keys if key in item}


def _name(item: Any) -> str:
    name = item.get("from_name") if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def _score(one: Any) -> float | None:
    score = one.get("score")
    return score if isinstance(score, int | float) and not isinstance(score, bool) else None
