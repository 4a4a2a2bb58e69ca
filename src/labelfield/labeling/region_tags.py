"""Control tags with which labelers mark parts of an object, and relations between the parts."""

from collections.abc import Mapping

from labelfield.labeling.attributes import Attributes
from labelfield.labeling.condition_tags import parse_asked
from labelfield.labeling.conditions import Condition
from labelfield.labeling.config import REGION_TAGS, ObjectKind, ObjectTag, Regions
from labelfield.labeling.errors import InvalidAttribute, InvalidStructure
from labelfield.labeling.question_tags import check_labels, parse_choice
from labelfield.labeling.structure import refuse_children, refuse_repeated, unknown_tag
from labelfield.labeling.xml_tree import Element

ON: Mapping[str, tuple[ObjectKind, ...]] = {
    "Labels": ("text", "hypertext", "audio", "video"),
    "HyperTextLabels": ("hypertext",),
    "ParagraphLabels": ("paragraphs",),
    "VideoRectangle": ("video",),
}
"""Which objects a tag marks; all others mark images."""

_DECORATION = (
    "style className strokeWidth strokeColor opacity fillColor fillOpacity canRotate snap smart "
    "showInline maxUsages pointSize pointStyle size maskOpacity selectionEnabled smartOnly "
    "allowEmpty requiredMessage"
)


def parse_regions(element: Element, around: tuple[Condition, ...]) -> Regions:
    """Return what can be marked with a tag, and the labels there are for it."""
    attributes = Attributes(element)
    (tag,) = (tag for tag in REGION_TAGS if tag == element.tag)
    control = Regions(
        name=attributes.name("name"),
        to_name=attributes.name("toName"),
        tag=tag,
        labels=tuple(parse_choice(child, "Label") for child in element.children),
        multiple=attributes.one_of("choice", ("single", "multiple"), "single") == "multiple",
        asked=parse_asked(attributes, element, around, required="false"),
    )
    if control.asked.per_region:
        raise InvalidAttribute(f"{tag} cannot be perRegion", element.line)
    attributes.finish(dropped=_DECORATION)
    check_labels(tag, control.name, control.labels, element.line)
    if tag.endswith("Labels") and not control.labels:
        raise InvalidStructure(f"{tag} {control.name!r} holds no Label", element.line)
    if not tag.endswith("Labels"):
        refuse_children(element)
    return control


def parse_relations(element: Element) -> tuple[str, ...]:
    """Return the labels that relations may bear."""
    labels = []
    for child in element.children:
        if child.tag != "Relation":
            raise unknown_tag(child, ("Relation",))
        attributes = Attributes(child)
        labels.append(attributes.text("value"))
        attributes.finish(dropped="background")
        refuse_children(child)
    refuse_repeated("relation", labels, element.line)
    attributes = Attributes(element)
    attributes.finish(dropped="name choice")
    return tuple(labels)


def check_marks(control: Regions, shown: ObjectTag, line: int) -> None:
    """Refuse a tag that cannot mark the object it refers to."""
    allowed = ON.get(control.tag, ("image",))
    if shown.kind not in allowed:
        fix = ": use RectangleLabels, PolygonLabels …" if control.tag == "Labels" else ""
        problem = f"{control.tag} marks {' or '.join(allowed)}, not {shown.kind}{fix}"
        raise InvalidStructure(f"{problem} (toName {control.to_name!r:.60})", line)
