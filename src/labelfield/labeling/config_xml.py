"""Labeling configs as Label Studio XML: what is not understood is refused by name and line.

Attributes that only decorate are accepted and dropped. Those that would change which answers
are possible, or when (`visibleWhen`, `selected`, `perRegion` …), are not among them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal
from xml.sax.saxutils import quoteattr

from labelfield.labeling.attributes import Attributes
from labelfield.labeling.config import Choice, Choices, LabelingConfig, ObjectTag
from labelfield.labeling.errors import (
    ConfigTooLarge,
    InvalidAttribute,
    InvalidStructure,
    UnknownTag,
)
from labelfield.labeling.xml_tree import Element, parse_tree

MAX_CHOICES = 1000


def parse_config(xml: str) -> LabelingConfig:
    """Return the config that `xml` spells; raise InvalidConfig for anything else."""
    root = parse_tree(xml)
    if root.tag != "View":
        raise InvalidStructure(f"the outermost tag is {root.tag!r:.60}, expected 'View'", root.line)
    parts = [_PARSERS[element.tag](element) for element in _shown(root)]
    config = LabelingConfig(
        objects=tuple(part for part in parts if isinstance(part, ObjectTag)),
        controls=tuple(part for part in parts if isinstance(part, Choices)),
        headers=tuple(part for part in parts if isinstance(part, str)),
    )
    _check_whole(config, root.line)
    return config


def config_to_xml(config: LabelingConfig) -> str:
    """Return `config` as Label Studio XML, in one spelling; `parse_config` reads it back."""
    lines = [_tag("Header", {"value": header}) for header in config.headers]
    for shown in config.objects:
        tag = {"image": "Image", "text": "Text"}[shown.kind]
        lines.append(_tag(tag, {"name": shown.name, "value": "$" + shown.field}))
    for control in config.controls:
        lines.extend(_choices_lines(control))
    return "\n".join(("<View>", *("  " + line for line in lines), "</View>", ""))


def _shown(view: Element) -> Iterable[Element]:
    """Yield what a view and the views inside it show, in order; `parse_tree` bounds the depth."""
    Attributes(view).finish(dropped="style className classname display")
    for element in view.children:
        if element.tag == "View":
            yield from _shown(element)
        elif element.tag in _PARSERS:
            yield element
        else:
            raise _unknown_tag(element, ("View", *_PARSERS))


def _parse_header(element: Element) -> str:
    attributes = Attributes(element)
    value = attributes.text("value")
    if value.startswith("$"):
        problem = f"Header value {value!r:.60} names a field: use Text to show a task's data"
        raise InvalidAttribute(problem, element.line)
    attributes.finish(dropped="name size style className underline")
    _refuse_children(element)
    return value


def _parse_text(element: Element) -> ObjectTag:
    return _parse_object(element, "text", dropped="highlightColor showLabels granularity")


def _parse_image(element: Element) -> ObjectTag:
    dropped = "zoom zoomBy zoomControl defaultZoom negativeZoom width maxWidth brightnessControl "
    dropped += "contrastControl rotateControl grid gridSize gridColor crosshair smoothing "
    dropped += "horizontalAlignment verticalAlignment selectionControl"
    return _parse_object(element, "image", dropped)


def _parse_object(element: Element, kind: Literal["image", "text"], dropped: str) -> ObjectTag:
    attributes = Attributes(element)
    shown = ObjectTag(attributes.name("name"), kind, attributes.field("value"))
    attributes.finish(dropped="style className " + dropped)
    _refuse_children(element)
    return shown


def _parse_choices(element: Element) -> Choices:
    attributes = Attributes(element)
    if attributes.one_of("choice", ("single", "single-radio", "multiple"), "single") == "multiple":
        problem = "choice='multiple' is not supported yet: expected 'single'"
        raise InvalidAttribute(problem, element.line)
    attributes.flag("required")
    control = Choices(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        choices=tuple(_parse_choice(child) for child in element.children),
        show_inline=any([attributes.flag("showInLine"), attributes.flag("showInline")]),
    )
    attributes.finish(dropped="requiredMessage layout style className")
    _check_choices(control, element.line)
    return control


def _parse_choice(element: Element) -> Choice:
    if element.tag != "Choice":
        raise _unknown_tag(element, ("Choice",))
    attributes = Attributes(element)
    choice = Choice(
        value=attributes.text("value"),
        alias=attributes.text("alias") if attributes.has("alias") else None,
        hotkey=attributes.text("hotkey") if attributes.has("hotkey") else None,
    )
    attributes.finish(dropped="background color hint style className")
    _refuse_children(element)
    return choice


_PARSERS: Mapping[str, Callable[[Element], ObjectTag | Choices | str]] = {
    "Header": _parse_header,
    "Text": _parse_text,
    "Image": _parse_image,
    "Choices": _parse_choices,
}


def _check_choices(control: Choices, line: int) -> None:
    count = len(control.choices)
    if count < 2:
        raise InvalidStructure(f"Choices {control.name!r} has {count}, expected at least 2", line)
    if count > MAX_CHOICES:
        raise ConfigTooLarge(f"Choices {control.name!r} has {count}, at most {MAX_CHOICES}", line)
    _refuse_repeated("choice", (choice.label for choice in control.choices), line)
    _refuse_repeated("choice shown as", (choice.value for choice in control.choices), line)
    hotkeys = (choice.hotkey for choice in control.choices if choice.hotkey is not None)
    _refuse_repeated("hotkey", hotkeys, line)


def _check_whole(config: LabelingConfig, line: int) -> None:
    if len(config.controls) != 1:
        count = len(config.controls)
        raise InvalidStructure(f"{count} Choices found: expected exactly one for now", line)
    if not config.objects:
        raise InvalidStructure("nothing to label: expected an Image or Text", line)
    names = [shown.name for shown in config.objects]
    _refuse_repeated("name", (*names, *(control.name for control in config.controls)), line)
    for control in config.controls:
        if control.to_name not in names:
            problem = f"toName {control.to_name!r:.60} of {control.name!r:.60} is none of {names}"
            raise InvalidAttribute(problem, line)


def _refuse_repeated(what: str, found: Iterable[str], line: int) -> None:
    seen: set[str] = set()
    for item in found:
        if item in seen:
            raise InvalidStructure(f"{what} {item!r:.60} stands twice", line)
        seen.add(item)


def _refuse_children(element: Element) -> None:
    for child in element.children:
        raise InvalidStructure(f"{element.tag} cannot hold {child.tag!r:.60}", child.line)


def _unknown_tag(element: Element, supported: Iterable[str]) -> UnknownTag:
    expected = ", ".join(supported)
    return UnknownTag(f"tag {element.tag!r:.60} is not supported here: {expected}", element.line)


def _choices_lines(control: Choices) -> list[str]:
    attributes = {"name": control.name, "toName": control.to_name, "choice": "single"}
    attributes["required"] = "true"
    if control.show_inline:
        attributes["showInline"] = "true"
    opening = _tag("Choices", attributes).removesuffix("/>") + ">"
    return [opening, *("  " + _choice_line(choice) for choice in control.choices), "</Choices>"]


def _choice_line(choice: Choice) -> str:
    attributes = {"value": choice.value, "alias": choice.alias, "hotkey": choice.hotkey}
    return _tag("Choice", {name: value for name, value in attributes.items() if value is not None})


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    spelled = (f"{key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name} {' '.join(spelled)}/>"
