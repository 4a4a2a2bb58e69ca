"""Refusals that concern how tags stand together."""

from collections.abc import Iterable

from labelfield.labeling.errors import InvalidStructure, UnknownTag
from labelfield.labeling.xml_tree import Element


def refuse_repeated(what: str, found: Iterable[str], line: int) -> None:
    """Raise InvalidStructure for the first text that stands twice."""
    seen: set[str] = set()
    for item in found:
        if item in seen:
            raise InvalidStructure(f"{what} {item!r:.60} stands twice", line)
        seen.add(item)


def refuse_children(element: Element) -> None:
    """Raise InvalidStructure if a tag stands inside `element`."""
    for child in element.children:
        raise InvalidStructure(f"{element.tag} cannot hold {child.tag!r:.60}", child.line)


def unknown_tag(element: Element, supported: Iterable[str]) -> UnknownTag:
    """Return the refusal of a tag where only the `supported` ones may stand."""
    expected = ", ".join(supported)
    problem = f"tag {element.tag!r:.60} is not supported here: {expected}"
    return UnknownTag(problem, element.line, element.tag[:60])
