"""`labelfield score` on choices of a large Parquet file: columns of numbers, not rows of text."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.score_outcome import left_out_lines

if TYPE_CHECKING:
    from labelfield.formats.large_choices import NumberedAnswers
    from labelfield.formats.large_scores import LargeScores

Known = Mapping[str, str]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Choices in Parquet: score them on the workers of a Dask scheduler, as "
        "tcp://HOST:8786; the result is the same.",
    ),
]


def is_large(answers: Path, kind: str | None, cluster: str | None) -> bool:
    """Tell whether a file is Parquet with so many choices that it is read in columns.

    For a cluster any number is enough; raise NoCluster for other files.
    """
    if answers.suffix.lower() != ".parquet" or kind not in (None, "choices"):
        return _none_for(cluster)
    from labelfield.formats.answer_columns import kind_of
    from labelfield.formats.large_choices import LARGE_FROM, shape_of

    rows, columns = shape_of(answers)
    least = LARGE_FROM if cluster is None else 1
    fits = rows >= least and (kind or kind_of(columns)) == "choices"
    return fits or _none_for(cluster)


def _none_for(cluster: str | None) -> bool:
    from labelfield.formats.errors import NoCluster

    if cluster is not None:
        raise NoCluster(cluster, "it scores choices in a Parquet file, without --scores, --report")
    return False


def score_large_choices(
    answers: Path,
    gold: Path | None,
    hidden: Path | None,
    stage: Callable[[str], None],
    address: str | None,
) -> tuple["LargeScores", list[str]]:
    """Return what was found, and the lines that say it to people."""
    from labelfield.formats.cluster import on_cluster
    from labelfield.formats.large_choices import read_large
    from labelfield.formats.large_scores import score_large

    numbered = read_large(answers, lambda column: stage(f"Reading {column}s"))
    measured, taught = (_known(path, numbered) if path else {} for path in (gold, hidden))
    with nullcontext() if address is None else on_cluster(address) as cluster:
        found = score_large(numbered, taught, lambda: stage("Finding the consensus"), cluster)
    return found, [*_said(numbered, found), *_against(gold, found, measured, taught)]


def _known(path: Path, answers: "NumberedAnswers") -> Known:
    """The gold of a file, whose tasks must be among those answered."""
    from labelfield.formats.crowd_csv import parse_known
    from labelfield.formats.csv_rows import read_file
    from labelfield.formats.large_choices import named_among

    return parse_known(
        read_file(path), str(path), answers.name, lambda names: named_among(answers, names)
    )


def _said(answers: "NumberedAnswers", found: "LargeScores") -> Iterator[str]:
    """How much was read, and what was left out."""
    yield (
        f"{len(answers.task)} answers of {len(answers.workers)} workers to "
        f"{len(answers.tasks)} tasks, {len(found.classes)} classes"
    )
    yield from left_out_lines(answers.left_out)


def _against(gold: Path | None, found: "LargeScores", measured: Known, taught: Known) -> list[str]:
    """How far the result agrees with gold that was not taught."""
    from labelfield.formats.large_scores import count_right

    known = {task: label for task, label in measured.items() if task not in taught}
    if not known:
        return []
    right = count_right(found, known)
    said = f"{right} of {len(known)} right ({100 * right / len(known):.2f}%)"
    return [f"accuracy against {gold}: {said}"]
