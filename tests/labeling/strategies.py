"""Configs with every tag, and answers that are valid under them."""

import string
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from labelfield.labeling.asking import Heard, is_asked
from labelfield.labeling.conditions import Asked, Condition
from labelfield.labeling.config import (
    Bucket,
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
)
from labelfield.labeling.region_values import item_keys, shape_of

words = st.text(string.ascii_letters + "äß中é", min_size=1, max_size=8)
labels = st.lists(words, min_size=2, max_size=4, unique=True).map(
    lambda found: tuple(Choice(word) for word in found)
)
percents = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 4))
colors = st.sampled_from([None, "red", "#a1b2c3"])

MARKED = {
    "image": ("RectangleLabels", "Rectangle", "EllipseLabels", "Ellipse", "PolygonLabels",
              "Polygon", "KeyPointLabels", "KeyPoint", "BrushLabels", "Brush"),
    "text": ("Labels",),
    "hypertext": ("HyperTextLabels", "Labels"),
    "audio": ("Labels",),
    "video": ("VideoRectangle",),
    "paragraphs": ("ParagraphLabels",),
    "chat": (),
    "list": (),
}  # fmt: skip


@st.composite
def configs(draw: st.DrawFn) -> LabelingConfig:
    kinds = draw(st.lists(st.sampled_from(sorted(MARKED)), min_size=1, max_size=3))
    objects = tuple(
        ObjectTag(
            f"o{place}",
            kind,
            f"f{place}",
            title=draw(st.none() | words) if kind == "list" else None,
            name_key=draw(words) if kind == "paragraphs" else "author",
            frame_rate=draw(st.sampled_from([25.0, 29.97])) if kind == "video" else 25.0,
        )
        for place, kind in enumerate(kinds)
    )
    marks = [draw(_regions(shown, f"r{shown.name}")) for shown in objects if MARKED[shown.kind]]
    marks = [mark for mark in marks if draw(st.booleans())]
    asks = [draw(_question(objects, f"q{place}")) for place in range(draw(st.integers(0, 3)))]
    if not marks and not asks:
        asks = [Choices("only", "o0", draw(labels))]
    controls = _with_conditions(draw, tuple(marks), asks)
    if len(controls) == 1:
        controls = tuple(
            replace(control, asked=replace(control.asked, title=None)) for control in controls
        )
    relations = draw(st.none() | st.just(()) | st.just(("is", "of"))) if marks else None
    return LabelingConfig(
        objects, controls, draw(st.sampled_from([(), ("Look", "here")])), relations
    )


def _with_conditions(
    draw: st.DrawFn, marks: tuple[Regions, ...], asks: list[Control]
) -> tuple[Control, ...]:
    done: list[Control] = list(marks)
    for ask in asks:
        of_task = [c for c in done if isinstance(c, Choices) and not c.asked.per_region]
        own = [mark for mark in marks if mark.to_name == ask.to_name]
        may_be_of_regions = bool(own) and not isinstance(ask, Pairwise | Ranker)
        conditions: tuple[Condition, ...] = ()
        if of_task and draw(st.booleans()):
            seen = draw(st.sampled_from(of_task))
            value = draw(st.sampled_from([(), (seen.choices[0].label,)]))
            when = draw(st.sampled_from(["choice-selected", "choice-unselected"]))
            conditions += (Condition(when, seen.name, value),)
        if own and draw(st.booleans()):
            value = draw(st.sampled_from([(), *[(label.label,) for label in own[0].labels]]))
            conditions += (Condition("region-selected", own[0].name, value),)
        asked = Asked(
            required=draw(st.booleans()),
            per_region=may_be_of_regions and draw(st.booleans()),
            conditions=conditions,
            title=draw(st.sampled_from([None, "Say why"])),
        )
        done.append(replace(ask, asked=asked))
    return tuple(done)


@st.composite
def _regions(draw: st.DrawFn, shown: ObjectTag, name: str) -> Regions:
    tag = draw(st.sampled_from(MARKED[shown.kind]))
    known: tuple[Choice, ...] = ()
    if tag.endswith("Labels"):
        known = tuple(replace(label, color=draw(colors)) for label in draw(labels))
    named = None
    if tag == "VideoRectangle" and draw(st.booleans()):
        known, named = draw(labels), f"l{name}"
    multiple = bool(known) and draw(st.booleans())
    return Regions(name, shown.name, tag, known, multiple, named)  # type: ignore[arg-type]


@st.composite
def _question(draw: st.DrawFn, objects: tuple[ObjectTag, ...], name: str) -> Control:
    shown = draw(st.sampled_from(objects))
    kinds = [Choices, Taxonomy, TextArea, Number, Rating]
    kinds += [Pairwise] if len(objects) > 1 else []
    kinds += [Ranker] if shown.kind == "list" else []
    kind = draw(st.sampled_from(kinds))
    at = (name, shown.name)
    if kind is Choices:
        return Choices(*at, draw(labels), multiple=draw(st.booleans()))
    if kind is Taxonomy:
        leafs = tuple(Node(label.value, f"a{label.value}") for label in draw(labels))
        nodes = (Node("root", None, leafs), Node("other"))
        return Taxonomy(*at, nodes, draw(st.booleans()), draw(st.sampled_from([None, 2])))
    if kind is TextArea:
        return TextArea(*at, draw(st.integers(1, 3)), 4, draw(st.none() | words))
    if kind is Number:
        return Number(*at, -1.5, 10.0, draw(st.sampled_from([None, 0.5])))
    if kind is Rating:
        return Rating(*at, draw(st.integers(2, 9)))
    if kind is Ranker:
        return Ranker(*at, draw(st.sampled_from([(), (Bucket("a"), Bucket("b", "B"))])))
    right = draw(st.sampled_from([other.name for other in objects if other is not shown]))
    return Pairwise(*at, right)


@st.composite
def answers(draw: st.DrawFn, config: LabelingConfig) -> list[Any]:
    """Return an answer that says something for all that is asked."""
    items: list[dict[str, Any]] = []
    read = Heard()
    for control in config.controls:
        base = {"from_name": control.name, "to_name": control.to_name}
        if isinstance(control, Regions):
            least = 1 if control.asked.required else 0
            for place in range(draw(st.integers(least, 3)) if is_asked(control, read, None) else 0):
                item = base | {"id": f"{control.name}-{place}", "type": control.type}
                item |= draw(_region(config, control))
                read.regions[item["id"]] = (control, item["value"].get(control.labels_key, []))
                items.append(item)
            continue
        about = [None] if not control.asked.per_region else [
            key for key, (region, _) in read.regions.items() if region.to_name == control.to_name
        ]  # fmt: skip
        for one in about:
            if is_asked(control, read, one):
                value = draw(_value(control))
                read.said[control.name, one] = _choices_in(value)
                item = base | {"type": type(control).__name__.lower(), "value": value}
                items.append(item if one is None else item | {"id": one})
    known = list(read.regions)
    if config.relations is not None and len(known) > 1:
        said = list(config.relations[:1])
        items.append(
            {"type": "relation", "from_id": known[0], "to_id": known[1], "direction": "right",
             "labels": said}
        )  # fmt: skip
    return items


def _choices_in(value: dict[str, Any]) -> list[str]:
    return value.get("choices", []) or [path[-1] for path in value.get("taxonomy", [])]


@st.composite
def _value(draw: st.DrawFn, control: Control) -> dict[str, Any]:
    match control:
        case Choices(choices=known):
            most = len(known) if control.multiple else 1
            values = st.sampled_from([choice.label for choice in known])
            return {"choices": draw(st.lists(values, min_size=1, max_size=most, unique=True))}
        case Taxonomy(nodes=(root, other)):
            path = [root.label, root.children[0].label]
            return {"taxonomy": draw(st.sampled_from([[path], [[other.label]]]))}
        case TextArea(most=most):
            return {"text": draw(st.lists(words, min_size=1, max_size=most))}
        case Number(step=None):
            return {"number": draw(st.floats(-1.5, 10))}
        case Number():
            return {"number": draw(st.integers(0, 23)) / 2 - 1.5}
        case Rating(most=most):
            return {"rating": draw(st.integers(1, most))}
        case Pairwise():
            return {"selected": draw(st.sampled_from(["left", "right"]))}
        case Ranker(buckets=()):
            return {"ranker": {control.name: ["x", "y"]}}
        case Ranker():
            return {"ranker": {"a": ["x"], "b": []}}
    raise AssertionError(control)


@st.composite
def _region(draw: st.DrawFn, config: LabelingConfig, control: Regions) -> dict[str, Any]:
    (shown,) = (shown for shown in config.objects if shown.name == control.to_name)
    value = draw(SHAPES[shape_of(control, shown)])
    if control.labels_key:
        known = st.sampled_from([label.label for label in control.labels])
        most = len(control.labels) if control.multiple else 1
        value = value | {
            control.labels_key: draw(st.lists(known, min_size=1, max_size=most, unique=True))
        }
    facts = {"original_width": 4, "original_height": 2, "image_rotation": 0, "original_length": 9.5}
    return {key: facts[key] for key in item_keys(shown)} | {"value": value}


@st.composite
def _rectangle(draw: st.DrawFn) -> dict[str, Any]:
    x, y = draw(st.floats(0, 99)), draw(st.floats(0, 99))
    width, height = draw(st.floats(0.01, 100 - x)), draw(st.floats(0.01, 100 - y))
    turn = draw(st.sampled_from([0, 12.5, 359]))
    return {"x": x, "y": y, "width": width, "height": height, "rotation": turn}


@st.composite
def _track(draw: st.DrawFn) -> dict[str, Any]:
    frames = sorted(draw(st.sets(st.integers(1, 90), min_size=1, max_size=4)))
    sequence = [
        draw(_rectangle()) | {"frame": frame, "time": frame / 25, "enabled": draw(st.booleans())}
        for frame in frames
    ]
    return {"framesCount": 90, "duration": 3.6, "sequence": sequence}


SPAN = st.fixed_dictionaries({"start": st.integers(0, 5), "end": st.integers(6, 9), "text": words})
WHOLE_MASK = [0, 0, 0, 32, 57, 27, 254, 31, 255]
SHAPES: dict[str, Any] = {
    "rectangle": _rectangle(),
    "ellipse": st.fixed_dictionaries(
        {"x": percents, "y": percents, "radiusX": st.floats(0.1, 50), "radiusY": st.floats(0.1, 50),
         "rotation": st.just(0)}
    ),
    "polygon": st.fixed_dictionaries(
        {"points": st.lists(st.tuples(percents, percents).map(list), min_size=3, max_size=5),
         "closed": st.just(True)}
    ),
    "keypoint": st.fixed_dictionaries({"x": percents, "y": percents, "width": st.just(0.5)}),
    "brush": st.just({"format": "rle", "rle": WHOLE_MASK}),
    "span": SPAN,
    "hypertext": st.fixed_dictionaries(
        {"start": st.just("/p[1]/text()[1]"), "end": st.just("/p[1]/text()[1]"),
         "startOffset": st.just(0), "endOffset": st.just(3), "text": words,
         "globalOffsets": st.just({"start": 0, "end": 3})}
    ),
    "paragraphs": st.fixed_dictionaries(
        {"start": st.just("0"), "end": st.just("1"), "startOffset": st.integers(0, 3),
         "endOffset": st.integers(0, 3), "text": words}
    ),
    "segment": st.fixed_dictionaries(
        {"start": st.floats(0, 4), "end": st.floats(4.1, 9.5), "channel": st.just(0)}
    ),
    "track": _track(),
}  # fmt: skip
