"""`labelfield verify`: recompute a project from public data."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.errors import BadOptions
from labelfield.cli.exits import Exit
from labelfield.cli.keys import KeysOption, read_keys
from labelfield.cli.money import dollars
from labelfield.cli.places import HomeOption, deployed, home_folder
from labelfield.cli.telling import tell


def verify(
    project: Annotated[
        str,
        typer.Argument(
            metavar="PROJECT",
            help="The project's number in its pool; with --certificate the dataset to check.",
        ),
    ],
    certificate: Annotated[
        Path | None, typer.Option(help="Check a copy of a dataset against its certificate.")
    ] = None,
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
    from labelfield.requesting.certifying import Copy, check_certificate
    from labelfield.verify.errors import Mismatch
    from labelfield.verify.project import verify_project

    if rpc is None or pool is None:
        known = deployed(home_folder(home))
        rpc, pool = rpc or known.rpc_url, pool or known.pool
        from_block = known.block if from_block is None else from_block
    from_block, ring = from_block or 0, read_keys(keys)
    there = Pool(rpc, parse_address(pool))
    step = (lambda _: None) if as_json else (lambda text: typer.echo(f"  {text}", err=True))
    certified = ""
    try:
        if certificate is None:
            number = _number(project)
        else:
            copy = Copy(Path(project), certificate)
            number, certified = check_certificate(copy, there, from_block, ring)
        report = verify_project(there, number, from_block, store, step, ring)
    except Mismatch as error:
        tell(as_json, {"agrees": False, "error": str(error)}, f"DISAGREES  {error}")
        raise typer.Exit(Exit.DISAGREES) from error
    if report.sealed and not report.checkpoints:
        wait = f"project {number}: all records are sealed until their opening: verify again then"
        tell(as_json, {"agrees": None, "error": wait}, f"not yet  {wait}")
        raise typer.Exit(Exit.NOT_YET)
    sentence = (
        f"AGREES  {certified}project {number}: {report.answers} answers of "
        f"{report.labelers} labelers, {report.signatures} signatures, "
        f"{report.settlements} settlements, "
        f"{report.checkpoints} checkpoints, {report.labels} labels; credits "
        f"{dollars(report.credited)} and fees {dollars(report.fees)} match the chain to the unit"
    )
    if report.sealed:
        sentence += f"; {report.sealed} more checkpoints are sealed until their opening"
    tell(as_json, {"agrees": True, **asdict(report)}, sentence)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise BadOptions(f"{text!r:.80} is no project's number; a dataset needs --certificate")
    return int(text)
