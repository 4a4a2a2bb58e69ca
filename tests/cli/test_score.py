"""`labelfield score`, run as a person would."""

import json
import os
import random
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from labelfield.cli.score import REFUSED, score
from tests.cli.running import labelfield

RTE = Path(str(files("labelfield.demo"))) / "data" / "rte"
ANSWERS, GOLD = RTE / "answers.csv", RTE / "gold.csv"

app = typer.Typer()
app.command()(score)


def run(*arguments: object, code: int = 0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text("task,worker,label\nt1,w1,a\nt1,w2,a\nt2,w1,b\nt2,w2,a\n")
    return path


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "none.csv", code=REFUSED)
    assert "none.csv: cannot be read: No such file" in result.stderr
    assert result.stdout == ""


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be read: Is a directory" in run(tmp_path, code=REFUSED).stderr


def test_a_bad_cell_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("task,worker,label\nt1,w1,a\nt1,w2,nan\n")
    result = run(path, "--out", tmp_path / "labels.csv", code=REFUSED)
    assert "a.csv, line 3, column label: nan is no value" in result.stderr
    assert not (tmp_path / "labels.csv").exists()


def test_gold_for_an_unknown_task_is_refused(small: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text("task,label\nt1,a\nt7,a\n")
    for option in ("--gold", "--hidden-gold"):
        result = run(small, option, gold, code=REFUSED)
        assert "gold.csv, line 3, column task: 't7' is in no row" in result.stderr


@pytest.mark.parametrize("option", ["--out", "--workers"])
def test_an_input_is_never_overwritten(small: Path, option: str) -> None:
    before = small.read_bytes()
    assert "would be overwritten" in run(small, option, small, code=REFUSED).stderr
    assert small.read_bytes() == before


def test_both_outputs_in_one_file_are_refused(small: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.csv"
    result = run(small, "--out", both, "--workers", both, code=REFUSED)
    assert "would be overwritten" in result.stderr


def test_a_folder_that_is_not_there_cannot_be_written_to(small: Path, tmp_path: Path) -> None:
    result = run(small, "--out", tmp_path / "no" / "labels.csv", code=REFUSED)
    assert "labels.csv: cannot be written: No such file" in result.stderr


def test_rte_reaches_what_is_promised_without_seeing_its_gold() -> None:
    found = json.loads(run(ANSWERS, "--gold", GOLD, "--json").stdout)
    assert found["evaluation"]["tasks"] == 800
    assert found["evaluation"]["accuracy"] >= 0.925


def test_gold_only_measures(tmp_path: Path) -> None:
    run(ANSWERS, "--gold", GOLD, "--out", tmp_path / "with.csv")
    run(ANSWERS, "--out", tmp_path / "without.csv")
    assert (tmp_path / "with.csv").read_bytes() == (tmp_path / "without.csv").read_bytes()


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    header, *rows = ANSWERS.read_text().splitlines()
    outputs = set()
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        shuffled, labels, workers = (tmp_path / name for name in ("a.csv", "l.csv", "w.csv"))
        shuffled.write_text("\n".join([header, *rows]))
        arguments = (shuffled, "--gold", GOLD, "--out", labels, "--workers", workers)
        shown = run(*arguments, "--json").stdout
        outputs.add((shown, labels.read_bytes(), workers.read_bytes()))
    assert len(outputs) == 1


def test_hidden_gold_is_taken_as_known_and_not_measured(tmp_path: Path) -> None:
    rows = GOLD.read_text().splitlines()
    hidden = tmp_path / "hidden.csv"
    hidden.write_text("\n".join(rows[:101]))
    labels = tmp_path / "labels.csv"
    arguments = (ANSWERS, "--gold", GOLD, "--hidden-gold", hidden, "--out", labels, "--json")
    assert json.loads(run(*arguments).stdout)["evaluation"]["tasks"] == 700
    found = set(labels.read_text().splitlines())
    contradicted = {f"{row},1.0000" for row in rows[1:101]} - found
    assert len(contradicted) <= 2


def test_when_all_gold_is_hidden_nothing_is_left_to_measure() -> None:
    result = run(ANSWERS, "--gold", GOLD, "--hidden-gold", GOLD)
    assert "nothing is left to measure" in result.stdout


def test_people_read_counts_accuracy_and_where_files_went(small: Path, tmp_path: Path) -> None:
    gold, labels = tmp_path / "gold.csv", tmp_path / "labels.csv"
    gold.write_text("task,label\nt1,a\nt2,b\n")
    small.write_text(small.read_text() + "t1,w1,a\nt2,w3,a\nt2,w3,b\n")
    shown = run(small, "--gold", gold, "--out", labels).stdout
    assert "4 answers of 2 workers to 2 tasks, 2 classes" in shown
    assert "left out: 1 rows that repeat" in shown
    assert "left out: 2 rows that contradict another answer" in shown
    assert "1 of 2 right (50.00%)" in shown
    assert f"labels written to {labels}" in shown


def test_json_says_null_where_there_is_no_number(small: Path) -> None:
    small.write_text("task,worker,label\nt1,w1,ä\nt2,w2,b\n")
    found = json.loads(run(small, "--json").stdout)
    assert found["workers"][0]["score"] is None
    assert found["workers"][0]["rate"] is None
    assert found["evaluation"] is None
    assert found["classes"] == ["b", "ä"]


def test_help_does_not_wait_for_numbers() -> None:
    code = (
        "import sys; from labelfield.cli.score import score; "
        "sys.exit('numpy' in sys.modules or 'rich.progress' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0


def test_a_cluster_is_refused_for_what_it_does_not_score(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("task,worker,label\nt1,w1,a\nt1,w2,b\n")
    said = labelfield("score", path, "--cluster", "tcp://127.0.0.1:1")
    assert said.code == REFUSED
    assert "choices in a Parquet file" in said.err
