"""Regions of other formats as Label Studio results, for whichever control can hold them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.formats.errors import InvalidField, MissingField, Place
from labelfield.labeling.config import LabelingConfig, ObjectTag, Regions
from labelfield.labeling.region_values import shape_of

Points = Sequence[tuple[float, float]]
_DIGITS = 4
"""Of percentages: a hundredth of a pixel on a picture of ten thousand."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that regions lie on."""

    config: LabelingConfig
    shown: ObjectTag
    width: int
    height: int
    place: Place


def picture_object(config: LabelingConfig, file: str) -> ObjectTag:
    """Return the one image that a config shows; raise MissingField for others."""
    match config.objects:
        case (ObjectTag(kind="image") as shown,):
            return shown
    fix = "use a config with one Image and RectangleLabels, PolygonLabels or their like"
    raise MissingField(Place(file), "the labeling config shows other than one image", fix)


def control_for(config: LabelingConfig, shapes: Sequence[str], place: Place) -> Regions:
    """Return the control that can hold the first of these shapes; raise MissingField if none."""
    objects = {shown.name: shown for shown in config.objects}
    for shape in shapes:
        for control in config.controls:
            if isinstance(control, Regions) and shape == shape_of(
                control, objects[control.to_name]
            ):
                return control
    fix = "add RectangleLabels, PolygonLabels, BrushLabels or KeyPointLabels to the config"
    raise MissingField(place, f"nothing in the config can hold a {' or '.join(shapes)}", fix)


def region(
    picture: Picture, control: Regions, number: int, label: str, value: dict[str, Any]
) -> dict[str, Any]:
    """Return a region's item; raise InvalidField for a label that the control does not have."""
    known = [one.label for one in control.labels]
    if known and label not in known:
        fix = f"add it to {control.name!r} in the config, which has {', '.join(known):.200}"
        raise InvalidField(picture.place, f"class {label!r:.60} is not in the config", fix, "class")
    if control.labels_key:
        value = {**value, control.labels_key: [label]}
    return {
        "id": f"p{number}",
        "from_name": control.name,
        "to_name": control.to_name,
        "type": control.type,
        "original_width": picture.width,
        "original_height": picture.height,
        "image_rotation": 0,
        "value": value,
    }


def rectangle(picture: Picture, x: float, y: float, width: float, height: float) -> dict[str, Any]:
    """Return an upright box, given in pixels, cut at the picture's edges."""
    left, top = _percent(x, picture.width), _percent(y, picture.height)
    right, low = _percent(x + width, picture.width), _percent(y + height, picture.height)
    return {
        "x": left,
        "y": top,
        "width": round(right - left, _DIGITS),
        "height": round(low - top, _DIGITS),
        "rotation": 0,
    }


def turned_rectangle(picture: Picture, corners: Points) -> dict[str, Any]:
    """Return a box by its four corners in pixels; upright where it stands upright."""
    (x0, y0), (x1, y1), _, (x3, y3) = corners
    turn = round(math.degrees(math.atan2(y1 - y0, x1 - x0)) % 360, _DIGITS) % 360
    if turn == 0:
        return rectangle(picture, x0, y0, x1 - x0, y3 - y0)
    return {
        "x": _percent(x0, picture.width),
        "y": _percent(y0, picture.height),
        "width": round(math.hypot(x1 - x0, y1 - y0) * 100 / picture.width, _DIGITS),
        "height": round(math.hypot(x3 - x0, y3 - y0) * 100 / picture.height, _DIGITS),
        "rotation": turn,
    }


def polygon(picture: Picture, points: Points) -> dict[str, Any]:
    """Return an outline, given in pixels."""
    return {
        "points": [[_percent(x, picture.width), _percent(y, picture.height)] for x, y in points],
        "closed": True,
    }


def keypoint(picture: Picture, x: float, y: float) -> dict[str, Any]:
    """Return a point, given in pixels."""
    return {"x": _percent(x, picture.width), "y": _percent(y, picture.height), "width": 1}


def _percent(pixels: float, side: int) -> float:
    return min(max(round(pixels * 100 / side, _DIGITS), 0.0), 100.0)
