"""Answers of a Label Studio JSON export: each annotation of each task is one answer.

The type is told by what the results say of themselves. Cancelled annotations do not count; nor do
predictions. Regions are in percent of their picture.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from labelfield.formats.answer_columns import (
    COLUMNS,
    NoInside,
    box_piece,
    keypoint_piece,
    polygon_piece,
    span_piece,
)
from labelfield.formats.crowd_csv import moment_of
from labelfield.formats.errors import InvalidField, NotJson, Place, TooLittle
from labelfield.formats.typed_answers import Timed, TypedAnswers, single_typed
from labelfield.protocol.canonical import refuse_deep_nesting
from labelfield.protocol.errors import NotCanonical
from labelfield.quality.answer_errors import RefusedAnswer

Said = Mapping[str, Any]

_KINDS = {
    "choices": "choices",
    "taxonomy": "taxonomy",
    "rectangle": "boxes",
    "rectanglelabels": "boxes",
    "polygon": "polygons",
    "polygonlabels": "polygons",
    "keypoint": "keypoints",
    "keypointlabels": "keypoints",
    "labels": "spans",
    "hypertextlabels": "spans",
    "number": "numbers",
    "rating": "ratings",
    "pairwise": "preferences",
    "ranker": "rankings",
    "textarea": "transcripts",
}
"""What a result's `type` is scored as."""

_MAY_BE_EMPTY = ("multilabel", "taxonomy", "transcripts")


@dataclass(frozen=True, slots=True)
class _Annotation:
    """One labeler's results for one task."""

    place: Place
    task: str
    worker: str
    when: str
    results: tuple[Said, ...]


def read_label_studio(
    data: bytes, name: str, kind: str | None, control: str | None
) -> TypedAnswers:
    """Return the answers to one control; `kind` and `control` are found where they are None."""
    annotations = list(_annotations(data, name))
    control, found = _control(annotations, name, control)
    if found == "choices" and any(
        len(choices) != 1 for each in annotations for choices in _choices(each, control)
    ):
        found = "multilabel"
    kind = kind or found
    timed: list[Timed] = []
    flat = 0
    for each in annotations:
        items = [item for item in each.results if item.get("from_name") == control]
        value, without = _value(kind, each, items)
        flat += without
        if value is not None:
            timed.append(Timed(each.task, each.worker, value, moment_of(each.when)))
    return single_typed(kind, name, timed, flat)


def _annotations(data: bytes, name: str) -> Iterator[_Annotation]:
    """Every annotation that was not cancelled; refuse what is no export."""
    try:
        refuse_deep_nesting(data)
        tasks = json.loads(data.decode("utf-8-sig"))
    except (ValueError, NotCanonical) as error:
        problem = f"not JSON: {str(error)[:100]}"
        raise NotJson(Place(name), problem, "export from Label Studio as JSON") from error
    if not isinstance(tasks, list):
        raise NotJson(Place(name), "not an array of tasks", "export from Label Studio as JSON")
    for number, task in enumerate(tasks, start=1):
        place = Place(name, f"task {number}")
        given = task.get("annotations") if isinstance(task, dict) else None
        if not isinstance(given, list):
            fix = "export from Label Studio as JSON, not as JSON-MIN"
            raise InvalidField(place, "no array of annotations", fix, "annotations")
        for each in given:
            if not isinstance(each, dict):
                raise InvalidField(place, "not an object", "export again", "annotations")
            if not each.get("was_cancelled"):
                yield _annotation(place, str(task.get("id", number)), each)


def _annotation(place: Place, task: str, found: Said) -> _Annotation:
    """An annotation; refuse one without author or results."""
    author = found.get("completed_by")
    if isinstance(author, dict):
        author = author.get("email") or author.get("id")
    if isinstance(author, bool) or not isinstance(author, str | int) or author == "":
        fix = "export again with who completed each annotation"
        raise InvalidField(place, f"{author!r:.80} names nobody", fix, "completed_by")
    results = found.get("result")
    if not isinstance(results, list) or not all(isinstance(item, dict) for item in results):
        raise InvalidField(place, "not an array of results", "export again", "result")
    when = found.get("created_at") or found.get("updated_at") or ""
    return _Annotation(place, task, str(author), str(when), tuple(results))


def _control(annotations: Sequence[_Annotation], name: str, wanted: str | None) -> tuple[str, str]:
    """The control's name and type; refuse where there is none or more than one."""
    found: dict[str, str] = {}
    for each in annotations:
        for item in each.results:
            kind = _KINDS.get(str(item.get("type")))
            if kind and isinstance(item.get("from_name"), str):
                found.setdefault(item["from_name"], kind)
    listed = ", ".join(f"{control} ({kind})" for control, kind in sorted(found.items()))
    if not found:
        raise TooLittle(name, "no annotation has a result of a type that is scored")
    if wanted is None and len(found) > 1:
        raise TooLittle(name, f"several controls: {listed}; choose one with --control")
    if wanted is not None and wanted not in found:
        raise TooLittle(name, f"no control {wanted!r:.80}; there are {listed}")
    control = wanted or next(iter(found))
    return control, found[control]


def _choices(each: _Annotation, control: str) -> Iterator[list[Any]]:
    """The choices of each result of a control."""
    for item in each.results:
        value = item.get("value")
        if item.get("from_name") == control and isinstance(value, dict):
            choices = value.get("choices")
            yield choices if isinstance(choices, list) else []


def _value(kind: str, each: _Annotation, items: Sequence[Said]) -> tuple[Any, int]:
    """What an annotation answers, None for nothing, and its regions without area."""
    join = COLUMNS[kind].join
    if not items and join is None and kind not in _MAY_BE_EMPTY:
        return None, 0
    try:
        if join is None:
            parts = [_PARTS[kind](each.task, item["value"]) for item in items]
            cell = parts[0] if len(parts) == 1 else _one_cell(kind, parts)
            read = COLUMNS[kind].read
            return (read(*cell) if isinstance(cell, tuple) else read(cell)), 0
        pieces = []
        for item in items:
            try:
                pieces.append(_REGIONS[kind](item["value"], _label(item)))
            except NoInside:
                pieces.append(None)
        kept = [piece for piece in pieces if piece is not None]
        return join(kept), len(pieces) - len(kept)
    except RefusedAnswer as error:
        fix = "correct or delete the annotation"
        raise InvalidField(each.place, str(error), fix, "result") from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        problem = f"a result of another form than {kind} have ({error!s:.80})"
        raise InvalidField(each.place, problem, "export again, or name --type", "result") from error


def _one_cell(kind: str, parts: Sequence[Any]) -> str:
    """Several results of one control as one cell; only what may be several."""
    if kind == "transcripts":
        return " ".join(parts)
    if kind in _MAY_BE_EMPTY:
        return json.dumps([label for part in parts for label in json.loads(part)])
    raise ValueError(f"{len(parts)} results")


def _label(item: Said) -> str:
    """A region's labels as one."""
    found = item["value"].get(item["type"], item["value"].get("labels", []))
    return ", ".join(sorted(str(label) for label in found))


def _number(found: Any) -> str:
    """A JSON number as text; raise for anything else."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TypeError(f"{found!r:.40} is no number")
    return str(found)


def _one_choice(value: Said) -> str:
    (choice,) = value["choices"]
    return str(choice)


def _box(value: Said, label: str) -> Any:
    """A rectangle; raise where it is turned: only upright ones have corners."""
    if value.get("rotation"):
        raise ValueError("a turned rectangle; draw it upright, or as a polygon")
    x, y, width, height = (Decimal(_number(value[key])) for key in ("x", "y", "width", "height"))
    return box_piece(str(x), str(y), str(x + width), str(y + height), label)


def _span(value: Said, label: str) -> Any:
    ends = value.get("globalOffsets", value)
    return span_piece(_number(ends["start"]), _number(ends["end"]), label)


def _pair(task: str, value: Said) -> tuple[str, str, str]:
    """The two objects of a task, which no other task shows."""
    return f"{task} left", f"{task} right", f"{task} {value['selected']}"


def _ranked(value: Said) -> str:
    (items,) = value["ranker"].values()
    return json.dumps([str(item) for item in items])


def _words(value: Said) -> str:
    text = value["text"]
    return text if isinstance(text, str) else " ".join(text)


_PARTS: Mapping[str, Callable[[str, Any], Any]] = {
    "choices": lambda _, value: _one_choice(value),
    "multilabel": lambda _, value: json.dumps(value["choices"]),
    "taxonomy": lambda _, value: json.dumps(value["taxonomy"]),
    "numbers": lambda _, value: _number(value["number"]),
    "ratings": lambda _, value: _number(value["rating"]),
    "preferences": _pair,
    "rankings": lambda _, value: _ranked(value),
    "transcripts": lambda _, value: _words(value),
}

_REGIONS: Mapping[str, Callable[[Any, str], Any]] = {
    "boxes": _box,
    "polygons": lambda value, label: polygon_piece(json.dumps(value["points"]), label),
    "keypoints": lambda value, label: keypoint_piece(
        _number(value["x"]), _number(value["y"]), label
    ),
    "spans": _span,
}
