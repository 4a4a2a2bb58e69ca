"""What `labelfield score` found, whatever the type of answer: for people, scripts and files."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from labelfield.formats.crowd_report import Report
    from labelfield.formats.tables import Table

_REASONS = (
    ("equal", "repeat their worker's answer"),
    ("later", "contradict an earlier answer of their worker"),
    ("undecided", "contradict another answer of their worker, and none is the earliest"),
    ("flat", "have no area"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that is printed or written."""

    kind: str
    summary: str
    """Like `12 answers of 3 workers to 4 tasks`."""

    answers: int
    left_out: Mapping[str, int]
    """How many, by a reason in `_REASONS`."""

    against: str | None
    """What gold says of the result, for people."""

    evaluation: Mapping[str, int | float | None] | None
    """The same for scripts."""

    labels: "Table"
    workers: "Table"
    details: Mapping[str, object]
    """What only some types have, for scripts."""

    report: Callable[[], "Report"]
    """Finds what a report shows; takes a while for choices."""


def print_outcome(found: Outcome, gold: object) -> None:
    """Say in a few lines what was found."""
    typer.echo(found.summary)
    for line in left_out_lines(found.left_out):
        typer.echo(line)
    if found.against:
        typer.echo(f"accuracy against {gold}: {found.against}")


def left_out_lines(left_out: Mapping[str, int]) -> Iterator[str]:
    """Yield a line for each reason for which something was left out."""
    for key, reason in _REASONS:
        if count := left_out.get(key):
            what = "regions" if key == "flat" else "rows"
            yield f"left out: {count} {what} that {reason}"


def print_json(found: Outcome) -> None:
    """Print one document for scripts."""
    document = {
        "type": found.kind,
        "answers": found.answers,
        **found.details,
        "evaluation": found.evaluation,
        "labels": _objects(found.labels),
        "left_out": dict(found.left_out),
        "workers": _objects(found.workers),
    }
    typer.echo(json.dumps(document, indent=1))


def _objects(table: "Table") -> list[dict[str, object]]:
    """Rows by name, numbers as numbers, null where there is none."""
    return [
        {name: _value(name, cell) for name, cell in zip(table.header, row, strict=True)}
        for row in table.rows
    ]


def _value(name: str, cell: str) -> Any:
    """A cell for JSON."""
    from labelfield.formats.tables import NUMBERS

    if name not in NUMBERS:
        return cell
    if name == "answers":
        return int(cell)
    return float(cell) if cell else None
