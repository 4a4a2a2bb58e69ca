"""YOLO folders as tasks: every picture one task, its labels a prediction to correct."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from labelfield.formats.csv_rows import read_file
from labelfield.formats.errors import InvalidField, Place, UnusableMedia
from labelfield.formats.exports.pictures import picture_size
from labelfield.formats.folder_tasks import visible_files
from labelfield.formats.marked_pictures import (
    Picture,
    control_for,
    picture_object,
    polygon,
    rectangle,
    region,
    turned_rectangle,
)
from labelfield.formats.predictions import prediction
from labelfield.formats.task_entries import TaskEntry
from labelfield.labeling.config import LabelingConfig

DESCRIPTION = "data.yaml"
_BOX, _CORNERS = 5, 9


def is_yolo(folder: Path) -> bool:
    """Tell whether a folder is a YOLO dataset."""
    return (folder / DESCRIPTION).is_file() and (folder / "images").is_dir()


def yolo_tasks(folder: Path, config: LabelingConfig) -> Iterator[TaskEntry]:
    """Yield a task for each picture in `images/`; a picture without labels has no prediction."""
    shown = picture_object(config, str(folder))
    names = _names(folder / DESCRIPTION)
    for name in visible_files(folder / "images"):
        file = folder / "images" / name
        width, height = picture_size(read_file(file))
        place = Place(str(file))
        if not width:
            raise UnusableMedia(place, "it is not a picture", "convert it, or take it out")
        labels = (folder / "labels" / name).with_suffix(".txt")
        picture = Picture(config, shown, width, height, Place(str(labels)))
        result = list(_result(picture, labels, names)) if labels.is_file() else []
        guess = prediction(config, result, "yolo", None, picture.place) if result else None
        yield TaskEntry(place, {shown.field: f"images/{name}"}, key=name, prediction=guess)


def _names(file: Path) -> dict[int, str]:
    """The classes by number: a list, or a mapping."""
    place = Place(str(file))
    try:
        found = yaml.safe_load(read_file(file))["names"]
        pairs = enumerate(found) if isinstance(found, list) else found.items()
        return {int(number): str(name) for number, name in pairs}
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        fix = "write `names:` as a list, or as numbers with names"
        raise InvalidField(place, "it names no classes", fix, "names") from error


def _result(picture: Picture, file: Path, names: dict[int, str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(read_file(file).decode(errors="replace").splitlines(), start=1):
        if not line.strip():
            continue
        place = Place(str(file), f"line {number}")
        here = Picture(picture.config, picture.shown, picture.width, picture.height, place)
        try:
            kind, *numbers = line.split()
            yield _region(here, number, names[int(kind)], [float(one) for one in numbers])
        except (ValueError, KeyError) as error:
            fix = "write a class's number, then 4 numbers for a box or pairs for corners, 0 to 1"
            raise InvalidField(place, f"not YOLO: {error!r:.80}", fix) from error


def _region(picture: Picture, number: int, label: str, numbers: list[float]) -> dict[str, Any]:
    if not all(-0.01 <= one <= 1.01 for one in numbers):
        raise ValueError("numbers beyond 0 and 1")
    if len(numbers) == _BOX - 1:
        x, y, width, height = (
            one * side
            for one, side in zip(numbers, 2 * (picture.width, picture.height), strict=True)
        )
        control = control_for(picture.config, ["rectangle"], picture.place)
        value = rectangle(picture, x - width / 2, y - height / 2, width, height)
        return region(picture, control, number, label, value)
    points = [(x * picture.width, y * picture.height)
              for x, y in zip(numbers[::2], numbers[1::2], strict=True)]  # fmt: skip
    shapes = ["polygon", "rectangle"] if len(numbers) == _CORNERS - 1 else ["polygon"]
    control = control_for(picture.config, shapes, picture.place)
    turned = control.tag.startswith("Rectangle")
    value = turned_rectangle(picture, points) if turned else polygon(picture, points)
    return region(picture, control, number, label, value)
