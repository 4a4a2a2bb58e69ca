"""`labelfield verify`: recompute a project from public data."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from labelfield.cli.exits import Exit
from labelfield.cli.keys import KeysOption, read_keys
from labelfield.cli.money import dollars
from labelfield.cli.places import HomeOption, deployed, home_folder


def verify(
    project: Annotated[int, typer.Argument(help="The project's number in its pool.", min=1)],
    home: HomeOption = None,
    rpc: Annotated[str | None, typer.Option(help="A node of the chain.")] = None,
    pool: Annotated[str | None, typer.Option(help="The LabelPool contract.")] = None,
    store: Annotated[
        str | None, typer.Option(help="The store, like folder:PATH, instead of the project's own.")
    ] = None,
    keys: KeysOption = None,
    from_block: Annotated[
        int | None, typer.Option(help="First block to read events from.", min=0)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Recompute every score, receipt and credit of a project, and compare with the chain.

    Uses a chain's RPC and the store, and nobody's database. Exit code 0: everything that is open
    agrees. 1: it does not; the first difference is named. 3: no record was opened yet.
    """
    from labelfield.chain.pool import Pool
    from labelfield.protocol.ids import parse_address
    from labelfield.verify.errors import Mismatch
    from labelfield.verify.project import verify_project

    if rpc is None or pool is None:
        known = deployed(home_folder(home))
        rpc, pool = rpc or known.rpc_url, pool or known.pool
        from_block = known.block if from_block is None else from_block
    tell = (lambda _: None) if as_json else (lambda text: typer.echo(f"  {text}", err=True))
    try:
        report = verify_project(
            Pool(rpc, parse_address(pool)), project, from_block or 0, store, tell, read_keys(keys)
        )
    except Mismatch as error:
        _say(as_json, {"agrees": False, "error": str(error)}, f"DISAGREES  {error}")
        raise typer.Exit(Exit.DISAGREES) from error
    if report.sealed and not report.checkpoints:
        wait = f"project {project}: all records are sealed until their opening: verify again then"
        _say(as_json, {"agrees": None, "error": wait}, f"not yet  {wait}")
        raise typer.Exit(Exit.NOT_YET)
    sentence = (
        f"AGREES  project {project}: {report.answers} answers of {report.labelers} labelers, "
        f"{report.signatures} signatures, {report.settlements} settlements, "
        f"{report.checkpoints} checkpoints, {report.labels} labels; credits "
        f"{dollars(report.credited)} and fees {dollars(report.fees)} match the chain to the unit"
    )
    if report.sealed:
        sentence += f"; {report.sealed} more checkpoints are sealed until their opening"
    _say(as_json, {"agrees": True, **asdict(report)}, sentence)


def _say(as_json: bool, document: dict[str, object], sentence: str) -> None:
    typer.echo(json.dumps(document) if as_json else sentence)
