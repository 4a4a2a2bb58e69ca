"""From label to answer and back."""

from dataclasses import replace

import pytest

from labelfield.labeling.answers import answer_of, label_of
from labelfield.labeling.config import (
    Choice,
    Choices,
    LabelingConfig,
    ObjectTag,
    classes,
    image_fields,
)
from labelfield.labeling.errors import InvalidAnswer, UnknownLabel
from labelfield.protocol.canonical import canonical_json

CONFIG = LabelingConfig(
    objects=(ObjectTag("text", "text", "text"),),
    controls=(Choices("label", "text", (Choice("Good", "yes", "1"), Choice("no"))),),
)


@pytest.mark.parametrize("label", ["Good", "", "YES", "yes "])
def test_answer_of_refuses_labels_that_are_no_class(label):
    with pytest.raises(UnknownLabel, match="none of 'yes', 'no'"):
        answer_of(CONFIG, label)


def test_label_of_refuses_what_is_not_a_valid_answer():
    with pytest.raises(InvalidAnswer):
        label_of(CONFIG, [{"value": {"choices": ["yes"]}}])


def test_each_class_has_one_answer_that_says_it():
    for label in classes(CONFIG):
        assert label_of(CONFIG, answer_of(CONFIG, label)) == label


def test_classes_are_aliases_where_there_are_any_in_the_order_of_the_config():
    assert classes(CONFIG) == ("yes", "no")


def test_the_canonical_answer_is_the_one_in_the_protocol():
    assert canonical_json(answer_of(CONFIG, "yes")) == (
        b'[{"from_name":"label","to_name":"text","type":"choices","value":{"choices":["yes"]}}]'
    )


def test_image_fields_are_those_that_an_image_shows():
    assert image_fields(CONFIG) == ()
    assert image_fields(replace(CONFIG, objects=(ObjectTag("i", "image", "scan"),))) == ("scan",)
