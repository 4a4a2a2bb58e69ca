import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.formats.errors import FormatError, InvalidField, NotJson, TooLittle
from labelfield.formats.label_studio_answers import read_label_studio
from labelfield.formats.typed_answers import TypedAnswers


def export(kind: str, *values: dict[str, Any], **more: Any) -> bytes:
    """Two tasks; the annotators of the first give these values, one each."""
    first = [
        {
            "completed_by": {"id": who, "email": f"w{who}@example.org"},
            "result": [{"from_name": "q", "to_name": "x", "type": kind, "value": value, **more}],
        }
        for who, value in enumerate(values)
    ]
    return json.dumps([{"id": 5, "annotations": first}, {"id": 6, "annotations": []}]).encode()


def read(data: bytes, kind: str | None = None, control: str | None = None) -> TypedAnswers:
    return read_label_studio(data, "a.json", kind, control)


RECTANGLE = {"x": 10, "y": 20.5, "width": 30, "height": 5, "rotation": 0}

CASES: list[tuple[str, dict[str, Any], str, Any]] = [
    ("choices", {"choices": ["a"]}, "choices", "a"),
    ("choices", {"choices": ["b", "a"]}, "multilabel", ("a", "b")),
    ("taxonomy", {"taxonomy": [["x", "y"]]}, "taxonomy", (("x", "y"),)),
    (
        "rectanglelabels",
        {**RECTANGLE, "rectanglelabels": ["car"]},
        "boxes",
        ((10000, 20500, 40000, 25500, "car"),),
    ),
    ("rectangle", RECTANGLE, "boxes", ((10000, 20500, 40000, 25500, ""),)),
    (
        "polygonlabels",
        {"points": [[0, 0], [5, 0], [0, 5]], "polygonlabels": ["p"], "closed": True},
        "polygons",
        ((((0, 0), (0, 5000), (5000, 0)), "p"),),
    ),
    (
        "keypointlabels",
        {"x": 1, "y": 2, "width": 1, "keypointlabels": ["eye"]},
        "keypoints",
        ((1000, 2000, "eye"),),
    ),
    (
        "labels",
        {"start": 2, "end": 5, "text": "abc", "labels": ["name"]},
        "spans",
        (("name", 2000, 5000),),
    ),
    (
        "hypertextlabels",
        {
            "start": "/p[1]",
            "end": "/p[1]",
            "globalOffsets": {"start": 2, "end": 5},
            "hypertextlabels": ["name"],
        },
        "spans",
        (("name", 2000, 5000),),
    ),
    ("number", {"number": 2.5}, "numbers", 2_500_000),
    ("rating", {"rating": 4}, "ratings", 4),
    ("pairwise", {"selected": "left"}, "preferences", ("5 left", "5 right", "5 left")),
    ("ranker", {"ranker": {"order": ["c", "a"]}}, "rankings", ("c", "a")),
    ("textarea", {"text": ["Hello, you"]}, "transcripts", ("hello", "you")),
]


@pytest.mark.parametrize(("kind", "value", "found", "answer"), CASES)
def test_the_type_is_told_by_the_results(
    kind: str, value: dict[str, Any], found: str, answer: Any
) -> None:
    answers = read(export(kind, value, value))
    assert answers.kind == found
    assert [each.value for each in answers.answers] == [answer, answer]
    assert [each.labeler for each in answers.answers] == ["w0@example.org", "w1@example.org"]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[", b"\xff", b"null", b"[" * 100_000, b'{"a": 1}', b"NaN"]
)
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(NotJson, match=r"a\.json"):
        read(data)


def test_json_min_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidField, match=r"task 1, field 'annotations'.*not as JSON-MIN"):
        read(b'[{"id": 1, "sentiment": "good", "annotator": 3}]')


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        ("rectangle", {**RECTANGLE, "rotation": 30}, "turned rectangle"),
        ("rectangle", {**RECTANGLE, "x": -5}, "corners from 0"),
        ("rectangle", {"x": 1}, "another form"),
        ("number", {"number": "3"}, "no number"),
        ("number", {"number": float("nan")}, "finite"),
        ("rating", {"rating": 2.5}, "whole number"),
        ("ranker", {"ranker": {"good": ["a"], "bad": ["b"]}}, "another form"),
        ("pairwise", {"selected": "both"}, "left or right"),
        ("labels", {"start": 5, "end": 5, "labels": ["x"]}, "start < end"),
        ("keypoint", {"x": None, "y": 2}, "no number"),
    ],
)
def test_results_that_cannot_be_are_refused_with_their_place(
    kind: str, value: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidField, match=f"a.json, task 1, field 'result'.*{problem}"):
        read(export(kind, value))


def test_several_controls_have_to_be_chosen_from() -> None:
    task = json.loads(export("rating", {"rating": 1}))
    item = {"from_name": "z", "to_name": "x", "type": "number", "value": {"number": 1}}
    task[0]["annotations"][0]["result"].append(item)
    data = json.dumps(task).encode()
    with pytest.raises(TooLittle, match=r"q \(ratings\), z \(numbers\); choose one with --control"):
        read(data)
    assert read(data, control="z").kind == "numbers"
    with pytest.raises(TooLittle, match="no control 'y'"):
        read(data, control="y")


def test_cancelled_annotations_do_not_count_and_flat_boxes_are_counted() -> None:
    flat = {**RECTANGLE, "width": 0}
    tasks = json.loads(export("rectangle", RECTANGLE, flat, RECTANGLE))
    tasks[0]["annotations"][2]["was_cancelled"] = True
    answers = read(json.dumps(tasks).encode())
    assert len(answers.answers) == 2
    assert answers.left_out.flat == 1


@pytest.mark.parametrize("author", [None, "", True, {}, [1]])
def test_an_annotation_of_nobody_is_refused(author: object) -> None:
    tasks = json.loads(export("rating", {"rating": 1}))
    tasks[0]["annotations"][0]["completed_by"] = author
    with pytest.raises(InvalidField, match="completed_by"):
        read(json.dumps(tasks).encode())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from([case[:2] for case in CASES]), st.data())
def test_any_value_is_read_or_refused(
    case: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    kind, value = case
    broken = {**value, data.draw(st.sampled_from(sorted(value))): data.draw(json_values)}
    with suppress(FormatError):
        read(export(kind, value, broken))


@given(json_values)
def test_any_json_is_read_or_refused(value: object) -> None:
    with pytest.raises(FormatError):
        read(json.dumps([value]).encode())
