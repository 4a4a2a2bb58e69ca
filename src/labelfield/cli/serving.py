"""What `labelfield up` and `labelfield serve` share: the options of a server, and what it tells."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labelfield.cli.files import make_folder
from labelfield.cli.places import greenfield_secret, home_folder

if TYPE_CHECKING:
    from labelfield.server.run import Running
    from labelfield.server.settings import Settings

ConfigOption = Annotated[
    Path | None,
    typer.Option(help="Settings, a TOML file; labelfield.toml in the home where not given."),
]
HostOption = Annotated[
    str | None,
    typer.Option(help="Address to listen on; 0.0.0.0 for a network. [default: 127.0.0.1]"),
]
PortOption = Annotated[int | None, typer.Option(help="Port, or the next free one. [default: 8080]")]
PublicUrlOption = Annotated[
    str | None, typer.Option(help="Address under which people reach the page.")
]
DatabaseUrlOption = Annotated[
    str | None,
    typer.Option(
        help="postgresql://USER:PASSWORD@HOST:PORT/NAME, which servers of one pool may share; a "
        "SQLite file in the home where not set."
    ),
]
StorageOption = Annotated[
    str | None,
    typer.Option(
        help="Where a new home keeps public objects: folder, greenfield (a double of it on this "
        "machine), or an address like greenfield://testnet or s3://BUCKET."
    ),
]
SettleByOption = Annotated[
    int | None,
    typer.Option(
        help="Seconds after which a receipt is credited at the latest. [default: 120]", min=5
    ),
]
OpeningIntervalOption = Annotated[
    int | None,
    typer.Option(
        help="Seconds after which new projects' records are opened. [default: 3600]", min=1
    ),
]
LogFormatOption = Annotated[
    str | None, typer.Option(help="text or json: a JSON object a line. [default: text]")
]


def settings_of(
    home: Path | None, config: Path | None, flags: dict[str, Any], **usual: Any
) -> "Settings":
    """Return the settings of a server on a home, made where it is new; begin to log as they say."""
    from labelfield.server.configuration import read_settings
    from labelfield.server.logs import configure_logs

    folder = home_folder(home)
    make_folder(folder)
    settings = read_settings(folder, os.environ, flags, config, greenfield_secret(), usual)
    configure_logs(settings.log_format, settings.log_level)
    return settings


def settings_in(home: Path) -> "Settings":
    """Return the settings of one more server in this process: its own file says them all."""
    from labelfield.server.configuration import read_settings

    return read_settings(home, {}, {}, None, greenfield_secret())


def tell(running: "Running") -> None:
    """Say where everything is, once requests are answered."""
    from labelfield.chain.anvil import CHAIN_ID

    chain_id = running.deployment.chain_id
    named = f"development, id {chain_id}" if chain_id == CHAIN_ID else f"id {chain_id}"
    typer.echo(f"page      {running.url}")
    typer.echo(f"requester {running.url}/requester/")
    typer.echo(f"API       {running.url}/openapi.json")
    typer.echo(f"chain     {running.rpc_url} ({named})")
    typer.echo(f"pool      {running.deployment.pool}")
    typer.echo(f"data      {running.home}")
    typer.echo(f"storage   {running.store_url}")
