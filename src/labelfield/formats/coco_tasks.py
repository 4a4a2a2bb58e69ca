"""COCO datasets as tasks: every image one task, its annotations a prediction to correct."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from labelfield.formats.errors import InvalidField, NotJson, Place
from labelfield.formats.exports.masks import mask_stream
from labelfield.formats.exports.pictures import picture_size
from labelfield.formats.marked_pictures import (
    Picture,
    control_for,
    keypoint,
    picture_object,
    polygon,
    rectangle,
    region,
)
from labelfield.formats.predictions import prediction
from labelfield.formats.task_entries import TaskEntry
from labelfield.labeling.config import LabelingConfig


def is_coco(value: object) -> bool:
    """Tell whether a JSON document is a COCO dataset."""
    return isinstance(value, dict) and {"images", "annotations", "categories"} <= value.keys()


def coco_tasks(path: Path, value: Any, config: LabelingConfig) -> Iterator[TaskEntry]:
    """Yield a task for each image; images lie beside the file, or in `images/` beside it."""
    shown = picture_object(config, str(path))
    try:
        categories = {one["id"]: one for one in value["categories"]}
        annotations = defaultdict(list)
        for number, one in enumerate(value["annotations"], start=1):
            annotations[one["image_id"]].append((number, one))
        images = [(one["id"], str(one["file_name"]), one) for one in value["images"]]
    except (KeyError, TypeError) as error:
        fix = "give images id and file_name, annotations image_id, categories id and name"
        raise NotJson(Place(str(path)), f"not COCO: {error!r:.80} is missing", fix) from error
    unknown = annotations.keys() - {identity for identity, _, _ in images}
    if unknown:
        number, _ = annotations[min(unknown, key=str)][0]
        place = Place(str(path), f"annotation {number}")
        fix = "name an image's id, or remove the annotation"
        raise InvalidField(place, "it is about no image", fix, "image_id")
    for identity, name, image in images:
        place = Place(str(path), f"image {identity}")
        found = name if (path.parent / name).is_file() else f"images/{name}"
        width, height = _size(path.parent / found, image, place)
        picture = Picture(config, shown, width, height, place)
        result = _result(picture, path, annotations[identity], categories)
        guess = prediction(config, result, "coco", None, place) if result else None
        yield TaskEntry(place, {shown.field: found}, key=name, prediction=guess)


def _size(file: Path, image: Any, place: Place) -> tuple[int, int]:
    """The picture's own size: what the document says may be of another version of it."""
    data = file.read_bytes() if file.is_file() else b""
    width, height = picture_size(data) if data else (image.get("width"), image.get("height"))
    if not isinstance(width, int) or not isinstance(height, int) or not width or not height:
        fix = "put the image beside the file, and give its width and height"
        raise InvalidField(place, "the picture's size is not known", fix, "width")
    return width, height


def _result(
    picture: Picture, path: Path, annotations: list[tuple[int, Any]], categories: Any
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, one in annotations:
        place = Place(str(path), f"annotation {number}")
        here = Picture(picture.config, picture.shown, picture.width, picture.height, place)
        try:
            category = categories[one["category_id"]]
            for control, label, value in _regions(here, one, category):
                found.append(region(here, control, len(found) + 1, label, value))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            fix = "write bbox, segmentation, keypoints and category_id as COCO describes them"
            raise InvalidField(place, f"not COCO: {error!r:.80}", fix) from error
    return found


def _regions(picture: Picture, one: Any, category: Any) -> Iterator[tuple[Any, str, Any]]:
    """Yield control, label and value: points, then the most exact shape that the config has."""
    label, said = str(category["name"]), one.get("segmentation")
    if one.get("keypoints"):
        control = control_for(picture.config, ["keypoint"], picture.place)
        triples = zip(*[iter(one["keypoints"])] * 3, strict=True)
        for name, (x, y, seen) in zip(category["keypoints"], triples, strict=True):
            if seen:
                yield control, str(name), keypoint(picture, x, y)
        return
    shapes = ["brush", "rectangle"] if isinstance(said, dict) else ["polygon", "rectangle"]
    control = control_for(picture.config, shapes if said else ["rectangle"], picture.place)
    if control.tag.startswith("Rectangle"):
        yield control, label, rectangle(picture, *one["bbox"])
    elif isinstance(said, dict):
        yield control, label, {"format": "rle", "rle": mask_stream(_mask(said))}
    else:
        for part in said:
            points = list(zip(part[::2], part[1::2], strict=True))
            yield control, label, polygon(picture, points)


def _mask(said: Any) -> Any:
    """The mask of run lengths down the columns, zeros first; only plain ones are read."""
    height, width = said["size"]
    if isinstance(said["counts"], str | bytes):
        raise ValueError("compressed counts; write them uncompressed, as a list")
    values = np.arange(len(said["counts"])) % 2 == 1
    return np.repeat(values, said["counts"]).reshape(width, height).T
