"""`labelfield key`: API keys of a wallet's account at a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from labelfield.cli.errors import BadOptions
from labelfield.cli.options import JsonOption, KeyFileOption, requester_key
from labelfield.cli.places import HomeOption, deployed, home_folder, server_url
from labelfield.cli.telling import tell

if TYPE_CHECKING:
    from labelfield.sdk.account import AccountClient

app = typer.Typer(
    help="API keys of a wallet's account: create, list, revoke.", no_args_is_help=True
)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: Annotated[
        list[str], typer.Option(help="projects:read, projects:write, webhooks or operate; again.")
    ],
    key_file: KeyFileOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Log in with the wallet and make a key; its text is printed this once."""
    _check_scopes(scope)
    with _account(home, key_file) as account:
        created = account.create_key(name, scope)  # type: ignore[arg-type]
    if as_json:
        typer.echo(created.model_dump_json())
        return
    typer.echo(f"key       {created.key}")
    typer.echo("next      export LABELFIELD_API_KEY=...; it is not shown again")


@app.command("list")
def list_keys(
    key_file: KeyFileOption = None, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Print the account's keys, without what they open."""
    with _account(home, key_file) as account:
        found = account.keys()
    if as_json:
        typer.echo(found.model_dump_json())
        return
    for key in found.keys:
        state = "revoked" if key.revoked else " ".join(key.scopes)
        typer.echo(f"{key.id:<5}{key.begins_with}…  {key.name}  ({state})")


@app.command()
def revoke(
    identifier: Annotated[int, typer.Argument(help="From `labelfield key list`.", min=1)],
    key_file: KeyFileOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key worthless."""
    with _account(home, key_file) as account:
        account.revoke_key(identifier)
    tell(as_json, {"revoked": identifier}, f"revoked   {identifier}")


def _check_scopes(scopes: list[str]) -> None:
    from labelfield.api.account_models import Scope

    known = get_args(Scope)
    for scope in scopes:
        if scope not in known:
            raise BadOptions(f"--scope {scope}: there is no such right; {', '.join(known)}")


@contextmanager
def _account(home: Path | None, key_file: Path | None) -> "Iterator[AccountClient]":
    """Yield the wallet's account, logged in."""
    from labelfield.protocol.keys import Key
    from labelfield.sdk.account import AccountClient

    folder = home_folder(home)
    key = requester_key(key_file, deployed(folder).chain_id)
    client = AccountClient(server_url(folder), Key(key))
    try:
        yield client
    finally:
        client.close()
