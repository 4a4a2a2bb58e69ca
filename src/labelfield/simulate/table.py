"""The table of what cheats gained, as Markdown and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

from labelfield.simulate.row import Row, dollars

HEADS = ("who: cheat", "gained against honesty", "harmed", "caught by, when", "exposure")


def as_markdown(rows: Sequence[Row]) -> str:
    """Return the table with one line a cheat."""
    lines = [HEADS, ("---",) * len(HEADS), *map(_cells, rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def as_document(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return the rows for a program, amounts in units."""
    return [{**asdict(row), "bounded": row.is_bounded} for row in rows]


def _cells(row: Row) -> tuple[str, ...]:
    harmed = "; ".join(
        f"{each.who} {dollars(each.units)}" + (f" ({each.note})" if each.note else "")
        for each in row.harmed
    )
    return (
        f"**{row.actor}**: {row.act} (`{row.name}`)",
        f"{dollars(row.gained)}: {row.measure}",
        harmed or "nobody",
        f"{row.caught}; {row.when}",
        f"{row.exposure.sentence} (here {dollars(row.exposure.most)})" if row.exposure else "–",
    )
