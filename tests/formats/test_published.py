"""The published dataset: what goes in comes out, all of it, in the same bytes each time."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.formats.dataset import AnswerLine, Dataset, DatasetRow
from labelfield.formats.errors import DatasetMismatch
from labelfield.formats.published import answers_to_jsonl, parse_published, rows_to_jsonl
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import Choice, Choices, LabelingConfig, ObjectTag
from labelfield.protocol.ids import TaskId

CONFIG = LabelingConfig(
    objects=(ObjectTag("text", "text", "text"),),
    controls=(Choices("label", "text", (Choice("yes"), Choice("no, never"))),),
)
LABELS = ("yes", "no, never")
TASK = TaskId("0x" + "ab" * 32)
ROW = DatasetRow("a", TASK, {"text": "x"}, "yes", "0.9876", 1, answer_of(CONFIG, "yes"))
LINE = AnswerLine("a", "labeler 1", "yes", answer_of(CONFIG, "yes"), 1)

texts = st.text(st.characters(codec="utf-8"), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def datasets(draw: st.DrawFn, values: st.SearchStrategy = json_values) -> Dataset:
    keys = draw(st.lists(texts.filter(bool), max_size=6, unique=True))
    rows, lines = [], []
    for number, key in enumerate(keys):
        given_labels = draw(st.lists(st.sampled_from(LABELS), max_size=4))
        label = draw(st.sampled_from(given_labels)) if given_labels else None
        data = draw(st.dictionaries(texts, values, max_size=3)) | {"text": "shown"}
        task = TaskId(f"0x{number:064x}")
        confidence = draw(st.integers(0, 9999).map("0.{:04d}".format) | st.just("1.0000"))
        result = [] if label is None else answer_of(CONFIG, label)
        rows.append(DatasetRow(key, task, data, label, confidence, len(given_labels), result))
        for place, given_label in enumerate(given_labels):
            answer = answer_of(CONFIG, given_label)
            lines.append(AnswerLine(key, f"labeler {place}", given_label, answer, number + 1))
    return Dataset(tuple(rows), tuple(lines))


@pytest.mark.parametrize(
    ("rows", "lines", "problem"),
    [
        ((ROW, ROW), (LINE, LINE), "two rows have this key"),
        ((ROW,), (), "'a': 1 answers stated, 0 given"),
        ((ROW,), (LINE, LINE), "'a': 1 answers stated, 2 given"),
        ((ROW,), (LINE, replace(LINE, key="b")), "'b': there are answers, but no row"),
        ((replace(ROW, confidence="0.98765"),), (LINE,), "confidence '0.98765'"),
        ((replace(ROW, confidence="1.0001"),), (LINE,), "confidence '1.0001'"),
        ((replace(ROW, confidence="1"),), (LINE,), "confidence '1'"),
        ((replace(ROW, result=[]),), (LINE,), "a label without a result"),
    ],
)
def test_a_dataset_that_does_not_add_up_is_refused(rows, lines, problem):
    with pytest.raises(DatasetMismatch, match=problem):
        Dataset(rows, lines)


@given(datasets())
def test_the_two_files_hold_every_row_and_every_answer(dataset):
    files = (b"".join(rows_to_jsonl(dataset)), b"".join(answers_to_jsonl(dataset)))
    assert parse_published(*files).rows == dataset.rows
    rows = [json.loads(line) for line in rows_to_jsonl(dataset)]
    assert tuple(DatasetRow(**row) for row in rows) == dataset.rows
    lines = [json.loads(line) for line in answers_to_jsonl(dataset)]
    found = [AnswerLine(**line) for line in lines]
    assert sorted(map(repr, found)) == sorted(map(repr, dataset.answers))
    assert len(lines) == len(dataset.answers)


@given(datasets(), st.integers(0, 1000))
def test_the_order_in_which_answers_came_changes_no_byte(dataset, seed):
    shuffled = list(dataset.answers)
    random.Random(seed).shuffle(shuffled)
    other = Dataset(dataset.rows, tuple(shuffled))
    for export in (rows_to_jsonl, answers_to_jsonl):
        assert b"".join(export(other)) == b"".join(export(dataset))


def test_the_bytes_of_each_format():
    empty = DatasetRow("b", TASK, {"text": 'say "hi"', "page": 3}, None, "0.0000", 0, [])
    dataset = Dataset((ROW, empty), (LINE,))
    task = "0x" + "ab" * 32
    result = '[{"from_name":"label","to_name":"text","type":"choices","value":{"choices":["yes"]}}]'
    assert b"".join(rows_to_jsonl(dataset)).decode() == (
        f'{{"answers":1,"confidence":"0.9876","data":{{"text":"x"}},"key":"a","label":"yes",'
        f'"result":{result},"task_id":"{task}"}}\n'
        f'{{"answers":0,"confidence":"0.0000","data":{{"page":3,"text":"say \\"hi\\""}},"key":"b",'
        f'"label":null,"result":[],"task_id":"{task}"}}\n'
    )
    assert b"".join(answers_to_jsonl(dataset)).decode() == (
        f'{{"key":"a","label":"yes","labeler":"labeler 1","result":{result},"sequence":1}}\n'
    )
