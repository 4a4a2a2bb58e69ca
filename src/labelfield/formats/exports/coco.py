"""COCO: one JSON of images, categories and annotations, and the images beside it."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished, Item
from labelfield.formats.exports.masks import coco_counts, mask_of
from labelfield.formats.exports.pictures import file_name, only_object, size_of, write_file
from labelfield.formats.exports.regions import Region, area, box, labels_of, outline, regions_of
from labelfield.formats.exports.tables import given_json, json_bytes
from labelfield.labeling.config import LabelingConfig

ANNOTATIONS = "annotations.json"
IMAGES = "images"
_INSTANCES = ("rectangle", "ellipse", "polygon", "brush")


def write_coco(finished: Finished, folder: Path) -> None:
    """Write a folder with `annotations.json` and `images/`; every task is an image."""
    shown = only_object(finished.config, "image", "coco")
    categories = _categories(finished.config)
    if not categories:
        raise CannotExport("coco", "regions on a picture, and there are none")
    pictures = folder / IMAGES
    pictures.mkdir(parents=True, exist_ok=True)
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number, item in enumerate(finished.items(), start=1):
        write_file(finished, item, shown, pictures)
        width, height = size_of(finished, item, shown)
        images.append(_image(item, number, f"{IMAGES}/{file_name(item, shown)}", (width, height)))
        for found in _annotations(item, finished.config, categories):
            place = {"id": len(annotations) + 1, "image_id": number, "iscrowd": 0}
            annotations.append(place | found | {"score": float(item.confidence)})
    document = {
        "info": {"description": finished.title, **finished.origin},
        "licenses": [],
        "images": images,
        "categories": list(categories.values()),
        "annotations": annotations,
    }
    (folder / ANNOTATIONS).write_bytes(json_bytes(document))


def _image(item: Item, number: int, name: str, size: tuple[int, int]) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": name,
        "width": size[0],
        "height": size[1],
        "key": item.key,
        "task_id": item.task_id,
        "confidence": float(item.confidence),
        "given": [given_json(given) for given in item.given],
    }


def _categories(config: LabelingConfig) -> dict[str, dict[str, Any]]:
    """A category for each label of areas, and one for each control of key points."""
    found: dict[str, dict[str, Any]] = {}
    for label in labels_of(config, _INSTANCES):
        found[label] = {"id": len(found) + 1, "name": label, "supercategory": ""}
    points = labels_of(config, ("keypoint",))
    if points:
        body = {"id": len(found) + 1, "name": "keypoints", "supercategory": ""}
        found["\0keypoints"] = body | {"keypoints": points, "skeleton": []}
    return found


def _annotations(
    item: Item, config: LabelingConfig, categories: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    found, points = [], []
    for region in regions_of(item, config):
        if region.shape == "keypoint":
            points.append(region)
        else:
            found.append({"category_id": categories[region.label]["id"], **_instance(region)})
    return found + (_bodies(points, categories["\0keypoints"]) if points else [])


def _instance(region: Region) -> dict[str, Any]:
    if region.shape == "brush":
        mask = mask_of(region.value["rle"], region.width, region.height)
        return {"segmentation": coco_counts(mask), "area": int(mask.sum()), "bbox": box(region)}
    points = outline(region)
    flat = [coordinate for point in points for coordinate in point]
    return {"segmentation": [flat], "area": area(points), "bbox": box(region)}


def _bodies(points: list[Region], category: dict[str, Any]) -> list[dict[str, Any]]:
    """The first point of each label makes the first body, the second of each the second."""
    by_label = defaultdict(list)
    for region in points:
        by_label[region.label].append(region)
    bodies = []
    for number in range(max(map(len, by_label.values()))):
        here = [by_label[name][number] if number < len(by_label[name]) else None
                for name in category["keypoints"]]  # fmt: skip
        places = [None if one is None else box(one)[:2] for one in here]
        bodies.append(_body(places, category["id"]))
    return bodies


def _body(places: Sequence[tuple[float, float] | None], category: int) -> dict[str, Any]:
    known = [place for place in places if place is not None]
    xs, ys = [x for x, _ in known], [y for _, y in known]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    return {
        "category_id": category,
        "keypoints": [part for place in places for part in ((*place, 2) if place else (0, 0, 0))],
        "num_keypoints": len(known),
        "bbox": (min(xs), min(ys), width, height),
        "area": width * height,
    }
