"""`labelfield database`: copy, back up, restore; erase a person's data."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.files import make_folder
from labelfield.cli.places import HomeOption, home_folder

if TYPE_CHECKING:
    from labelfield.db.database import Database

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        envvar="LABELFIELD_DATABASE_URL",
        help="postgresql://USER:PASSWORD@HOST:PORT/NAME; the home's SQLite file where not set.",
    ),
]

app = typer.Typer(help="The server's database: copy, backup, restore, erase.", no_args_is_help=True)


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


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder for the copy.")],
    home: HomeOption = None,
) -> None:
    """Copy a home that keeps its database in a SQLite file, also while its server runs.

    Of a stopped server's the mark of its receipts is copied too.
    """
    from labelfield.server.backups import back_up

    typer.echo(f"backed up {back_up(home_folder(home), folder)} files to {folder}")


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="What `labelfield database backup` made.")],
    home: HomeOption = None,
) -> None:
    """Put a backup into a home without a database; the mark that is there stays.

    A server that gave receipts after the backup does not start on it.
    """
    from labelfield.server.backups import put_back

    folder_of_home = home_folder(home)
    make_folder(folder_of_home)
    typer.echo(f"restored  {put_back(folder, folder_of_home)} files to {folder_of_home}")


@app.command()
def newest(home: HomeOption = None, database_url: DatabaseOption = None) -> None:
    """Say that no server gave receipts since this database was copied.

    If that is not so, the server will sign receipt numbers twice, and lose its bond.
    """
    from labelfield.db.totals import get_totals
    from labelfield.server.high_water import raise_mark

    folder = home_folder(home)
    with _opened(folder, database_url) as database:
        receipts = int(database.read(get_totals).receipts)
    raise_mark(folder, receipts)
    typer.echo(f"noted     {receipts:,} receipts are all that were given")


@app.command()
def erase(
    labeler: Annotated[str, typer.Argument(help="The labeler's address.")],
    home: HomeOption = None,
    database_url: DatabaseOption = None,
) -> None:
    """Erase what the server holds of a labeler beyond money and the public record."""
    from labelfield.db.erasing import erase as erase_of
    from labelfield.protocol.ids import parse_address

    address = parse_address(labeler)
    with _opened(home_folder(home), database_url) as database:
        count = erase_of(database, address)
    typer.echo(f"erased    logins, skips, and text and salt of {count:,} answers")


@contextmanager
def _opened(home: Path, url: str | None) -> Iterator["Database"]:
    from labelfield.db.database import open_database
    from labelfield.db.schema import upgrade

    database = open_database(url or f"sqlite:///{home / 'labelfield.sqlite'}")
    try:
        upgrade(database)
        yield database
    finally:
        database.close()
