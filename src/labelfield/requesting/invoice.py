"""Invoices: what a project's money went to, as the chain says, for people who keep books."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from labelfield.chain.events import ChainEvent, CheckpointEvent
from labelfield.chain.pool import Pool
from labelfield.chain.rpc import Rpc
from labelfield.requesting.errors import NoProject
from labelfield.requesting.money import dollars


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of a project's money."""

    time_s: int
    what: str
    amount: int
    """Units: paid in is positive, paid out negative."""
    transaction: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """All movements of one project, in the chain's order."""

    project: int
    requester: str
    token: str
    pool: str
    lines: tuple[Line, ...]

    @property
    def rest(self) -> int:
        """What is left in the pool, in units."""
        return sum(line.amount for line in self.lines)


def read_invoice(pool: Pool, first_block: int, project: int) -> Invoice:
    """Return a project's invoice from the chain's events alone."""
    opened = pool.opening(project, first_block)
    if opened is None:
        raise NoProject(project)
    last = pool.block_number()
    moves: list[tuple[ChainEvent, str, int]] = [(opened, "deposit", opened.deposit)]
    for added in pool.top_ups(first_block, last):
        if added.project == project:
            moves.append((added, "deposit", added.amount))
    for event in pool.checkpoints(project, first_block, last):
        moves += _checkpoint_moves(event)
    for back in pool.refunds(first_block, last):
        if back.project == project:
            moves.append((back, "refund", -back.amount))
    times = _Times(Rpc(pool.rpc_url))
    moves.sort(key=lambda move: (move[0].block_number, move[0].log_index))
    lines = tuple(
        Line(times.of(event.block_number), what, amount, event.transaction_hash)
        for event, what, amount in moves
    )
    return Invoice(project, opened.requester, pool.token_symbol, pool.address, lines)


def _checkpoint_moves(event: CheckpointEvent) -> Iterator[tuple[ChainEvent, str, int]]:
    credited = sum(amount for _, amount in event.entries)
    yield event, f"{len(event.entries)} labelers, checkpoint {event.number}", -credited
    if event.fee:
        yield event, f"operator's fee, checkpoint {event.number}", -event.fee


class _Times:
    """When blocks were made, each asked for once."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._known: dict[int, int] = {}

    def of(self, block: int) -> int:
        """Return a block's time."""
        if block not in self._known:
            head = self._rpc.ask("eth_getBlockByNumber", hex(block), False)
            self._known[block] = int(head["timestamp"], 16)
        return self._known[block]


def invoice_csv(invoice: Invoice) -> str:
    """Return an invoice as CSV, amounts in dollars."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["time", "what", "amount", "transaction"])
    for line in invoice.lines:
        writer.writerow([_time(line), line.what, _signed(line.amount), line.transaction])
    writer.writerow(["", "left", _signed(invoice.rest), ""])
    return text.getvalue()


def write_invoice_pdf(invoice: Invoice, title: str, file: Path) -> None:
    """Write an invoice as PDF."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    styles = getSampleStyleSheet()
    facts = (
        f"Project {invoice.project} of pool {invoice.pool}, in {invoice.token}<br/>"
        f"Paid by {invoice.requester}"
    )
    rows = [["Time (UTC)", "What", "Amount", "Transaction"], *_rows(invoice)]
    table = Table(rows, repeatRows=1)
    style = [
        ("FONTSIZE", (0, 0), (-1, -1), 8),
        ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        ("FONTNAME", (0, -1), (-1, -1), "Helvetica-Bold"),
        ("ALIGN", (2, 0), (2, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEABOVE", (0, -1), (-1, -1), 0.5, colors.black),
    ]
    table.setStyle(TableStyle(style))
    story = [
        Paragraph(_escaped(f"Invoice: {title}"), styles["Title"]),
        Paragraph(facts, styles["Normal"]),
        Spacer(1, 12),
        table,
    ]
    SimpleDocTemplate(str(file), pagesize=A4, title=f"Invoice: {title}").build(story)


def _rows(invoice: Invoice) -> Iterator[list[str]]:
    for line in invoice.lines:
        short = f"{line.transaction[:10]}…{line.transaction[-6:]}"
        yield [_time(line), line.what, _signed(line.amount), short]
    yield ["", "Left in the pool", _signed(invoice.rest), ""]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _time(line: Line) -> str:
    return datetime.fromtimestamp(line.time_s, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _signed(amount: int) -> str:
    return f"-{dollars(-amount)}" if amount < 0 else dollars(amount)
