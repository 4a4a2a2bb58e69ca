"""`labelfield database`: move a server's rows to another database."""

from typing import Annotated

import typer

from labelfield.cli.places import HomeOption, home_folder

app = typer.Typer(help="The server's database: copy.", no_args_is_help=True)


@app.callback()
def database() -> None:
    """Keep `copy` a command of its own: Typer would fold a single one into the group."""


@app.command()
def copy(
    target: Annotated[
        str, typer.Argument(help="postgresql://USER:PASSWORD@HOST:PORT/NAME of an empty database.")
    ],
    home: HomeOption = None,
) -> None:
    """Copy the home's SQLite database into another; the server must be stopped.

    Start it with LABELFIELD_DATABASE_URL naming the new one. The old file stays as it is.
    """
    from labelfield.db.copying import copy_database
    from labelfield.db.database import open_database
    from labelfield.server.run import holding

    folder = home_folder(home)
    with holding(folder):
        source = open_database(f"sqlite:///{folder / 'labelfield.sqlite'}")
        destination = open_database(target)
        try:
            rows = copy_database(source, destination)
        finally:
            source.close()
            destination.close()
    typer.echo(f"copied    {rows:,} rows")
    typer.echo("next      LABELFIELD_DATABASE_URL=... labelfield up")
