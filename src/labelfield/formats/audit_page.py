"""The report of `labelfield verify`: one HTML page, no network, light and dark, any width."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

CHECKED = (
    ("Objects", "manifest, tasks and records are those whose hashes stand on chain"),
    ("Signatures", "every answer is covered by its labeler's signature, in an unbroken chain"),
    ("Gold", "right answers were committed to before the first answer, and revealed in time"),
    ("Closings", "each task closed when the rules say, and no answer came later"),
    ("Settlements", "consensus, scores and rates are recomputed from everybody's answers"),
    ("Receipts", "each answer's increment follows from the settlement before it"),
    ("Credits and fees", "each checkpoint credits what was earned, to whom, to the unit"),
    ("Dataset", "every published label follows from the final settlement"),
)


def audit_html(document: Mapping[str, Any], unit_decimals: int = 6) -> str:
    """Return the page that shows `labelfield verify --json` of one project to a person."""
    style = (files("labelfield.formats") / "report.css").read_text(encoding="utf-8")
    title = f"Project {document['project']}: {_VERDICTS[document['agrees']]}"
    body = _agreeing(document, unit_decimals) if document["agrees"] else _other(document)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style><body>"
        f'<p class="quiet">Labelfield verify</p><h1>{escape(title)}</h1>'
        f"{body}{_FOOTER}</body></html>\n"
    )


_VERDICTS = {True: "everything agrees", False: "a difference", None: "not yet"}

_FOOTER = (
    '<footer class="quiet">Computed on this machine from the chain and the project’s public '
    "objects, with nobody’s database. Whoever runs the same command finds the same.</footer>"
)


def _other(document: Mapping[str, Any]) -> str:
    """What differs first, or what is awaited; where, expected and found as the audit says it."""
    return f'<div class="card"><h3>{escape(str(document["error"]))}</h3></div>'


def _agreeing(document: Mapping[str, Any], decimals: int) -> str:
    tiles = (
        (f"{document['answers']:,}", "answers"),
        (f"{document['labelers']:,}", "labelers"),
        (f"{document['signatures']:,}", "signatures"),
        (f"{document['settlements']:,}", "settlements"),
        (_dollars(document["credited"], decimals), "credited"),
        (_dollars(document["fees"], decimals), "fees"),
    )
    shown = "".join(f'<div class="tile"><b>{value}</b>{name}</div>' for value, name in tiles)
    sealed = document["sealed"]
    waiting = f"<p>{sealed} more checkpoints are sealed until their opening.</p>" if sealed else ""
    where = f"Chain {document['chain_id']}, pool {document['pool']}"
    return (
        f"<p>{escape(document['title'])}</p><p class='quiet'>{escape(where)}</p>"
        f'<div class="tiles">{shown}</div>{waiting}{_checks(document)}'
        f"{_checkpoints(document['records'], decimals)}"
    )


def _checks(document: Mapping[str, Any]) -> str:
    done = CHECKED if document["labels"] else CHECKED[:-1]
    items = "".join(
        f'<div class="card"><h3>✓ {name}</h3><p>{escape(text)}</p></div>' for name, text in done
    )
    return f'<h2>What was checked</h2><div class="cards">{items}</div>'


def _checkpoints(records: Sequence[Mapping[str, Any]], decimals: int) -> str:
    heads = (
        "checkpoint",
        "block",
        "answers",
        "settlements",
        "labelers credited",
        "credited",
        "fee",
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{cell}</td>"
            for cell in (
                row["checkpoint"],
                row["block"],
                f"{row['answers']:,}",
                row["settlements"],
                f"{row['credits']:,}",
                _dollars(row["credited"], decimals),
                _dollars(row["fee"], decimals),
            )
        )
        + f'</tr><tr><td colspan="7" class="quiet">transaction {escape(row["transaction"])}'
        f"<br>record {escape(row['record'])}</td></tr>"
        for row in records
    )
    head = "".join(f"<th>{name}</th>" for name in heads)
    return (
        '<h2>Checkpoints</h2><div class="scroll"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _dollars(units: int, decimals: int) -> str:
    whole, part = divmod(units, 10**decimals)
    return f"${whole:,}.{part:0{decimals}d}"
