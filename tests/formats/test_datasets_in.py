"""Datasets of others as tasks: COCO, YOLO, Hugging Face, DataFrames, Label Studio's predictions."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.formats.errors import (
    FormatError,
    InvalidField,
    MissingField,
    NotJson,
    NotParquet,
    UnknownFormat,
    UnreadableFile,
)
from labelfield.formats.exports.kinds import write_dataset
from labelfield.formats.exports.masks import mask_of, mask_stream
from labelfield.formats.tasks import ImportedTask, TaskSource, read_tasks
from labelfield.formats.templates import template
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_yaml import parse_yaml_config
from tests.formats.exports.made import HEIGHT, WIDTH, box, finished, item, png, region

TEXTS = template("classification").config
MARKS = parse_yaml_config(
    """
show:
  - image: picture
ask:
  - boxes: rectangle
    options: [cat, dog]
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
SQUARE = [[10.0, 10.0], [60.0, 10.0], [60.0, 60.0]]


def tasks(path: Path, config: LabelingConfig, **more: Any) -> list[ImportedTask]:
    return list(read_tasks(TaskSource(path, config, **more)))


def exported(folder: Path, name: str, config: LabelingConfig, *results: list[Any]) -> Path:
    folder.mkdir()
    items = [
        item(number, {"picture": f"media/{number:064x}.png"}, result)
        for number, result in enumerate(results)
    ]
    write_dataset(finished(config, items), name, folder)
    return folder


def guess(task: ImportedTask) -> list[Any]:
    """A prediction's shapes without the numbers of its regions."""
    found: Any = task.data.get("prediction") or {"result": []}
    return [{**one, "id": ""} for one in found["result"]]


def said(*regions: Any) -> list[Any]:
    return [{**one, "id": ""} for one in regions]


def test_coco_comes_back_as_predictions_of_every_shape(tmp_path: Path) -> None:
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[3:9, 5:20] = True
    leaf = region("polygon", "leaf", points=SQUARE, closed=True)
    sky = region("brush", "sky", format="rle", rle=mask_stream(mask))
    nose = region("keypoint", "nose", x=25.0, y=50.0, width=1)
    folder = exported(tmp_path / "coco", "coco", MARKS, [leaf, sky, nose], [])
    first, second = tasks(folder / "annotations.json", MARKS)
    assert guess(first) == said(leaf, sky, nose)
    assert "prediction" not in second.data
    assert first.data["picture"].startswith("media/")  # type: ignore[union-attr]
    found: Any = first.data["prediction"]
    assert np.array_equal(mask_of(found["result"][1]["value"]["rle"], WIDTH, HEIGHT), mask)
    assert "prediction" not in tasks(folder / "annotations.json", MARKS, predictions=False)[0].data


sides = st.tuples(*[st.integers(1, 50).map(float)] * 4)


@given(st.lists(sides, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_boxes_survive_yolo_and_coco(tmp_path_factory: Any, found: list[Any]) -> None:
    boxes = [box(*one, "dog") for one in found]
    root = tmp_path_factory.mktemp("boxes")
    for name, path in (("yolo", "."), ("yolo-obb", "."), ("coco", "annotations.json")):
        (task,) = tasks(exported(root / name, name, BOXES, boxes) / path, BOXES)
        for one, other in zip(guess(task), boxes, strict=True):
            for side in ("x", "y", "width", "height", "rotation"):
                assert one["value"][side] == pytest.approx(other["value"][side], abs=2e-3)


def test_outlines_and_turned_boxes_survive_yolo(tmp_path: Path) -> None:
    leaf = region("polygon", "leaf", points=SQUARE, closed=True)
    (task,) = tasks(exported(tmp_path / "seg", "yolo-seg", MARKS, [leaf]), MARKS)
    assert guess(task) == said(leaf)
    turned = box(50, 50, 20, 20, "dog", turn=90)
    (task,) = tasks(exported(tmp_path / "obb", "yolo-obb", BOXES, [turned]), BOXES)
    value: Any = guess(task)[0]["value"]
    assert value["rotation"] == pytest.approx(90, abs=0.01)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda c: c["annotations"][0].pop("bbox"), "annotation 1"),
        (lambda c: c["annotations"][0].update(category_id=99), "annotation 1"),
        (lambda c: c["annotations"][0].update(image_id=99), "it is about no image"),
        (lambda c: c["categories"][1].update(name="fish"), "'fish' is not in the config"),
        (lambda c: c["images"][0].pop("file_name"), "not COCO"),
    ],
)
def test_broken_coco_says_where_and_what_to_do(tmp_path: Path, change: Any, problem: str) -> None:
    folder = exported(tmp_path / "coco", "coco", BOXES, [box(10, 20, 50, 40, "dog")])
    file = folder / "annotations.json"
    document = json.loads(file.read_text())
    document["annotations"][0].pop("segmentation")
    change(document)
    file.write_text(json.dumps(document))
    with pytest.raises((InvalidField, NotJson), match=problem) as caught:
        tasks(file, BOXES)
    assert str(file) in str(caught.value)


def broken_coco(folder: Path, mask: Any = None, **image: Any) -> Path:
    folder = exported(folder / "coco", "coco", MARKS, [region("keypoint", "nose", x=5.0, y=5.0)])
    file = folder / "annotations.json"
    document = json.loads(file.read_text())
    document["images"][0].update(image)
    if mask is not None:
        (sky,) = (one["id"] for one in document["categories"] if one["name"] == "sky")
        marked = {"id": 1, "image_id": document["images"][0]["id"], "category_id": sky}
        document["annotations"] = [marked | {"segmentation": mask, "bbox": [0, 0, 1, 1]}]
    file.write_text(json.dumps(document))
    return file


@pytest.mark.parametrize(
    "name", ["../secret.png", "{outside}/secret.png", "images/../../secret.png"]
)
def test_coco_reads_no_picture_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.png"
    secret.write_text("nobody's business")
    secret.chmod(0)
    file = broken_coco(tmp_path, file_name=name.format(outside=tmp_path))
    with pytest.raises(InvalidField, match="is outside of"):
        tasks(file, MARKS)


@pytest.mark.parametrize(
    "mask",
    [
        {"size": [HEIGHT, WIDTH], "counts": [0, 10**13]},
        {"size": [10**6, 10**7], "counts": [0, 10**13]},
        {"size": [HEIGHT, WIDTH], "counts": [HEIGHT * WIDTH + 5, -5]},
        {"size": [HEIGHT, WIDTH + 1], "counts": [0, HEIGHT * (WIDTH + 1)]},
    ],
)
def test_a_mask_is_as_large_as_its_picture(tmp_path: Path, mask: Any) -> None:
    with pytest.raises(InvalidField, match="annotation 1"):
        tasks(broken_coco(tmp_path, mask), MARKS)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("7 0.5 0.5 0.1 0.1", "line 1"),
        ("0 0.5 0.5 9 0.1", "beyond 0 and 1"),
        ("0 x", "line 1"),
        ("0 0.1 0.1 0.5 0.1 0.5 0.5", "nothing in the config can hold a polygon"),
    ],
)
def test_broken_yolo_says_file_and_line(tmp_path: Path, line: str, problem: str) -> None:
    folder = exported(tmp_path / "yolo", "yolo", BOXES, [])
    (labels,) = (folder / "labels").iterdir()
    labels.write_text(line)
    with pytest.raises((InvalidField, MissingField), match=problem) as caught:
        tasks(folder, BOXES)
    assert str(labels) in str(caught.value)


ROWS = {"key": ["a", "b"], "review": ["good", "bad"], "stars": [5, None]}
EXPECTED = [("a", {"review": "good", "stars": 5}), ("b", {"review": "bad"})]


@pytest.mark.parametrize(
    "frame", [pa.table(ROWS), polars.DataFrame(ROWS), pandas.DataFrame(ROWS).convert_dtypes()]
)
def test_data_frames_come_in_by_the_arrow_interface(tmp_path: Path, frame: Any) -> None:
    assert [(one.key, one.data) for one in tasks(tmp_path, TEXTS, frame=frame)] == EXPECTED


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "feather"])
def test_parquet_and_arrow_files_come_in(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"rows.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.table(ROWS), file)
    else:
        kind = pa.ipc.new_file if suffix == "feather" else pa.ipc.new_stream
        with kind(file, pa.table(ROWS).schema) as writer:
            writer.write_table(pa.table(ROWS))
    assert [(one.key, one.data) for one in tasks(file, TEXTS)] == EXPECTED


def test_a_list_is_no_data_frame(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="an object of type list"):
        tasks(tmp_path, TEXTS, frame=[1])


def test_a_cell_that_no_task_can_hold_is_named(tmp_path: Path) -> None:
    frame = pa.table({"review": ["x"], "when": [pa.scalar(0, pa.timestamp("s"))]})
    with pytest.raises(InvalidField, match="row 1, field 'when': a datetime has no place"):
        tasks(tmp_path, TEXTS, frame=frame)


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(NotParquet):
        tasks(tmp_path / "a.parquet", TEXTS)
    with pytest.raises(UnreadableFile):
        tasks(tmp_path / "b.parquet", TEXTS)


@pytest.mark.parametrize("save", ["save_to_disk", "to_parquet"])
def test_hugging_face_folders_come_in_with_pictures_and_classes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    from datasets import ClassLabel, Dataset, Features, Image

    features = Features({"picture": Image(), "shape": ClassLabel(names=["circle", "square"])})
    rows = {"picture": [{"bytes": png(), "path": None}] * 2, "shape": [1, 0]}
    made = Dataset.from_dict(rows, features=features)
    folder = tmp_path / "made"
    if save == "to_parquet":
        (folder / "data").mkdir(parents=True)
        made.to_parquet(folder / "data" / "train.parquet")
    else:
        made.save_to_disk(str(folder))
    first, second = tasks(folder, template("image-classification").config, label_field="shape")
    assert first.media[0].data == png()
    answers: Any = [first.gold, second.gold]
    assert [one[0]["value"]["choices"] for one in answers] == [["square"], ["circle"]]


NAMES = template("ner").config
SPAN = {
    "id": "a1", "from_name": "entities", "to_name": "sentence", "type": "labels",
    "origin": "manual",
    "value": {"start": 0, "end": 3, "text": "Ada", "labels": ["PER"]},
}  # fmt: skip


def label_studio(tmp_path: Path, *predictions: Any) -> Path:
    file = tmp_path / "export.json"
    task = {"id": 7, "data": {"sentence": "Ada wrote."}, "predictions": list(predictions)}
    file.write_text(json.dumps([task]))
    return file


def test_the_surest_of_label_studios_predictions_is_shown(tmp_path: Path) -> None:
    sure = {"model_version": "m2", "score": 0.9, "result": [SPAN]}
    file = label_studio(tmp_path, {"score": 0.1, "result": []}, sure)
    (task,) = tasks(file, NAMES)
    kept = {name: value for name, value in SPAN.items() if name != "origin"}
    assert task.data["prediction"] == {"model": "m2", "score": 0.9, "result": [kept]}


@pytest.mark.parametrize(
    ("prediction", "problem"),
    [
        ({"result": [{**SPAN, "from_name": "other"}]}, "from_name"),
        ({"result": [{**SPAN, "value": {**SPAN["value"], "labels": ["X"]}}]}, "labels"),  # type: ignore[dict-item]
        ({"result": None}, "a prediction without result"),
        ("nonsense", "not an array of objects"),
    ],
)
def test_a_prediction_that_is_no_answer_is_refused(
    tmp_path: Path, prediction: Any, problem: str
) -> None:
    with pytest.raises(InvalidField, match=problem) as caught:
        tasks(label_studio(tmp_path, prediction), NAMES)
    assert "task 1" in str(caught.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["images", "annotations", "categories", "id", "bbox", "image_id", "name",
                         "file_name", "data", "predictions", "result", "category_id"]),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(json_values)
@settings(max_examples=150, deadline=None)
def test_any_json_is_tasks_or_is_refused(tmp_path_factory: Any, value: Any) -> None:
    file = tmp_path_factory.mktemp("any") / "any.json"
    file.write_text(json.dumps(value))
    with suppress(FormatError):
        tasks(file, BOXES)
