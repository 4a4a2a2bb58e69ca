"""How many items there are in an export, by the program that reads its format."""

import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pandas
from defusedxml.ElementTree import parse
from pycocotools.coco import COCO

from labelfield.formats.tasks import TaskSource, read_tasks
from labelfield.labeling.config import LabelingConfig, media_fields


def items_in(file_format: str, target: Path, config: LabelingConfig) -> int:
    """Return how many items (of answers' formats how many answers) a reader finds."""
    if file_format == "label-studio" and not media_fields(config):
        return len(list(read_tasks(TaskSource(target, config, predictions=False))))
    return READERS[file_format](target)


def _lines(file: Path) -> int:
    return len([json.loads(line) for line in file.read_text().splitlines()])


def _hugging_face(folder: Path) -> int:
    from datasets import load_dataset

    cache = folder.with_name(f"{folder.name}-cache")
    return len(load_dataset(str(folder), split="train", cache_dir=str(cache)))


def _coco(folder: Path) -> int:
    with redirect_stdout(StringIO()):
        read = COCO(folder / "annotations.json")
    assert all((folder / image["file_name"]).is_file() for image in read.imgs.values())
    return len(read.getImgIds())


def _yolo(folder: Path) -> int:
    """As loaders do: a file of labels for each picture, each line a class and coordinates."""
    pictures = sorted((folder / "images").iterdir())
    names = re.findall(r"^  \d+: ", (folder / "data.yaml").read_text(), re.MULTILINE)
    for picture in pictures:
        for line in (folder / "labels" / f"{picture.stem}.txt").read_text().splitlines():
            number, *numbers = map(float, line.split())
            assert 0 <= number < len(names)
            assert len(numbers) % 2 == 0
            assert all(0 <= part <= 1 for part in numbers)
    return len(pictures)


def _voc(folder: Path) -> int:
    names = [parse(file).findtext("filename") for file in (folder / "Annotations").iterdir()]
    assert all((folder / "JPEGImages" / str(name)).is_file() for name in names)
    return len(names)


def _conll(file: Path) -> int:
    return file.read_text().count("-DOCSTART-")


def _speech(folder: Path) -> int:
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    assert all((folder / row["audio_filepath"]).is_file() for row in rows)
    return len(rows)


READERS: dict[str, Callable[[Path], int]] = {
    "jsonl": _lines,
    "csv": lambda file: len(pandas.read_csv(file)),
    "parquet": lambda file: len(pandas.read_parquet(file)),
    "hugging-face": _hugging_face,
    "label-studio": lambda file: len(json.loads(file.read_text())),
    "coco": _coco,
    "yolo": _yolo,
    "yolo-seg": _yolo,
    "yolo-obb": _yolo,
    "voc": _voc,
    "conll": _conll,
    "dpo": lambda file: len(pandas.read_json(file, lines=True)),
    "reward": lambda file: len(pandas.read_json(file, lines=True)),
    "speech": _speech,
    "answers-jsonl": _lines,
    "answers-csv": lambda file: len(pandas.read_csv(file)),
}
