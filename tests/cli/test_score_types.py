"""`labelfield score` on every type: what is refused, what is written, what the report shows."""

import json
import random
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from labelfield.cli.score import REFUSED, AnswerType, score
from labelfield.quality.answer_types import ANSWER_TYPES

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "score"
DOCUMENT = ROOT / "docs" / "quality-types.md"
KINDS = tuple(ANSWER_TYPES)

app = typer.Typer()
app.command()(score)

every_kind = pytest.mark.parametrize("kind", KINDS)


def run(*arguments: object, code: int = 0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def lines_of(kind: str) -> list[str]:
    return (EXAMPLES / f"{kind}.csv").read_text().splitlines()


def written(folder: Path, *lines: str) -> Path:
    path = folder / "a.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_types_of_the_option_are_those_that_are_judged() -> None:
    assert tuple(kind.value for kind in AnswerType) == KINDS


@every_kind
def test_every_table_is_written_as_csv_and_as_parquet(kind: str, tmp_path: Path) -> None:
    for suffix in ("csv", "parquet"):
        names = [tmp_path / f"{name}.{suffix}" for name in ("labels", "workers", "scores")]
        options = zip(("--out", "--workers", "--scores"), names, strict=True)
        run(EXAMPLES / f"{kind}.csv", "--type", kind, *(each for pair in options for each in pair))
    tables = [pq.read_table(tmp_path / f"{n}.parquet") for n in ("labels", "workers", "scores")]
    for name, table in zip(("labels", "workers", "scores"), tables, strict=True):
        header, *rows = (tmp_path / f"{name}.csv").read_text().splitlines()
        assert header.split(",") == table.column_names
        assert len(rows) == table.num_rows
    assert str(tables[0].schema.field("confidence").type) == "double"
    assert str(tables[2].schema.field("score").type) == "double"


@every_kind
def test_parquet_and_csv_are_read_alike_and_the_consensus_reads_back(
    kind: str, tmp_path: Path
) -> None:
    source = EXAMPLES / f"{kind}.csv"
    import csv

    with source.open(newline="") as file:
        header, *rows = csv.reader(file)
    from labelfield.formats.parquet_rows import parquet_bytes

    copy = tmp_path / "a.parquet"
    copy.write_bytes(parquet_bytes(header, rows, frozenset()))
    labels = tmp_path / "labels.csv"
    first = run(source, "--type", kind, "--json", "--out", labels).stdout
    assert run(copy, "--type", kind, "--json").stdout == first
    gold = json.loads(run(source, "--type", kind, "--gold", labels, "--json").stdout)["evaluation"]
    assert gold.get("equal", gold.get("right")) == gold["tasks"] > 0


@every_kind
def test_the_order_of_rows_changes_no_byte(kind: str, tmp_path: Path) -> None:
    header, *rows = lines_of(kind)
    outputs = set()
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        path = written(tmp_path, header, *rows)
        report = tmp_path / "r.html"
        shown = run(path, "--type", kind, "--json", "--report", report).stdout
        outputs.add((shown, report.read_text()))
    assert len(outputs) == 1


@every_kind
def test_an_empty_file_is_refused(kind: str, tmp_path: Path) -> None:
    header = lines_of(kind)[0]
    for lines in ((), (header,)):
        assert "a.csv" in run(written(tmp_path, *lines), "--type", kind, code=REFUSED).stderr


@every_kind
@pytest.mark.parametrize("cell", ["nan", "NaN", "-5", "5", "inf", "", "\u202e", "[", '"[[1]]"'])
def test_any_cell_is_read_or_refused_with_its_line(kind: str, cell: str, tmp_path: Path) -> None:
    header, *rows = lines_of(kind)
    columns = len(header.split(","))
    path = written(tmp_path, header, *rows, ",".join(["last", "zoé", *[cell] * (columns - 2)]))
    result = CliRunner().invoke(app, [str(path), "--type", kind])
    assert result.exit_code in (0, REFUSED)
    if result.exit_code:
        assert re.search(rf"a\.csv, line {len(rows) + 2}, column \w+.*;", result.stderr)


@pytest.mark.parametrize(
    ("kind", "row", "problem"),
    [
        ("boxes", "s,w,-1,0,5,5,a", "x0, y0, x1, y1: .*corners from 0"),
        ("boxes", "s,w,1,,5,5,a", "a cell is empty; fill all of them or none"),
        ("boxes", "s,w,x,0,5,5,a", "expected a number"),
        ("polygons", 's,w,"0,0 5",a', "pairs of x and y"),
        ("polygons", 's,w,"0,0 5,5",a', "3 to 2000 different points"),
        ("keypoints", "s,w,-1,5,a", "coordinates from 0"),
        ("spans", "s,w,9,5,a", "0 ≤ start < end"),
        ("numbers", "s,w,1e80", "finite number"),
        ("ratings", "s,w,2.5", "whole number"),
        ("preferences", "s,w,a,a,left", "two items"),
        ("preferences", "s,w,a,b,both", "left or right"),
        ("rankings", "s,w,a>a", "each item once"),
        ("rankings", "s,w,a", "2 to 100 items"),
        ("taxonomy", "s,w,a>", "none of them empty"),
        ("multilabel", "s,w,a||b", "none of them empty"),
    ],
)
def test_what_cannot_be_is_refused_with_file_line_and_column(
    kind: str, row: str, problem: str, tmp_path: Path
) -> None:
    header, *rows = lines_of(kind)
    path = written(tmp_path, header, *rows, row)
    said = run(path, "--type", kind, code=REFUSED).stderr
    assert re.search(rf"a\.csv, line {len(rows) + 2}, column .*{problem}", said)


def test_boxes_without_area_are_left_out_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, *lines_of("boxes"), "street 2,dee,5,5,5,9,person")
    assert "left out: 1 regions that have no area" in run(path).stdout


@every_kind
def test_equal_answers_are_one_and_contradicting_ones_without_a_time_none(
    kind: str, tmp_path: Path
) -> None:
    header, *rows = lines_of(kind)
    before = json.loads(run(EXAMPLES / f"{kind}.csv", "--type", kind, "--json").stdout)
    after = json.loads(
        run(written(tmp_path, header, *rows, *rows), "--type", kind, "--json").stdout
    )
    assert after["labels"] == before["labels"]
    if kind not in ("boxes", "polygons", "keypoints", "spans"):
        assert after["left_out"]["equal"] == len(rows)
        assert after["answers"] == before["answers"]


def test_of_contradicting_answers_the_earliest_counts(tmp_path: Path) -> None:
    path = written(
        tmp_path, "task,worker,label,seq", "f,a,5,2", "f,a,1,1", "f,b,1,3", "g,a,4,4", "g,b,4,5"
    )
    found = json.loads(run(path, "--type", "ratings", "--json").stdout)
    assert found["left_out"]["later"] == 1
    assert found["labels"][0]["label"] == "1"


@every_kind
def test_one_answer_a_task_and_one_worker_are_scored_or_refused(kind: str, tmp_path: Path) -> None:
    header, *rows = lines_of(kind)
    own = [row for row in rows if ",ana," in row]
    result = CliRunner().invoke(
        app, [str(written(tmp_path, header, *own)), "--type", kind, "--json"]
    )
    if kind == "choices":
        assert "every answer is by 'ana'" in result.stderr
        return
    (worker,) = json.loads(result.stdout)["workers"]
    assert worker["rate"] is None


@pytest.mark.parametrize("kind", ["numbers", "ratings"])
def test_a_scale_without_width_is_refused_and_one_may_be_given(kind: str, tmp_path: Path) -> None:
    path = written(tmp_path, "task,worker,label", "t,a,3", "t,b,3")
    assert "give it with --scale" in run(path, "--type", kind, code=REFUSED).stderr
    assert "off the scale" in run(path, "--type", kind, "--scale", "4:5", code=REFUSED).stderr
    assert "LOW:HIGH" in run(path, "--type", kind, "--scale", "4", code=2).stderr
    run(path, "--type", kind, "--scale", "1:5")


def test_ids_of_any_unicode_are_kept(tmp_path: Path) -> None:
    names = ["\U0001f600", "é", "e\u0301", "\u202eabc", "نص", "a'\"<b>&"]
    rows = [f'"{name.replace(chr(34), chr(34) * 2)}",w{who},4' for name in names for who in "ab"]
    path = written(tmp_path, "task,worker,label", *rows)
    found = json.loads(run(path, "--type", "ratings", "--scale", "1:5", "--json").stdout)
    assert {row["task"] for row in found["labels"]} == set(names)


def test_hidden_gold_is_taken_as_known(tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text("task,label\nfilm 1,1\n")
    source = EXAMPLES / "ratings.csv"
    options = ("--type", "ratings", "--scale", "1:5", "--hidden-gold", gold, "--json")
    first = json.loads(run(source, *options).stdout)["labels"][0]
    assert first == {"task": "film 1", "label": "1", "confidence": 1.0}
    gold.write_text("task,label\nfilm 9,1\n")
    assert "'film 9' is in no row" in run(source, *options, code=REFUSED).stderr


def test_label_studio_choices_are_scored_as_choices(tmp_path: Path) -> None:
    export = EXAMPLES / "label_studio.json"
    assert "choose one with --control" in run(export, code=REFUSED).stderr
    found = json.loads(run(export, "--control", "mood", "--json").stdout)
    assert [row["label"] for row in found["labels"]] == ["good", "bad"]
    assert found["classes"] == ["bad", "good"]


class Page(HTMLParser):
    """Collects what a page loads and whether its tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "action")]


@every_kind
def test_the_report_loads_nothing_and_shows_every_worker(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    lines = [line.replace("cy", "<script>alert(1)</script>") for line in lines_of(kind)]
    run(written(tmp_path, *lines), "--type", kind, "--report", path)
    text = path.read_text()
    page = Page()
    page.feed(text)
    assert page.loads == []
    assert "script" not in page.tags
    assert "&lt;script&gt;" in text
    assert "http" not in text
    assert page.tags.count("svg") == 2 + 3
    for heading in ("How sure", "How good", "Worker by worker", "Pairs to look at", "least sure"):
        assert heading in text


def test_the_report_compares_confidence_with_gold_that_only_measures(tmp_path: Path) -> None:
    rows = [f"t{task},w{who},{'ab'[task % 2]}" for task in range(20) for who in range(3)]
    answers = written(tmp_path, "task,worker,label", *rows)
    gold = tmp_path / "gold.csv"
    gold.write_text("task,label\nt0,a\nt1,b\nt2,b\n")
    run(answers, "--gold", gold, "--report", tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text()
    assert "2 of 3 known answers are the result’s" in text
    assert text.count("<circle") == 1
    run(answers, "--hidden-gold", gold, "--report", tmp_path / "r.html")
    assert "known answers are the result’s" not in (tmp_path / "r.html").read_text()


def test_a_copy_is_named_in_the_report(tmp_path: Path) -> None:
    chance = random.Random(2)
    rows = []
    for task in range(100):
        said = [
            chance.choice("abcd") if chance.random() < 0.3 else "abcd"[task % 4] for _ in range(6)
        ]
        rows += [f"t{task},w{who},{label}" for who, label in enumerate([*said, said[0]])]
    run(written(tmp_path, "task,worker,label", *rows), "--report", tmp_path / "r.html")
    assert "same errors" in (tmp_path / "r.html").read_text()


def examples() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each console block of the document: its commands, and what they print."""
    blocks = re.findall(r"```console\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    found = []
    for block in blocks:
        steps = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
        found.append((steps[0][0], steps))
    return found


def test_every_type_has_an_example() -> None:
    commands = " ".join(first for first, _ in examples())
    assert [kind for kind in KINDS if f"examples/score/{kind}.csv" not in commands] == []


@pytest.mark.parametrize(("first", "steps"), examples())
def test_the_examples_print_what_the_document_says(
    first: str, steps: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for command, printed in steps:
        program, *arguments = shlex.split(command)
        if program == "cat":
            assert Path(arguments[0]).read_text() == printed
        else:
            assert (program, arguments[0]) == ("labelfield", "score")
            assert run(*arguments[1:]).stdout == printed
