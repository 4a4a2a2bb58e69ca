"""A labeling config as Label Studio XML, in one spelling; `parse_config` reads it back."""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from labelfield.labeling.conditions import Condition
from labelfield.labeling.config import (
    FRAME_RATE,
    Choice,
    Choices,
    Control,
    LabelingConfig,
    Node,
    Number,
    ObjectTag,
    Pairwise,
    Ranker,
    Rating,
    Regions,
    Taxonomy,
    TextArea,
    tag_of,
)
from labelfield.labeling.object_tags import OBJECTS

_Attributes = Mapping[str, str | None]


def config_to_xml(config: LabelingConfig) -> str:
    """Return `config` as Label Studio XML."""
    lines = [_tag("Header", {"value": header}) for header in config.headers]
    lines += [_object_line(shown) for shown in config.objects]
    for control in config.controls:
        lines += _control_lines(control)
    if config.relations is not None:
        lines += _element(
            "Relations", {}, [_tag("Relation", {"value": label}) for label in config.relations]
        )
    return "\n".join(("<View>", *("  " + line for line in lines), "</View>", ""))


def _object_line(shown: ObjectTag) -> str:
    (tag,) = (tag for tag, kind in OBJECTS.items() if kind == shown.kind)
    paragraphs = shown.kind == "paragraphs"
    return _tag(
        tag,
        {
            "name": shown.name,
            "value": "$" + shown.field,
            "title": shown.title,
            "nameKey": shown.name_key if paragraphs else None,
            "textKey": shown.text_key if paragraphs else None,
            "frameRate": None if shown.frame_rate == FRAME_RATE else _spell(shown.frame_rate),
        },
    )


def _control_lines(control: Control) -> list[str]:
    """Return a control inside one View for each of its conditions but the last."""
    asked = control.asked
    lines = _element(tag_of(control), _attributes(control) | _asked(control), _children(control))
    if isinstance(control, Regions) and control.labels_name is not None:
        lines = [*_track_labels(control), *lines]
    if asked.title is not None:
        lines = [_tag("Header", {"value": asked.title}), *lines]
    for condition in reversed(asked.conditions):
        lines = _element("View", _condition(condition), lines)
    return lines


def _asked(control: Control) -> dict[str, str | None]:
    asked = control.asked
    return {
        "required": "true" if asked.required else "false",
        "perRegion": "true" if asked.per_region else None,
    }


def _condition(condition: Condition) -> dict[str, str | None]:
    of_choice = condition.when.startswith("choice")
    return {
        "visibleWhen": condition.when,
        "whenTagName": condition.tag,
        "whenChoiceValue" if of_choice else "whenLabelValue": ",".join(condition.values) or None,
    }


def _attributes(control: Control) -> dict[str, str | None]:
    found: dict[str, str | None] = {"name": control.name, "toName": control.to_name}
    match control:
        case Choices(show_inline=inline, multiple=multiple):
            found["choice"] = "multiple" if multiple else "single"
            found["showInline"] = "true" if inline else None
        case Taxonomy(leafs_only=leafs_only, most=most):
            found["leafsOnly"] = "true" if leafs_only else None
            found["maxUsages"] = None if most is None else str(most)
        case TextArea(most=most, rows=rows, placeholder=placeholder):
            found |= {"maxSubmissions": str(most), "rows": str(rows), "placeholder": placeholder}
        case Number(minimum=low, maximum=high, step=step):
            found |= {"min": _spell(low), "max": _spell(high), "step": _spell(step)}
        case Rating(most=most):
            found["maxRating"] = str(most)
        case Pairwise(to_name=left, right=right):
            found["toName"] = f"{left},{right}"
        case Regions(multiple=multiple, labels_name=None):
            found["choice"] = "multiple" if multiple else None
    return found


def _children(control: Control) -> list[str]:
    match control:
        case Choices(choices=choices):
            return [_choice_line("Choice", choice) for choice in choices]
        case Taxonomy(nodes=nodes):
            return [line for node in nodes for line in _node_lines(node)]
        case Ranker(buckets=buckets):
            return [_tag("Bucket", {"name": b.name, "title": b.title}) for b in buckets]
        case Regions(labels=labels, labels_name=None):
            return [_choice_line("Label", label) for label in labels]
    return []


def _track_labels(control: Regions) -> list[str]:
    attributes = {
        "name": control.labels_name,
        "toName": control.to_name,
        "choice": "multiple" if control.multiple else None,
    }
    return _element("Labels", attributes, [_choice_line("Label", one) for one in control.labels])


def _node_lines(node: Node) -> list[str]:
    children = [line for child in node.children for line in _node_lines(child)]
    return _element("Choice", {"value": node.value, "alias": node.alias}, children)


def _choice_line(tag: str, choice: Choice) -> str:
    attributes = {"value": choice.value, "alias": choice.alias, "hotkey": choice.hotkey}
    return _tag(tag, attributes | {"background": choice.color})


def _element(name: str, attributes: _Attributes, children: Iterable[str]) -> list[str]:
    inner = ["  " + line for line in children]
    opening = _tag(name, attributes)
    return [opening.removesuffix("/>") + ">", *inner, f"</{name}>"] if inner else [opening]


def _tag(name: str, attributes: _Attributes) -> str:
    spelled = [f" {key}={quoteattr(value)}" for key, value in attributes.items() if value]
    return f"<{name}{''.join(spelled)}/>"


def _spell(number: float | None) -> str | None:
    if number is None:
        return None
    return str(int(number)) if number.is_integer() else f"{number:.9f}".rstrip("0")
