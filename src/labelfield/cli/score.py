"""`labelfield score`: labels and worker qualities from any file of crowd answers, offline."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labelfield.cli.score_large import ClusterOption
from labelfield.cli.score_outcome import Outcome, print_json, print_outcome
from labelfield.protocol.errors import LabelfieldError

if TYPE_CHECKING:
    from labelfield.formats.typed_answers import TypedAnswers

REFUSED = 2
"""Exit code for a file that cannot be read, used or written."""

_STAGES = 3
_LARGE_STAGES = 18
"""Three columns, and the steps of five passes."""


class AnswerType(StrEnum):
    """What an answer is; spelled out, so that `--help` need not load what judges it."""

    CHOICES = "choices"
    MULTILABEL = "multilabel"
    TAXONOMY = "taxonomy"
    BOXES = "boxes"
    POLYGONS = "polygons"
    KEYPOINTS = "keypoints"
    SPANS = "spans"
    NUMBERS = "numbers"
    RATINGS = "ratings"
    PREFERENCES = "preferences"
    RANKINGS = "rankings"
    TRANSCRIPTS = "transcripts"


AnswersFile = Annotated[
    Path,
    typer.Argument(
        metavar="ANSWERS",
        help="CSV or Parquet with the columns task, worker and those of the type; or a JSON "
        "export of Label Studio. A column seq or timestamp says which of a worker's "
        "contradicting answers came first.",
    ),
]
TypeOption = Annotated[
    AnswerType | None,
    typer.Option(
        "--type",
        help="What an answer is. Found by itself in Label Studio files, and for boxes, polygons, "
        "keypoints, spans and preferences by their columns; else choices.",
    ),
]
ControlOption = Annotated[
    str | None,
    typer.Option("--control", help="Label Studio only: which control, where there are several."),
]
ScaleOption = Annotated[
    str | None,
    typer.Option(
        "--scale",
        metavar="LOW:HIGH",
        help="Ends of the scale of numbers or ratings; else the least and the greatest given.",
    ),
]
ReachOption = Annotated[
    float | None,
    typer.Option(
        "--reach",
        min=0.001,
        max=1_000_000,
        help="Keypoints: the distance from which two cannot mean one thing; else a twentieth of "
        "the farthest coordinate.",
    ),
]
GoldFile = Annotated[
    Path | None,
    typer.Option(
        "--gold",
        metavar="GOLD",
        help="Known answers, columns as of ANSWERS without worker. Only measures: how far the "
        "result agrees with it is printed, the result itself does not change.",
    ),
]
HiddenGoldFile = Annotated[
    Path | None,
    typer.Option(
        "--hidden-gold",
        metavar="GOLD",
        help="The same columns. Teaches: these answers are taken as known, and measure the "
        "workers; choices and ratings that the answers clearly contradict are not. Such tasks "
        "do not count against --gold.",
    ),
]
LabelsFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="LABELS",
        help="Write the consensus: task, the columns of the type, confidence. CSV, or Parquet if "
        "the name ends in .parquet; so for all tables.",
    ),
]
WorkersFile = Annotated[
    Path | None,
    typer.Option(
        "--workers",
        metavar="WORKERS",
        help="Write worker, answers, skill (estimated chance to be right; for most types instead "
        "weight, 1 is the crowd's mean), score (1 perfect, 0 chance), rate (share of the price "
        "earned; empty below ten answers).",
    ),
]
ScoresFile = Annotated[
    Path | None,
    typer.Option(
        "--scores",
        metavar="SCORES",
        help="Write task, worker, score of each answer; empty where nobody else answered.",
    ),
]
ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="REPORT.html",
        help="Draw a page that opens without a network: who confuses what, skills, confidence, "
        "pairs to look at.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON document with everything found.")
]


@dataclass(frozen=True, slots=True)
class Request:
    """What is read, how it is understood, and what is written."""

    answers: Path
    kind: str | None
    control: str | None
    scale: str | None
    reach: float | None
    gold: Path | None
    hidden_gold: Path | None
    out: Path | None
    workers: Path | None
    scores: Path | None
    report: Path | None
    cluster: str | None


def score(
    answers: AnswersFile,
    kind: TypeOption = None,
    control: ControlOption = None,
    scale: ScaleOption = None,
    reach: ReachOption = None,
    gold: GoldFile = None,
    hidden_gold: HiddenGoldFile = None,
    out: LabelsFile = None,
    workers: WorkersFile = None,
    scores: ScoresFile = None,
    report: ReportFile = None,
    cluster: ClusterOption = None,
    as_json: AsJson = False,
) -> None:
    """Find the likeliest answer to every task, and how good every worker is.

    Tasks, workers and classes are sorted naturally (t2 before t10); the order of rows never
    changes a byte of the output. Exit code 0, or 2 when a file is refused.
    """
    request = Request(
        answers,
        kind,
        control,
        scale,
        reach,
        gold,
        hidden_gold,
        out,
        workers,
        scores,
        report,
        cluster,
    )
    try:
        if not as_json and _score_large(request):
            return
        found = _score(request)
    except LabelfieldError as error:
        typer.echo(f"labelfield score: {error}", err=True)
        raise typer.Exit(REFUSED) from error
    if as_json:
        print_json(found)
        return
    print_outcome(found, gold)
    _print_written(request)
    if not out and not report and not found.evaluation:
        typer.echo("add --out LABELS.csv, --workers WORKERS.csv, --report REPORT.html or --json")


def _score(request: Request) -> Outcome:
    """Read, score, write."""
    from labelfield.formats.csv_rows import read_file
    from labelfield.formats.tables import table_bytes

    _check_apart(request)
    data = read_file(request.answers)
    with _progress(_STAGES) as stage:
        stage("Reading answers")
        typed = _typed(request, data)
        stage("Finding the consensus")
        found = _choices(request, data) if typed is None else _other(request, typed)
        stage("Writing")
        for path, table in ((request.out, found.labels), (request.workers, found.workers)):
            if path:
                _write(path, table_bytes(table, path.suffix))
        if request.scores or request.report:
            _write_more(request, found)
    return found


def _score_large(request: Request) -> bool:
    """Score a large Parquet file of choices, unless each answer is asked for; tell whether."""
    from labelfield.cli.score_large import is_large, score_large_choices

    whole = request.scores is None and request.report is None
    kind = request.kind if whole else "each answer"
    if not is_large(request.answers, kind, request.cluster):
        return False
    from labelfield.formats.crowd_scores import workers_table
    from labelfield.formats.large_scores import write_labels
    from labelfield.formats.tables import table_bytes

    _check_apart(request)
    with _progress(_LARGE_STAGES) as stage:
        found, lines = score_large_choices(
            request.answers, request.gold, request.hidden_gold, stage, request.cluster
        )
        if request.out:
            _write_by(request.out, lambda part: write_labels(found.labels, part))
        if request.workers:
            table = workers_table(found.workers)
            _write(request.workers, table_bytes(table, request.workers.suffix))
    typer.echo("\n".join(lines))
    _print_written(request)
    return True


def _print_written(request: Request) -> None:
    """Say which files were written."""
    written = {
        "labels": request.out,
        "workers": request.workers,
        "scores": request.scores,
        "report": request.report,
    }
    for what, path in written.items():
        if path:
            typer.echo(f"{what} written to {path}")


def _typed(request: Request, data: bytes) -> "TypedAnswers | None":
    """The answers, unless they are choices in a table, which have a reader of their own."""
    from labelfield.formats.answer_columns import kind_of
    from labelfield.formats.csv_rows import table_lines
    from labelfield.formats.typed_answers import read_typed

    name = str(request.answers)
    if _is_json(request.answers, data):
        from labelfield.formats.label_studio_answers import read_label_studio

        return read_label_studio(data, name, request.kind, request.control)
    header = next(iter(table_lines(data, name)), (1, list[str]()))[1]
    kind = request.kind or kind_of([cell.strip() for cell in header])
    return None if kind == "choices" else read_typed(data, name, kind)


def _is_json(path: Path, data: bytes) -> bool:
    """Whether the file is JSON by its name, or by its first sign."""
    return path.suffix.lower() == ".json" or data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"["


def _choices(request: Request, data: bytes) -> Outcome:
    """Score choices of a table."""
    from labelfield.cli.score_choices import score_choices
    from labelfield.formats.crowd_csv import parse_answers, parse_gold
    from labelfield.formats.csv_rows import read_file

    answers = parse_answers(data, str(request.answers))
    gold, hidden = (
        parse_gold(read_file(path), str(path), answers) if path else None
        for path in (request.gold, request.hidden_gold)
    )
    return score_choices(answers, gold, hidden or {})


def _other(request: Request, answers: "TypedAnswers") -> Outcome:
    """Score any other type, and choices of Label Studio."""
    from labelfield.cli.score_choices import score_choices
    from labelfield.cli.score_typed import score_typed_answers
    from labelfield.formats.answer_columns import COORDINATE_DECIMALS
    from labelfield.formats.csv_rows import read_file
    from labelfield.formats.typed_answers import choices_of, read_typed_gold
    from labelfield.formats.typed_scores import measure_of

    gold, hidden = (
        read_typed_gold(read_file(path), str(path), answers) if path else None
        for path in (request.gold, request.hidden_gold)
    )
    if answers.kind == "choices":
        return score_choices(choices_of(answers), gold, hidden or {})
    reach = round((request.reach or 0) * 10**COORDINATE_DECIMALS)
    known = [*(gold or {}).values(), *(hidden or {}).values()]
    measure = measure_of(answers, known, _ends(request.scale), reach)
    return score_typed_answers(answers, measure, gold, hidden or {})


def _ends(scale: str | None) -> tuple[str, str] | None:
    """The two ends of `LOW:HIGH`."""
    if scale is None:
        return None
    low, mark, high = scale.partition(":")
    if not (low and mark and high):
        raise typer.BadParameter("write it as LOW:HIGH, like 1:5", param_hint="--scale")
    return low, high


def _write_more(request: Request, found: Outcome) -> None:
    """Write the scores and the report."""
    from labelfield.formats.crowd_report import report_html
    from labelfield.formats.tables import table_bytes
    from labelfield.formats.typed_scores import scores_table

    report = found.report()
    if request.scores:
        table = scores_table(report.found.judged)
        _write(request.scores, table_bytes(table, request.scores.suffix))
    if request.report:
        _write(request.report, report_html(report).encode())


def _check_apart(request: Request) -> None:
    """Raise where a file to be written is another's, too."""
    from labelfield.formats.errors import UnreadableFile

    read = (request.answers, request.gold, request.hidden_gold)
    taken = {path.resolve() for path in read if path}
    for path in (request.out, request.workers, request.scores, request.report):
        if path and path.resolve() in taken:
            raise UnreadableFile(str(path), "would be overwritten; name another file")
        if path:
            taken.add(path.resolve())


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none of it."""
    _write_by(path, lambda part: part.write_bytes(content))


def _write_by(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written whole or not at all."""
    from labelfield.formats.errors import UnreadableFile

    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        write(part)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnreadableFile(str(path), f"cannot be written: {error.strerror}") from error


@contextmanager
def _progress(stages: int) -> Iterator[Callable[[str], None]]:
    """Yield a function that names the next of some stages, shown at a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns: tuple[Any, ...] = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=stages, completed=-1)
        yield lambda text: bar.update(task, description=text, advance=1)
