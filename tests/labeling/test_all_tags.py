"""Every kind of control: valid answers are accepted, changed ones refused with a place."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.labeling.answers import answer_of, label_of
from labelfield.labeling.config import LabelingConfig, classes, is_one_choice
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import (
    InvalidAnswer,
    InvalidConfig,
    InvalidTask,
    NotOneChoice,
    NotPayable,
)
from labelfield.labeling.face import face_of
from labelfield.labeling.payable import scored_controls
from labelfield.labeling.validate import validate_answer
from labelfield.labeling.validate_on_task import validate_on_task
from labelfield.labeling.validate_task import validate_task
from labelfield.quality.answer_types import ANSWER_TYPES
from tests.labeling.strategies import answers, configs
from tests.labeling.test_validate import json_values

IMAGE = '<Image name="i" value="$image"/>'
BOXES = '<RectangleLabels name="b" toName="i"><Label value="Car"/><Label value="Bus"/>'
BOXES += "</RectangleLabels>"
BOX = {
    "id": "r1", "from_name": "b", "to_name": "i", "type": "rectanglelabels",
    "original_width": 8, "original_height": 6, "image_rotation": 0,
    "value": {"x": 10, "y": 10.5, "width": 20, "height": 5, "rotation": 0,
              "rectanglelabels": ["Car"]},
}  # fmt: skip
SEEN = '<Choices name="seen" toName="i"><Choice value="yes"/><Choice value="no"/></Choices>'
WHY = '<TextArea name="why" toName="i" {}/>'


def _item(name: str, kind: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"from_name": name, "to_name": "i", "type": kind, "value": value} | more


YES = _item("seen", "choices", {"choices": ["yes"]})
NO = _item("seen", "choices", {"choices": ["no"]})
BECAUSE = _item("why", "textarea", {"text": ["because"]})


@given(st.data())
def test_an_answer_that_says_all_that_is_asked_is_accepted(data):
    config = data.draw(configs())
    answer = data.draw(answers(config))
    if not answer and len(config.controls) == 1:
        return
    validate_answer(config, answer)
    validate_answer(config, json.loads(json.dumps(answer)))


@given(st.data(), json_values)
def test_a_valid_answer_with_a_part_replaced_is_valid_or_refused_at_a_place(data, value):
    config = data.draw(configs())
    answer = copy.deepcopy(data.draw(answers(config)))
    place: Any = answer
    for _ in range(data.draw(st.integers(1, 5))):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key]:
            place[key] = value
            break
        place = place[key]
    found = _refusal(config, answer)
    assert found is None or (found.where.startswith("answer") and len(str(found)) < 900)


def _refusal(config: LabelingConfig, answer: Any) -> InvalidAnswer | None:
    try:
        validate_answer(config, answer)
    except InvalidAnswer as error:
        return error
    return None


@given(json_values.map(lambda value: [value]), configs())
def test_any_array_is_an_answer_or_refused(answer, config):
    with pytest.raises(InvalidAnswer):
        validate_answer(config, answer)


@given(configs())
@settings(max_examples=50)
def test_a_face_is_json_and_names_every_control(config):
    face = json.loads(json.dumps(face_of(config)))
    assert [control["name"] for control in face["controls"]] == [c.name for c in config.controls]
    assert [shown["name"] for shown in face["objects"]] == [shown.name for shown in config.objects]


def test_what_is_not_one_single_choice_has_no_classes_and_says_so():
    for controls in (BOXES, BOXES + SEEN, SEEN.replace("Choices n", 'Choices choice="multiple" n')):
        config = parse_config(f"<View>{IMAGE}{controls}</View>")
        for use in (classes, lambda c: label_of(c, [YES]), lambda c: answer_of(c, "yes")):
            with pytest.raises(NotOneChoice, match="has no classes"):
                use(config)
    assert classes(parse_config(f"<View>{IMAGE}{SEEN}</View>")) == ("yes", "no")


@given(configs())
def test_every_config_is_paid_by_types_that_are_judged_or_says_why_not(config):
    try:
        controls = scored_controls(config)
    except NotPayable as error:
        told = str(error)
    else:
        told = "cannot be paid: "
        assert {control.type for control in controls} <= set(ANSWER_TYPES)
        assert bool(controls) != is_one_choice(config)
    assert "cannot be paid: " in told


@pytest.mark.parametrize(
    ("change", "where", "expected"),
    [
        ({"x": -1}, "answer[0].value.x", "0 to 100"),
        ({"x": 100.5}, "answer[0].value.x", "0 to 100"),
        ({"x": "10"}, "answer[0].value.x", "0 to 100"),
        ({"x": True}, "answer[0].value.x", "0 to 100"),
        ({"x": float("nan")}, "answer[0].value.x", "0 to 100"),
        ({"x": 81}, "answer[0].value", "within 100"),
        ({"width": 0}, "answer[0].value", "above 0"),
        ({"width": -5}, "answer[0].value.width", "0 to 100"),
        ({"rotation": 361}, "answer[0].value.rotation", "0 to 360"),
        ({"rectanglelabels": []}, "rectanglelabels", "an array of 1"),
        ({"rectanglelabels": ["Car", "Bus"]}, "rectanglelabels", "an array of 1"),
        ({"rectanglelabels": ["car"]}, "rectanglelabels[0]", "one of 'Car', 'Bus'"),
        ({"labels": ["Car"]}, "answer[0].value", "exactly x, y, width"),
    ],
)
def test_boxes_that_lie_outside_or_bear_strange_labels_are_refused(change, where, expected):
    config = parse_config(f"<View>{IMAGE}{BOXES}</View>")
    validate_answer(config, [BOX])
    with pytest.raises(InvalidAnswer) as caught:
        validate_answer(config, [BOX | {"value": BOX["value"] | change}])
    assert caught.value.where.endswith(where)
    assert expected in caught.value.expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ([], "an answer to 'seen'"),
        ([YES], "an answer to 'why'"),
        ([NO, BECAUSE], "nothing for 'why', which is not asked"),
        ([BECAUSE, YES], "in the order of the config's controls"),
        ([YES | {"id": "x"}, BECAUSE], "exactly from_name"),
    ],
)
def test_what_is_asked_when_a_choice_is_selected_follows_the_choice(answer, expected):
    when = 'visibleWhen="choice-selected" whenTagName="seen" whenChoiceValue="yes"'
    config = parse_config(f"<View>{IMAGE}{SEEN}{WHY.format(when)}</View>")
    validate_answer(config, [NO])
    validate_answer(config, [YES, BECAUSE])
    with pytest.raises(InvalidAnswer) as caught:
        validate_answer(config, answer)
    assert expected in caught.value.expected


def test_what_is_asked_of_each_region_bears_the_regions_id():
    when = 'perRegion="true" visibleWhen="region-selected" whenLabelValue="Car"'
    config = parse_config(f"<View>{IMAGE}{BOXES}{WHY.format(when)}</View>")
    bus = BOX | {"id": "r2", "value": BOX["value"] | {"rectanglelabels": ["Bus"]}}
    validate_answer(config, [BOX, bus, BECAUSE | {"id": "r1"}])
    validate_answer(config, [bus])
    for answer, expected in (
        ([BOX], "an answer to 'why' of r1"),
        ([BOX, bus, BECAUSE | {"id": "r1"}, BECAUSE | {"id": "r2"}], "nothing for 'why' of r2"),
        ([BOX, BECAUSE | {"id": "r3"}], "the id of a region"),
        ([BOX, BOX], "an id of its own"),
    ):
        with pytest.raises(InvalidAnswer) as caught:
            validate_answer(config, answer)
        assert expected in caught.value.expected


@pytest.mark.parametrize(
    ("xml", "problem"),
    [
        ('<Labels name="l" toName="i"><Label value="a"/></Labels>', "use RectangleLabels"),
        ('<VideoRectangle name="v" toName="i"/>', "VideoRectangle marks video, not image"),
        ('<RectangleLabels name="b" toName="i"/>', "holds no Label"),
        ('<Rectangle name="b" toName="i"><Label value="a"/></Rectangle>', "cannot hold|no Label"),
        (WHY.format('perRegion="true"'), "nothing marks regions of 'i'"),
        (WHY.format('perRegion="true"') + BOXES, "put it below"),
        (WHY.format('visibleWhen="choice-selected"'), "needs whenTagName"),
        (
            WHY.format('visibleWhen="choice-selected" whenTagName="seen"') + SEEN,
            "expected a Choices or Taxonomy above it",
        ),
        (
            SEEN
            + WHY.format('visibleWhen="choice-selected" whenTagName="seen" whenChoiceValue="x"'),
            "'x' is no choice of 'seen'",
        ),
        ('<Number name="n" toName="i" min="5" max="2"/>', "min=5 is not below max=2"),
        ('<Number name="n" toName="i" min="1e9"/>', "a number such as 5"),
        ('<Rating name="n" toName="i" maxRating="99"/>', "from 2 to 20"),
        ('<Ranker name="n" toName="i"/>', "Ranker needs a List"),
        ('<Pairwise name="n" toName="i"/>', "names of two objects"),
        ('<Relations/>' + SEEN, "needs a control that marks regions"),
        ('<Taxonomy name="t" toName="i"/>', "holds no Choice"),
        ('<Taxonomy name="t" toName="i" apiUrl="x"/>', "apiUrl"),
    ],
)  # fmt: skip
def test_controls_that_cannot_work_are_refused(xml, problem):
    with pytest.raises(InvalidConfig, match=problem):
        parse_config(f"<View>{IMAGE}{xml}</View>")


SPANS = (
    '<View><Text name="t" value="$text"/>'
    '<Labels name="l" toName="t"><Label value="X"/></Labels><Relations/></View>'
)


def _span(start: int, end: int, text: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": ["X"]}
    return {"id": "s", "from_name": "l", "to_name": "t", "type": "labels", "value": value}


def test_spans_count_utf_16_units_and_quote_the_text():
    config, data = parse_config(SPANS), {"text": "a 😀 face"}
    validate_on_task(config, data, [_span(5, 9, "face")])
    validate_on_task(config, data, [_span(2, 4, "😀")])
    for wrong in (_span(4, 8, "face"), _span(2, 3, "😀"), _span(2, 30, "x")):
        with pytest.raises(InvalidAnswer, match=r"value\.text"):
            validate_on_task(config, data, [wrong])


def test_a_ranking_names_all_items_of_the_list_once():
    xml = '<View><List name="o" value="$items"/><Ranker name="r" toName="o"/></View>'
    config = parse_config(xml)
    data = {"items": [{"id": "x", "body": "1"}, {"id": "y", "title": "2"}]}

    def ranked(*ids: str) -> list[dict[str, Any]]:
        value = {"ranker": {"r": list(ids)}}
        return [{"from_name": "r", "to_name": "o", "type": "ranker", "value": value}]

    validate_on_task(config, data, ranked("y", "x"))
    for wrong in (ranked("y"), ranked("x", "z"), ranked("x", "x")):
        with pytest.raises(InvalidAnswer):
            validate_on_task(config, data, wrong)


def test_a_span_of_paragraphs_quotes_them():
    xml = '<View><Paragraphs name="t" value="$turns"/>'
    xml += '<ParagraphLabels name="l" toName="t"><Label value="X"/></ParagraphLabels></View>'
    data = {"turns": [{"author": "a", "text": "hello you"}, {"author": "b", "text": "who"}]}
    value = {"start": "0", "end": "1", "startOffset": 6, "endOffset": 2, "text": "you\nwh"}
    item = _span(0, 1, "x") | {"type": "paragraphlabels"}
    right = item | {"value": value | {"paragraphlabels": ["X"]}}
    validate_on_task(parse_config(xml), data, [right])
    for change in ({"end": "2"}, {"start": 0}, {"text": "you"}, {"end": "0"}):
        wrong = right | {"value": right["value"] | change}
        with pytest.raises(InvalidAnswer):
            validate_on_task(parse_config(xml), data, [wrong])


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("List", [{"id": "a", "body": "x"}]),
        ("List", [{"id": "a", "body": "x"}, {"id": "a", "body": "y"}]),
        ("List", [{"id": "a", "body": "x"}, {"id": "b"}]),
        ("Paragraphs", [{"author": "a"}]),
        ("Paragraphs", []),
        ("Chat", [{"role": "king", "content": "x"}]),
        ("Audio", "media/x.mp3"),
        ("Video", "https://elsewhere.example/a.mp4"),
        ("HyperText", ""),
    ],
)
def test_tasks_that_cannot_be_shown_are_refused(tag, value):
    rate = '<Rating name="r" toName="o"/>'
    config = parse_config(f'<View><{tag} name="o" value="$it"/>{rate}</View>')
    with pytest.raises(InvalidTask):
        validate_task(config, {"it": value})
