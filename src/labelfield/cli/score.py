"""`labelfield score`: labels and worker qualities from any CSV of crowd answers, offline."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labelfield.protocol.errors import LabelfieldError

if TYPE_CHECKING:
    from labelfield.formats.crowd_csv import CrowdAnswers
    from labelfield.formats.crowd_numbers import NamedCrowd
    from labelfield.formats.crowd_scores import ScoredCrowd

REFUSED = 2
"""Exit code for a file that cannot be read, used or written."""

_LONG_BYTES = 4_000_000
"""Files from this size on take seconds, so that progress is shown."""

AnswersFile = Annotated[
    Path,
    typer.Argument(
        metavar="ANSWERS.csv",
        help="Columns task, worker, label; a column seq or timestamp says which of a worker's "
        "contradicting answers came first.",
    ),
]
GoldFile = Annotated[
    Path | None,
    typer.Option(
        "--gold",
        metavar="GOLD.csv",
        help="Columns task, label. Only measures: the accuracy of the result against it is "
        "printed, the result itself does not change.",
    ),
]
HiddenGoldFile = Annotated[
    Path | None,
    typer.Option(
        "--hidden-gold",
        metavar="GOLD.csv",
        help="Columns task, label. Teaches: these answers are taken as known, and measure the "
        "workers. Such tasks do not count in the accuracy against --gold.",
    ),
]
LabelsFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="LABELS.csv", help="Write task, label, confidence."),
]
WorkersFile = Annotated[
    Path | None,
    typer.Option(
        "--workers",
        metavar="WORKERS.csv",
        help="Write worker, answers, skill (estimated chance to be right), score (1 perfect, "
        "0 chance), rate (share of the price earned; empty below ten answers).",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON document with everything found.")
]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How many tasks of the gold file the result has right."""

    tasks: int
    right: int


def score(
    answers: AnswersFile,
    gold: GoldFile = None,
    hidden_gold: HiddenGoldFile = None,
    out: LabelsFile = None,
    workers: WorkersFile = None,
    as_json: AsJson = False,
) -> None:
    """Find the likeliest label of every task, and how good every worker is.

    Tasks, workers and classes are sorted naturally (t2 before t10); the order of rows never
    changes a byte of the output. Exit code 0, or 2 when a file is refused.
    """
    try:
        _score(Files(answers, gold, hidden_gold, out, workers), _print_json if as_json else _print)
    except LabelfieldError as error:
        typer.echo(f"labelfield score: {error}", err=True)
        raise typer.Exit(REFUSED) from error


@dataclass(frozen=True, slots=True)
class Files:
    """What is read and what is written."""

    answers: Path
    gold: Path | None
    hidden_gold: Path | None
    out: Path | None
    workers: Path | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that is printed."""

    files: Files
    answers: "CrowdAnswers"
    named: "NamedCrowd"
    scored: "ScoredCrowd"
    evaluation: Evaluation | None


def _score(files: Files, show: Callable[[Findings], None]) -> None:
    """Read, score, write, show."""
    from labelfield.formats.crowd_csv import parse_answers, parse_gold
    from labelfield.formats.crowd_numbers import number_crowd
    from labelfield.formats.crowd_scores import labels_csv, score_crowd, workers_csv
    from labelfield.formats.csv_rows import read_file

    _check_apart(files)
    data = read_file(files.answers)
    with _progress(len(data)) as stage:
        stage("Reading answers")
        answers = parse_answers(data, str(files.answers))
        gold, hidden = (
            parse_gold(read_file(path), str(path), answers) if path else {}
            for path in (files.gold, files.hidden_gold)
        )
        stage("Sorting")
        named = number_crowd(answers, hidden)
        stage("Finding the consensus")
        scored = score_crowd(named)
        stage("Writing")
        for path, content in ((files.out, labels_csv), (files.workers, workers_csv)):
            if path:
                _write(path, content(scored))
    known = {task: label for task, label in gold.items() if task not in hidden}
    show(Findings(files, answers, named, scored, _evaluate(scored, known) if gold else None))


def _check_apart(files: Files) -> None:
    """Raise where a file to be written is another's, too."""
    from labelfield.formats.errors import UnreadableFile

    taken = {path.resolve() for path in (files.answers, files.gold, files.hidden_gold) if path}
    for path in (files.out, files.workers):
        if path and path.resolve() in taken:
            raise UnreadableFile(str(path), "would be overwritten; name another file")
        if path:
            taken.add(path.resolve())


def _evaluate(scored: "ScoredCrowd", known: dict[str, str]) -> Evaluation:
    """Count right labels; a task whose answers were all left out has none, so it is not right."""
    right = sum(known.get(row.task) == row.label for row in scored.labels)
    return Evaluation(tasks=len(known), right=right)


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none of it."""
    from labelfield.formats.errors import UnreadableFile

    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnreadableFile(str(path), f"cannot be written: {error.strerror}") from error


def _print(found: Findings) -> None:
    """Say in a few lines what was found."""
    single, crowd = found.answers.single, found.named.crowd
    typer.echo(
        f"{len(crowd.task)} answers of {crowd.labeler_count} workers to {crowd.task_count} tasks, "
        f"{crowd.class_count} classes"
    )
    for count, reason in (
        (single.equal, "repeat their worker's answer"),
        (single.later, "contradict an earlier answer of their worker"),
        (single.undecided, "contradict another answer of their worker, and none is the earliest"),
    ):
        if count:
            typer.echo(f"left out: {count} rows that {reason}")
    if found.evaluation:
        typer.echo(f"accuracy against {found.files.gold}: {_accuracy(found.evaluation)}")
    for path, what in ((found.files.out, "labels"), (found.files.workers, "workers")):
        if path:
            typer.echo(f"{what} written to {path}")
    if not found.files.out and not found.evaluation:
        typer.echo("add --out LABELS.csv and --workers WORKERS.csv, or --json, to see them")


def _accuracy(evaluation: Evaluation) -> str:
    """Like `743 of 800 right (92.88%)`."""
    if not evaluation.tasks:
        return "every task is in --hidden-gold, so nothing is left to measure"
    share = f"{100 * evaluation.right / evaluation.tasks:.2f}%"
    return f"{evaluation.right} of {evaluation.tasks} right ({share})"


def _print_json(found: Findings) -> None:
    """Print one document for scripts."""
    single, crowd, evaluation = found.answers.single, found.named.crowd, found.evaluation
    document = {
        "answers": len(crowd.task),
        "classes": list(found.named.classes),
        "evaluation": None if evaluation is None else _evaluation_json(evaluation),
        "labels": [_row_json(row) for row in found.scored.labels],
        "left_out": {
            "equal": single.equal,
            "later": single.later,
            "undecided": single.undecided,
        },
        "workers": [_row_json(row) for row in found.scored.workers],
    }
    typer.echo(json.dumps(document, indent=1))


def _evaluation_json(evaluation: Evaluation) -> dict[str, int | float | None]:
    """Counts, and their share."""
    share = evaluation.right / evaluation.tasks if evaluation.tasks else None
    return {"accuracy": share, "right": evaluation.right, "tasks": evaluation.tasks}


def _row_json(row: Any) -> dict[str, object]:
    """A row with its decimals as numbers, null where there is none."""
    decimals = ("confidence", "skill", "score", "rate")
    return {
        name: (float(value) if value else None) if name in decimals else value
        for name, value in asdict(row).items()
    }


@contextmanager
def _progress(size: int) -> Iterator[Callable[[str], None]]:
    """Yield a function that names the next of four stages; a bar for long work at a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=size < _LONG_BYTES or not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=4, completed=-1)
        yield lambda text: bar.update(task, description=text, advance=1)
