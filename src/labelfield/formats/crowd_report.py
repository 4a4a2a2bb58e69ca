"""The report of `labelfield score`: one HTML page, no network, light and dark, any width."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from labelfield.formats.answer_columns import COLUMNS
from labelfield.formats.natural_order import natural_key
from labelfield.formats.report_charts import (
    curve,
    histogram,
    matrix,
    promises,
    small_histogram,
)
from labelfield.formats.report_figures import agreements, bins_of, confusions, kept_promises
from labelfield.formats.typed_answers import TypedAnswers, values_by_task
from labelfield.formats.typed_scores import TypedScores, weight_name
from labelfield.quality.agreement import mean_scores
from labelfield.quality.alike import alike_pairs
from labelfield.quality.answer_types import agreement_of
from labelfield.quality.tables import ONE

MOST_CARDS = 24
MOST_ROWS = 500
MOST_PAIRS = 20
MOST_TASKS = 12
_LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True)
class Report:
    """What is shown."""

    answers: TypedAnswers
    found: TypedScores

    gold: Mapping[str, Any]
    """Known answers, taken as certain."""

    measured: Mapping[str, Any]
    """Known answers that the result is only compared with."""


def report_html(report: Report) -> str:
    """Return the page."""
    name = escape(PurePath(report.answers.name).name)
    style = (files("labelfield.formats") / "report.css").read_text(encoding="utf-8")
    sections = (_tiles, _curves, _workers, _pairs, _unsure)
    body = "".join(section(report) for section in sections)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}: labels and workers</title><style>{style}</style><body>"
        f'<p class="quiet">Labelfield score · {escape(report.answers.kind)}</p><h1>{name}</h1>'
        f"{body}{_FOOTER}</body></html>\n"
    )


_FOOTER = (
    '<footer class="quiet">Score: how far above chance a worker’s answers agree with gold or with '
    "what everybody else says, 1 perfect, 0 chance; the worker’s own answer is left out. Rate: the "
    "share of the price that earns, less a deduction for few answers; none below ten. Every number "
    "but the pairs’ comes out the same whatever the order of the rows.</footer>"
)


def _tiles(report: Report) -> str:
    """The counts in large type."""
    judged = report.found.judged
    sure = [agreed.confidence for agreed in judged.consensus.values()]
    rates = [rate for rate in report.found.rates.values() if rate is not None]
    tiles = [
        (f"{len(judged.consensus):,}", "tasks"),
        (f"{len(report.answers.answers):,}", "answers"),
        (f"{len(judged.weights):,}", "workers"),
        (f"{sum(sure) / len(sure) / ONE:.0%}", "mean confidence"),
        (f"{sum(rate > 0 for rate in rates):,} of {len(rates):,}", "workers with a rate are paid"),
    ]
    if report.gold:
        tiles.append((f"{len(report.gold):,}", "known answers"))
    inside = "".join(
        f'<div class="tile"><b>{number}</b><span class="quiet">{what}</span></div>'
        for number, what in tiles
    )
    return f'<div class="tiles">{inside}</div>'


def _curves(report: Report) -> str:
    """The confidence curve beside the histogram of scores."""
    judged = report.found.judged
    confidence = [agreed.confidence / ONE for agreed in judged.consensus.values()]
    scores = [score / ONE for score in mean_scores(judged).values()]
    low = -1.0 if any(score < -0.25 for score in scores) else -0.25
    bars = histogram(bins_of(scores, low, 1.0, 25), (low, 1.0), "workers by score")
    return (
        '<div class="two"><section><h2>How sure the result is</h2>'
        f'<p class="quiet">{_CONFIDENCE}</p>'
        f"{curve(confidence, 'confidence of tasks, the surest first')}</section>"
        '<section><h2>How good the workers are</h2><p class="quiet">Workers by score. The dashed '
        f"line is chance: who stands there adds nothing.</p>{bars}</section>"
        f"{_promise(report)}</div>"
    )


def _promise(report: Report) -> str:
    """How often tasks of each confidence are right, where known answers tell."""
    bins = kept_promises(report.found.judged, report.measured)
    if not bins:
        return ""
    right, known = sum(each.right for each in bins), sum(each.tasks for each in bins)
    return (
        "<section><h2>Whether it keeps its word</h2>"
        f'<p class="quiet">{right:,} of {known:,} known answers are the result’s. Each dot is the '
        "known tasks of about one confidence, larger for more tasks: on the line the result is "
        "right as often as it says, above it more often.</p>"
        f"{promises(bins, 'share right by confidence')}</section>"
    )


_CONFIDENCE = (
    "Tasks from the surest to the least sure: the line is the confidence that at least this share "
    "of the tasks has."
)


def _workers(report: Report) -> str:
    """A card for each of the busiest workers, and a table of all."""
    kind, judged, answers = report.answers.kind, report.found.judged, report.answers.answers
    table = confusions(kind, answers, judged)
    if table:
        names, counts = table
        drawings = {who: matrix(rows, names, f"confusion of {who}") for who, rows in counts.items()}
        said = "Rows are the consensus, columns the worker’s answer; green is agreement."
    else:
        agree = agreement_of(kind, report.found.measure)
        counted = agreements(answers, judged, agree)
        drawings = {
            who: small_histogram(bins, f"agreement of {who}") for who, bins in counted.items()
        }
        said = "Each worker’s answers by how far they agree with the consensus."
    rows = _worker_rows(report)
    busiest = sorted(rows, key=lambda row: (-row.answers, natural_key(row.name)))[:MOST_CARDS]
    cards = "".join(_card(row, drawings[row.name]) for row in busiest)
    of = f" The {MOST_CARDS} busiest of {len(rows)}." if len(rows) > MOST_CARDS else ""
    return (
        f'<h2>Worker by worker</h2><p class="quiet">{said}{of}</p>'
        f'<div class="cards">{cards}</div>{_all_workers(kind, rows)}'
    )


@dataclass(frozen=True, slots=True)
class _WorkerRow:
    """One worker in words."""

    name: str
    answers: int
    weight: str
    score: str
    rate: str


def _worker_rows(report: Report) -> list[_WorkerRow]:
    """All workers, the best score first."""
    judged = report.found.judged
    means = mean_scores(judged)
    given: dict[str, int] = {}
    for each in report.answers.answers:
        given[each.labeler] = given.get(each.labeler, 0) + 1
    order = sorted(judged.weights, key=lambda who: (-means.get(who, -(10**9)), natural_key(who)))
    return [
        _WorkerRow(
            name=who,
            answers=given[who],
            weight=f"{judged.weights[who] / ONE:.2f}",
            score=_two_decimals(means[who]) if who in means else "–",
            rate="–" if (rate := report.found.rates[who]) is None else f"{rate / 32:.0%}",
        )
        for who in order
    ]


def _two_decimals(number: int) -> str:
    """A Q16 number; what rounds to zero has no sign."""
    return f"{number / ONE:.2f}".replace("-0.00", "0.00")


def _card(row: _WorkerRow, drawing: str) -> str:
    """One worker's drawing and numbers."""
    return (
        f'<div class="card"><h3>{escape(row.name)}</h3><p class="quiet">{row.answers:,} answers<br>'
        f"score {row.score} · rate {row.rate}</p>{drawing}</div>"
    )


def _all_workers(kind: str, rows: Sequence[_WorkerRow]) -> str:
    """Every worker in a table that opens."""
    weight = weight_name(kind)
    cells = ((row.name, f"{row.answers:,}", row.weight, row.score, row.rate) for row in rows)
    shown = list(cells)[:MOST_ROWS]
    which = "All workers" if len(rows) <= MOST_ROWS else f"The {MOST_ROWS} best workers"
    table = _table(("worker", "answers", weight, "score", "rate"), shown, {1, 2, 3, 4})
    return f"<details><summary>{which}, by score</summary>{table}</details>"


def _pairs(report: Report) -> str:
    """Pairs of workers whose errors are alike."""
    tasks = values_by_task(report.answers.answers)
    consensus = {task: agreed.value for task, agreed in report.found.judged.consensus.items()}
    agree = agreement_of(report.answers.kind, report.found.measure)
    found = alike_pairs(tasks, consensus, agree)
    head = "<h2>Pairs to look at</h2>"
    if found is None:
        return f'{head}<p class="quiet">Too many answers a task to compare all pairs.</p>'
    if not found:
        return f'{head}<p class="quiet">No two workers share more errors than chance gives.</p>'
    rows = [
        (
            *(pair.first, pair.second, str(pair.shared)),
            *(f"{pair.together:.1f}", f"{pair.expected:.1f}"),
        )
        for pair in found[:MOST_PAIRS]
    ]
    more = f" The {MOST_PAIRS} most striking of {len(found)}." if len(found) > MOST_PAIRS else ""
    header = ("worker", "and", "shared tasks", "same errors", "expected")
    return (
        f'{head}<p class="quiet">They make the same errors more often than chance explains. A '
        "reason to look, or to give them more known tasks; no proof: hard tasks mislead honest "
        f"people alike.{more}</p>{_table(header, rows, {2, 3, 4})}"
    )


def _unsure(report: Report) -> str:
    """The least sure tasks with what was answered."""
    kind, consensus = report.answers.kind, report.found.judged.consensus
    tasks = values_by_task(report.answers.answers)
    least = sorted(consensus, key=lambda task: (consensus[task].confidence, natural_key(task)))
    rows = []
    for task in least[:MOST_TASKS]:
        agreed = consensus[task]
        answers = "; ".join(
            f"{who}: {_value_text(kind, tasks[task][who])}"
            for who in sorted(tasks[task], key=natural_key)[:8]
        )
        rows.append(
            (task, f"{agreed.confidence / ONE:.0%}", _value_text(kind, agreed.value), answers)
        )
    return (
        '<h2>The least sure tasks</h2><p class="quiet">Where another answer, or your own eye, '
        "changes most.</p>"
        f"{_table(('task', 'confidence', 'consensus', 'answers'), rows, {1})}"
    )


def _value_text(kind: str, value: Any) -> str:
    """An answer in a few words."""
    rows = COLUMNS[kind].write(value)
    said = " / ".join(" ".join(cell for cell in row if cell) for row in rows) or "nothing"
    return said if len(said) <= _LONGEST_VALUE else said[: _LONGEST_VALUE - 1] + "…"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], numbers: set[int]) -> str:
    """A table that scrolls where it is too wide."""

    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f'<{tag} class="{"n" if place in numbers else "long"}">{escape(cell)}</{tag}>'
            for place, cell in enumerate(row)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return (
        f'<div class="scroll"><table><thead><tr>{cells("th", header)}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
