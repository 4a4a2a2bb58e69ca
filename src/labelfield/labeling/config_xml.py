"""Labeling configs as Label Studio XML: what is not understood is refused by name and line.

Attributes that only decorate are accepted and dropped. Those that would change which answers
are possible, or when, are either understood or refused. docs/labeling.md lists them.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from labelfield.labeling.attributes import Attributes
from labelfield.labeling.condition_tags import parse_condition
from labelfield.labeling.conditions import Condition
from labelfield.labeling.config import REGION_TAGS, Control, LabelingConfig, ObjectTag, Regions
from labelfield.labeling.config_check import Line, check_config
from labelfield.labeling.errors import InvalidStructure
from labelfield.labeling.object_tags import OBJECTS, parse_header, parse_object
from labelfield.labeling.question_tags import QUESTIONS
from labelfield.labeling.region_tags import parse_regions, parse_relations
from labelfield.labeling.structure import unknown_tag
from labelfield.labeling.xml_tree import Element, parse_tree

_SUPPORTED = ("View", "Header", *OBJECTS, *QUESTIONS, *REGION_TAGS, "Relations")

_Around: TypeAlias = tuple[Condition, ...]
_Part: TypeAlias = str | ObjectTag | Control | tuple[str, ...]
"""A header, an object, a control, or the labels of relations."""


def parse_config(xml: str) -> LabelingConfig:
    """Return the config that `xml` spells; raise InvalidConfig for anything else."""
    return config_of(parse_tree(xml))


def config_of(root: Element) -> LabelingConfig:
    """Return the config that a tree of tags spells, whoever made the tree."""
    if root.tag != "View":
        raise InvalidStructure(f"the outermost tag is {root.tag!r:.60}, expected 'View'", root.line)
    parts = [(_part(element, around), element.line) for element, around in _shown(root, ())]
    parts = _with_titles(_with_tracks(parts))
    relations = [part for part, _ in parts if isinstance(part, tuple)]
    if len(relations) > 1:
        raise InvalidStructure("Relations stands twice", root.line)
    config = LabelingConfig(
        objects=tuple(part for part, _ in parts if isinstance(part, ObjectTag)),
        controls=tuple(part for part, _ in parts if isinstance(part, Control)),
        headers=tuple(part for part, _ in parts if isinstance(part, str)),
        relations=relations[0] if relations else None,
    )
    lines = {part.name: line for part, line in parts if isinstance(part, Control)}
    check_config(config, Line(root.line, lines))
    return config


def _shown(view: Element, around: _Around) -> Iterator[tuple[Element, _Around]]:
    """Yield what a view and the views inside it hold, in order; `parse_tree` bounds the depth."""
    attributes = Attributes(view)
    around += parse_condition(attributes, view)
    attributes.finish(dropped="style className classname display name")
    for element in view.children:
        if element.tag == "View":
            yield from _shown(element, around)
        elif element.tag in _SUPPORTED:
            yield element, around
        else:
            raise unknown_tag(element, _SUPPORTED)


def _part(element: Element, around: _Around) -> _Part:
    if element.tag == "Header":
        return parse_header(element)
    if element.tag in OBJECTS:
        return parse_object(element)
    if element.tag in QUESTIONS:
        return QUESTIONS[element.tag](element, around)
    if element.tag == "Relations":
        return parse_relations(element)
    return parse_regions(element, around)


def _with_tracks(parts: list[tuple[_Part, int]]) -> list[tuple[_Part, int]]:
    """Give each VideoRectangle the labels of the Labels that marks the same video."""
    videos = {
        part.name for part, _ in parts if isinstance(part, ObjectTag) and part.kind == "video"
    }
    labels = {
        part.to_name: (part, line)
        for part, line in parts
        if isinstance(part, Regions) and part.tag == "Labels" and part.to_name in videos
    }
    merged: list[tuple[_Part, int]] = []
    for part, line in parts:
        if isinstance(part, Regions) and part.to_name in videos and part.tag == "Labels":
            continue
        if isinstance(part, Regions) and part.tag == "VideoRectangle" and part.to_name in labels:
            merged.append((_labelled(part, labels.pop(part.to_name)[0]), line))
        else:
            merged.append((part, line))
    for given, line in labels.values():
        problem = f"Labels {given.name!r:.60} marks a video: expected a VideoRectangle beside it"
        raise InvalidStructure(problem, line)
    return merged


def _labelled(track: Regions, given: Regions) -> Regions:
    return replace(track, labels=given.labels, multiple=given.multiple, labels_name=given.name)


def _with_titles(parts: list[tuple[_Part, int]]) -> list[tuple[_Part, int]]:
    """Where there are several controls, make the Header right above one its title."""
    if sum(isinstance(part, Control) for part, _ in parts) < 2:
        return parts
    titled: list[tuple[_Part, int]] = []
    for part, line in parts:
        if isinstance(part, Control) and titled and isinstance(header := titled[-1][0], str):
            titled[-1] = (replace(part, asked=replace(part.asked, title=header)), line)
        else:
            titled.append((part, line))
    return titled
