"""`labelfield up`: chain, settlement worker, API and page in one process."""

import gc
from typing import TYPE_CHECKING

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
    from labelfield.server.run import Running


APPEAL_WINDOW_S = 2
"""Nobody on a development chain wants to wait for appeals."""


def up(
    home: HomeOption = None,
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
    """Start the development chain, the server and the page; Ctrl-C stops them.

    Everything is kept in the home folder: a second start goes on where the first ended.
    """
    gc.disable()  # until requests are answered: what starting makes is there to stay
    from labelfield.server.run import run_server

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
    usual = {"appeal_window_s": APPEAL_WINDOW_S}
    run_server(settings_of(home, config, flags, **usual), _tell)


def _tell(running: "Running") -> None:
    tell(running)
    typer.echo("Ctrl-C stops the server and the chain.")
