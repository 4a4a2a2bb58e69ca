"""YOLO: `data.yaml`, `images/`, and in `labels/` a text file a picture, also for empty ones.

`classes.txt` says the classes once more, a line each, for loaders that read no YAML.
"""

import json
from collections.abc import Callable
from pathlib import Path

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished
from labelfield.formats.exports.pictures import file_name, only_object, write_file
from labelfield.formats.exports.regions import (
    Region,
    box,
    corners,
    labels_of,
    outline,
    regions_of,
)

Numbers = Callable[[Region], list[float]]


def write_yolo(finished: Finished, folder: Path) -> None:
    """Write boxes: class, centre, width and height, from 0 to 1."""
    _write(finished, folder, "yolo", ("rectangle", "ellipse", "polygon", "brush"), _centred)


def write_yolo_segments(finished: Finished, folder: Path) -> None:
    """Write outlines: class and corners, from 0 to 1."""
    _write(finished, folder, "yolo-seg", ("rectangle", "ellipse", "polygon"), _outlined)


def write_yolo_oriented(finished: Finished, folder: Path) -> None:
    """Write turned boxes: class and four corners, from 0 to 1."""
    _write(finished, folder, "yolo-obb", ("rectangle",), _cornered)


def _write(
    finished: Finished, folder: Path, name: str, shapes: tuple[str, ...], numbers: Numbers
) -> None:
    shown = only_object(finished.config, "image", name)
    classes = labels_of(finished.config, shapes)
    if not classes:
        raise CannotExport(name, f"regions of the shapes {', '.join(shapes)}; there are none")
    for part in ("images", "labels"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    names = [f"  {place}: {json.dumps(label)}" for place, label in enumerate(classes)]
    text = "\n".join(["path: .", "train: images", "val: images", "names:", *names, ""])
    (folder / "data.yaml").write_text(text, encoding="utf-8")
    listed = "".join(f"{label}\n" for label in classes)
    (folder / "classes.txt").write_text(listed, encoding="utf-8")
    for item in finished.items():
        write_file(finished, item, shown, folder / "images")
        lines = [
            " ".join([str(classes.index(region.label)), *map(_spell, numbers(region))])
            for region in regions_of(item, finished.config)
            if region.shape in shapes
        ]
        text = "".join(line + "\n" for line in lines)
        (folder / "labels" / file_name(item, shown)).with_suffix(".txt").write_text(text)


def _centred(region: Region) -> list[float]:
    x, y, width, height = box(region)
    return [(x + width / 2) / region.width, (y + height / 2) / region.height,
            width / region.width, height / region.height]  # fmt: skip


def _outlined(region: Region) -> list[float]:
    return [part for x, y in outline(region) for part in (x / region.width, y / region.height)]


def _cornered(region: Region) -> list[float]:
    return [part for x, y in corners(region) for part in (x / region.width, y / region.height)]


def _spell(number: float) -> str:
    return f"{min(max(number, 0.0), 1.0):.6f}"
