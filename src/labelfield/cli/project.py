"""`labelfield project`: fund, show, watch, close, export; project_create.py has the start."""

import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labelfield.cli import (
    project_create,
    project_invoice,
    project_look,
    project_models,
    project_watch,
)
from labelfield.cli.errors import UnknownDraft
from labelfield.cli.exits import Exit
from labelfield.cli.keys import KeysOption, read_keys
from labelfield.cli.money import dollars, parse_dollars
from labelfield.cli.options import JsonOption, KeyFileOption, WalletOption, requester_account
from labelfield.cli.places import HomeOption, deployed, home_folder, requester_client
from labelfield.cli.times import duration, utc

if TYPE_CHECKING:
    from labelfield.api.progress_models import Progress
    from labelfield.chain.pool import Pool
    from labelfield.chain.transactions import Account

app = typer.Typer(help="Projects: create, fund, show, watch, close, export.", no_args_is_help=True)

app.command("templates")(project_create.templates)
app.command("create")(project_create.create)
app.command("watch")(project_watch.watch)
app.command("invoice")(project_invoice.invoice)
app.command("list")(project_look.list_projects)
app.command("statistics")(project_look.statistics)
app.command("tasks")(project_look.tasks)
app.command("predict")(project_models.predict)
app.command("models")(project_models.models)
app.command("pause")(project_look.pause)
app.command("resume")(project_look.resume)

Number = Annotated[int, typer.Argument(help="The project's number.", min=1)]


@app.command()
def fund(
    target: Annotated[str, typer.Argument(help="A draft from `create`, or a project's number.")],
    amount: Annotated[
        str | None, typer.Option(help="Dollars; for a draft the most that can be spent.")
    ] = None,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lock money in the pool: opens a draft as a project, or adds to a project's deposit.

    Returns once labelers can join; where the server does not show that, it says so and ends well.
    """
    from labelfield.chain import requester
    from labelfield.chain.calls import ProjectTerms
    from labelfield.requesting.opening import open_once

    folder = home_folder(home)
    pool, sender = _pool(folder), _account(folder, key_file, wallet)
    if target.isdigit():
        if amount is None:
            raise typer.BadParameter("say how much: --amount 5.00")
        units = parse_dollars(amount)
        requester.mint_if_short(pool, sender, units)
        receipt = requester.top_up(pool, sender, int(target), units)
        _tell(as_json, {"project": int(target), "added": units, "transaction": receipt.hash})
        return
    draft = _draft(folder, target)
    units = parse_dollars(amount) if amount else int(draft["most_that_can_be_spent"])
    names = ("manifest_hash", "store", "fee_bps", "max_unopened")
    terms = ProjectTerms(*(draft[name] for name in names))
    number = open_once(pool, sender, terms, units, deployed(folder).block)
    _await_labelers(folder, int(number))
    _tell(as_json, {"project": number, "deposit": units})


@app.command()
def show(project: Number, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Print how far a project is."""
    progress = requester_client(home_folder(home)).progress(project)
    typer.echo(progress.model_dump_json() if as_json else _sentences(progress))


@app.command()
def close(
    project: Number,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a project: first call gives notice, a call after the notice takes the refund.

    From the notice on no answer is accepted; what was earned is credited, the rest comes back.
    """
    from labelfield.chain import requester

    folder = home_folder(home)
    pool, sender = _pool(folder), _account(folder, key_file, wallet)
    state = pool.project(project)
    if state.refunded:
        _tell(as_json, {"project": project, "state": "refunded"})
    elif not state.closes_at_s:
        receipt = requester.close(pool, sender, project)
        closes_at_s = pool.project(project).closes_at_s
        _tell(
            as_json,
            {"project": project, "refund_from_s": closes_at_s, "transaction": receipt.hash},
        )
    elif pool.chain_time_s() < state.closes_at_s:
        wait_s = state.closes_at_s - pool.chain_time_s()
        _tell(as_json, {"project": project, "refund_in_s": wait_s})
        raise typer.Exit(Exit.NOT_YET)
    else:
        receipt = requester.take_refund(pool, sender, project)
        _tell(
            as_json,
            {"project": project, "refunded": state.rest, "transaction": receipt.hash},
        )


@app.command()
def refund(
    project: Number,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back what is left: gives notice, waits until it ends, takes the refund."""
    from labelfield.chain import requester

    folder = home_folder(home)
    pool, sender = _pool(folder), _account(folder, key_file, wallet)
    if not pool.project(project).closes_at_s:
        requester.close(pool, sender, project)
    while (wait_s := pool.project(project).closes_at_s - pool.chain_time_s()) >= 0:
        typer.echo(f"the close notice runs {wait_s} s more; Ctrl-C waits elsewhere", err=True)
        time.sleep(min(max(wait_s, 1), 30))
    state = pool.project(project)
    if not state.refunded:
        requester.take_refund(pool, sender, project)
    _tell(as_json, {"project": project, "refunded": state.rest})


@app.command()
def export(
    project: Number,
    out: Annotated[Path, typer.Option(help="File to write; of some formats a new folder.")],
    file_format: Annotated[
        str, typer.Option("--format", help="`labelfield project formats` lists them.")
    ] = "jsonl",
    keys: KeysOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a complete project's dataset and its certificate, from public storage alone."""
    from labelfield.formats.exports.kinds import kind_of
    from labelfield.requesting.exporting import export
    from labelfield.requesting.finished import read_published

    kind_of(file_format)  # before anything is read for it
    folder = home_folder(home)
    published = read_published(_pool(folder), deployed(folder).block, project, read_keys(keys))
    counts = export(published, file_format, out)
    if as_json:
        typer.echo(json.dumps(asdict(counts) | {"certificate": str(counts.certificate)}))
        return
    typer.echo(f"{counts.tasks} tasks, {counts.labels} labels, {counts.answers} answers in {out}")
    typer.echo(f"certificate {counts.certificate}")


@app.command()
def formats(as_json: JsonOption = False) -> None:
    """List the formats that datasets are exported in."""
    from labelfield.formats.exports.kinds import KINDS

    if as_json:
        typer.echo(json.dumps({name: kind.about for name, kind in KINDS.items()}))
        return
    for name, kind in KINDS.items():
        typer.echo(f"{name:<15}{'folder' if kind.folder else 'file':<8}{kind.about}")


def _pool(folder: Path) -> "Pool":
    from labelfield.chain.pool import Pool

    known = deployed(folder)
    return Pool(known.rpc_url, known.pool)


def _account(folder: Path, key_file: Path | None, wallet: str | None) -> "Account":
    from labelfield.requesting.gas import give_development_gas

    known = deployed(folder)
    account = requester_account(known, key_file, wallet)
    give_development_gas(known.rpc_url, account.address)
    return account


def _await_labelers(folder: Path, number: int) -> None:
    """Wait for the server; the money is locked already, so what it says instead is a warning."""
    from labelfield.requesting.errors import NoApiKey, NoServer, NotShown
    from labelfield.requesting.opening import wait_until_shown

    try:
        with closing(requester_client(folder)) as client:
            wait_until_shown(client, number)
    except (NoServer, NoApiKey, NotShown) as problem:
        typer.echo(f"warning: nobody can label project {number} yet: {problem}", err=True)


def _draft(folder: Path, name: str) -> dict[str, Any]:
    path = folder / "drafts" / f"{name}.json"
    if not name.startswith("0x") or not path.exists():
        raise UnknownDraft(name)
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def _tell(as_json: bool, facts: dict[str, Any]) -> None:
    if as_json:
        typer.echo(json.dumps(facts))
        return
    for name, value in facts.items():
        written, said = _SAID.get(name, (name, str))
        typer.echo(f"{written:<14}{said(value)}")


_SAID: dict[str, tuple[str, Callable[[int], str]]] = {
    "deposit": ("deposit", dollars),
    "added": ("added", dollars),
    "refunded": ("refunded", dollars),
    "refund_from_s": ("refund from", utc),
    "refund_in_s": ("refund in", duration),
}
"""How people are told what scripts read as units and seconds."""


def _sentences(progress: "Progress") -> str:
    lines = [
        f"project   {progress.project}, {progress.title} ({progress.state})",
        f"tasks     {progress.closed_tasks} of {progress.tasks} closed",
        f"answers   {progress.accepted_answers} by {progress.labelers} labelers",
        f"owed      {dollars(progress.owed)}, credited {dollars(progress.credited)} "
        f"in {len(progress.checkpoints)} checkpoints",
        f"deposit   {dollars(progress.deposit)}",
    ]
    if progress.disputes:
        lines.append(f"disputes  {progress.disputes} pending: labelfield dispute status")
    if progress.state == "halted":
        lines.append(
            "halted    its operator was stopped on chain: credits can be withdrawn, the rest of "
            "the deposit refunded (labelfield project close), receipts claimed (labelfield "
            "receipts claim)"
        )
    return "\n".join(lines)
