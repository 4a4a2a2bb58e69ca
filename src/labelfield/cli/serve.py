"""`labelfield serve`: a server for a pool that is on a chain already, alone or one of several."""

from collections.abc import Sequence
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
    settings_in,
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
    also: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Home of another pool that this process serves too, at a port of its own; may be "
            "given again. Its settings are those of its labelfield.toml, its keys lie in its "
            "folder keys and have the same password.",
        ),
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

    All of them answer labelers; one of them settles, and when it dies another does. One process
    may serve several pools, and so several tokens.
    """
    from labelfield.protocol.ids import parse_address
    from labelfield.server.serve import Place, Wanted, serve

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
    homes = also or []
    folders = [keys, *(_keys_in(each) for each in homes)]
    first, *others = _read(folders, password_file)
    remembered = Place(None, None, None)
    pairs = zip(homes, others, strict=True)
    beside = [Wanted(settings_in(each), remembered, found) for each, found in pairs]
    serve([Wanted(settings, place, first), *beside], tell)


def _keys_in(home: Path) -> Path | None:
    folder = home / "keys"
    return folder if folder.exists() else None


def _read(
    folders: Sequence[Path | None], password_file: Path | None
) -> "list[OperatorKeys | None]":
    """Return the operators' keys, each from its three files; the password is asked for once."""
    from labelfield.cli.wallet import read_password

    if not any(folders):
        return [None] * len(folders)
    password = read_password(password_file)
    return [None if folder is None else _keys(folder, password) for folder in folders]


def _keys(folder: Path, password: str) -> "OperatorKeys":
    from labelfield.cli.wallet import read_key_file
    from labelfield.server.run import OperatorKeys

    checkpoint, receipt, relayer = (
        read_key_file(folder / f"{name}.json", password)
        for name in ("checkpoint", "receipt", "relayer")
    )
    return OperatorKeys(checkpoint, receipt, relayer)
