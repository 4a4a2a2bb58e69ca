"""`labelfield up`: chain, settlement worker, API and page in one process."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from labelfield.cli.files import make_folder
from labelfield.cli.places import HomeOption, greenfield_secret, home_folder


def up(
    home: HomeOption = None,
    config: Annotated[
        Path | None,
        typer.Option(help="Settings, a TOML file; labelfield.toml in the home where not given."),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; 0.0.0.0 for a network. [default: 127.0.0.1]"),
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port, or the next free one. [default: 8080]")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which people reach the page.")
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(
            help="postgresql://USER:PASSWORD@HOST:PORT/NAME; a SQLite file in the home where "
            "not set.",
        ),
    ] = None,
    storage: Annotated[
        str | None,
        typer.Option(
            help="Where a new home keeps public objects: folder, greenfield (a double of it on "
            "this machine), or an address like greenfield://testnet or s3://BUCKET."
        ),
    ] = None,
    settle_by_s: Annotated[
        int | None,
        typer.Option(
            help="Seconds after which a receipt is credited at the latest. [default: 120]", min=5
        ),
    ] = None,
    opening_interval_s: Annotated[
        int | None,
        typer.Option(
            help="Seconds after which new projects' records are opened. [default: 3600]", min=1
        ),
    ] = None,
    log_format: Annotated[
        str | None, typer.Option(help="text or json: a JSON object a line. [default: text]")
    ] = None,
) -> None:
    """Start the development chain, the server and the page; Ctrl-C stops them.

    Everything is kept in the home folder: a second start goes on where the first ended.
    """
    from labelfield.server.configuration import read_settings
    from labelfield.server.logs import configure_logs
    from labelfield.server.run import run_server

    folder = home_folder(home)
    make_folder(folder)
    flags: dict[str, Any] = {
        "host": host,
        "port": port,
        "public_url": public_url,
        "database_url": database_url,
        "storage": storage,
        "settle_by_s": settle_by_s,
        "opening_interval_s": opening_interval_s,
        "log_format": log_format,
    }
    settings = read_settings(folder, os.environ, flags, config, greenfield_secret())
    configure_logs(settings.log_format, settings.log_level)
    run_server(settings, _tell)


def _tell(running: Any) -> None:
    typer.echo(f"page      {running.url}")
    typer.echo(f"requester {running.url}/requester/")
    typer.echo(f"API       {running.url}/openapi.json")
    typer.echo(f"chain     {running.rpc_url} (development, id {running.deployment.chain_id})")
    typer.echo(f"pool      {running.deployment.pool}")
    typer.echo(f"data      {running.home}")
    typer.echo(f"storage   {running.store_url}")
    typer.echo("Ctrl-C stops the server and the chain.")
