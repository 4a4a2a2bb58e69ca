"""Regions of results in pixels: boxes, corners, outlines, masks; Label Studio counts in percent."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labelfield.formats.exports.items import Item
from labelfield.formats.exports.masks import mask_box, mask_of
from labelfield.labeling.config import LabelingConfig, Regions
from labelfield.labeling.region_values import shape_of

Point = tuple[float, float]
ELLIPSE_POINTS = 36
"""Corners of the polygon that stands for an ellipse."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region of a picture."""

    label: str
    """The control's name where regions bear no label."""

    control: str
    shape: str
    value: dict[str, Any]
    width: int
    height: int
    """Of the picture, in pixels."""


def regions_of(item: Item, config: LabelingConfig) -> Iterator[Region]:
    """Yield the regions of an item's consensus that lie on a picture, once for each label."""
    controls = {c.name: c for c in config.controls if isinstance(c, Regions)}
    shown = {shown.name: shown for shown in config.objects}
    for said in item.result:
        control = controls.get(said.get("from_name", ""))
        if control is None or shown[control.to_name].kind != "image":
            continue
        shape = shape_of(control, shown[control.to_name])
        labels = said["value"].get(control.labels_key) or [control.name]
        for label in labels:
            yield Region(label, control.name, shape, said["value"],
                         said["original_width"], said["original_height"])  # fmt: skip


def labels_of(config: LabelingConfig, shapes: tuple[str, ...]) -> list[str]:
    """Return the labels that regions of these shapes may bear, in the config's order."""
    found: dict[str, None] = {}
    objects = {shown.name: shown for shown in config.objects}
    for control in config.controls:
        if not isinstance(control, Regions) or objects[control.to_name].kind != "image":
            continue
        if shape_of(control, objects[control.to_name]) in shapes:
            found |= dict.fromkeys([one.label for one in control.labels] or [control.name])
    return list(found)


def corners(region: Region) -> list[Point]:
    """Return the corners of a rectangle, turned about its first one, in pixels."""
    value = region.value
    x, y = value["x"] * region.width / 100, value["y"] * region.height / 100
    w, h = value["width"] * region.width / 100, value["height"] * region.height / 100
    turn = math.radians(value.get("rotation", 0))
    cos, sin = math.cos(turn), math.sin(turn)
    return [(x + dx * cos - dy * sin, y + dx * sin + dy * cos)
            for dx, dy in ((0.0, 0.0), (w, 0.0), (w, h), (0.0, h))]  # fmt: skip


def outline(region: Region) -> list[Point]:
    """Return the corners of a rectangle, polygon or ellipse, in pixels; none of other shapes."""
    if region.shape == "rectangle":
        return corners(region)
    if region.shape == "polygon":
        width, height = region.width, region.height
        return [(x * width / 100, y * height / 100) for x, y in region.value["points"]]
    return _ellipse(region) if region.shape == "ellipse" else []


def box(region: Region) -> tuple[float, float, float, float]:
    """Return x, y, width and height of the upright box around a region, in pixels."""
    if region.shape == "brush":
        return mask_box(mask_of(region.value["rle"], region.width, region.height))
    points = outline(region) or [
        (region.value["x"] * region.width / 100, region.value["y"] * region.height / 100)
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def area(points: list[Point]) -> float:
    """Return the area inside an outline, by the shoelace formula."""
    following = points[1:] + points[:1]
    twice = sum(
        x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, following, strict=True)
    )  # fmt: skip
    return abs(twice) / 2


def _ellipse(region: Region) -> list[Point]:
    value, width, height = region.value, region.width, region.height
    x, y = value["x"] * width / 100, value["y"] * height / 100
    rx, ry = value["radiusX"] * width / 100, value["radiusY"] * height / 100
    turn = math.radians(value.get("rotation", 0))
    points = []
    for step in range(ELLIPSE_POINTS):
        angle = 2 * math.pi * step / ELLIPSE_POINTS
        dx, dy = rx * math.cos(angle), ry * math.sin(angle)
        points.append((x + dx * math.cos(turn) - dy * math.sin(turn),
                       y + dx * math.sin(turn) + dy * math.cos(turn)))  # fmt: skip
    return points
