"""`labelfield project invoice`: what a project's money went to."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.files import write_whole
from labelfield.cli.places import HomeOption, deployed, home_folder
from labelfield.cli.telling import JsonOption


def invoice(
    project: Annotated[int, typer.Argument(help="The project's number.", min=1)],
    out: Annotated[
        Path | None, typer.Option(help="File to write: .pdf, or CSV. Printed where not given.")
    ] = None,
    title: Annotated[str, typer.Option(help="What stands above a PDF.")] = "data labeling",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List deposits, payments, fees and refunds of a project, from the chain alone."""
    from labelfield.chain.pool import Pool
    from labelfield.requesting.invoice import invoice_csv, read_invoice, write_invoice_pdf

    known = deployed(home_folder(home))
    found = read_invoice(Pool(known.rpc_url, known.pool), known.block, project)
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in found.lines]))
    elif out is None:
        typer.echo(invoice_csv(found), nl=False)
    elif out.suffix.lower() == ".pdf":
        write_invoice_pdf(found, title, out)
    else:
        write_whole(out, [invoice_csv(found).encode()])
