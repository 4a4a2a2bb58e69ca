"""What an answer says, in whole numbers and texts: the form in which answers are compared.

Coordinates are counted in thousandths of a percent, offsets in UTF-16 units, moments in
milliseconds, numbers in millionths, each rounded to the nearest, halves up. `settle.values` reads
these, `results` makes Label Studio results of them again.
"""

from collections.abc import Callable, Mapping
from typing import Any

from labelfield.labeling.config import LabelingConfig, ObjectTag, Pairwise, Regions, object_of
from labelfield.labeling.errors import InvalidAnswer
from labelfield.labeling.payable import MILLIONTHS
from labelfield.labeling.region_values import shape_of
from labelfield.labeling.turns import place_of
from labelfield.protocol.canonical import Json, canonical_json
from labelfield.protocol.hashes import keccak_hex

PERCENT = 1_000
"""Units of coordinates in a percent."""

MILLISECONDS = 1_000
ELLIPSE_SHIFT = 50 * PERCENT
"""Ellipses may reach this far beyond the picture's edge."""

MOST_REGIONS = 200
"""Of one control in one answer: comparing takes time with their square."""

LABEL_BREAK = "\n"
"""Between the labels of one region."""

Data = Mapping[str, Json]


def judged_values(config: LabelingConfig, data: Data, answer: Json) -> list[Json]:
    """Return what a valid answer says, a value a control in the config's order.

    What was not answered is null, except where nothing is an answer too: no regions, no choices,
    no text.
    """
    items: Any = answer
    values: list[Json] = []
    for control in config.controls:
        said = [item for item in items if item.get("from_name") == control.name]
        if isinstance(control, Regions):
            values.append(_regions(config, control, data, said))
        elif isinstance(control, Pairwise):
            values.append(_preference(config, control, data, said))
        else:
            values.append(_QUESTIONS[type(control).__name__](said))
    return values


def units_of(number: float, scale: int) -> int:
    """Return number × scale to the nearest whole, halves up, exactly."""
    top, bottom = number.as_integer_ratio()
    return (2 * top * scale + bottom) // (2 * bottom)


def item_names(config: LabelingConfig, control: Pairwise, data: Data) -> tuple[str, str]:
    """Return the names of what a task shows left and right: the same wherever it is shown."""
    objects = {shown.name: shown for shown in config.objects}
    left, right = (
        keccak_hex(canonical_json(data[objects[name].field]))[2:]
        for name in (control.to_name, control.right)
    )
    return left, right


def _preference(config: LabelingConfig, control: Pairwise, data: Data, said: list[Any]) -> Json:
    if not said:
        return None
    left, right = item_names(config, control, data)
    return [left, right, left if said[0]["value"]["selected"] == "left" else right]


def _only(said: list[Any], key: str) -> Any:
    return said[0]["value"][key] if said else None


def _ranked(said: list[Any]) -> Json:
    """The items in order; a ranker without buckets has one list."""
    return next(iter(said[0]["value"]["ranker"].values())) if said else None


def _number(said: list[Any]) -> Json:
    return units_of(_only(said, "number"), MILLIONTHS) if said else None


_QUESTIONS: Mapping[str, Callable[[list[Any]], Json]] = {
    "Choices": lambda said: _only(said, "choices") or [],
    "Taxonomy": lambda said: _only(said, "taxonomy") or [],
    "TextArea": lambda said: said[0]["value"]["text"][0] if said else "",
    "Number": _number,
    "Rating": lambda said: _only(said, "rating"),
    "Ranker": _ranked,
}


def _regions(config: LabelingConfig, control: Regions, data: Data, said: list[Any]) -> Json:
    if len(said) > MOST_REGIONS:
        expected = f"at most {MOST_REGIONS} regions"
        raise InvalidAnswer(f"answer to {control.name!r:.60}", expected, str(len(said)))
    shown = object_of(config, control)
    read = _SHAPES[shape_of(control, shown)]
    return [read(item, _label(control, item["value"]), shown, data) for item in said]


def _label(control: Regions, value: Any) -> str:
    key = control.labels_key
    return LABEL_BREAK.join(sorted(value[key])) if key is not None else ""


def _upright(value: Any, name: str) -> None:
    if value["rotation"]:
        expected = "0: only upright shapes are compared; draw it upright"
        raise InvalidAnswer(f"rotation of a {name}", expected, f"{value['rotation']:g}")


def _rectangle(item: Any, label: str, _: ObjectTag, __: Data) -> Json:
    value = item["value"]
    _upright(value, "rectangle")
    x, y, width, height = (units_of(value[key], PERCENT) for key in ("x", "y", "width", "height"))
    return [x, y, min(x + width, 100 * PERCENT), min(y + height, 100 * PERCENT), label]


def _ellipse(item: Any, label: str, _: ObjectTag, __: Data) -> Json:
    """The box around it, moved so that nothing lies below 0."""
    value = item["value"]
    _upright(value, "ellipse")
    x, y, wide, high = (units_of(value[key], PERCENT) for key in ("x", "y", "radiusX", "radiusY"))
    x, y = x + ELLIPSE_SHIFT, y + ELLIPSE_SHIFT
    return [x - wide, y - high, x + wide, y + high, label]


def _polygon(item: Any, label: str, _: ObjectTag, __: Data) -> Json:
    points: Json = [
        [units_of(number, PERCENT) for number in point] for point in item["value"]["points"]
    ]
    return [points, label]


def _keypoint(item: Any, label: str, _: ObjectTag, __: Data) -> Json:
    value = item["value"]
    return [units_of(value["x"], PERCENT), units_of(value["y"], PERCENT), label]


def _span(item: Any, label: str, _: ObjectTag, __: Data) -> Json:
    ends = item["value"].get("globalOffsets", item["value"])
    return [label, ends["start"], ends["end"]]


def _turns(item: Any, label: str, shown: ObjectTag, data: Data) -> Json:
    value = item["value"]
    start, end = (
        place_of(shown, data, int(value[side]), value[f"{side}Offset"]) for side in ("start", "end")
    )
    return [label, start, end]


def _segment(item: Any, label: str, _: ObjectTag, __: Data) -> Json:
    value = item["value"]
    start, end = (units_of(value[side], MILLISECONDS) for side in ("start", "end"))
    return [f"{value['channel']} {label}", start, end]


_SHAPES: Mapping[str, Callable[[Any, str, ObjectTag, Data], Json]] = {
    "rectangle": _rectangle,
    "ellipse": _ellipse,
    "polygon": _polygon,
    "keypoint": _keypoint,
    "span": _span,
    "hypertext": _span,
    "paragraphs": _turns,
    "segment": _segment,
}
