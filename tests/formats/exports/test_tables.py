"""JSONL, CSV, Parquet, Label Studio and Hugging Face: nothing is lost, whatever was asked."""

import csv
import io
import json
from pathlib import Path

import pandas
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelfield.formats.errors import CannotExport, MalformedDataset, UnknownFormat
from labelfield.formats.exports.items import Item, stream_items
from labelfield.formats.exports.kinds import KINDS, kind_of, write_dataset
from labelfield.formats.exports.label_studio import label_studio_pieces
from labelfield.formats.exports.tables import csv_lines, item_json, jsonl_lines
from labelfield.formats.templates import template
from tests.formats.exports.made import data_of, finished, item, items, png
from tests.labeling.strategies import configs

CHOICES = template("classification").config
ANSWER = [
    {"from_name": "sentiment", "to_name": "review", "type": "choices",
     "value": {"choices": ["positive"]}}
]  # fmt: skip


def some() -> list[Item]:
    return [item(number, data_of(CHOICES, number), ANSWER if number else []) for number in range(3)]


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFormat, match="one of jsonl, csv, parquet, hugging-face"):
        kind_of("xml")


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_jsonl_csv_and_label_studio_hold_every_item_and_answer(data: st.DataObject) -> None:
    config = data.draw(configs())
    made = data.draw(items(config))
    known = [json.loads(json.dumps(item_json(one))) for one in made]
    assert [json.loads(line) for line in jsonl_lines(finished(config, made))] == known
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_lines(finished(config, made))).decode())))
    assert [json.loads(row["result"]) for row in rows] == [one["result"] for one in known]
    assert [json.loads(row["given"]) for row in rows] == [one["given"] for one in known]
    tasks = json.loads(b"".join(label_studio_pieces(finished(config, made))))
    assert [task["data"] for task in tasks] == [one["data"] for one in known]
    assert [[a["result"] for a in task["annotations"]] for task in tasks] == [
        [given["result"] for given in one["given"]] for one in known
    ]


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_parquet_holds_every_item_and_answer(tmp_path_factory, data: st.DataObject) -> None:
    config = data.draw(configs())
    made = data.draw(items(config))
    file = tmp_path_factory.mktemp("parquet") / "made.parquet"
    write_dataset(finished(config, made), "parquet", file)
    rows = pq.read_table(file).to_pylist()
    assert [row["key"] for row in rows] == [one.key for one in made]
    assert [json.loads(row["result"]) for row in rows] == [one.result for one in made]
    assert [json.loads(row["data"]) for row in rows] == [one.data for one in made]
    for row, one in zip(rows, made, strict=True):
        found = [given | {"result": json.loads(given["result"])} for given in row["given"]]
        assert found == item_json(one)["given"]


def test_pandas_reads_csv_and_parquet(tmp_path: Path) -> None:
    for name, read in (("csv", pandas.read_csv), ("parquet", pandas.read_parquet)):
        file = tmp_path / f"made.{name}"
        assert write_dataset(finished(CHOICES, some()), name, file) == [file]
        frame = read(file)
        assert list(frame["key"]) == ["key 0", "key 1", "key 2"]
        assert frame["label"].isna().tolist() == [True, False, False]
        assert frame["confidence"].tolist() == [0.9876] * 3


def test_datasets_loads_the_folder_with_classes_and_answers(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    from datasets import ClassLabel, load_dataset

    folder = tmp_path / "made"
    folder.mkdir()
    files = write_dataset(finished(CHOICES, some()), "hugging-face", folder)
    assert [file.name for file in files] == ["README.md", "train-00000-of-00001.parquet"]
    found = load_dataset(str(folder), split="train", cache_dir=str(tmp_path / "cache"))
    assert isinstance(found.features["label"], ClassLabel)
    assert found.features["label"].names == ["positive", "negative", "neither"]
    assert found["label"][:] == [None, 0, 0]
    assert found[1]["given"][0]["labeler"] == "labeler-0"
    assert found[0]["given"] == []
    assert found[2]["review"] == data_of(CHOICES, 2)["review"]


def test_datasets_opens_the_pictures(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    from datasets import load_dataset

    config = template("detection").config
    folder = tmp_path / "made"
    folder.mkdir()
    made = [item(number, data_of(config, number), []) for number in range(2)]
    write_dataset(finished(config, made), "hugging-face", folder)
    found = load_dataset(str(folder), split="train", cache_dir=str(tmp_path / "cache"))
    assert found[1]["picture"].size == (40, 30)


def test_answers_without_a_class_are_no_table_of_classes(tmp_path: Path) -> None:
    config = template("ner").config
    with pytest.raises(CannotExport, match="answers-csv needs one question for one class"):
        write_dataset(finished(config, []), "answers-csv", tmp_path / "answers.csv")


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet", "hugging-face", "label-studio"])
def test_counts_in_equal_counts_out(tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    if KINDS[name].folder:
        target.mkdir()
    assert write_dataset(finished(CHOICES, some(), media=lambda _: png()), name, target)


LABELS = [
    b'{"answers":1,"confidence":"1.0000","data":{},"key":"a","label":"x","result":[],"task_id":"0x1"}',
    b'{"answers":0,"confidence":"0.0000","data":{},"key":"b","label":null,"result":[],"task_id":"0x2"}',
]
ANSWERS = [b'{"key":"a","label":"x","labeler":"l","result":[],"sequence":1}']


class Uncounted(dict[tuple[str, int], str]):
    """Receipts' hashes that take long to count, as those of a large project do."""

    def __len__(self) -> int:
        raise AssertionError("nobody needs their number")


def test_receipts_hashes_are_never_counted() -> None:
    first, _ = stream_items(LABELS, ANSWERS, Uncounted({("l", 1): "0xabc"}))
    assert "0xabc" in [given.receipt for given in first.given]


def test_a_published_dataset_streams_as_items_with_receipts() -> None:
    first, second = stream_items(LABELS, ANSWERS, {("l", 1): "0xabc"})
    assert (first.key, first.given[0].receipt, second.given) == ("a", "0xabc", ())


@pytest.mark.parametrize(
    ("labels", "answers", "problem"),
    [
        (LABELS, [], "1 answers stated, 0 found"),
        (LABELS[1:], ANSWERS, "answers to 'a'"),
        (LABELS, ANSWERS * 2, "1 answers stated, 2 found"),
        ([b"{"], [], "a line of the dataset"),
    ],
)
def test_a_dataset_that_does_not_fit_together_is_refused(labels, answers, problem) -> None:
    with pytest.raises(MalformedDataset, match=problem):
        list(stream_items(labels, answers))
