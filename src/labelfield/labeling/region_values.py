"""What regions may say: shapes in percent of the picture, spans of text, stretches of sound."""

from collections.abc import Callable, Mapping
from typing import cast

from labelfield.labeling.brush import LARGEST_SIDE, MOST_BYTES, MOST_PIXELS, check_mask
from labelfield.labeling.config import ObjectTag, Regions
from labelfield.labeling.errors import InvalidAnswer
from labelfield.labeling.question_values import LONGEST_TEXT
from labelfield.labeling.reading import array, distinct, exact_object, expect, number, text, whole
from labelfield.protocol.canonical import Json

MOST_POINTS = 2000
MOST_KEYFRAMES = 20_000
LONGEST_S = 1_000_000.0
LARGEST_OFFSET = 2**31
_ROUNDING = 1e-6
"""How far beyond the edge the sum of two coordinates may lie."""

_PICTURE = ("original_width", "original_height", "image_rotation")

Said = dict[str, Json]


def item_keys(shown: ObjectTag) -> tuple[str, ...]:
    """Return what a region's item says of the object, beside its value."""
    return {"image": _PICTURE, "audio": ("original_length",)}.get(shown.kind, ())


def check_region(control: Regions, shown: ObjectTag, item: Said, where: str) -> list[str]:
    """Refuse a region that `control` cannot make; return its labels."""
    _check_object(shown, item, where)
    keys, check = _SHAPES[shape_of(control, shown)]
    labels_key = () if control.labels_key is None else (control.labels_key,)
    value = exact_object(item["value"], (*keys, *labels_key), f"{where}.value")
    check(value, item, f"{where}.value")
    if control.labels_key is None:
        return []
    known = [label.label for label in control.labels]
    most = len(known) if control.multiple else 1
    return distinct(value[control.labels_key], known, f"{where}.value.{control.labels_key}", most)


def _check_object(shown: ObjectTag, item: Said, where: str) -> None:
    if shown.kind == "image":
        width = whole(item["original_width"], f"{where}.original_width", 1, LARGEST_SIDE)
        height = whole(item["original_height"], f"{where}.original_height", 1, LARGEST_SIDE)
        if width * height > MOST_PIXELS:
            found = f"{width} × {height}"
            raise InvalidAnswer(where, f"a picture of up to {MOST_PIXELS} pixels", found)
        expect(f"{where}.image_rotation", 0, item["image_rotation"])
    if shown.kind == "audio":
        number(item["original_length"], f"{where}.original_length", 0.001, LONGEST_S)


def _check_rectangle(value: Said, _: Said, where: str) -> None:
    x, y, width, height = (
        number(value[key], f"{where}.{key}", 0, 100) for key in ("x", "y", "width", "height")
    )
    turn = number(value["rotation"], f"{where}.rotation", 0, 360)
    if not (width and height):
        raise InvalidAnswer(where, "a width and height above 0", f"{width:g} × {height:g}")
    if turn == 0 and max(x + width, y + height) > 100 + _ROUNDING:
        raise InvalidAnswer(where, "an end within 100", f"{x + width:g}, {y + height:g}")


def _check_ellipse(value: Said, _: Said, where: str) -> None:
    for key in ("x", "y"):
        number(value[key], f"{where}.{key}", 0, 100)
    for key in ("radiusX", "radiusY"):
        if not number(value[key], f"{where}.{key}", 0, 50):
            raise InvalidAnswer(f"{where}.{key}", "more than 0", "0")
    number(value["rotation"], f"{where}.rotation", 0, 360)


def _check_polygon(value: Said, _: Said, where: str) -> None:
    expect(f"{where}.closed", True, value["closed"])
    for place, point in enumerate(array(value["points"], f"{where}.points", 3, MOST_POINTS)):
        for axis, one in enumerate(array(point, f"{where}.points[{place}]", 2, 2)):
            number(one, f"{where}.points[{place}][{axis}]", 0, 100)


def _check_keypoint(value: Said, _: Said, where: str) -> None:
    for key in ("x", "y"):
        number(value[key], f"{where}.{key}", 0, 100)
    if not number(value["width"], f"{where}.width", 0, 100):
        raise InvalidAnswer(f"{where}.width", "more than 0", "0")


def _check_brush(value: Said, item: Said, where: str) -> None:
    expect(f"{where}.format", "rle", value["format"])
    rle = array(value["rle"], f"{where}.rle", 1, MOST_BYTES)
    for place, one in enumerate(rle):
        if type(one) is not int or not 0 <= one <= 255:
            whole(one, f"{where}.rle[{place}]", 0, 255)
    width, height = cast("int", item["original_width"]), cast("int", item["original_height"])
    check_mask(cast("list[int]", rle), width, height, f"{where}.rle")


def _check_span(value: Said, _: Said, where: str) -> None:
    start = whole(value["start"], f"{where}.start", 0, LARGEST_OFFSET)
    whole(value["end"], f"{where}.end", start + 1, LARGEST_OFFSET)
    text(value["text"], f"{where}.text", LONGEST_TEXT)


def _check_hypertext(value: Said, _: Said, where: str) -> None:
    for key in ("start", "end"):
        text(value[key], f"{where}.{key}", 1000)
    for key in ("startOffset", "endOffset"):
        whole(value[key], f"{where}.{key}", 0, LARGEST_OFFSET)
    offsets = exact_object(value["globalOffsets"], ("start", "end"), f"{where}.globalOffsets")
    start = whole(offsets["start"], f"{where}.globalOffsets.start", 0, LARGEST_OFFSET)
    whole(offsets["end"], f"{where}.globalOffsets.end", start + 1, LARGEST_OFFSET)
    text(value["text"], f"{where}.text", LONGEST_TEXT)


def _check_paragraphs(value: Said, _: Said, where: str) -> None:
    places = [_paragraph(value[key], f"{where}.{key}") for key in ("start", "end")]
    offsets = [
        whole(value[key], f"{where}.{key}", 0, LARGEST_OFFSET)
        for key in ("startOffset", "endOffset")
    ]
    if (places[0], offsets[0]) >= (places[1], offsets[1]):
        raise InvalidAnswer(where, "an end after the start", f"{places}, {offsets}")
    text(value["text"], f"{where}.text", LONGEST_TEXT)


def _paragraph(value: Json, where: str) -> int:
    if (
        not isinstance(value, str)
        or not value.isdecimal()
        or len(value) > 6
        or str(int(value)) != value
    ):
        raise InvalidAnswer(where, "the paragraph's number as text, such as '0'", f"{value!r:.80}")
    return int(value)


def _check_segment(value: Said, item: Said, where: str) -> None:
    length = cast("float", item["original_length"])
    start = number(value["start"], f"{where}.start", 0, length)
    if number(value["end"], f"{where}.end", start, length) == start:
        raise InvalidAnswer(f"{where}.end", f"more than {start:g}", f"{start:g}")
    whole(value["channel"], f"{where}.channel", 0, 63)


def _check_track(value: Said, _: Said, where: str) -> None:
    frames = whole(value["framesCount"], f"{where}.framesCount", 1, LARGEST_OFFSET)
    duration = number(value["duration"], f"{where}.duration", 0.001, LONGEST_S)
    before = 0
    keys = ("frame", "time", "enabled", "x", "y", "width", "height", "rotation")
    for place, one in enumerate(array(value["sequence"], f"{where}.sequence", 1, MOST_KEYFRAMES)):
        at = f"{where}.sequence[{place}]"
        keyframe = exact_object(one, keys, at)
        before = whole(keyframe["frame"], f"{at}.frame", before + 1, frames)
        number(keyframe["time"], f"{at}.time", 0, duration)
        if not isinstance(keyframe["enabled"], bool):
            raise InvalidAnswer(f"{at}.enabled", "true or false", f"{keyframe['enabled']!r:.80}")
        _check_rectangle(keyframe, {}, at)


_KINDS: Mapping[str, str] = {
    "text": "span",
    "hypertext": "hypertext",
    "HyperText": "hypertext",
    "Paragraph": "paragraphs",
    "audio": "segment",
    "VideoRectangle": "track",
    "Rectangle": "rectangle",
    "Ellipse": "ellipse",
    "Polygon": "polygon",
    "KeyPoint": "keypoint",
    "Brush": "brush",
}
"""What a tag marks; for plain Labels the object says it."""

_SHAPES: Mapping[str, tuple[tuple[str, ...], Callable[[Said, Said, str], None]]] = {
    "rectangle": (("x", "y", "width", "height", "rotation"), _check_rectangle),
    "ellipse": (("x", "y", "radiusX", "radiusY", "rotation"), _check_ellipse),
    "polygon": (("points", "closed"), _check_polygon),
    "keypoint": (("x", "y", "width"), _check_keypoint),
    "brush": (("format", "rle"), _check_brush),
    "span": (("start", "end", "text"), _check_span),
    "hypertext": (
        ("start", "end", "startOffset", "endOffset", "globalOffsets", "text"),
        _check_hypertext,
    ),
    "paragraphs": (("start", "end", "startOffset", "endOffset", "text"), _check_paragraphs),
    "segment": (("start", "end", "channel"), _check_segment),
    "track": (("framesCount", "duration", "sequence"), _check_track),
}


def shape_of(control: Regions, shown: ObjectTag) -> str:
    """Return what a region of `control` is: rectangle, polygon, span, segment, track …"""
    return _KINDS[control.tag.removesuffix("Labels") or shown.kind]
