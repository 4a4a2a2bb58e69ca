"""`labelfield serve`: a server for a pool that is on a chain already, alone or one of several."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.files import make_folder
from labelfield.cli.places import HomeOption, greenfield_secret, home_folder

if TYPE_CHECKING:
    from labelfield.server.run import OperatorKeys


def serve(
    home: HomeOption = None,
    rpc_url: Annotated[
        str | None, typer.Option(help="The chain's node; a known home remembers it.")
    ] = None,
    pool: Annotated[
        str | None, typer.Option(help="The pool's address; a known home remembers it.")
    ] = None,
    first_block: Annotated[
        int | None,
        typer.Option(
            help="Block from which a new home hears the pool; the newest if not set.", min=0
        ),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the operator's key files checkpoint.json, receipt.json and "
            "relayer.json (`labelfield wallet create`), all with one password."
        ),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(help="File with their password; else LABELFIELD_PASSWORD, else a prompt."),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port, or the next free one.")] = 8080,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which labelers reach the page.")
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(
            envvar="LABELFIELD_DATABASE_URL",
            help="postgresql://USER:PASSWORD@HOST:PORT/NAME, which servers of one pool share; a "
            "SQLite file in the home where not set.",
        ),
    ] = None,
    storage: Annotated[
        str | None,
        typer.Option(help="Where a new home keeps public objects: folder, or a store's address."),
    ] = None,
    settle_by_s: Annotated[
        int, typer.Option(help="Seconds after which a receipt is credited at the latest.", min=5)
    ] = 120,
    opening_interval_s: Annotated[
        int, typer.Option(help="Seconds after which new projects' records are opened.", min=1)
    ] = 3_600,
) -> None:
    """Serve a pool that is on a chain already; several servers may share a PostgreSQL database.

    All of them answer labelers; one of them settles, and when it dies another does.
    """
    from labelfield.protocol.ids import parse_address
    from labelfield.server.run import Running
    from labelfield.server.serve import Place, serve
    from labelfield.server.settings import Settings

    def started(running: Running) -> None:
        typer.echo(f"page      {running.url}")
        typer.echo(f"chain     {running.rpc_url} (id {running.deployment.chain_id})")
        typer.echo(f"pool      {running.deployment.pool}")
        typer.echo(f"data      {running.home}")

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
    place = Place(rpc_url, None if pool is None else parse_address(pool), first_block)
    serve(settings, place, _read(keys, password_file), started)


def _read(folder: Path | None, password_file: Path | None) -> "OperatorKeys | None":
    """Return the operator's keys from its three files."""
    from labelfield.cli.wallet import read_key_file, read_password
    from labelfield.server.run import OperatorKeys

    if folder is None:
        return None
    password = read_password(password_file)
    checkpoint, receipt, relayer = (
        read_key_file(folder / f"{name}.json", password)
        for name in ("checkpoint", "receipt", "relayer")
    )
    return OperatorKeys(checkpoint, receipt, relayer)
