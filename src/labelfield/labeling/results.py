"""From a consensus, in the form of `judged_values`, to a Label Studio result.

What a consensus does not say, such as a picture's size or the words of a span of HTML, is taken
from the answers it rests on: the commonest, of equally common ones the least.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.labeling.asking import Heard, is_asked
from labelfield.labeling.config import (
    Choices,
    Control,
    LabelingConfig,
    Number,
    ObjectTag,
    Pairwise,
    Regions,
    Taxonomy,
    object_of,
)
from labelfield.labeling.judged_values import (
    ELLIPSE_SHIFT,
    LABEL_BREAK,
    MILLISECONDS,
    PERCENT,
    Data,
    item_names,
    units_of,
)
from labelfield.labeling.markup_spans import markup_ends, markup_text
from labelfield.labeling.payable import MILLIONTHS
from labelfield.labeling.question_values import value_key
from labelfield.labeling.region_values import item_keys, shape_of
from labelfield.labeling.turns import cut, turn_of, whole_text
from labelfield.protocol.canonical import Json, canonical_json
from labelfield.protocol.spoken import spoken_words

Items = Sequence[Any]
"""The items of all answers to a task that are about one control, in an order of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a region is written for."""

    control: Regions
    shown: ObjectTag
    data: Data
    items: Items


def result_of(
    config: LabelingConfig, data: Data, values: Sequence[Json], answers: Iterable[Any]
) -> list[Json]:
    """Return the one answer that says `values`, one a control; what is null is left out.

    So is what the rest of the result says was not asked. `answers` are the task's, in any order.
    """
    given = sorted((item for answer in answers for item in answer), key=canonical_json)
    items: list[Any] = []
    for control, value in zip(config.controls, values, strict=True):
        about = [item for item in given if item.get("from_name") == control.name]
        if isinstance(control, Regions):
            place = Place(control, object_of(config, control), data, about)
            items += _regions(place, value, len(items))
        elif value is not None and value not in ([], ""):
            items.append(_question(config, control, data, value, about))
    return _asked_only(config, items)


def _asked_only(config: LabelingConfig, items: list[Any]) -> list[Json]:
    """The items without those that are not asked while the others stand."""
    controls = {control.name: control for control in config.controls}
    while True:
        read = _heard(controls, items)
        kept = [item for item in items if is_asked(controls[item["from_name"]], read, None)]
        if len(kept) == len(items):
            return items
        items = kept


def _heard(controls: Mapping[str, Control], items: Items) -> Heard:
    read = Heard()
    for item in items:
        control, value = controls[item["from_name"]], item["value"]
        if isinstance(control, Regions):
            labels = value[control.labels_key] if control.labels_key else []
            read.regions[item["id"]] = (control, labels)
        elif isinstance(control, Choices):
            read.said[control.name, None] = value["choices"]
        elif isinstance(control, Taxonomy):
            read.said[control.name, None] = [path[-1] for path in value["taxonomy"]]
    return read


def _question(
    config: LabelingConfig, control: Any, data: Data, value: Any, items: Items
) -> dict[str, Json]:
    said: Any = value
    if isinstance(control, Choices) and not control.multiple:
        said = [value]
    elif isinstance(control, Number):
        said = _number(control, value)
    elif isinstance(control, Pairwise):
        said = "left" if value[2] == item_names(config, control, data)[0] else "right"
    elif value_key(control) == "text":
        said = [_text(value, items)]
    elif value_key(control) == "ranker":
        said = {control.name: value}
    answer: dict[str, Json] = {value_key(control): said}
    return {
        "from_name": control.name,
        "to_name": control.to_name,
        "type": type(control).__name__.lower(),
        "value": answer,
    }


def _number(control: Number, millionths: int) -> float:
    """The number, on the nearest step where the config has steps."""
    if control.step is not None:
        start = units_of(control.minimum or 0.0, MILLIONTHS)
        step = max(units_of(control.step, MILLIONTHS), 1)
        millionths = start + (2 * (millionths - start) + step) // (2 * step) * step
        while control.maximum is not None and millionths > units_of(control.maximum, MILLIONTHS):
            millionths -= step
    return _fraction(millionths, MILLIONTHS)


def _text(words: str, items: Items) -> str:
    """The commonest text as somebody wrote it that has these words, else the words."""
    texts = [item["value"]["text"][0] for item in items]
    same = [text for text in texts if " ".join(spoken_words(text)) == words]
    return str(_commonest(same)) if same else words


def _commonest(found: Sequence[Any]) -> Any:
    """The commonest; of equally common ones the first."""
    counts = Counter(found)
    return max(found, key=lambda each: counts[each])


def _fraction(units: int, scale: int) -> float:
    """Units as a number: a whole one as an integer, as JSON spells it."""
    return units // scale if units % scale == 0 else units / scale


def _percent(units: int) -> float:
    return _fraction(units, PERCENT)


def _regions(place: Place, values: Any, before: int) -> list[Any]:
    shape = shape_of(place.control, place.shown)
    control, shown = place.control, place.shown
    sides = item_keys(shown)
    found: list[Any] = []
    for number, value in enumerate(values or (), start=before + 1):
        label, said = _SHAPES[shape](place, value)
        if control.labels_key is not None:
            labels: list[Json] = [*label.split(LABEL_BREAK)]
            said[control.labels_key] = labels
        sizes = _commonest([tuple(item[side] for side in sides) for item in place.items])
        found.append(
            {
                "id": f"r{number}",
                "from_name": control.name,
                "to_name": control.to_name,
                "type": control.type,
                "value": said,
                **dict(zip(sides, sizes, strict=True)),
            }
        )
    return found


def _rectangle(_: Place, value: Any) -> tuple[str, dict[str, Json]]:
    x0, y0, x1, y1, label = value
    said: dict[str, Json] = {
        "x": _percent(x0),
        "y": _percent(y0),
        "width": _percent(x1 - x0),
        "height": _percent(y1 - y0),
        "rotation": 0,
    }
    return label, said


def _ellipse(_: Place, value: Any) -> tuple[str, dict[str, Json]]:
    x0, y0, x1, y1, label = value
    twice = 2 * PERCENT
    said: dict[str, Json] = {
        "x": _fraction(x0 + x1 - 2 * ELLIPSE_SHIFT, twice),
        "y": _fraction(y0 + y1 - 2 * ELLIPSE_SHIFT, twice),
        "radiusX": _fraction(x1 - x0, twice),
        "radiusY": _fraction(y1 - y0, twice),
        "rotation": 0,
    }
    return label, said


def _polygon(_: Place, value: Any) -> tuple[str, dict[str, Json]]:
    points, label = value
    return label, {"points": [[_percent(x), _percent(y)] for x, y in points], "closed": True}


def _keypoint(place: Place, value: Any) -> tuple[str, dict[str, Json]]:
    x, y, label = value
    width: Json = _commonest([item["value"]["width"] for item in place.items])
    return label, {"x": _percent(x), "y": _percent(y), "width": width}


def _span(place: Place, value: Any) -> tuple[str, dict[str, Json]]:
    label, start, end = value
    text = str(place.data[place.shown.field])
    return label, {"start": start, "end": end, "text": cut(text, start, end)}


def _markup(place: Place, value: Any) -> tuple[str, dict[str, Json]]:
    label, start, end = value
    said: dict[str, Json] = {
        **markup_ends(place.items, start, end),
        "globalOffsets": {"start": start, "end": end},
        "text": markup_text(place.items, start, end),
    }
    return label, said


def _turns(place: Place, value: Any) -> tuple[str, dict[str, Json]]:
    label, start, end = value
    first, start_offset = turn_of(place.shown, place.data, start)
    last, end_offset = turn_of(place.shown, place.data, end)
    said: dict[str, Json] = {
        "start": str(first),
        "end": str(last),
        "startOffset": start_offset,
        "endOffset": end_offset,
        "text": cut(whole_text(place.shown, place.data), start, end),
    }
    return label, said


def _segment(_: Place, value: Any) -> tuple[str, dict[str, Json]]:
    label, start, end = value
    channel, _, name = label.partition(" ")
    said: dict[str, Json] = {
        "start": _fraction(start, MILLISECONDS),
        "end": _fraction(end, MILLISECONDS),
        "channel": int(channel),
    }
    return name, said


_SHAPES: Mapping[str, Callable[[Place, Any], tuple[str, dict[str, Json]]]] = {
    "rectangle": _rectangle,
    "ellipse": _ellipse,
    "polygon": _polygon,
    "keypoint": _keypoint,
    "span": _span,
    "hypertext": _markup,
    "paragraphs": _turns,
    "segment": _segment,
}
