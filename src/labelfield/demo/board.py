"""What the demonstration prints: a live board, the page's address, the table at the end."""

import io
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import segno
from rich.console import Console
from rich.live import Live
from rich.table import Table

from labelfield.api.progress_models import Progress
from labelfield.demo.replay import ReplayStatus
from labelfield.verify.project import Report

UNITS = 1_000_000
BNB_DOLLARS = 800
"""Assumed, for the price of gas."""
LINE_EVERY_S = 2.0
"""Pause between lines where there is no terminal to draw on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the replayed project."""

    report: Report
    progress: Progress
    labels: int
    judged: int
    """Labels compared with the truth: all but those of hidden gold."""
    right: int
    receipt_ms: float
    """Median from sending a batch of answers to holding its checked receipts."""
    cash_out_s: float
    """Median from the order to the tokens in the wallet."""
    exports: Path


class Board:
    """Shows the replay as it goes: a live table on a terminal, a line now and then elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=5) if console.is_terminal else None
        self._last_line = 0.0

    def __enter__(self) -> "Board":
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._live.stop()

    def show(self, status: ReplayStatus, progress: Progress) -> None:
        """Show where things stand."""
        facts = _facts(status, progress)
        if self._live:
            table = Table.grid(padding=(0, 3))
            for name, value in facts.items():
                table.add_row(name, value)
            self._live.update(table)
        elif progress.state == "complete" or time.monotonic() - self._last_line > LINE_EVERY_S:
            self._last_line = time.monotonic()
            self._console.print("  ".join(f"{name} {value}" for name, value in facts.items()))


def _facts(status: ReplayStatus, progress: Progress) -> dict[str, str]:
    gas = sum(checkpoint.gas_used for checkpoint in progress.checkpoints)
    gold = f"{progress.gold_right / progress.gold_answers:.0%}" if progress.gold_answers else "-"
    return {
        "answers": f"{progress.accepted_answers:,}",
        "receipts": f"{status.receipts:,}",
        "tasks closed": f"{progress.closed_tasks} of {progress.tasks}",
        "right on gold": gold,
        "owed": _dollars(progress.owed),
        "paid on chain": _dollars(progress.credited),
        "checkpoints": f"{len(progress.checkpoints)}, {progress.opened_checkpoints} open",
        "gas": f"{gas:,}",
    }


def outcome_table(outcome: Outcome, seconds: float) -> Table:
    """Return the table at the end."""
    report, checkpoints = outcome.report, outcome.progress.checkpoints
    cost = report.credited + report.fees
    gas_wei = sum(checkpoint.gas_used * checkpoint.gas_price_wei for checkpoint in checkpoints)
    gas_dollars = gas_wei / 1e18 * BNB_DOLLARS
    table = Table(title="A real crowd, paid and verified", show_header=False, title_justify="left")
    share = outcome.right / outcome.judged
    rows = {
        "answers, labelers": f"{report.answers:,} of {report.labelers}",
        "labels": f"{outcome.labels}",
        "accuracy (without hidden gold)": f"{share:.2%} ({outcome.right} of {outcome.judged})",
        "paid to labelers, fees": f"{_dollars(report.credited)}, {_dollars(report.fees)}",
        "cost a label": _dollars(cost // outcome.labels),
        "checkpoints, settlements": f"{report.checkpoints}, {report.settlements}",
        "gas of the checkpoints": f"{sum(c.gas_used for c in checkpoints):,}",
        "gas as a share of pay": (
            f"{gas_dollars / (report.credited / UNITS):.3%} (BNB at ${BNB_DOLLARS})"
        ),
        "answers to receipts, median": f"{outcome.receipt_ms:.1f} ms",
        "cash out to tokens, median": f"{outcome.cash_out_s:.2f} s",
        "verify": f"agrees: {report.signatures:,} signatures, every score and credit",
        "time": f"{seconds:.1f} s",
        "exports": str(outcome.exports),
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return table


def page_lines(url: str, project: int) -> str:
    """Return the page's address, with a code to scan where a phone can reach it."""
    lines = [f"label handwritten digits yourself (project {project}): {url}"]
    if "127.0.0.1" not in url and "localhost" not in url:
        code = io.StringIO()
        segno.make(url).terminal(code, compact=True)
        lines.append(code.getvalue())
    return "\n".join(lines)


def _dollars(units: int) -> str:
    return f"${units / UNITS:,.4f}"
