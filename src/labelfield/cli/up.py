"""`labelfield up`: chain, settlement worker, API and page in one process."""

from typing import Annotated

import typer

from labelfield.cli.files import make_folder
from labelfield.cli.places import HomeOption, greenfield_secret, home_folder


def up(
    home: HomeOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for a network.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="Port, or the next free one.")] = 8080,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which labelers reach the page.")
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(
            envvar="LABELFIELD_DATABASE_URL",
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
        int, typer.Option(help="Seconds after which a receipt is credited at the latest.", min=5)
    ] = 120,
    opening_interval_s: Annotated[
        int, typer.Option(help="Seconds after which new projects' records are opened.", min=1)
    ] = 3_600,
) -> None:
    """Start the development chain, the server and the page; Ctrl-C stops them.

    Everything is kept in the home folder: a second start goes on where the first ended.
    """
    from labelfield.server.run import Running, run_server
    from labelfield.server.settings import Settings

    def started(running: Running) -> None:
        typer.echo(f"page      {running.url}")
        typer.echo(f"API       {running.url}/openapi.json")
        typer.echo(f"chain     {running.rpc_url} (development, id {running.deployment.chain_id})")
        typer.echo(f"pool      {running.deployment.pool}")
        typer.echo(f"data      {running.home}")
        typer.echo(f"storage   {running.store_url}")
        typer.echo("Ctrl-C stops the server and the chain.")

    folder = home_folder(home)
    make_folder(folder)
    settings = Settings(
        home=folder,
        database_url=database_url,
        host=host,
        port=port,
        public_url=public_url,
        storage=storage,
        storage_key=greenfield_secret(),
        settle_by_s=settle_by_s,
        opening_interval_s=opening_interval_s,
        due_margin_s=max(settle_by_s // 4, 2),
    )
    run_server(settings, started)
