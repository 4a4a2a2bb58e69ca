"""COCO, YOLO and VOC: read back by those who use them, empty pictures kept."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from defusedxml.ElementTree import parse
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Item
from labelfield.formats.exports.kinds import KINDS, write_dataset
from labelfield.formats.exports.masks import mask_of, mask_stream
from labelfield.formats.templates import template
from labelfield.labeling.brush import check_mask
from labelfield.labeling.config_yaml import parse_yaml_config
from tests.formats.exports.made import HEIGHT, WIDTH, box, finished, item, png, region

CONFIG = parse_yaml_config(
    """
show:
  - image: picture
ask:
  - boxes: rectangle
    options: [cat, dog]
  - ellipses: ellipse
    options: [eye]
  - polygons: polygon
    options: [leaf]
  - masks: brush
    options: [sky]
  - keypoints: keypoint
    options: [nose, tail]
"""
)
BOXES = parse_yaml_config(
    "show:\n  - image: picture\nask:\n  - boxes: rectangle\n    options: [cat, dog]"
)
SQUARE = [[10, 10], [60, 10], [60, 60], [10, 60]]
MASK = np.zeros((HEIGHT, WIDTH), bool)
MASK[3:9, 5:20] = True
MASK[20, 30] = True


def pictures(*results: list[Any]) -> list[Item]:
    return [
        item(number, {"picture": f"media/{number:064x}.png"}, result)
        for number, result in enumerate(results)
    ]


def written(tmp_path: Path, name: str, config: Any, *results: list[Any]) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    write_dataset(finished(config, pictures(*results)), name, folder)
    return folder


def coco(folder: Path) -> COCO:
    with redirect_stdout(StringIO()):
        return COCO(folder / "annotations.json")


@pytest.mark.parametrize(
    "name", ["coco", "yolo", "yolo-seg", "yolo-obb", "voc", "speech", "conll", "dpo"]
)
def test_a_project_of_another_kind_is_refused_by_name(tmp_path: Path, name: str) -> None:
    target = tmp_path if KINDS[name].folder else tmp_path / "file"
    with pytest.raises(CannotExport, match="needs"):
        write_dataset(finished(template("classification").config, []), name, target)


def test_pycocotools_reads_boxes_outlines_masks_and_points(tmp_path: Path) -> None:
    nose, tail = (
        region("keypoint", label, x=x, y=50, width=1) for label, x in (("nose", 25), ("tail", 75))
    )
    brush = region("brush", "sky", format="rle", rle=mask_stream(MASK))
    ellipse = region("ellipse", "eye", x=50, y=50, radiusX=10, radiusY=20, rotation=0)
    polygon = region("polygon", "leaf", points=SQUARE, closed=True)
    folder = written(
        tmp_path,
        "coco",
        CONFIG,
        [box(10, 20, 50, 40, "dog"), ellipse, polygon, brush, nose, tail],
        [],
    )
    read = coco(folder)
    assert len(read.getImgIds()) == 2
    assert read.getAnnIds(imgIds=[2]) == []
    assert [one["name"] for one in read.loadCats(read.getCatIds())] == [
        "cat", "dog", "eye", "leaf", "sky", "keypoints",
    ]  # fmt: skip
    dog, eye, leaf, sky, body = read.loadAnns(read.getAnnIds(imgIds=[1]))
    assert dog["bbox"] == pytest.approx([4, 6, 20, 12])
    assert read.annToMask(dog).sum() == dog["area"] == 240
    assert leaf["area"] == pytest.approx(0.25 * WIDTH * HEIGHT)
    assert eye["bbox"] == pytest.approx([16, 9, 8, 12])
    assert np.array_equal(read.annToMask(sky).astype(bool), MASK)
    assert sky["bbox"] == [5, 3, 26, 18]
    assert body["keypoints"] == [10, 15, 2, 30, 15, 2]
    image = read.loadImgs([1])[0]
    assert (image["width"], image["height"], image["key"]) == (WIDTH, HEIGHT, "key 0")
    assert image["given"][0]["receipt"].startswith("0x")
    assert (folder / image["file_name"]).read_bytes() == png()
    assert read.loadImgs([2])[0]["width"] == WIDTH


@given(st.integers(1, 9), st.integers(1, 9), st.data())
@settings(max_examples=50, deadline=None)
def test_masks_survive_both_ways(width: int, height: int, data: st.DataObject) -> None:
    bits = data.draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height))
    mask = np.array(bits).reshape(height, width)
    stream = mask_stream(mask)
    if mask.any():
        check_mask(stream, width, height, "rle")
    assert np.array_equal(mask_of(stream, width, height), mask)


def read_yolo(folder: Path) -> dict[str, list[list[float]]]:
    """What a YOLO loader sees: a file of labels for each picture, each line a class and numbers."""
    found = {}
    for picture in sorted((folder / "images").iterdir()):
        text = (folder / "labels" / picture.with_suffix(".txt").name).read_text()
        found[picture.name] = [[float(part) for part in line.split()] for line in text.splitlines()]
    return found


percents = st.integers(0, 50).map(float)
sizes = st.integers(1, 50).map(float)


@given(
    st.lists(
        st.tuples(percents, percents, sizes, sizes, st.sampled_from(["cat", "dog"])), max_size=4
    )
)
@settings(max_examples=30, deadline=None)
def test_yolo_boxes_survive(tmp_path_factory, boxes: list[Any]) -> None:
    folder = written(
        tmp_path_factory.mktemp("out"), "yolo", BOXES, [box(*one) for one in boxes], []
    )
    first, second = read_yolo(folder).values()
    assert second == []
    for line, (x, y, width, height, label) in zip(first, boxes, strict=True):
        assert line[0] == ["cat", "dog"].index(label)
        expected = [x + width / 2, y + height / 2, width, height]
        assert [100 * part for part in line[1:]] == pytest.approx(expected, abs=1e-3)


def test_yolo_lists_only_classes_of_regions(tmp_path: Path) -> None:
    config = parse_yaml_config(
        "show:\n  - image: picture\nask:\n  - boxes: rectangle\n    options: [cat, dog]\n"
        "  - choices: weather\n    options: [sun, rain]"
    )
    folder = written(tmp_path, "yolo", config, [])
    assert (folder / "data.yaml").read_text().endswith('names:\n  0: "cat"\n  1: "dog"\n')


def test_yolo_segments_and_turned_boxes(tmp_path: Path) -> None:
    polygon = region("polygon", "leaf", points=SQUARE, closed=True)
    (lines,) = read_yolo(written(tmp_path, "yolo-seg", CONFIG, [polygon])).values()
    assert lines == [[3, 0.1, 0.1, 0.6, 0.1, 0.6, 0.6, 0.1, 0.6]]
    turned = box(50, 50, 20, 20, "dog", turn=90)
    (lines,) = read_yolo(written(tmp_path, "yolo-obb", BOXES, [turned])).values()
    assert lines[0][0] == 1
    corners = [(20, 15), (20, 23), (14, 23), (14, 15)]
    flat = [part for x, y in corners for part in (x / WIDTH, y / HEIGHT)]
    assert lines[0][1:] == pytest.approx(flat, abs=1e-5)


def test_answers_stand_beside_formats_without_place_for_them(tmp_path: Path) -> None:
    folder = written(tmp_path, "yolo", BOXES, [box(10, 20, 50, 40, "dog")], [])
    lines = [json.loads(line) for line in (folder / "answers.jsonl").read_text().splitlines()]
    assert [line["labeler"] for line in lines] == ["labeler-0", "labeler-1"]
    assert all(line["key"] == "key 0" and line["receipt"] for line in lines)


def test_voc_counts_pixels_from_one_and_keeps_empty_pictures(tmp_path: Path) -> None:
    folder = written(
        tmp_path, "voc", BOXES, [box(0, 0, 100, 100, "cat"), box(10, 20, 50, 40, "dog")], []
    )
    full, empty = sorted((folder / "Annotations").iterdir())
    boxes = [
        [one.findtext("name"), *(int(side.text or "") for side in one.find("bndbox") or ())]
        for one in parse(full).iter("object")
    ]
    assert boxes == [["cat", 1, 1, WIDTH, HEIGHT], ["dog", 5, 7, 24, 18]]
    assert parse(empty).find("object") is None
    assert parse(empty).findtext("size/width") == str(WIDTH)
    assert len(list((folder / "JPEGImages").iterdir())) == 2
