"""People who label the samples of every template, right but for nothing, over HTTP."""

from typing import Any

from labelfield.demo.crowd import wallet_of
from labelfield.formats.templates import Template, template
from labelfield.labeling.answers import answer_of
from labelfield.sdk.labeler import Labeler

NAMES = ("ann", "bob")
ONE_CHOICE = {
    "classification": "positive",
    "image-classification": "circle",
    "moderation": "fine",
    "relevance": "useful",
}
"""What is said of everything where one class is asked for."""

NOTHING_THERE = ("none.png", "It rained all week.")
"""Samples in which there is nothing to mark."""

PICTURE = {"original_width": 160, "original_height": 120, "image_rotation": 0}


def label(url: str, projects: dict[str, int]) -> None:
    """Let everybody answer all tasks of one project for each template."""
    for name in NAMES:
        labeler = Labeler(url, wallet_of(name, seed=8))
        labeler.log_in()
        for kind, number in projects.items():
            found = template(kind)
            labeler.join(number)
            leases = labeler.lease(number, 50)
            labeler.submit(number, [(one.task, said(found, one.data)) for one in leases])
        labeler.close()


def said(found: Template, data: dict[str, Any]) -> list[Any]:
    """Return an answer to a task of a template."""
    if found.name in ONE_CHOICE:
        return answer_of(found.config, ONE_CHOICE[found.name])
    control = found.config.controls[0].name
    shown = found.config.objects[-1].name
    if found.name == "preference":
        return [_item(control, "left", "pairwise", selected="right")]
    if found.name == "chat-rating":
        return [_item(control, shown, "rating", rating=4)]
    if found.name == "transcription":
        return [_item(control, shown, "textarea", text=["the train to Lima"])]
    if found.name == "ner":
        return _names(control, shown, data[shown])
    return _regions(found, control, shown, data[shown])


def _item(control: str, shown: str, kind: str, **value: Any) -> dict[str, Any]:
    return {"from_name": control, "to_name": shown, "type": kind, "value": value}


def _names(control: str, shown: str, text: str) -> list[Any]:
    """Mark the first word, counted in UTF-16 units as Label Studio does."""
    if text in NOTHING_THERE:
        return []
    word = text.split(maxsplit=1)[0]
    value = {"start": 0, "end": len(word), "text": word, "labels": ["PER"]}
    return [_item(control, shown, "labels", **value) | {"id": "first"}]


def _regions(found: Template, control: str, shown: str, name: str) -> list[Any]:
    if name in _empty_pictures(found):
        return []
    if found.name == "detection":
        value = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0}
        region = _item(control, shown, "rectanglelabels", **value, rectanglelabels=["circle"])
    else:
        points = [[10, 10], [60, 10], [60, 60], [10, 60]]
        region = _item(
            control, shown, "polygonlabels", points=points, closed=True, polygonlabels=["leaf"]
        )
    return [region | PICTURE | {"id": "region"}]


def _empty_pictures(found: Template) -> set[str]:
    return {file.name for task in found.tasks if task.key == "none" for file in task.media}
