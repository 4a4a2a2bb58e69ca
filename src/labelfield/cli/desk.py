"""`labelfield desk`: sell answers by people to programs, paid per call by x402."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import MissingExtra
from labelfield.cli.files import make_folder, read_text, write_secret
from labelfield.cli.money import parse_dollars
from labelfield.cli.places import (
    HomeOption,
    deployed,
    home_folder,
    requester_client,
    server_url,
)
from labelfield.cli.wallet import private_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelfield.mcp.desk import Desk
    from labelfield.sdk.requester import Requester

DEVELOPMENT_MEANS = 1_000_000_000
"""Units of play money that a desk on a development chain begins with."""


def desk(
    home: HomeOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65_535)] = 8090,
    key_file: Annotated[
        Path | None,
        typer.Option(
            "--key-file",
            help="Key file of the desk's account, with LABELFIELD_PASSWORD; on a development "
            "chain one is made in the home where not given.",
        ),
    ] = None,
    fee: Annotated[
        str, typer.Option("--fee", help="Dollars kept of each call for the chain's fees.")
    ] = "0.01",
    proven_from: Annotated[
        str,
        typer.Option(help="Dollars that a labeler must have earned before; 0 lets anybody."),
    ] = "0",
) -> None:
    """Take questions by HTTP, paid by x402, and have people answer them.

    Runs beside a server: each call becomes a project of the desk's own account. What was not
    answered is paid back at once. docs/agents.md says how agents and programs ask.
    """
    from labelfield.chain.anvil import CHAIN_ID

    folder = home_folder(home)
    chain_id = deployed(folder).chain_id
    own = _own_key(folder) if chain_id == CHAIN_ID else b""
    key = private_key(key_file, chain_id, own)
    counter = _desk(folder, key, parse_dollars(fee), parse_dollars(proven_from))
    _serve(counter, host, port)


def _desk(folder: Path, key: bytes, fee: int, proven_from: int) -> "Desk":
    try:
        from labelfield.mcp.payments import Cashier
    except ImportError as error:
        raise MissingExtra("agents", error) from error
    from labelfield.chain.anvil import CHAIN_ID
    from labelfield.chain.pool import Pool
    from labelfield.chain.requester import mint_if_short
    from labelfield.chain.transactions import Sender
    from labelfield.mcp.clerk import Clerk, DeskSettings
    from labelfield.mcp.desk import Desk
    from labelfield.mcp.journal import Journal
    from labelfield.requesting.gas import give_development_gas

    known = deployed(folder)
    sender = Sender(known.rpc_url, key)
    give_development_gas(known.rpc_url, sender.address)
    pool = Pool(known.rpc_url, known.pool)
    if known.chain_id == CHAIN_ID:
        mint_if_short(pool, sender, DEVELOPMENT_MEANS)
    clerk = Clerk(
        settings=DeskSettings(desk_fee=fee, proven_from=proven_from),
        pool=pool,
        sender=sender,
        requester=_line_to(folder),
        journal=Journal.at(folder / "desk"),
        first_block=known.block,
    )
    return Desk(clerk, Cashier(pool, key, sender.address))


def _line_to(folder: Path) -> "Callable[[], Requester]":
    """Return what connects to the home's server once, and again where it listens elsewhere."""
    kept: dict[str, Requester] = {}

    def line() -> "Requester":
        url = server_url(folder)
        if url not in kept:
            kept.clear()
            kept[url] = requester_client(folder)
        return kept[url]

    return line


def _serve(counter: "Desk", host: str, port: int) -> None:
    import threading

    import uvicorn

    from labelfield.mcp.app import create_desk_app

    work = threading.Thread(target=counter.run, name="desk", daemon=True)
    work.start()
    typer.echo(f"desk      http://{host}:{port}, paid to {counter.terms.desk}")
    try:
        uvicorn.run(create_desk_app(counter), host=host, port=port, log_level="warning")
    finally:
        counter.stop()
        work.join()


def _own_key(folder: Path) -> bytes:
    """Return the key that a desk on a development chain keeps in the home."""
    path = folder / "desk.key"
    if not path.exists():
        make_folder(folder)
        write_secret(path, secrets.token_hex(32))
    return bytes.fromhex(read_text(path).strip())
