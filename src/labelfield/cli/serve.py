"""`labelfield serve`: a server for a pool that is on a chain already, alone or one of several."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.places import HomeOption
from labelfield.cli.serving import (
    ConfigOption,
    DatabaseUrlOption,
    HostOption,
    LogFormatOption,
    OpeningIntervalOption,
    PortOption,
    PublicUrlOption,
    SettleByOption,
    StorageOption,
    settings_of,
    tell,
)

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
    config: ConfigOption = None,
    host: HostOption = None,
    port: PortOption = None,
    public_url: PublicUrlOption = None,
    database_url: DatabaseUrlOption = None,
    storage: StorageOption = None,
    settle_by_s: SettleByOption = None,
    opening_interval_s: OpeningIntervalOption = None,
    log_format: LogFormatOption = None,
) -> None:
    """Serve a pool that is on a chain already; several servers may share a PostgreSQL database.

    All of them answer labelers; one of them settles, and when it dies another does.
    """
    from labelfield.protocol.ids import parse_address
    from labelfield.server.serve import Place, serve

    flags = {
        "host": host,
        "port": port,
        "public_url": public_url,
        "database_url": database_url,
        "storage": storage,
        "settle_by_s": settle_by_s,
        "opening_interval_s": opening_interval_s,
        "log_format": log_format,
    }
    settings = settings_of(home, config, flags)
    place = Place(rpc_url, None if pool is None else parse_address(pool), first_block)
    serve(settings, place, _read(keys, password_file), tell)


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
