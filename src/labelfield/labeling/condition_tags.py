"""The attributes that say when a control is asked."""

from labelfield.labeling.attributes import Attributes
from labelfield.labeling.conditions import WHEN, Asked, Condition, When
from labelfield.labeling.errors import InvalidAttribute
from labelfield.labeling.xml_tree import Element

_LOOKS_AT = ("whenTagName", "whenLabelValue", "whenChoiceValue")


def parse_condition(attributes: Attributes, element: Element) -> tuple[Condition, ...]:
    """Return the condition that a View or control states, or none."""
    if not attributes.has("visibleWhen"):
        return ()
    when: When = attributes.one_of("visibleWhen", WHEN, "")  # type: ignore[assignment]
    return (_looked_at(attributes, when, element),)


def parse_asked(
    attributes: Attributes, element: Element, around: tuple[Condition, ...], required: str = "true"
) -> Asked:
    """Return when a control is asked; `around` are the conditions of the Views that hold it."""
    per_region = attributes.flag("perRegion")
    conditions = around + parse_condition(attributes, element)
    if per_region and not attributes.has("visibleWhen"):
        conditions += _regions_meant(attributes, element)
    return Asked(attributes.flag("required", required), per_region, conditions)


def _regions_meant(attributes: Attributes, element: Element) -> tuple[Condition, ...]:
    """Read `whenTagName` and its like, which choose regions even without `visibleWhen`."""
    if not any(attributes.has(name) for name in _LOOKS_AT):
        return ()
    when: When = "choice-selected" if attributes.has("whenChoiceValue") else "region-selected"
    return (_looked_at(attributes, when, element),)


def _looked_at(attributes: Attributes, when: When, element: Element) -> Condition:
    tag = attributes.optional("whenTagName")
    if not when.startswith("choice"):
        return Condition(when, tag, attributes.texts("whenLabelValue"))
    if tag is None:
        problem = f"visibleWhen={when!r} needs whenTagName, the name of a Choices or Taxonomy"
        raise InvalidAttribute(f"{element.tag} {problem}", element.line)
    return Condition(when, tag, attributes.texts("whenChoiceValue"))
