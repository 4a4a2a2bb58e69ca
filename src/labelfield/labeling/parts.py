"""A labeling config as plain parts, which YAML and Python spell alike, on their way to tags.

Every part becomes the tag that Label Studio's XML would have, so that one parser says what is
allowed: nothing is checked twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from labelfield.labeling.errors import InvalidStructure
from labelfield.labeling.xml_tree import Element

Options: TypeAlias = "str | Sequence[Options] | Mapping[str, Options]"
"""What an option says: always texts, as attributes do, however deep."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something shown or asked."""

    kind: str
    """Like `text` or `choices`."""

    name: str
    options: Mapping[str, Options] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole config."""

    show: Sequence[Part]
    ask: Sequence[Part]
    headers: Sequence[str] = ()
    relations: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    tag: str
    child: str | None = None
    """The tag of each of the `options`."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """Which attribute an option becomes."""


SHOWN: Mapping[str, str] = {
    "text": "Text",
    "image": "Image",
    "hypertext": "HyperText",
    "audio": "Audio",
    "video": "Video",
    "paragraphs": "Paragraphs",
    "chat": "Chat",
    "list": "List",
}

_SHOWN_ATTRIBUTES = {
    "title": "title",
    "name_key": "nameKey",
    "text_key": "textKey",
    "frame_rate": "frameRate",
}

ASKED: Mapping[str, _Kind] = {
    "choices": _Kind("Choices", "Choice", {"inline": "showInline"}),
    "taxonomy": _Kind("Taxonomy", "Choice", {"leafs_only": "leafsOnly", "most": "maxUsages"}),
    "textarea": _Kind(
        "TextArea", None, {"most": "maxSubmissions", "rows": "rows", "placeholder": "placeholder"}
    ),
    "number": _Kind("Number", None, {"minimum": "min", "maximum": "max", "step": "step"}),
    "rating": _Kind("Rating", None, {"most": "maxRating"}),
    "pairwise": _Kind("Pairwise"),
    "ranker": _Kind("Ranker", "Bucket"),
    "boxes": _Kind("RectangleLabels", "Label"),
    "ellipses": _Kind("EllipseLabels", "Label"),
    "polygons": _Kind("PolygonLabels", "Label"),
    "keypoints": _Kind("KeyPointLabels", "Label"),
    "masks": _Kind("BrushLabels", "Label"),
    "spans": _Kind("Labels", "Label"),
    "segments": _Kind("Labels", "Label"),
    "tracks": _Kind("VideoRectangle", "Label"),
}

_COMMON = ("about", "title", "required", "per_region", "when", "is", "is_not")
_MANY = ("choices", "boxes", "ellipses", "polygons", "keypoints", "masks", "spans", "segments",
         "tracks")  # fmt: skip
"""Kinds that may let a labeler choose several options at once."""

_MARKS_OF = {"hypertext": "HyperTextLabels", "paragraphs": "ParagraphLabels"}


def tree_of(parts: Parts) -> Element:
    """Return the tags that `parts` stand for; raise InvalidConfig for options of no meaning."""
    root = Element("View", {}, 1)
    root.children += [Element("Header", {"value": text}, 1) for text in parts.headers]
    root.children += [_shown(part) for part in parts.show]
    for part in parts.ask:
        root.children += _asked(part, parts)
    if parts.relations is not None:
        labels = [Element("Relation", {"value": label}, 1) for label in parts.relations]
        root.children.append(Element("Relations", {}, 1, labels))
    return root


def _shown(part: Part) -> Element:
    if part.kind not in SHOWN:
        raise InvalidStructure(_unknown(f"{part.kind!r:.60} cannot be shown", SHOWN), part.line)
    _check_options(part, ("field", *_SHOWN_ATTRIBUTES))
    name, shown = part.name, _text(part, "field") or part.name
    found = {"name": name, "value": "$" + shown} | _renamed(part, _SHOWN_ATTRIBUTES)
    return Element(SHOWN[part.kind], found, part.line)


def _asked(part: Part, parts: Parts) -> list[Element]:
    if part.kind not in ASKED:
        raise InvalidStructure(_unknown(f"{part.kind!r:.60} cannot be asked", ASKED), part.line)
    kind = ASKED[part.kind]
    _check_options(part, _allowed(part.kind, kind))
    about = _about(part, parts)
    attributes = {"name": part.name, "toName": about}
    attributes |= _renamed(part, kind.attributes) | _condition(part, parts)
    attributes |= _renamed(part, {"required": "required", "per_region": "perRegion"})
    if part.kind in _MANY and "multiple" in part.options:
        attributes["choice"] = "multiple" if _text(part, "multiple") == "true" else "single"
    asked = Element(_tag(part, kind, about, parts), attributes, part.line)
    before = [Element("Header", {"value": _text(part, "title") or ""}, part.line)]
    before = before if "title" in part.options else []
    if part.kind == "tracks":
        return [*before, *_track(asked, part)]
    asked.children = _children(part, kind)
    return [*before, asked]


def _track(asked: Element, part: Part) -> list[Element]:
    """A video's boxes take their labels from a tag of its own."""
    attributes = {"name": f"{part.name}-labels", "toName": asked.attributes["toName"]}
    if "choice" in asked.attributes:
        attributes["choice"] = asked.attributes.pop("choice")
    return [Element("Labels", attributes, part.line, _children(part, ASKED["tracks"])), asked]


def _allowed(name: str, kind: _Kind) -> tuple[str, ...]:
    many = ("multiple",) if name in _MANY else ()
    sides = ("left", "right") if name == "pairwise" else ()
    options = ("options",) if kind.child else ()
    return (*options, *many, *sides, *kind.attributes, *_COMMON)


def _tag(part: Part, kind: _Kind, about: str, parts: Parts) -> str:
    shown = {shown.name: shown.kind for shown in parts.show}
    return _MARKS_OF.get(shown.get(about, ""), kind.tag) if part.kind == "spans" else kind.tag


def _about(part: Part, parts: Parts) -> str:
    if part.kind == "pairwise":
        return f"{_text(part, 'left') or ''},{_text(part, 'right') or ''}"
    named = _text(part, "about")
    if named is not None:
        return named
    if len(parts.show) != 1:
        names = ", ".join(shown.name for shown in parts.show)
        problem = f"{part.kind} {part.name!r:.60} needs `about`, one of {names:.200}"
        raise InvalidStructure(problem, part.line)
    return parts.show[0].name


def _condition(part: Part, parts: Parts) -> dict[str, str]:
    """What `when`, `is` and `is_not` say, as attributes."""
    tag = _text(part, "when")
    if tag is None:
        if "is" in part.options or "is_not" in part.options:
            problem = f"{part.kind} {part.name!r:.60}: `is` needs `when`, a question's name"
            raise InvalidStructure(problem, part.line)
        return {}
    marked = [asked.name for asked in parts.ask if asked.kind in ASKED and _marks(asked.kind)]
    marks = tag in marked
    unless = "is_not" in part.options
    when = "region-selected" if marks else "choice-unselected" if unless else "choice-selected"
    values = _texts(part, "is_not" if unless else "is")
    return {
        "visibleWhen": when,
        "whenTagName": tag,
        "whenLabelValue" if marks else "whenChoiceValue": ",".join(values),
    }


def _marks(kind: str) -> bool:
    return ASKED[kind].child == "Label"


def _children(part: Part, kind: _Kind) -> list[Element]:
    if kind.child is None:
        return []
    return [_child(option, kind.child, part) for option in _array(part, "options")]


def _child(option: Options, tag: str, part: Part) -> Element:
    key = "name" if tag == "Bucket" else "value"
    if isinstance(option, str):
        return Element(tag, {key: option}, part.line)
    if not isinstance(option, Mapping):
        raise InvalidStructure(f"{part.name!r:.60}: an option is a text or has a value", part.line)
    inner = option.get("options", ())
    if isinstance(inner, str | Mapping):
        raise InvalidStructure(f"{part.name!r:.60}: `options` is a list", part.line)
    attributes = {name: _said(value, part) for name, value in option.items() if name != "options"}
    if "color" in attributes:
        attributes["background"] = attributes.pop("color")
    return Element(tag, attributes, part.line, [_child(one, tag, part) for one in inner])


def _renamed(part: Part, names: Mapping[str, str]) -> dict[str, str]:
    return {names[key]: _said(part.options[key], part) for key in part.options if key in names}


def _text(part: Part, name: str) -> str | None:
    return _said(part.options[name], part) if name in part.options else None


def _said(value: Options, part: Part) -> str:
    if not isinstance(value, str):
        problem = f"{part.kind} {part.name!r:.60}: expected a text, found {value!r:.60}"
        raise InvalidStructure(problem, part.line)
    return value


def _array(part: Part, name: str) -> Sequence[Options]:
    found = part.options.get(name, ())
    if isinstance(found, str | Mapping):
        raise InvalidStructure(f"{part.kind} {part.name!r:.60}: `{name}` is a list", part.line)
    return found


def _texts(part: Part, name: str) -> list[str]:
    found = part.options.get(name, ())
    return [_said(one, part) for one in ([found] if isinstance(found, str) else found)]


def _check_options(part: Part, allowed: Sequence[str]) -> None:
    for name in part.options:
        if name not in allowed:
            problem = f"{part.kind} {part.name!r:.60} has no option {name!r:.60}"
            raise InvalidStructure(_unknown(problem, allowed), part.line)


def _unknown(problem: str, known: Sequence[str] | Mapping[str, object]) -> str:
    return f"{problem}: expected one of {', '.join(known)}"
