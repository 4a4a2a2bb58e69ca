"""Templates of common jobs: whole, paid fairly, and free of what labelers must not see."""

import pytest

from labelfield.formats.errors import UnknownTemplate
from labelfield.formats.templates import Template, template, template_names, templates
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.config_yaml import parse_yaml_config
from labelfield.labeling.validate_task import validate_task

COMMON = {
    "chat-rating", "classification", "detection", "image-classification", "moderation", "ner",
    "preference", "relevance", "segmentation", "transcription",
}  # fmt: skip
LEAST_UNITS_AN_HOUR = 8_000_000


def test_an_unknown_template_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownTemplate, match="choose one of chat-rating, classification"):
        template("../ner")


def test_there_is_a_template_for_each_common_job() -> None:
    assert set(template_names()) == COMMON
    assert [found.name for found in templates()] == sorted(COMMON)


@pytest.mark.parametrize("found", templates(), ids=lambda found: found.name)
def test_a_template_is_whole(found: Template) -> None:
    assert found.title
    assert found.about
    assert len(found.instructions) > 100
    assert 1 <= found.minimum <= found.maximum
    assert found.price * 3600 // found.seconds >= LEAST_UNITS_AN_HOUR
    assert parse_config(found.config_xml) == found.config == parse_yaml_config(found.config_yaml)
    assert len(found.tasks) >= 2
    for task in found.tasks:
        validate_task(found.config, task.data)
        assert task.gold is None
