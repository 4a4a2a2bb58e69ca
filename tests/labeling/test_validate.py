"""Tasks and answers against a config: every refusal says where, what was expected, what came."""

import copy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import Choice, Choices, LabelingConfig, ObjectTag
from labelfield.labeling.errors import InvalidAnswer, InvalidTask
from labelfield.labeling.validate import validate_answer
from labelfield.labeling.validate_task import validate_task

CONFIG = LabelingConfig(
    objects=(ObjectTag("text", "text", "text"),),
    controls=(Choices("label", "text", (Choice("Good", "yes", "1"), Choice("no"))),),
)
IMAGE_CONFIG = replace(CONFIG, objects=(ObjectTag("text", "image", "text"),))

MEDIA = "media/" + "a1" * 32 + ".png"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def _answer(**changes: object) -> list[object]:
    item = {
        "from_name": "label",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": ["yes"]},
    }
    return [item | changes]


@pytest.mark.parametrize(
    ("answer", "where", "expected", "found"),
    [
        (None, "answer", "an array", "None"),
        ("yes", "answer", "an array", "'yes'"),
        ({"result": []}, "answer", "an array", "an object of 1"),
        ([], "answer", "an answer to 'label'", "none"),
        (_answer() * 2, "answer[1]", "one answer to 'label'", "a second"),
        (["yes"], "answer[0]", "an object with exactly from_name", "'yes'"),
        (_answer(id="x"), "answer[0]", "exactly from_name, to_name, type, value", "id"),
        (_answer(from_name="other"), "answer[0].from_name", "'label'", "'other'"),
        (_answer(from_name=None), "answer[0].from_name", "'label'", "None"),
        (_answer(to_name="label"), "answer[0].to_name", "'text'", "'label'"),
        (_answer(type="labels"), "answer[0].type", "'choices'", "'labels'"),
        (_answer(value="yes"), "answer[0].value", "an object with exactly choices", "'yes'"),
        (_answer(value={}), "answer[0].value", "exactly choices", "the keys "),
        (_answer(value={"choices": "yes"}), "answer[0].value.choices", "an array of 1", "'yes'"),
        (
            _answer(value={"choices": []}),
            "answer[0].value.choices",
            "an array of 1",
            "an array of 0",
        ),
        (
            _answer(value={"choices": ["yes", "no"]}),
            "answer[0].value.choices",
            "an array of 1",
            "array of 2",
        ),
        (_answer(value={"choices": ["Good"]}), "choices[0]", "one of 'yes', 'no'", "'Good'"),
        (_answer(value={"choices": ["Yes"]}), "choices[0]", "one of 'yes', 'no'", "'Yes'"),
        (_answer(value={"choices": [1]}), "choices[0]", "one of 'yes', 'no'", "1"),
        (_answer(value={"choices": [["yes"]]}), "choices[0]", "one of 'yes', 'no'", "array of 1"),
    ],
)
def test_validate_answer_refuses(answer, where, expected, found):
    with pytest.raises(InvalidAnswer) as caught:
        validate_answer(CONFIG, answer)
    assert caught.value.where.endswith(where)
    assert expected in caught.value.expected
    assert found in caught.value.found
    assert str(caught.value).startswith("answer")


def test_a_refusal_stays_short_however_large_the_answer():
    for answer in ("x" * 10**6, _answer(from_name="x" * 10**6), [{"k" * 10**6: 1}]):
        with pytest.raises(InvalidAnswer) as caught:
            validate_answer(CONFIG, answer)
        assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        (None, "data", "an object"),
        ([], "data", "an object"),
        ({}, "text", "the text that the config shows"),
        ({"Text": "x"}, "text", "the text that the config shows"),
        ({"text": None}, "text", "not empty"),
        ({"text": 7}, "text", "not empty"),
        ({"text": " \n"}, "text", "not empty"),
    ],
)
def test_validate_task_refuses(data, field, expected):
    with pytest.raises(InvalidTask, match=expected) as caught:
        validate_task(CONFIG, data)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "value",
    [
        *("cat.png", "https://example.org/cat.png", "media/../x.png", MEDIA + "\n"),
        *(MEDIA.upper(), MEDIA.replace("png", "svg"), "/" + MEDIA, "data:image/png;base64,AA=="),
    ],
)
def test_validate_task_refuses_images_that_are_not_media_of_the_project(value):
    with pytest.raises(InvalidTask, match="media/<SHA-256>"):
        validate_task(IMAGE_CONFIG, {"text": value})


@given(json_values)
def test_any_value_is_an_answer_or_refused(value):
    for answer in (value, [value], _answer(value=value), _answer(value={"choices": value})):
        try:
            validate_answer(CONFIG, answer)
        except InvalidAnswer:
            continue
        assert answer in (answer_of(CONFIG, "yes"), answer_of(CONFIG, "no"))


@given(json_values, st.data())
def test_no_part_of_an_answer_can_be_replaced(value, data):
    answer = copy.deepcopy(answer_of(CONFIG, "yes"))
    key = data.draw(st.sampled_from(["from_name", "to_name", "type", "value", "other"]))
    same = answer[0].get(key) == value
    answer[0][key] = value
    if not same:
        with pytest.raises(InvalidAnswer):
            validate_answer(CONFIG, answer)


def test_a_task_may_hold_more_than_the_config_shows():
    validate_task(CONFIG, {"text": "hello", "source": {"page": 3}})


def test_an_image_task_names_a_file_of_the_project():
    for suffix in ("png", "jpg", "webp", "gif"):
        validate_task(IMAGE_CONFIG, {"text": MEDIA.replace("png", suffix)})
