"""`labelfield score` on what should not be: from every format a clear refusal or a defined result.

Cells of CSV are tried in test_score_types.py, exports in formats/test_label_studio_answers.py.
"""

import csv
import json
import math
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from labelfield.cli.score import REFUSED, score
from labelfield.quality.answer_types import ANSWER_TYPES

EXAMPLES = Path(__file__).parents[2] / "examples" / "score"
NAMES = ("\U0001f600", "é", "e\u0301", "\u202eabc", "نص", "a'\"<b>&", "\u0085x", "名 前")
"""Beyond the basic plane, composed and not, right to left, markup, a next line, a space."""

app = typer.Typer()
app.command()(score)

every_kind = pytest.mark.parametrize("kind", tuple(ANSWER_TYPES))


def run(*arguments: object, code: int = 0) -> str:
    """Return what is said, on standard output or, of a refusal, standard error."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.stderr if code else result.stdout


def example(kind: str) -> list[dict[str, str]]:
    with (EXAMPLES / f"{kind}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def as_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_parquet(path: Path, columns: dict[str, list[object]]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def columns_of(rows: list[dict[str, str]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


@every_kind
def test_one_labeler_of_many_tasks_has_no_rate_or_is_refused(kind: str, tmp_path: Path) -> None:
    rows = [row | {"worker": "only"} for row in example(kind)[:1]]
    path = as_csv(tmp_path / "a.csv", rows)
    result = CliRunner().invoke(app, [str(path), "--type", kind, "--json"])
    if result.exit_code:
        assert result.exit_code == REFUSED
        assert re.search(r"every label is|one of the answers|scale", result.stderr), result.stderr
    else:
        assert [worker["rate"] for worker in json.loads(result.stdout)["workers"]] == [None]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_single_class_is_refused_with_what_to_do(suffix: str, tmp_path: Path) -> None:
    rows = [{"task": f"t{n // 2}", "worker": "ab"[n % 2], "label": "cat"} for n in range(4)]
    path = tmp_path / f"a.{suffix}"
    (as_csv(path, rows) if suffix == "csv" else as_parquet(path, columns_of(rows)))
    assert "every label is 'cat'; give answers of at least two" in run(path, code=REFUSED)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_more_than_a_thousand_classes_are_refused(suffix: str, tmp_path: Path) -> None:
    rows = [
        {"task": f"t{n}", "worker": worker, "label": f"class {n}"}
        for n in range(1_001)
        for worker in "ab"
    ]
    path = tmp_path / f"a.{suffix}"
    (as_csv(path, rows) if suffix == "csv" else as_parquet(path, columns_of(rows)))
    assert "1001 classes: at most 1000 are scored; merge rare ones" in run(path, code=REFUSED)


@every_kind
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_tasks_and_workers_of_any_unicode_come_back(kind: str, suffix: str, tmp_path: Path) -> None:
    rows = example(kind)
    workers = sorted({row["worker"] for row in rows})
    tasks = sorted({row["task"] for row in rows})
    named = [
        row
        | {
            "worker": f"{NAMES[workers.index(row['worker'])]}w",
            "task": NAMES[-1 - tasks.index(row["task"])],
        }
        for row in rows
    ]
    path = tmp_path / f"a.{suffix}"
    (as_csv(path, named) if suffix == "csv" else as_parquet(path, columns_of(named)))
    found = json.loads(run(path, "--type", kind, "--json"))
    assert {row["worker"] for row in found["workers"]} == {row["worker"] for row in named}
    assert {row["task"] for row in found["labels"]} == {row["task"] for row in named}


@every_kind
@pytest.mark.parametrize("cell", ["nan", "-5", "\u202e", "["])
def test_a_parquet_cell_is_read_or_refused_with_its_row(
    kind: str, cell: str, tmp_path: Path
) -> None:
    rows = example(kind)
    bad = dict.fromkeys(rows[0], cell) | {"task": "last", "worker": "zoé"}
    path = as_parquet(tmp_path / "a.parquet", columns_of([*rows, bad]))
    result = CliRunner().invoke(app, [str(path), "--type", kind])
    assert result.exit_code in (0, REFUSED), result.output
    if result.exit_code:
        assert re.search(rf"a\.parquet, \w+ {len(rows) + 2}, column", result.stderr), result.stderr


@pytest.mark.parametrize(
    ("kind", "number", "problem"),
    [
        ("numbers", math.nan, "nan is no value; fill it or delete the row"),
        ("numbers", math.inf, "finite number"),
        ("boxes", math.nan, "nan is no value; fill it or delete the row"),
        ("boxes", -0.5, "corners from 0"),
    ],
)
def test_numbers_of_parquet_that_are_none_are_refused(
    kind: str, number: float, problem: str, tmp_path: Path
) -> None:
    columns: dict[str, list[object]] = {"task": ["t", "t"], "worker": ["a", "b"]}
    if kind == "boxes":
        columns |= {"x0": [1.0, number], "y0": [1.0, 1.0], "x1": [9.0, 9.0], "y1": [9.0, 9.0]}
    columns["label"] = ["cat", "cat"] if kind == "boxes" else [1.0, number]
    path = as_parquet(tmp_path / "a.parquet", columns)
    assert re.search(problem, run(path, "--type", kind, code=REFUSED))


@every_kind
def test_an_export_without_annotations_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for text in ("[]", "[{}]", '[{"id": 1, "data": {}, "annotations": []}]', "[NaN]"):
        path.write_text(text)
        assert "a.json" in run(path, "--type", kind, code=REFUSED)
