"""COCO datasets as tasks: every image one task, its annotations a prediction to correct."""

from collections import defaultdict
from collections.abc import Iterator
from os.path import isfile
from pathlib import Path
from typing import Any

import numpy as np

from labelfield.formats.errors import InvalidField, NotJson, Place
from labelfield.formats.exports.masks import mask_stream
from labelfield.formats.exports.pictures import picture_size
from labelfield.formats.inside import inside
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
from labelfield.labeling.brush import MOST_PIXELS
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
        beside = inside(path.parent, name, place, "file_name")
        found = name if isfile(beside) else f"images/{name}"
        file = inside(path.parent, found, place, "file_name")
        width, height = _size(file, image, place)
        picture = Picture(config, shown, width, height, place)
        result = _result(picture, path, annotations[identity], categories)
        guess = prediction(config, result, "coco", None, place) if result else None
        yield TaskEntry(place, {shown.field: found}, key=name, prediction=guess)


def _size(file: Path, image: Any, place: Place) -> tuple[int, int]:
    """The picture's own size: what the document says may be of another version of it."""
    data = file.read_bytes() if isfile(file) else b""
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
        yield control, label, {"format": "rle", "rle": mask_stream(_mask(picture, said))}
    else:
        for part in said:
            points = list(zip(part[::2], part[1::2], strict=True))
            yield control, label, polygon(picture, points)


def _mask(picture: Picture, said: Any) -> Any:
    """The mask of run lengths down the columns, zeros first; only plain ones are read."""
    counts, (height, width) = said["counts"], said["size"]
    if isinstance(counts, str | bytes):
        raise ValueError("compressed counts; write them uncompressed, as a list")
    if (width, height) != (picture.width, picture.height) or width * height > MOST_PIXELS:
        raise ValueError("a mask of another size than the picture's, or too large")
    if min(counts, default=0) < 0 or sum(counts) != width * height:
        raise ValueError("counts that are not the mask's size in all")
    return np.repeat(np.arange(len(counts)) % 2 == 1, counts).reshape(width, height).T
