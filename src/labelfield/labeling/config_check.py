"""Whether the parts of a config fit together: names, what they refer to, conditions."""

from collections.abc import Mapping
from dataclasses import dataclass

from labelfield.labeling.conditions import Condition
from labelfield.labeling.config import (
    Choices,
    Control,
    LabelingConfig,
    Node,
    Pairwise,
    Ranker,
    Regions,
    Taxonomy,
)
from labelfield.labeling.errors import ConfigTooLarge, InvalidAttribute, InvalidStructure
from labelfield.labeling.region_tags import check_marks
from labelfield.labeling.structure import refuse_repeated

MAX_CONTROLS = 50


@dataclass(frozen=True, slots=True)
class Line:
    """Where things stand, for refusals."""

    root: int
    controls: Mapping[str, int]


def check_config(config: LabelingConfig, line: Line) -> None:
    """Raise InvalidConfig unless all parts fit together."""
    if not config.controls:
        problem = "nothing is asked: expected a control such as Choices or RectangleLabels"
        raise InvalidStructure(problem, line.root)
    if len(config.controls) > MAX_CONTROLS:
        count = len(config.controls)
        raise ConfigTooLarge(f"{count} controls, at most {MAX_CONTROLS}", line.root)
    if not config.objects:
        problem = "nothing to label: expected an object such as Image or Text"
        raise InvalidStructure(problem, line.root)
    refuse_repeated("name", _names(config), line.root)
    objects = {shown.name: shown for shown in config.objects}
    for control in config.controls:
        at = line.controls[control.name]
        for to_name in _to_names(control):
            if to_name not in objects:
                problem = f"toName {to_name!r:.60} of {control.name!r:.60} is none of"
                raise InvalidAttribute(f"{problem} {list(objects)}", at)
        shown = objects[control.to_name]
        if isinstance(control, Regions):
            check_marks(control, shown, at)
        if isinstance(control, Ranker) and shown.kind != "list":
            raise InvalidStructure(f"Ranker needs a List, not {shown.kind}", at)
        _check_asked(config, control, at)
    _check_orders(config, line)
    regions = [control for control in config.controls if isinstance(control, Regions)]
    if config.relations is not None and not regions:
        raise InvalidStructure("Relations needs a control that marks regions", line.root)


def _names(config: LabelingConfig) -> list[str]:
    names = [shown.name for shown in config.objects]
    names += [control.name for control in config.controls]
    tracks = [control for control in config.controls if isinstance(control, Regions)]
    return names + [name for control in tracks if (name := control.labels_name) is not None]


def _to_names(control: Control) -> tuple[str, ...]:
    return (control.to_name, control.right) if isinstance(control, Pairwise) else (control.to_name,)


def _check_asked(config: LabelingConfig, control: Control, line: int) -> None:
    regions = [c for c in config.controls if isinstance(c, Regions) and c is not control]
    if control.asked.per_region:
        if not any(region.to_name == control.to_name for region in regions):
            problem = f"{control.name!r:.60} is perRegion, but nothing marks regions of"
            raise InvalidStructure(f"{problem} {control.to_name!r:.60}", line)
        if any(condition.when == "no-region-selected" for condition in control.asked.conditions):
            problem = f"{control.name!r:.60} is perRegion and asked when no region is selected"
            raise InvalidStructure(problem, line)
    for condition in control.asked.conditions:
        if condition.when.startswith("choice"):
            _check_choice_condition(config, control, condition, line)
        elif condition.tag is not None:
            _check_region_condition(regions, condition, line)


def _check_choice_condition(
    config: LabelingConfig, control: Control, condition: Condition, line: int
) -> None:
    """Refuse conditions that could never hold, or that look at what comes later."""
    place = config.controls.index(control)
    before = {c.name: c for c in config.controls[:place] if isinstance(c, Choices | Taxonomy)}
    seen = before.get(condition.tag or "")
    if seen is None:
        problem = f"whenTagName {condition.tag!r:.60}: expected a Choices or Taxonomy above it"
        raise InvalidAttribute(problem, line)
    if seen.asked.per_region and not control.asked.per_region:
        problem = f"whenTagName {condition.tag!r:.60} is asked of each region"
        raise InvalidAttribute(f"{problem}, so what depends on it must be perRegion too", line)
    known = _values(seen)
    for value in condition.values:
        if value not in known:
            problem = f"whenChoiceValue {value!r:.60} is no choice of {seen.name!r:.60}"
            raise InvalidAttribute(problem, line)


def _values(control: Choices | Taxonomy) -> set[str]:
    if isinstance(control, Choices):
        return {choice.label for choice in control.choices}
    waiting: list[Node] = list(control.nodes)
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        found.add(node.label)
        waiting.extend(node.children)
    return found


def _check_region_condition(regions: list[Regions], condition: Condition, line: int) -> None:
    names = {name: region for region in regions for name in (region.name, region.labels_name)}
    seen = names.get(condition.tag)
    if seen is None:
        problem = f"whenTagName {condition.tag!r:.60}: expected a control that marks regions"
        raise InvalidAttribute(problem, line)
    for value in condition.values:
        if value not in {label.label for label in seen.labels}:
            problem = f"whenLabelValue {value!r:.60} is no label of {seen.name!r:.60}"
            raise InvalidAttribute(problem, line)


def _check_orders(config: LabelingConfig, line: Line) -> None:
    """Only what is asked of a region may stand after, so that ids are known when it is read."""
    for place, control in enumerate(config.controls):
        if control.asked.per_region:
            later = [c for c in config.controls[place:] if isinstance(c, Regions)]
            if any(region.to_name == control.to_name for region in later):
                problem = f"{control.name!r:.60} is perRegion: put it below what marks the regions"
                raise InvalidStructure(problem, line.controls[control.name])
