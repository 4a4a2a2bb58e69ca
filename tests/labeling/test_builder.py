"""Configs built in Python mean what the same XML means."""

import pytest

from labelfield.labeling import builder as lf
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import InvalidStructure
from labelfield.labeling.write_xml import config_to_xml


def test_a_question_about_one_of_several_objects_must_say_which() -> None:
    with pytest.raises(InvalidStructure, match="needs `about`, one of a, b"):
        lf.labeling(lf.text("a"), lf.text("b"), lf.choices("c", ["x", "y"]))


def test_a_question_and_one_that_depends_on_it() -> None:
    config = lf.labeling(
        lf.text("body"),
        lf.choices("mood", ["good", {"value": "Bad", "alias": "bad", "hotkey": "b"}]),
        lf.textarea("why", required=False, rows=2).when("mood", "bad"),
        headers=["Look"],
    )
    assert config == parse_config(
        '<View><Header value="Look"/><Text name="body" value="$body"/>'
        '<Choices name="mood" toName="body"><Choice value="good"/>'
        '<Choice value="Bad" alias="bad" hotkey="b"/></Choices>'
        '<TextArea name="why" toName="body" rows="2" required="false" '
        'visibleWhen="choice-selected" whenTagName="mood" whenChoiceValue="bad"/></View>'
    )


@pytest.mark.parametrize(
    "parts",
    [
        (lf.image("i"), lf.boxes("m", ["a"])),
        (lf.image("i"), lf.polygons("m", ["a"], required=True)),
        (lf.image("i"), lf.keypoints("m", ["a"])),
        (lf.image("i"), lf.masks("m", [{"value": "a", "color": "red"}])),
        (lf.text("t"), lf.spans("m", ["a"]), lf.number("n", minimum=0, maximum=9, title="Many?")),
        (lf.hypertext("t"), lf.spans("m", ["a"])),
        (lf.paragraphs("t"), lf.spans("m", ["a"])),
        (lf.audio("s"), lf.segments("m", ["a"]), lf.textarea("w")),
        (lf.video("v"), lf.rating("r", 7)),
        (lf.chat("c"), lf.rating("r")),
        (lf.items("l", "Found"), lf.ranker("r", ["best", "rest"])),
        (lf.items("l"), lf.ranker("r")),
        (lf.text("a"), lf.text("b"), lf.pairwise("p", "a", "b")),
        (lf.text("t"), lf.choices("c", ["x", "y"], multiple=True, required=False)),
    ],
)
def test_what_is_built_can_be_written_and_read_again(
    parts: tuple[lf.Shown | lf.Asked, ...],
) -> None:
    config = lf.labeling(*parts)
    assert parse_config(config_to_xml(config)) == config
