"""A config as the page reads it: JSON that says everything and needs no XML parser."""

from dataclasses import asdict

from labelfield.labeling.config import (
    Choice,
    Choices,
    Control,
    LabelingConfig,
    Node,
    Regions,
    Taxonomy,
    tag_of,
)
from labelfield.labeling.question_values import value_key
from labelfield.labeling.region_values import shape_of
from labelfield.protocol.canonical import Json


def face_of(config: LabelingConfig) -> dict[str, Json]:
    """Return what is shown and asked, in the config's order."""
    return {
        "headers": list(config.headers),
        "objects": [asdict(shown) for shown in config.objects],
        "controls": [_control(config, control) for control in config.controls],
        "relations": None if config.relations is None else list(config.relations),
    }


def _control(config: LabelingConfig, control: Control) -> dict[str, Json]:
    kept: dict[str, Json] = asdict(control)
    asked = kept.pop("asked")
    assert isinstance(asked, dict)
    if isinstance(control, Regions):
        (shown,) = (shown for shown in config.objects if shown.name == control.to_name)
        kept |= {"shape": shape_of(control, shown), "labels_key": control.labels_key}
        kept |= {"labels": [_choice(label) for label in control.labels], "type": control.type}
    else:
        kept |= {"type": tag_of(control).lower(), "key": value_key(control)}
    if isinstance(control, Choices):
        kept["choices"] = [_choice(choice) for choice in control.choices]
    if isinstance(control, Taxonomy):
        kept["nodes"] = [_node(node) for node in control.nodes]
    return kept | asked


def _choice(choice: Choice) -> dict[str, Json]:
    return {
        "value": choice.label,
        "title": choice.value,
        "hotkey": choice.hotkey,
        "color": choice.color,
    }


def _node(node: Node) -> dict[str, Json]:
    return {
        "value": node.label,
        "title": node.value,
        "children": [_node(child) for child in node.children],
    }
