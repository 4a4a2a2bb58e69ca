"""Control tags that ask about the task as a whole, or about each region."""

from collections.abc import Callable, Mapping

from labelfield.labeling.attributes import Attributes
from labelfield.labeling.condition_tags import parse_asked
from labelfield.labeling.conditions import Condition
from labelfield.labeling.config import (
    Bucket,
    Choice,
    Choices,
    Control,
    Node,
    Number,
    Pairwise,
    Ranker,
    Rating,
    Taxonomy,
    TextArea,
)
from labelfield.labeling.errors import ConfigTooLarge, InvalidAttribute, InvalidStructure
from labelfield.labeling.structure import refuse_children, refuse_repeated, unknown_tag
from labelfield.labeling.xml_tree import Element

MAX_CHOICES = 1000
MAX_TEXTS = 20
MAX_RATING = 20

_STYLE = "style className requiredMessage "

Around = tuple[Condition, ...]


def parse_choices(element: Element, around: Around) -> Choices:
    """Return a question with one answer out of several, or with several."""
    attributes = Attributes(element)
    control = Choices(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        choices=tuple(parse_choice(child, "Choice") for child in element.children),
        show_inline=any([attributes.flag("showInLine"), attributes.flag("showInline")]),
        multiple=attributes.one_of("choice", ("single", "single-radio", "multiple"), "single")
        == "multiple",
        asked=parse_asked(attributes, element, around),
    )
    attributes.finish(dropped=_STYLE + "layout")
    check_labels("Choices", control.name, control.choices, element.line)
    if len(control.choices) < 2:
        count = len(control.choices)
        problem = f"Choices {control.name!r} has {count}, expected at least 2"
        raise InvalidStructure(problem, element.line)
    return control


def parse_choice(element: Element, tag: str) -> Choice:
    """Return one choice or label."""
    if element.tag != tag:
        raise unknown_tag(element, (tag,))
    attributes = Attributes(element)
    choice = Choice(
        value=attributes.text("value"),
        alias=attributes.text("alias") if attributes.has("alias") else None,
        hotkey=attributes.text("hotkey") if attributes.has("hotkey") else None,
        color=attributes.color("background") if tag == "Label" else None,
    )
    attributes.finish(
        dropped="background color hint style className size maxUsages showalias aliasStyle"
    )
    refuse_children(element)
    return choice


def check_labels(tag: str, name: str, labels: tuple[Choice, ...], line: int) -> None:
    """Refuse too many choices, and any two that could be mistaken for each other."""
    if len(labels) > MAX_CHOICES:
        raise ConfigTooLarge(f"{tag} {name!r} has {len(labels)}, at most {MAX_CHOICES}", line)
    refuse_repeated("choice", (choice.label for choice in labels), line)
    refuse_repeated("choice shown as", (choice.value for choice in labels), line)
    refuse_repeated("hotkey", (key for choice in labels if (key := choice.hotkey)), line)


def _parse_taxonomy(element: Element, around: Around) -> Taxonomy:
    attributes = Attributes(element)
    most = attributes.whole("maxUsages", 0, MAX_CHOICES, 0)
    control = Taxonomy(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        nodes=_nodes(element),
        leafs_only=attributes.flag("leafsOnly"),
        most=most or None,
        asked=parse_asked(attributes, element, around),
    )
    attributes.finish(
        dropped=_STYLE + "showFullPath pathSeparator placeholder minWidth maxWidth dropdownWidth"
    )
    if not control.nodes:
        raise InvalidStructure(f"Taxonomy {control.name!r} holds no Choice", element.line)
    return control


def _nodes(parent: Element) -> tuple[Node, ...]:
    if len(parent.children) > MAX_CHOICES:
        count = len(parent.children)
        raise ConfigTooLarge(f"a level of Taxonomy has {count}, at most {MAX_CHOICES}", parent.line)
    nodes = tuple(_node(child) for child in parent.children)
    refuse_repeated("choice", (node.label for node in nodes), parent.line)
    return nodes


def _node(element: Element) -> Node:
    if element.tag != "Choice":
        raise unknown_tag(element, ("Choice",))
    attributes = Attributes(element)
    alias = attributes.text("alias") if attributes.has("alias") else None
    node = Node(attributes.text("value"), alias, _nodes(element))
    attributes.finish(dropped="hint color background hotkey")
    return node


def _parse_text_area(element: Element, around: Around) -> TextArea:
    attributes = Attributes(element)
    control = TextArea(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        most=attributes.whole("maxSubmissions", 1, MAX_TEXTS, 1),
        rows=attributes.whole("rows", 1, 40, 3),
        placeholder=attributes.optional("placeholder"),
        asked=parse_asked(attributes, element, around),
    )
    attributes.finish(
        dropped=_STYLE + "label transcription displayMode editable skipDuplicates showSubmitButton"
    )
    refuse_children(element)
    return control


def _parse_number(element: Element, around: Around) -> Number:
    attributes = Attributes(element)
    control = Number(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        minimum=attributes.number("min"),
        maximum=attributes.number("max"),
        step=attributes.number("step"),
        asked=parse_asked(attributes, element, around),
    )
    attributes.finish(dropped=_STYLE + "hotkey slider")
    refuse_children(element)
    low, high, step = control.minimum, control.maximum, control.step
    if low is not None and high is not None and low >= high:
        problem = f"Number min={low:g} is not below max={high:g}"
        raise InvalidAttribute(problem, element.line)
    if step is not None and step <= 0:
        raise InvalidAttribute(f"Number step={step:g}: expected more than 0", element.line)
    return control


def _parse_rating(element: Element, around: Around) -> Rating:
    attributes = Attributes(element)
    control = Rating(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        most=attributes.whole("maxRating", 2, MAX_RATING, 5),
        asked=parse_asked(attributes, element, around),
    )
    attributes.finish(dropped=_STYLE + "icon size hotkey")
    refuse_children(element)
    return control


def _parse_pairwise(element: Element, around: Around) -> Pairwise:
    attributes = Attributes(element)
    name = attributes.name("name")
    sides = attributes.texts("toName")
    if len(sides) != 2 or sides[0] == sides[1]:
        problem = "Pairwise toName: expected the names of two objects, such as toName='a,b'"
        raise InvalidAttribute(problem, element.line)
    control = Pairwise(name, *sides, parse_asked(attributes, element, around))
    if control.asked.per_region:
        raise InvalidAttribute("Pairwise cannot be perRegion", element.line)
    attributes.finish(dropped=_STYLE + "selectionStyle leftClass rightClass")
    refuse_children(element)
    return control


def _parse_ranker(element: Element, around: Around) -> Ranker:
    attributes = Attributes(element)
    control = Ranker(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        buckets=tuple(_bucket(child) for child in element.children),
        asked=parse_asked(attributes, element, around),
    )
    if control.asked.per_region:
        raise InvalidAttribute("Ranker cannot be perRegion", element.line)
    attributes.finish(dropped=_STYLE)
    refuse_repeated("bucket", (bucket.name for bucket in control.buckets), element.line)
    return control


def _bucket(element: Element) -> Bucket:
    if element.tag != "Bucket":
        raise unknown_tag(element, ("Bucket",))
    attributes = Attributes(element)
    bucket = Bucket(attributes.name("name"), attributes.optional("title"))
    attributes.finish(dropped="default color")
    refuse_children(element)
    return bucket


QUESTIONS: Mapping[str, Callable[[Element, Around], Control]] = {
    "Choices": parse_choices,
    "Taxonomy": _parse_taxonomy,
    "TextArea": _parse_text_area,
    "Number": _parse_number,
    "Rating": _parse_rating,
    "Pairwise": _parse_pairwise,
    "Ranker": _parse_ranker,
}
