"""Gold files: refused at the line that is wrong, matched to tasks by key."""

from pathlib import Path

import pytest

from labelfield.formats.errors import (
    DuplicateKey,
    InvalidField,
    MissingField,
    UnknownFormat,
    UnreadableFile,
)
from labelfield.formats.gold import read_gold
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import Choice, Choices, LabelingConfig, ObjectTag

CONFIG = LabelingConfig(
    objects=(ObjectTag("text", "text", "text"),),
    controls=(Choices("label", "text", (Choice("yes"), Choice("no"))),),
)
KEYS = ("a", "b")


@pytest.mark.parametrize(
    ("name", "content", "error", "parts"),
    [
        ("gold.txt", "key,label\n", UnknownFormat, ["not a kind of file", "key and label"]),
        ("gold.csv", "key\na\n", MissingField, ["line 2", "'label'", "found only 'key'"]),
        ("gold.csv", "id,label\na,yes\n", MissingField, ["line 2", "'key'"]),
        ("gold.csv", "key,label\na,maybe\n", InvalidField, ["line 2", "'label'", "yes, no"]),
        ("gold.csv", "key,label\na,\n", InvalidField, ["line 2", "'label'"]),
        ("gold.csv", "key,label\na,yes\nc,no\n", InvalidField, ["line 3", "'key'", "'c'"]),
        ("gold.csv", "task,label\na,yes\na,yes\n", DuplicateKey, ["line 3", "'task'", "already"]),
        ("gold.jsonl", '{"key": 1, "label": "yes"}', InvalidField, ["line 1", "between quotes"]),
        ("gold.jsonl", '{"key": "a", "label": 1}', InvalidField, ["line 1", "not text"]),
    ],
)
def test_read_gold_refuses(tmp_path: Path, name, content, error, parts):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(error) as caught:
        read_gold(path, CONFIG, KEYS)
    for part in (str(path), *parts):
        assert part in str(caught.value)


def test_read_gold_refuses_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="No such file"):
        read_gold(tmp_path / "gold.csv", CONFIG, KEYS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gold.csv", "key,label\nb,no\na,yes\n"),
        ("gold.csv", "task,label,note\nb,no,\na,yes,sure\n"),
        ("gold.jsonl", '{"key": "b", "label": "no"}\n{"task": "a", "label": "yes"}\n'),
    ],
)
def test_read_gold_returns_the_answer_of_each_task(tmp_path: Path, name, content):
    path = tmp_path / name
    path.write_text(content)
    expected = {"a": answer_of(CONFIG, "yes"), "b": answer_of(CONFIG, "no")}
    assert read_gold(path, CONFIG, KEYS) == expected
