"""Label Studio's own importers read exports: every picture, every region, the same places."""

from pathlib import Path
from typing import Any

import pytest

from labelfield.formats.exports.items import Item
from labelfield.formats.exports.kinds import write_dataset
from labelfield.labeling.config_yaml import parse_yaml_config
from labelfield.labeling.write_xml import config_to_xml
from tests.formats.exports.made import box, finished, item
from tests.label_studio import asked, needs_label_studio

pytestmark = needs_label_studio

BOXES = parse_yaml_config(
    "show:\n  - image: picture\nask:\n  - boxes: rectangle\n    options: [cat, two words]"
)
IMPORTS = """
import contextlib, io, json, sys
from label_studio_sdk.converter.imports import coco, yolo
kind, source, target = sys.argv[1:]
with contextlib.redirect_stdout(io.StringIO()):
    if kind == "yolo":
        yolo.convert_yolo_to_ls(source, target)
    else:
        coco.convert_coco_to_ls(source + "/annotations.json", target)
for task in json.load(open(target)):
    print(json.dumps([r for a in task.get("annotations", ()) for r in a["result"]]))
"""
ACCEPTS = """
import json, sys
from label_studio_sdk.label_interface import LabelInterface
for line in sys.stdin:
    case = json.loads(line)
    config = LabelInterface(case["config"])
    given = [each for task in case["tasks"] for each in task["annotations"]]
    given += [each for task in case["tasks"] for each in task["predictions"]]
    print(json.dumps([config._validate_object(each, return_errors=True) for each in given]))
"""


def pictures() -> list[Item]:
    results = [[box(10, 20, 50, 40, "cat"), box(0, 0, 25, 50, "two words")], [],
               [box(50, 50, 50, 50, "two words")]]  # fmt: skip
    return [
        item(number, {"picture": f"media/{number:064x}.png"}, result)
        for number, result in enumerate(results)
    ]


@pytest.mark.parametrize("name", ["yolo", "coco"])
def test_its_importers_find_every_box_where_it_was_drawn(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    write_dataset(finished(BOXES, pictures()), name, folder)
    read = asked(IMPORTS, [], name, str(folder), str(tmp_path / "read.json"))
    found = {place for result in read for place in map(_place, result)}
    assert found == {place for one in pictures() for place in map(_place, one.result)}
    # Of COCO it reads a box twice: as a box, and as its outline.
    assert sorted(map(len, read)) == ([0, 1, 2] if name == "yolo" else [0, 2, 4])


def _place(region: dict[str, Any]) -> tuple[object, ...]:
    """Where a region is and what it says; of outlines, as COCO has them, their extent."""
    value = region["value"]
    if "points" in value:
        across, down = zip(*value["points"], strict=True)
        sides = (min(across), min(down), max(across) - min(across), max(down) - min(down))
    else:
        sides = (value["x"], value["y"], value["width"], value["height"])
    return (*(round(side, 3) for side in sides), value[region["type"]][0])


def test_its_parser_accepts_every_annotation_of_an_export(tmp_path: Path) -> None:
    import json

    file = tmp_path / "tasks.json"
    write_dataset(finished(BOXES, pictures()), "label-studio", file)
    case = {"config": config_to_xml(BOXES), "tasks": json.loads(file.read_text())}
    (complaints,) = asked(ACCEPTS, [case])
    assert len(complaints) == 2 * 2 + 2
    assert not any(complaints)
